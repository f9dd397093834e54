-- What the packs of the overall level ask of an enterprise, long: one line an indicator that some edition in force reads.
-- Key: as_of, subject_id, indicator_id.  No line, like no value, is 'no_data'; a figure entered by a person goes under its own name.
with asked as (
    select scope.as_of, indicator.indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
    union
    select scope.as_of, literal.operand_id as indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.condition_literal as literal
        on scope.method = literal.method
        and scope.edition = literal.edition
    where literal.operand = 'indicator'
),

entered as (
    -- The latest period that had begun by the day: an inventory for the year is entered while the year runs.
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
    inner join staging.evaluation as evaluation
        on input.period_start <= evaluation.as_of
    where input.subject_type = 'enterprise'
),

plain as (
    select
        state.as_of,
        state.enterprise_id as subject_id,
        asked.indicator_id,
        case asked.indicator_id
            when 'red_risk_point_count' then cast(state.red_risk_point_count as decimal(18, 6))
            when 'orange_risk_point_count' then cast(state.orange_risk_point_count as decimal(18, 6))
            when 'graded_risk_point_count' then cast(state.graded_risk_point_count as decimal(18, 6))
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
        end as indicator_value,
        case asked.indicator_id
            when 'regulated_sector' then state.regulated_sector
            when 'operating_status' then state.operating_status
            when 'standardization_grade' then state.standardization_grade
            when 'in_chemical_park' then state.in_chemical_park
            when 'worst_installation_grade' then state.worst_installation_grade
            when 'is_discredited' then state.is_discredited
        end as value_code,
        case asked.indicator_id
            when 'red_risk_point_count' then coalesce(state.red_risk_point_count, 0)
            when 'orange_risk_point_count' then coalesce(state.orange_risk_point_count, 0)
            when 'graded_risk_point_count' then state.point_count
            when 'exposed_person_count' then coalesce(state.red_risk_point_count + state.orange_risk_point_count, 0)
            when 'installation_population_500m' then state.installation_count
            when 'worst_installation_grade' then state.installation_count
            when 'open_major_hazard_count' then coalesce(state.open_major_hazard_count, 0)
            when 'overdue_major_hazard_count' then coalesce(state.overdue_major_hazard_count, 0)
            when 'overdue_general_hazard_count' then coalesce(state.overdue_general_hazard_count, 0)
            when 'longest_major_overdue_days' then coalesce(state.overdue_major_hazard_count, 0)
            when 'recurrent_finding_count' then coalesce(state.recurrent_finding_count, 0)
            when 'audited_on_time_closure_fraction' then state.due_count
            when 'check_task_completion_fraction' then state.task_count
            when 'days_since_last_look' then state.hazard_count + state.visit_count
            when 'is_discredited' then state.listing_count
            else 1
        end as evidence_count
    from scores.enterprise_state as state
    inner join asked
        on state.as_of = asked.as_of
    where
        asked.indicator_id in (
            'regulated_sector', 'operating_status', 'standardization_grade', 'in_chemical_park', 'worst_installation_grade',
            'is_discredited', 'red_risk_point_count', 'orange_risk_point_count', 'graded_risk_point_count',
            'exposed_person_count', 'installation_population_500m', 'employee_count', 'open_major_hazard_count',
            'overdue_major_hazard_count', 'overdue_general_hazard_count', 'longest_major_overdue_days',
            'recurrent_finding_count', 'audited_on_time_closure_fraction', 'check_task_completion_fraction',
            'days_since_last_look'
        )
),

hand as (
    select
        entered.as_of,
        entered.subject_id,
        entered.indicator_id,
        entered.value as indicator_value
    from entered
    inner join facts.enterprise as enterprise
        on entered.as_of = enterprise.as_of
        and entered.subject_id = enterprise.enterprise_id
    inner join asked
        on entered.as_of = asked.as_of
        and entered.indicator_id = asked.indicator_id
    inner join (
        select distinct indicator_id from rules.indicator where is_entered
    ) as entered_indicator
        on entered.indicator_id = entered_indicator.indicator_id
    where entered.place = 1
),

told as (
    select as_of, subject_id, indicator_id, indicator_value, value_code, evidence_count from plain
    union all
    select
        as_of, enterprise_id as subject_id, indicator_id, indicator_value, null as value_code,
        evidence_count
    from scores.enterprise_level_measure
    union all
    select
        as_of, subject_id, indicator_id, indicator_value, null as value_code,
        1 as evidence_count
    from hand
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
