-- view
-- The source rows behind each indicator of an enterprise's level on the day of the run; of a measure the events that weigh, not its exposure.
-- Key: subject_id, indicator_id, entity, evidence_key.  A view: it is read for one enterprise or a page at a time.
with today as (
    select as_of
    from staging.evaluation
    where is_current
),

last_look as (
    select
        look.enterprise_id,
        look.entity,
        look.evidence_key,
        look.source,
        look.file,
        look.row_number,
        row_number() over (partition by look.enterprise_id order by look.entity desc, look.evidence_key) as place
    from scores.look as look
    inner join scores.enterprise_state as state
        on look.enterprise_id = state.enterprise_id
        and date_diff('day', look.looked_on, state.as_of) = state.days_since_last_look
    inner join today
        on state.as_of = today.as_of
),

entered as (
    select
        input.subject_id,
        input.indicator_id,
        input.period_end,
        input.source,
        input.file,
        input.row_number,
        row_number() over (
            partition by input.subject_id, input.indicator_id
            order by input.period_start desc, input.period_end desc
        ) as place
    from staging.assessment_input as input
    inner join today
        on input.period_start <= today.as_of
    where input.subject_type = 'enterprise'
),

measured as (
    select
        event.enterprise_id,
        slot.indicator_id,
        event.entity,
        event.evidence_key,
        event.source,
        event.file,
        event.row_number
    from scores.event as event
    inner join scores.enterprise_level_measure_slot as slot
        on event.stream = slot.stream
    inner join today
        on slot.as_of = today.as_of
    left join rules.measure_weight as exact
        on slot.method = exact.method and slot.edition = exact.edition and slot.indicator_id = exact.indicator_id
        and event.code = exact.code
    left join rules.measure_weight as other
        on slot.method = other.method and slot.edition = other.edition and slot.indicator_id = other.indicator_id
        and other.code = '*'
    left join rules.measure_decay as decay
        on slot.method = decay.method and slot.edition = decay.edition and slot.indicator_id = decay.indicator_id
        and decay.age_from_days <= date_diff('day', event.happened_on, today.as_of)
        and coalesce(decay.age_to_days, 1000000) > date_diff('day', event.happened_on, today.as_of)
    where
        event.happened_on <= today.as_of
        and date_diff('day', event.happened_on, today.as_of) < slot.window_days
        and coalesce(exact.weight, other.weight, 0) <> 0
        and coalesce(decay.weight, 0) <> 0
),

pointed as (
    select enterprise_id as subject_id, 'red_risk_point_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from scores.risk_point_level
    where level = 'red' or level is null
    union all
    select enterprise_id as subject_id, 'orange_risk_point_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from scores.risk_point_level
    where level = 'orange' or level is null
    union all
    select enterprise_id as subject_id, 'exposed_person_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from scores.risk_point_level
    where level in ('red', 'orange') or level is null
    union all
    select enterprise_id as subject_id, 'graded_risk_point_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from scores.risk_point_level
    where level is not null
    union all
    select enterprise_id as subject_id, 'ungraded_risk_point_count' as indicator_id, 'risk_point' as entity, risk_point_id as evidence_key, source, file, row_number
    from scores.risk_point_level
    where level is null
    union all
    select hazard.enterprise_id, 'open_major_hazard_count', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    where hazard.is_open and hazard.level = 'major'
    union all
    select hazard.enterprise_id, 'overdue_major_hazard_count', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    where hazard.is_overdue and hazard.level = 'major'
    union all
    select hazard.enterprise_id, 'longest_major_overdue_days', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    where hazard.is_overdue and hazard.level = 'major'
    union all
    select hazard.enterprise_id, 'overdue_general_hazard_count', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    where hazard.is_overdue and hazard.level = 'general'
    union all
    select hazard.enterprise_id, 'audited_on_time_closure_fraction', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    where hazard.is_due
    union all
    select hazard.enterprise_id, 'recurrent_finding_count', 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.recurrence as recurrence
    inner join staging.hazard as hazard
        on recurrence.hazard_id = hazard.hazard_id
        and recurrence.enterprise_id = hazard.enterprise_id
    inner join today
        on recurrence.found_on <= today.as_of
        and date_diff('day', recurrence.found_on, today.as_of) < 365
    union all
    select enterprise_id, 'worst_installation_grade', 'installation', installation_id, source, file, row_number
    from staging.installation
    union all
    select enterprise_id, 'proven_installation_grade', 'installation', installation_id, source, file, row_number
    from staging.installation
    union all
    select told.enterprise_id, 'ungraded_installation_count', 'installation', told.installation_id, told.source, told.file, told.row_number
    from scores.installation_grade as graded
    inner join staging.installation as told
        on graded.installation_id = told.installation_id
    where graded.status <> 'scored'
    union all
    select enterprise_id, 'installation_population_500m', 'installation', installation_id, source, file, row_number
    from staging.installation
    union all
    select enterprise_id, 'regulated_sector', 'enterprise', enterprise_id, source, file, row_number
    from staging.enterprise
    union all
    select enterprise_id, 'operating_status', 'enterprise', enterprise_id, source, file, row_number
    from staging.enterprise
    union all
    select enterprise_id, 'standardization_grade', 'enterprise', enterprise_id, source, file, row_number
    from staging.enterprise
    union all
    select enterprise_id, 'in_chemical_park', 'enterprise', enterprise_id, source, file, row_number
    from staging.enterprise
    union all
    select enterprise_id, 'employee_count', 'enterprise', enterprise_id, source, file, row_number
    from staging.enterprise
    union all
    select task.enterprise_id, 'check_task_completion_fraction', 'check_task', task.task_id, task.source, task.file, task.row_number
    from staging.check_task as task
    inner join today
        on task.due_on <= today.as_of
        and date_diff('day', task.due_on, today.as_of) < 365
    union all
    select enterprise_id, 'days_since_last_look', entity, evidence_key, source, file, row_number
    from last_look
    where place = 1
    union all
    select discredited.enterprise_id, 'is_discredited', 'discredited', concat(discredited.enterprise_id, ' ', cast(discredited.listed_on as varchar)),
        discredited.source, discredited.file, discredited.row_number
    from staging.discredited as discredited
    inner join today
        on discredited.listed_on <= today.as_of
        and (discredited.removed_on is null or discredited.removed_on > today.as_of)
    union all
    select subject_id, indicator_id, 'assessment_input', concat(indicator_id, ' ', cast(period_end as varchar)), source, file, row_number
    from entered
    where place = 1
    union all
    select enterprise_id, indicator_id, entity, evidence_key, source, file, row_number
    from measured
)

select
    'enterprise' as subject_type,
    pointed.subject_id,
    today.as_of,
    pointed.indicator_id,
    pointed.entity,
    pointed.evidence_key,
    pointed.source,
    pointed.file,
    pointed.row_number
from pointed
cross join today
