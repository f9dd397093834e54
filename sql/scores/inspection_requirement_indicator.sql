-- What the packs of inspection ask of an enterprise, long: its level, the reasons for one more visit, and what a person entered.
-- Key: as_of, subject_id, indicator_id.  Null is unknown (the entity is not supplied); zero is counted.
with day as (
    -- Plans are made on the day of the run, and on the last of a year for the year that begins: no other day asks for a minimum.
    select as_of
    from staging.evaluation
    where is_current or date_trunc('year', as_of) < date_trunc('year', cast(as_of + interval '1' day as date))
),

supply as (
    select
        max(case when entity = 'accident' and is_supplied then 1 else 0 end) as has_accidents,
        max(case when entity = 'hazard' and is_supplied then 1 else 0 end) as has_hazards,
        max(case when entity = 'penalty' and is_supplied then 1 else 0 end) as has_penalties
    from staging.entity_supply
),

fatal as (
    select evaluation.as_of, accident.enterprise_id, count(*) as accident_count
    from staging.accident as accident
    inner join day as evaluation
        on accident.occurred_on <= evaluation.as_of
    inner join facts.calendar_window as calendar
        on evaluation.as_of = calendar.as_of
        and calendar.window_years = 3
        and date_diff('day', accident.occurred_on, evaluation.as_of) < calendar.window_days
    where accident.deaths > 0 and coalesce(accident.is_work_safety, true)
    group by evaluation.as_of, accident.enterprise_id
),

fined as (
    select evaluation.as_of, penalty.enterprise_id, count(*) as penalty_count
    from staging.penalty as penalty
    inner join day as evaluation
        on penalty.decided_on <= evaluation.as_of
    inner join facts.calendar_window as calendar
        on evaluation.as_of = calendar.as_of
        and calendar.window_years = 1
        and date_diff('day', penalty.decided_on, evaluation.as_of) < calendar.window_days
    where penalty.concerns_major_hazard
    group by evaluation.as_of, penalty.enterprise_id
),

unclosed as (
    -- A major hazard is struck off when it is accepted (销号): rectified by the enterprise's own word it still stands.
    select evaluation.as_of, hazard.enterprise_id, count(*) as hazard_count
    from facts.hazard as hazard
    inner join day as evaluation
        on hazard.found_on <= evaluation.as_of
        and (hazard.verified_on is null or hazard.verified_on > evaluation.as_of)
    where hazard.level = 'major'
    group by evaluation.as_of, hazard.enterprise_id
),

hand as (
    -- The latest period that had begun by the day, ended or not: an inventory for the year counts while the year runs.
    select
        evaluation.as_of,
        input.subject_id,
        input.indicator_id,
        input.value,
        row_number() over (
            partition by evaluation.as_of, input.subject_id, input.indicator_id
            order by input.period_start desc, input.period_end desc
        ) as place
    from staging.assessment_input as input
    inner join day as evaluation
        on input.period_start <= evaluation.as_of
    inner join scores.inspection_requirement_edition as scope
        on evaluation.as_of = scope.as_of
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
        and input.indicator_id = indicator.indicator_id
        and indicator.is_entered
    where input.subject_type = 'enterprise'
),

subject as (
    select
        state.as_of,
        state.enterprise_id,
        state.is_discredited,
        state.listing_count,
        coalesce(total.level, 'insufficient_data') as level,
        case when supply.has_accidents = 1 then coalesce(fatal.accident_count, 0) end as accident_count,
        case when supply.has_penalties = 1 then coalesce(fined.penalty_count, 0) end as penalty_count,
        case when supply.has_hazards = 1 then coalesce(unclosed.hazard_count, 0) end as unclosed_count
    from scores.enterprise_state as state
    inner join day
        on state.as_of = day.as_of
    cross join supply
    left join scores.enterprise_level_total as total
        on state.as_of = total.as_of and state.enterprise_id = total.subject_id
    left join fatal
        on state.as_of = fatal.as_of and state.enterprise_id = fatal.enterprise_id
    left join fined
        on state.as_of = fined.as_of and state.enterprise_id = fined.enterprise_id
    left join unclosed
        on state.as_of = unclosed.as_of and state.enterprise_id = unclosed.enterprise_id
),

told as (
    select
        as_of, enterprise_id as subject_id, 'enterprise_level' as indicator_id,
        cast(null as decimal(18, 6)) as indicator_value, level as value_code, 1 as evidence_count
    from subject
    union all
    select
        as_of, enterprise_id, 'is_discredited', cast(null as decimal(18, 6)), is_discredited, listing_count
    from subject
    union all
    select
        as_of, enterprise_id, 'unclosed_major_hazard_count', cast(unclosed_count as decimal(18, 6)), null, coalesce(unclosed_count, 0)
    from subject
    union all
    select
        as_of, enterprise_id, 'fatal_accidents_3y', cast(accident_count as decimal(18, 6)), null, coalesce(accident_count, 0)
    from subject
    union all
    select
        as_of, enterprise_id, 'major_hazard_penalties_1y', cast(penalty_count as decimal(18, 6)), null, coalesce(penalty_count, 0)
    from subject
    union all
    select hand.as_of, hand.subject_id, hand.indicator_id, hand.value, null, 1
    from hand
    inner join subject on hand.as_of = subject.as_of and hand.subject_id = subject.enterprise_id
    where hand.place = 1
)

select
    as_of,
    subject_id,
    indicator_id,
    indicator_value,
    value_code,
    evidence_count,
    case when indicator_value is null and value_code is null then 'no_data' else 'scored' end as indicator_status
from told
