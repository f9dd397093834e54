-- What happened to or was found at an enterprise, as one stream of dated quantities: what the packs' measures count.
-- Key: none (an event may occur twice).  Only streams that some edition asks for are kept.
with asked as (
    select stream from rules.measure
    union
    select exposure_id as stream from rules.measure where exposure_id is not null
),

told as (
    select
        case when is_from_outside then 'outside_finding' else 'self_finding' end as stream,
        enterprise_id, level as code, found_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from facts.hazard
    union all
    -- A visit whose hours nobody wrote down counts as one hour: little looking, not none.
    select 'inspection' as stream, enterprise_id, kind as code, inspected_on as happened_on, coalesce(hours, 1) as quantity
    from staging.inspection
    union all
    select 'inspection_visit' as stream, enterprise_id, kind as code, inspected_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from staging.inspection
    union all
    select 'accident' as stream, enterprise_id, grade as code, occurred_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from scores.accident_grade
    where is_work_safety and enterprise_id is not null
    union all
    select 'fatal_accident' as stream, enterprise_id, grade as code, occurred_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from scores.accident_grade
    where is_work_safety and deaths > 0 and enterprise_id is not null
    union all
    select
        'penalty' as stream, enterprise_id,
        case when concerns_major_hazard then 'major_hazard' else 'other' end as code,
        decided_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from staging.penalty
    union all
    -- A risk point that was never reviewed is older than any limit.
    select
        'risk_point_review' as stream, point.enterprise_id, graded.level as code,
        coalesce(point.reviewed_on, cast('1900-01-01' as date)) as happened_on, cast(1 as decimal(18, 6)) as quantity
    from staging.risk_point as point
    inner join scores.risk_point_level as graded
        on point.risk_point_id = graded.risk_point_id
    where graded.level is not null
    union all
    select
        'graded_risk_point' as stream, enterprise_id, level as code,
        cast('1900-01-01' as date) as happened_on, cast(1 as decimal(18, 6)) as quantity
    from scores.risk_point_level
    where level is not null
    union all
    select
        'employee' as stream, enterprise_id, null as code,
        cast('1900-01-01' as date) as happened_on, cast(employee_count as decimal(18, 6)) as quantity
    from staging.enterprise
    where employee_count is not null
    union all
    select 'alarm' as stream, enterprise_id, severity as code, raised_on as happened_on, cast(1 as decimal(18, 6)) as quantity
    from staging.alarm
)

select told.stream, told.enterprise_id, told.code, told.happened_on, told.quantity
from told
inner join asked
    on told.stream = asked.stream
