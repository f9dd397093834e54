-- Points of each region and department by indicator in the period up to the day of the run, with those of the year before.
-- Key: subject_type, subject_id, indicator_id.  The changes of points sum to the change of the score; `change_kind` says whether the value moved or became known, unknown or not applicable.
with item as (
    select
        assessed.as_of,
        assessed.period,
        assessed.subject_type,
        assessed.subject_id,
        item.method,
        item.edition,
        item.part_id,
        item.indicator_id,
        item.indicator_value,
        item.points,
        item.max_points,
        item.status,
        item.clause,
        item.rule_row,
        item.evidence_count
    from scores.assessment_item as item
    inner join scores.assessment_case as assessed
        on item.as_of = assessed.as_of
        and item.subject_id = assessed.case_id
)

select
    item.as_of,
    item.subject_type,
    item.subject_id,
    item.indicator_id,
    item.indicator_value as value,
    item.points,
    item.max_points,
    item.status,
    item.clause,
    item.method,
    item.edition,
    item.part_id,
    item.rule_row,
    item.evidence_count,
    before.indicator_value as previous_value,
    before.points as previous_points,
    before.status as previous_status,
    cast(item.points - before.points as decimal(18, 6)) as points_change,
    case
        when before.status is null then null
        when item.status = before.status and item.status = 'scored' then 'moved'
        when item.status = before.status then 'same'
        when item.status not in ('scored', 'not_applicable') and before.status in ('scored', 'not_applicable') then 'became_unknown'
        when before.status not in ('scored', 'not_applicable') and item.status in ('scored', 'not_applicable') then 'became_known'
        when item.status = 'not_applicable' then 'no_longer_applies'
        when before.status = 'not_applicable' then 'newly_applies'
        else 'same'
    end as change_kind
from item
left join item as before
    on item.subject_type = before.subject_type
    and item.subject_id = before.subject_id
    and item.indicator_id = before.indicator_id
    and before.period = 'previous'
where item.period = 'current'
