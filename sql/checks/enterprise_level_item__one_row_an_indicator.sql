-- the developer acts: every enterprise has one item for each indicator of its edition, neither more nor fewer
-- 开发者处理：每家企业对其版本的每项指标恰有一行，不多不少
with expected as (
    select method, edition, part_id, count(*) as item_count
    from scores.enterprise_level_indicator_rule
    group by method, edition, part_id
)

select part.as_of, part.subject_id, part.method, part.edition, part.part_id, part.item_count, expected.item_count as expected_count
from scores.enterprise_level_part as part
inner join expected
    on part.method = expected.method
    and part.edition = expected.edition
    and part.part_id = expected.part_id
where part.item_count <> expected.item_count
