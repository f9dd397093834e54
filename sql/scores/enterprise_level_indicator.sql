-- view
-- What the packs of the overall level ask of an enterprise, long: scores.enterprise_state turned on its side, for the indicators that some edition in force reads.
-- Key: as_of, subject_id, indicator_id.  No value is 'no_data'; what a person enters has a line only where it was entered.
with known as (
    -- Enterprise by enterprise, not indicator by indicator: so what is gathered again by enterprise lies close together.
    select
        state.as_of,
        state.enterprise_id as subject_id,
        asked.indicator_id,
        case asked.indicator_id
            when 'red_risk_point_count' then cast(state.red_risk_point_count as decimal(18, 6))
            when 'orange_risk_point_count' then cast(state.orange_risk_point_count as decimal(18, 6))
            when 'graded_risk_point_count' then cast(state.graded_risk_point_count as decimal(18, 6))
            when 'ungraded_risk_point_count' then cast(state.ungraded_risk_point_count as decimal(18, 6))
            when 'exposed_person_count' then cast(state.exposed_person_count as decimal(18, 6))
            when 'installation_population_500m' then cast(state.installation_population_500m as decimal(18, 6))
            when 'employee_count' then cast(state.employee_count as decimal(18, 6))
            when 'open_major_hazard_count' then cast(state.open_major_hazard_count as decimal(18, 6))
            when 'overdue_major_hazard_count' then cast(state.overdue_major_hazard_count as decimal(18, 6))
            when 'overdue_general_hazard_count' then cast(state.overdue_general_hazard_count as decimal(18, 6))
            when 'longest_major_overdue_days' then cast(state.longest_major_overdue_days as decimal(18, 6))
            when 'recurrent_finding_count' then cast(state.recurrent_finding_count as decimal(18, 6))
            when 'audited_on_time_closure_fraction' then state.audited_on_time_closure_fraction
            when 'check_task_completion_fraction' then state.check_task_completion_fraction
            when 'days_since_last_look' then cast(state.days_since_last_look as decimal(18, 6))
            else
                case asked.slot
                    when 1 then state.measure_1
                    when 2 then state.measure_2
                    when 3 then state.measure_3
                    when 4 then state.measure_4
                    when 5 then state.measure_5
                    when 6 then state.measure_6
                    when 7 then state.measure_7
                    when 8 then state.measure_8
                    when 9 then state.measure_9
                    when 10 then state.measure_10
                    when 11 then state.measure_11
                    when 12 then state.measure_12
                    when 13 then state.measure_13
                    when 14 then state.measure_14
                    when 15 then state.measure_15
                    when 16 then state.measure_16
                end
        end as indicator_value,
        case asked.indicator_id
            when 'regulated_sector' then state.regulated_sector
            when 'operating_status' then state.operating_status
            when 'standardization_grade' then state.standardization_grade
            when 'in_chemical_park' then state.in_chemical_park
            when 'worst_installation_grade' then state.worst_installation_grade
            when 'is_discredited' then state.is_discredited
        end as value_code,
        case
            when asked.slot is not null then
                case asked.slot
                    when 1 then state.measure_1_count
                    when 2 then state.measure_2_count
                    when 3 then state.measure_3_count
                    when 4 then state.measure_4_count
                    when 5 then state.measure_5_count
                    when 6 then state.measure_6_count
                    when 7 then state.measure_7_count
                    when 8 then state.measure_8_count
                    when 9 then state.measure_9_count
                    when 10 then state.measure_10_count
                    when 11 then state.measure_11_count
                    when 12 then state.measure_12_count
                    when 13 then state.measure_13_count
                    when 14 then state.measure_14_count
                    when 15 then state.measure_15_count
                    when 16 then state.measure_16_count
                end
            else
                case asked.indicator_id
                    when 'worst_installation_grade' then state.installation_count
                    when 'is_discredited' then state.listing_count
                    when 'red_risk_point_count' then state.red_risk_point_count
                    when 'orange_risk_point_count' then state.orange_risk_point_count
                    when 'graded_risk_point_count' then state.graded_risk_point_count
                    when 'ungraded_risk_point_count' then state.ungraded_risk_point_count
                    when 'exposed_person_count' then state.grave_risk_point_count
                    when 'installation_population_500m' then state.installation_count
                    when 'open_major_hazard_count' then state.open_major_hazard_count
                    when 'overdue_major_hazard_count' then state.overdue_major_hazard_count
                    when 'overdue_general_hazard_count' then state.overdue_general_hazard_count
                    when 'longest_major_overdue_days' then state.overdue_major_hazard_count
                    when 'recurrent_finding_count' then state.recurrent_finding_count
                    when 'audited_on_time_closure_fraction' then state.due_count
                    when 'check_task_completion_fraction' then state.task_count
                    when 'days_since_last_look' then state.look_count
                    else 1
                end
        end as evidence_count
    from scores.enterprise_state as state
    cross join scores.enterprise_level_asked as asked
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
    inner join (
        select distinct indicator.indicator_id
        from rules.indicator as indicator
        inner join scores.enterprise_level_edition as scope
            on indicator.method = scope.method
            and indicator.edition = scope.edition
        where indicator.is_entered
    ) as hand
        on input.indicator_id = hand.indicator_id
    where input.subject_type = 'enterprise'
),

told as (
    select as_of, subject_id, indicator_id, indicator_value, value_code, coalesce(evidence_count, 0) as evidence_count
    from known
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
