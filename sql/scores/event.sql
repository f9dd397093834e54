-- view
-- What happened to or was found at an enterprise, as one stream of dated quantities: what the packs' measures count.
-- Key: none (an event may occur twice).  A quantity without a date stands on every day; only streams that a pack reads are gathered (scores.enterprise_event).
with unknown_hours as (
    -- Hours of a visit that nobody wrote down: parameter inspection_hours_unknown of the pack, else 1: little looking, not none.
    select coalesce(max(parameter.value_number), 1) as hours
    from rules.parameter as parameter
    inner join scores.enterprise_level_edition as scope
        on parameter.method = scope.method
        and parameter.edition = scope.edition
    where parameter.parameter_id = 'inspection_hours_unknown'
),

point_count as (
    select enterprise_id, 'red' as code, red_count as quantity from scores.enterprise_risk_point
    union all
    select enterprise_id, 'orange' as code, orange_count as quantity from scores.enterprise_risk_point
    union all
    select enterprise_id, 'yellow' as code, yellow_count as quantity from scores.enterprise_risk_point
    union all
    select enterprise_id, 'blue' as code, blue_count as quantity from scores.enterprise_risk_point
    union all
    select enterprise_id, 'ungraded' as code, ungraded_count as quantity from scores.enterprise_risk_point
)

select
    case when is_from_outside then 'outside_finding' else 'self_finding' end as stream,
    enterprise_id,
    level as code,
    found_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'hazard' as entity,
    hazard_id as evidence_key,
    source,
    file,
    row_number
from facts.hazard
union all
select
    'inspection' as stream,
    inspection.enterprise_id,
    inspection.kind as code,
    inspection.inspected_on as happened_on,
    cast(coalesce(inspection.hours, unknown_hours.hours) as decimal(14, 2)) as quantity,
    'inspection' as entity,
    inspection.inspection_id as evidence_key,
    inspection.source,
    inspection.file,
    inspection.row_number
from staging.inspection as inspection
cross join unknown_hours
union all
select
    'inspection_visit' as stream,
    enterprise_id,
    kind as code,
    inspected_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'inspection' as entity,
    inspection_id as evidence_key,
    source,
    file,
    row_number
from staging.inspection
union all
select
    'accident' as stream,
    enterprise_id,
    -- Without a grade an accident is what its known criteria prove, and where that is the mildest, ungraded: it may be worse.
    case when status = 'scored' then grade when proven_grade <> 'general' then proven_grade else 'ungraded' end as code,
    occurred_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'accident' as entity,
    accident_id as evidence_key,
    source,
    file,
    row_number
from scores.accident_grade
where is_work_safety and enterprise_id is not null
union all
select
    'fatal_accident' as stream,
    enterprise_id,
    case when status = 'scored' then grade else 'ungraded' end as code,
    occurred_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'accident' as entity,
    accident_id as evidence_key,
    source,
    file,
    row_number
from scores.accident_grade
where is_work_safety and deaths > 0 and enterprise_id is not null
union all
select
    'penalty' as stream,
    enterprise_id,
    case when concerns_major_hazard then 'major_hazard' else 'other' end as code,
    decided_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'penalty' as entity,
    penalty_id as evidence_key,
    source,
    file,
    row_number
from staging.penalty
union all
-- A risk point that was never reviewed is older than any limit: 36500 days.
select
    'risk_point_review' as stream,
    enterprise_id,
    coalesce(level, 'ungraded') as code,
    coalesce(reviewed_on, cast('1900-01-01' as date)) as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'risk_point' as entity,
    risk_point_id as evidence_key,
    source,
    file,
    row_number
from scores.risk_point_level
union all
select
    'risk_point' as stream,
    enterprise_id,
    code,
    cast(null as date) as happened_on,
    cast(quantity as decimal(14, 2)) as quantity,
    'risk_point' as entity,
    cast(null as varchar) as evidence_key,
    cast(null as varchar) as source,
    cast(null as varchar) as file,
    cast(null as bigint) as row_number
from point_count
where quantity > 0
union all
select
    'employee' as stream,
    enterprise_id,
    'person' as code,
    cast(null as date) as happened_on,
    cast(employee_count as decimal(14, 2)) as quantity,
    'enterprise' as entity,
    enterprise_id as evidence_key,
    source,
    file,
    row_number
from staging.enterprise
where employee_count is not null
union all
select
    'alarm' as stream,
    enterprise_id,
    coalesce(severity, 'unknown') as code,
    raised_on as happened_on,
    cast(1 as decimal(14, 2)) as quantity,
    'alarm' as entity,
    alarm_id as evidence_key,
    source,
    file,
    row_number
from staging.alarm
