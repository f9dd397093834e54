-- view
-- What the packs of the overall level ask of an enterprise, long: scores.enterprise_state turned on its side, for the indicators that some edition in force reads.
-- Key: as_of, subject_id, indicator_id.  No value is 'no_data'; what a person enters has a line only where it was entered.
with asked as (
    select as_of, indicator_id
    from scores.enterprise_level_asked
),

entered as (
    -- The latest period that had ended by the day; of two that end together, the one that began later.
    select
        evaluation.as_of,
        input.subject_id,
        input.indicator_id,
        input.value as indicator_value,
        row_number() over (
            partition by evaluation.as_of, input.subject_id, input.indicator_id
            order by input.period_end desc, input.period_start desc
        ) as place
    from staging.assessment_input as input
    inner join staging.evaluation as evaluation
        on input.period_end <= evaluation.as_of
    inner join asked
        on evaluation.as_of = asked.as_of
        and input.indicator_id = asked.indicator_id
    where input.subject_type = 'enterprise'
),

told as (
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.regulated_sector as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'regulated_sector'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.operating_status as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'operating_status'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.standardization_grade as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'standardization_grade'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.in_chemical_park as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'in_chemical_park'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.worst_installation_grade as value_code, cast(state.installation_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'worst_installation_grade'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(null as decimal(18, 6)) as indicator_value,
        state.is_discredited as value_code, cast(state.listing_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'is_discredited'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.red_risk_point_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.red_risk_point_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'red_risk_point_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.orange_risk_point_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.orange_risk_point_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'orange_risk_point_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.graded_risk_point_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.graded_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'graded_risk_point_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.exposed_person_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.red_or_orange_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'exposed_person_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.installation_population_500m as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.installation_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'installation_population_500m'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.employee_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'employee_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.open_major_hazard_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.open_major_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'open_major_hazard_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.overdue_major_hazard_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.overdue_major_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'overdue_major_hazard_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.overdue_general_hazard_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.overdue_general_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'overdue_general_hazard_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.longest_major_overdue_days as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.overdue_major_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'longest_major_overdue_days'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.recurrent_finding_count as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.recurrent_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'recurrent_finding_count'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.audited_on_time_closure_fraction as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.due_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'audited_on_time_closure_fraction'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.check_task_completion_fraction as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.task_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'check_task_completion_fraction'
    union all
    select state.as_of, state.enterprise_id as subject_id, asked.indicator_id, cast(state.days_since_last_look as decimal(18, 6)) as indicator_value,
        cast(null as varchar) as value_code, cast(state.look_count as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join asked on state.as_of = asked.as_of and asked.indicator_id = 'days_since_last_look'
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_1, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_1_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 1
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_2, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_2_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 2
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_3, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_3_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 3
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_4, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_4_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 4
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_5, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_5_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 5
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_6, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_6_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 6
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_7, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_7_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 7
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_8, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_8_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 8
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_9, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_9_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 9
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_10, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_10_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 10
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_11, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_11_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 11
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_12, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_12_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 12
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_13, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_13_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 13
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_14, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_14_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 14
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_15, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_15_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 15
    union all
    select state.as_of, state.enterprise_id as subject_id, slot.indicator_id, coalesce(state.measure_16, slot.value_when_none) as indicator_value,
        cast(null as varchar) as value_code, cast(coalesce(state.measure_16_count, 0) as bigint) as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_measure_slot as slot on state.as_of = slot.as_of and slot.slot = 16
    union all
    select as_of, subject_id, indicator_id, indicator_value, cast(null as varchar) as value_code, cast(1 as bigint) as evidence_count
    from entered
    where place = 1
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
