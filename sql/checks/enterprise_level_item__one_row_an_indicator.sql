-- the developer acts: every enterprise has one item for each indicator of its edition, neither more nor fewer
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
