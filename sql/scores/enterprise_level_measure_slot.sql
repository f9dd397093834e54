-- The measures that the packs of the overall level ask for on a day, each with a short number, its slot.
-- Key: as_of, indicator_id.  value_when_none: what a subject without any event has; null where an exposure is needed, or an entity is not supplied.
with asked as (
    select
        scope.as_of,
        measure.indicator_id,
        min(concat(scope.method, ' ', cast(scope.edition as varchar))) as first_edition
    from scores.enterprise_level_edition as scope
    inner join rules.measure as measure
        on scope.method = measure.method
        and scope.edition = measure.edition
    group by scope.as_of, measure.indicator_id
),

named as (
    select indicator_id, cast(row_number() over (order by indicator_id) as integer) as slot
    from (select distinct indicator_id from asked) as distinct_measure
),

fed as (
    select 'outside_finding' as stream, 'hazard' as entity
    union all select 'self_finding' as stream, 'hazard' as entity
    union all select 'inspection' as stream, 'inspection' as entity
    union all select 'inspection_visit' as stream, 'inspection' as entity
    union all select 'accident' as stream, 'accident' as entity
    union all select 'fatal_accident' as stream, 'accident' as entity
    union all select 'penalty' as stream, 'penalty' as entity
    union all select 'risk_point_review' as stream, 'risk_point' as entity
    union all select 'risk_point' as stream, 'risk_point' as entity
    union all select 'employee' as stream, 'enterprise' as entity
    union all select 'alarm' as stream, 'alarm' as entity
),

supplied as (
    select fed.stream
    from fed
    inner join staging.entity_supply as supply
        on fed.entity = supply.entity
        and supply.is_supplied
),

placed as (
    select
        asked.as_of,
        asked.indicator_id,
        named.slot,
        scope.method,
        scope.edition,
        measure.stream,
        coalesce(measure.window_days, calendar.window_days, 1000000) as window_days,
        measure.exposure_id,
        coalesce(measure.exposure_per, 1) as exposure_per,
        coalesce(measure.exposure_floor, 0) as exposure_floor,
        coalesce(measure.exposure_least, 0) as exposure_least,
        supplied.stream is not null
        and (measure.exposure_id is null or exposure_supplied.stream is not null) as is_supplied
    from asked
    inner join named on asked.indicator_id = named.indicator_id
    inner join scores.enterprise_level_edition as scope
        on asked.as_of = scope.as_of
        and asked.first_edition = concat(scope.method, ' ', cast(scope.edition as varchar))
    inner join rules.measure as measure
        on scope.method = measure.method
        and scope.edition = measure.edition
        and asked.indicator_id = measure.indicator_id
    left join facts.calendar_window as calendar
        on asked.as_of = calendar.as_of
        and measure.window_years = calendar.window_years
    left join supplied on measure.stream = supplied.stream
    left join supplied as exposure_supplied on measure.exposure_id = exposure_supplied.stream
)

select
    as_of,
    indicator_id,
    slot,
    method,
    edition,
    stream,
    window_days,
    exposure_id,
    exposure_per,
    exposure_floor,
    exposure_least,
    is_supplied,
    cast(
        case
            when not is_supplied then null
            when exposure_id is null then 0
            when exposure_least > 0 then null
            when exposure_floor > 0 then 0
        end
        as decimal(18, 6)
    ) as value_when_none
from placed
