-- view
-- Why: every indicator of every enterprise's level with value, points, status and clause.
-- Key: enterprise_id, indicator_id.  An enterprise that a determination excludes has none.
with excluded as (
    select distinct as_of, subject_id
    from scores.enterprise_level_determination
    where kind = 'exclude'
)

select
    item.as_of,
    item.subject_id as enterprise_id,
    item.indicator_id,
    item.method,
    item.edition,
    coalesce(cast(item.indicator_value as varchar), item.value_code) as indicator_value,
    item.points,
    item.status,
    item.clause,
    item.evidence_count,
    item.part_id,
    item.max_points,
    item.rule_row,
    item.value_code
from scores.enterprise_level_item as item
inner join staging.evaluation as evaluation
    on item.as_of = evaluation.as_of
    and evaluation.is_current
left join excluded
    on item.as_of = excluded.as_of
    and item.subject_id = excluded.subject_id
where excluded.subject_id is null
