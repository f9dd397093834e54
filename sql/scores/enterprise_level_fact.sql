-- view
-- What the packs of the overall level ask of an enterprise, long: scores.enterprise_state turned on its side, its measures, and what a person entered.
-- Key: subject_no, indicator_id.  No value is 'no_data'; what a person enters has a line only where it was entered.
with known as (
    -- Enterprise by enterprise, not indicator by indicator: so what is gathered again by enterprise lies close together.
    select
        state.as_of,
        state.subject_no,
        asked.indicator_id,
        asked.indicator_no,
        case asked.indicator_id
            when 'red_risk_point_count' then cast(state.red_risk_point_count as decimal(18, 6))
            when 'orange_risk_point_count' then cast(state.orange_risk_point_count as decimal(18, 6))
            when 'graded_risk_point_count' then cast(state.graded_risk_point_count as decimal(18, 6))
            when 'ungraded_risk_point_count' then cast(state.ungraded_risk_point_count as decimal(18, 6))
            when 'exposed_person_count' then cast(state.exposed_person_count as decimal(18, 6))
            when 'installation_population_500m' then cast(state.installation_population_500m as decimal(18, 6))
            when 'ungraded_installation_count' then cast(state.ungraded_installation_count as decimal(18, 6))
            when 'employee_count' then cast(state.employee_count as decimal(18, 6))
            when 'open_major_hazard_count' then cast(state.open_major_hazard_count as decimal(18, 6))
            when 'overdue_major_hazard_count' then cast(state.overdue_major_hazard_count as decimal(18, 6))
            when 'overdue_general_hazard_count' then cast(state.overdue_general_hazard_count as decimal(18, 6))
            when 'longest_major_overdue_days' then cast(state.longest_major_overdue_days as decimal(18, 6))
            when 'recurrent_finding_count' then cast(state.recurrent_finding_count as decimal(18, 6))
            when 'audited_on_time_closure_fraction' then state.audited_on_time_closure_fraction
            when 'check_task_completion_fraction' then state.check_task_completion_fraction
            when 'days_since_last_look' then cast(state.days_since_last_look as decimal(18, 6))
        end as indicator_value,
        case asked.indicator_id
            when 'regulated_sector' then state.regulated_sector
            when 'operating_status' then state.operating_status
            when 'standardization_grade' then state.standardization_grade
            when 'in_chemical_park' then state.in_chemical_park
            when 'worst_installation_grade' then state.worst_installation_grade
            when 'proven_installation_grade' then state.proven_installation_grade
            when 'is_discredited' then state.is_discredited
        end as value_code,
        case asked.indicator_id
            when 'worst_installation_grade' then state.installation_count
            when 'proven_installation_grade' then state.installation_count
            when 'ungraded_installation_count' then state.ungraded_installation_count
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
        end as evidence_count
    from scores.enterprise_state as state
    inner join scores.enterprise_level_asked as asked
        on asked.slot is null
),

told as (
    select as_of, subject_no, indicator_id, indicator_no, indicator_value, value_code, coalesce(evidence_count, 0) as evidence_count
    from known
    union all
    select
        measure.as_of,
        measure.subject_no,
        asked.indicator_id,
        asked.indicator_no,
        measure.measured_value as indicator_value,
        cast(null as varchar) as value_code,
        measure.event_count as evidence_count
    from scores.enterprise_level_measure as measure
    inner join scores.enterprise_level_asked as asked
        on measure.slot = asked.slot
    union all
    select as_of, subject_no, indicator_id, indicator_no, indicator_value, cast(null as varchar) as value_code, cast(1 as bigint) as evidence_count
    from scores.enterprise_level_entered
)

select
    as_of,
    subject_no,
    indicator_id,
    indicator_no,
    indicator_value,
    value_code,
    evidence_count,
    case when indicator_value is null and value_code is null then 'no_data' else 'scored' end as indicator_status
from told
