-- view
-- Why: every indicator of every enterprise's level with value, points, status and clause.
-- Key: enterprise_id, indicator_id.  An enterprise that a determination excludes has none.
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
where not exists (
    select 1
    from scores.enterprise_level_determination as determination
    where
        determination.kind = 'exclude'
        and determination.as_of = item.as_of
        and determination.subject_id = item.subject_id
)
