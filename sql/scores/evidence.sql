-- view
-- The source rows behind each indicator of an enterprise's level on the day of the run.
-- Key: subject_id, indicator_id, entity, evidence_key.  A view: it is read for one enterprise or a page at a time.
with point as (
    select
        graded.enterprise_id, graded.level, point.risk_point_id, point.exposed_count, point.reviewed_on, point.source, point.file, point.row_number
    from scores.risk_point_level as graded
    inner join staging.risk_point as point on graded.risk_point_id = point.risk_point_id
),

hazard as (
    select
        ledger.as_of, ledger.enterprise_id, ledger.hazard_id, ledger.level, ledger.state, ledger.is_overdue,
        limited.is_from_outside, limited.found_on, limited.allowed_days, told.source, told.file, told.row_number
    from marts.hazard_ledger as ledger
    inner join scores.hazard_limit as limited on ledger.hazard_id = limited.hazard_id
    inner join staging.hazard as told on ledger.hazard_id = told.hazard_id
),

kind as (
    select indicator_id, stream from rules.measure group by indicator_id, stream
),

pointed as (
    select enterprise_id as subject_id, 'red_risk_point_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from point where level = 'red'
    union all
    select enterprise_id, 'orange_risk_point_count', 'risk_point', risk_point_id, source, file, row_number
    from point where level = 'orange'
    union all
    select enterprise_id, 'exposed_person_count', 'risk_point', risk_point_id, source, file, row_number
    from point where level in ('red', 'orange')
    union all
    select enterprise_id, 'graded_risk_point_count', 'risk_point', risk_point_id, source, file, row_number
    from point where level is not null
    union all
    select point.enterprise_id, kind.indicator_id, 'risk_point', point.risk_point_id, point.source, point.file, point.row_number
    from point inner join kind on kind.stream = 'risk_point_review' where point.level is not null
    union all
    select enterprise_id, 'open_major_hazard_count', 'hazard', hazard_id, source, file, row_number
    from hazard where level = 'major' and state = 'open'
    union all
    select enterprise_id, 'overdue_major_hazard_count', 'hazard', hazard_id, source, file, row_number
    from hazard where level = 'major' and is_overdue
    union all
    select enterprise_id, 'longest_major_overdue_days', 'hazard', hazard_id, source, file, row_number
    from hazard where level = 'major' and is_overdue
    union all
    select enterprise_id, 'overdue_general_hazard_count', 'hazard', hazard_id, source, file, row_number
    from hazard where level = 'general' and is_overdue
    union all
    select enterprise_id, 'audited_on_time_closure_fraction', 'hazard', hazard_id, source, file, row_number
    from hazard
    where
        is_from_outside and date_diff('day', found_on, as_of) > allowed_days
        and date_diff('day', found_on, as_of) - allowed_days <= 365
    union all
    select hazard.enterprise_id, kind.indicator_id, 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from hazard inner join kind on kind.stream = 'outside_finding'
    where hazard.is_from_outside and date_diff('day', hazard.found_on, hazard.as_of) < 1095
    union all
    select told.enterprise_id, 'recurrent_finding_count', 'hazard', told.hazard_id, told.source, told.file, told.row_number
    from staging.hazard as told
    inner join facts.recurrence as recurrence on told.hazard_id = recurrence.hazard_id
    inner join staging.evaluation as evaluation
        on evaluation.is_current and recurrence.found_on <= evaluation.as_of
        and date_diff('day', recurrence.found_on, evaluation.as_of) < 365
    where recurrence.days_since_verified <= 365
    union all
    select enterprise_id, 'worst_installation_grade', 'installation', installation_id, source, file, row_number from staging.installation
    union all
    select enterprise_id, 'installation_population_500m', 'installation', installation_id, source, file, row_number from staging.installation
    union all
    select enterprise_id, 'regulated_sector', 'enterprise', enterprise_id, source, file, row_number from staging.enterprise
    union all
    select enterprise_id, 'operating_status', 'enterprise', enterprise_id, source, file, row_number from staging.enterprise
    union all
    select enterprise_id, 'standardization_grade', 'enterprise', enterprise_id, source, file, row_number from staging.enterprise
    union all
    select enterprise_id, 'in_chemical_park', 'enterprise', enterprise_id, source, file, row_number from staging.enterprise
    union all
    select enterprise_id, 'employee_count', 'enterprise', enterprise_id, source, file, row_number from staging.enterprise
    union all
    select task.enterprise_id, 'check_task_completion_fraction', 'check_task', task.task_id, task.source, task.file, task.row_number
    from staging.check_task as task
    inner join staging.evaluation as evaluation
        on evaluation.is_current and task.due_on <= evaluation.as_of and date_diff('day', task.due_on, evaluation.as_of) < 365
    union all
    select penalty.enterprise_id, kind.indicator_id, 'penalty', penalty.penalty_id, penalty.source, penalty.file, penalty.row_number
    from staging.penalty as penalty
    inner join kind on kind.stream = 'penalty'
    inner join staging.evaluation as evaluation
        on evaluation.is_current and penalty.decided_on <= evaluation.as_of and date_diff('day', penalty.decided_on, evaluation.as_of) < 730
    union all
    select accident.enterprise_id, kind.indicator_id, 'accident', accident.accident_id, accident.source, accident.file, accident.row_number
    from staging.accident as accident
    inner join kind on kind.stream = 'accident' or (kind.stream = 'fatal_accident' and accident.deaths > 0)
    inner join staging.evaluation as evaluation
        on evaluation.is_current and accident.occurred_on <= evaluation.as_of and date_diff('day', accident.occurred_on, evaluation.as_of) < 1095
    where coalesce(accident.is_work_safety, true)
    union all
    select inspection.enterprise_id, 'days_since_last_look', 'inspection', inspection.inspection_id, inspection.source, inspection.file, inspection.row_number
    from staging.inspection as inspection
    inner join staging.evaluation as evaluation
        on evaluation.is_current and inspection.inspected_on <= evaluation.as_of and date_diff('day', inspection.inspected_on, evaluation.as_of) < 730
    union all
    select input.subject_id, input.indicator_id, 'assessment_input', concat(input.indicator_id, ' ', cast(input.period_end as varchar)), input.source, input.file, input.row_number
    from staging.assessment_input as input
    where input.subject_type = 'enterprise'
    union all
    select enterprise_id, 'is_discredited', 'discredited', concat(enterprise_id, ' ', cast(listed_on as varchar)), source, file, row_number
    from staging.discredited
)

select
    'enterprise' as subject_type,
    pointed.subject_id,
    evaluation.as_of,
    pointed.indicator_id,
    pointed.entity,
    pointed.evidence_key,
    pointed.source,
    pointed.file,
    pointed.row_number
from pointed
inner join staging.evaluation as evaluation
    on evaluation.is_current
