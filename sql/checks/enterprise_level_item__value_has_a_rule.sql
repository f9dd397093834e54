-- the rule keeper acts: a value that no row of the edition fits earns no points; add the band or the code, or mend the source
-- 规则维护者处理：版本中没有任何一行适用的取值不得分；请补上分档或代码，或更正来源
with unruled as (
    select part.subject_id
    from scores.enterprise_level_part as part
    inner join staging.evaluation as evaluation
        on part.as_of = evaluation.as_of
        and evaluation.is_current
    where part.has_no_rule = 1
    group by part.subject_id
)

select item.enterprise_id, item.indicator_id, item.indicator_value, item.method, item.edition
from marts.enterprise_level_item as item
inner join unruled
    on item.enterprise_id = unruled.subject_id
where item.status = 'no_rule'
