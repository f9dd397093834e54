-- Measures of the packs: events weighed by code and age within a window, over an exposure.
-- Key: as_of, enterprise_id, indicator_id.  No event is zero; an exposure below its least, or an entity that nobody supplies, is null.
with measure as (
    select
        scope.as_of,
        min(measure.method) as method,
        measure.indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.measure as measure
        on scope.method = measure.method
        and scope.edition = measure.edition
    group by scope.as_of, measure.indicator_id
),

asked as (
    select
        scope.as_of,
        rule.method,
        rule.edition,
        rule.indicator_id,
        rule.stream,
        coalesce(rule.window_days, 1000000) as window_days,
        rule.exposure_id,
        rule.exposure_per,
        rule.exposure_floor,
        rule.exposure_least
    from measure
    inner join scores.enterprise_level_edition as scope
        on measure.as_of = scope.as_of
        and measure.method = scope.method
    inner join rules.measure as rule
        on scope.method = rule.method
        and scope.edition = rule.edition
        and measure.indicator_id = rule.indicator_id
),

decayed as (
    select method, edition, indicator_id, count(*) as row_count
    from rules.measure_decay
    group by method, edition, indicator_id
),

weighed as (
    select method, edition, indicator_id, count(*) as row_count
    from rules.measure_weight
    group by method, edition, indicator_id
),

counted as (
    select
        asked.as_of,
        asked.method,
        asked.edition,
        asked.indicator_id,
        event.enterprise_id,
        sum(
            event.quantity
            * cast(case when weighed.row_count is null then 1 else coalesce(exact.weight, other.weight, 0) end as decimal(9, 4))
            * cast(case when decayed.row_count is null then 1 else coalesce(decay.weight, 0) end as decimal(9, 4))
        ) as event_weight,
        count(*) as event_count
    from scores.event as event
    inner join asked
        on event.stream = asked.stream
        and event.happened_on <= asked.as_of
        and date_diff('day', event.happened_on, asked.as_of) < asked.window_days
    left join weighed
        on asked.method = weighed.method and asked.edition = weighed.edition and asked.indicator_id = weighed.indicator_id
    left join rules.measure_weight as exact
        on asked.method = exact.method and asked.edition = exact.edition and asked.indicator_id = exact.indicator_id
        and event.code = exact.code
    left join rules.measure_weight as other
        on asked.method = other.method and asked.edition = other.edition and asked.indicator_id = other.indicator_id
        and other.code = '*'
    left join decayed
        on asked.method = decayed.method and asked.edition = decayed.edition and asked.indicator_id = decayed.indicator_id
    left join rules.measure_decay as decay
        on asked.method = decay.method and asked.edition = decay.edition and asked.indicator_id = decay.indicator_id
        and decay.age_from_days <= date_diff('day', event.happened_on, asked.as_of)
        and (decay.age_to_days is null or date_diff('day', event.happened_on, asked.as_of) < decay.age_to_days)
    group by asked.as_of, asked.method, asked.edition, asked.indicator_id, event.enterprise_id
),

exposed as (
    select
        asked.as_of,
        asked.indicator_id,
        event.enterprise_id,
        sum(event.quantity) as exposure
    from scores.event as event
    inner join asked
        on event.stream = asked.exposure_id
        and event.happened_on <= asked.as_of
        and (
            date_diff('day', event.happened_on, asked.as_of) < asked.window_days
            or event.stream in ('employee', 'graded_risk_point')
        )
    group by asked.as_of, asked.indicator_id, event.enterprise_id
),

supplied as (
    select
        case entity
            when 'hazard' then 'outside_finding'
            when 'inspection' then 'inspection'
            when 'accident' then 'accident'
            when 'penalty' then 'penalty'
            when 'risk_point' then 'risk_point_review'
            when 'alarm' then 'alarm'
        end as stream,
        is_supplied
    from staging.entity_supply
    where entity in ('hazard', 'inspection', 'accident', 'penalty', 'risk_point', 'alarm')
),

stream_supply as (
    select stream, is_supplied from supplied
    union all
    select 'self_finding' as stream, is_supplied from supplied where stream = 'outside_finding'
    union all
    select 'inspection_visit' as stream, is_supplied from supplied where stream = 'inspection'
    union all
    select 'fatal_accident' as stream, is_supplied from supplied where stream = 'accident'
    union all
    select 'graded_risk_point' as stream, is_supplied from supplied where stream = 'risk_point_review'
    union all
    select 'employee' as stream, true as is_supplied
)

select
    enterprise.as_of,
    enterprise.enterprise_id,
    asked.indicator_id,
    cast(
        case
            when not stream_supply.is_supplied then null
            when asked.exposure_id is null then coalesce(counted.event_weight, 0)
            when coalesce(exposed.exposure, 0) < coalesce(asked.exposure_least, 0) then null
            else
                coalesce(counted.event_weight, 0) * asked.exposure_per
                / nullif(
                    case
                        when coalesce(exposed.exposure, 0) < coalesce(asked.exposure_floor, 0) then asked.exposure_floor
                        else exposed.exposure
                    end,
                    0
                )
        end
        as decimal(18, 6)
    ) as indicator_value,
    coalesce(counted.event_count, 0) as evidence_count
from facts.enterprise as enterprise
inner join asked
    on enterprise.as_of = asked.as_of
inner join stream_supply
    on asked.stream = stream_supply.stream
left join counted
    on enterprise.as_of = counted.as_of
    and asked.indicator_id = counted.indicator_id
    and enterprise.enterprise_id = counted.enterprise_id
left join exposed
    on enterprise.as_of = exposed.as_of
    and asked.indicator_id = exposed.indicator_id
    and enterprise.enterprise_id = exposed.enterprise_id
