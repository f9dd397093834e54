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

-- What a risk point, a hazard, an installation or an enterprise counts for: each row is read once, however many indicators rest on it.
point_indicator (point_class, indicator_id) as (
    values
    ('red', 'red_risk_point_count'),
    ('red', 'exposed_person_count'),
    ('red', 'graded_risk_point_count'),
    ('orange', 'orange_risk_point_count'),
    ('orange', 'exposed_person_count'),
    ('orange', 'graded_risk_point_count'),
    ('lesser', 'graded_risk_point_count'),
    ('ungraded', 'red_risk_point_count'),
    ('ungraded', 'orange_risk_point_count'),
    ('ungraded', 'exposed_person_count'),
    ('ungraded', 'ungraded_risk_point_count')
),

hazard_indicator (indicator_id) as (
    values
    ('open_major_hazard_count'),
    ('overdue_major_hazard_count'),
    ('longest_major_overdue_days'),
    ('overdue_general_hazard_count'),
    ('audited_on_time_closure_fraction')
),

installation_indicator (indicator_id) as (
    values
    ('worst_installation_grade'),
    ('proven_installation_grade'),
    ('installation_population_500m')
),

enterprise_indicator (indicator_id) as (
    values
    ('regulated_sector'),
    ('operating_status'),
    ('standardization_grade'),
    ('in_chemical_park'),
    ('employee_count')
),

pointed as (
    select point.enterprise_id as subject_id, counted.indicator_id, 'risk_point' as entity, point.risk_point_id as evidence_key, point.source, point.file, point.row_number
    from scores.risk_point_level as point
    inner join point_indicator as counted
        on case when point.level is null then 'ungraded' when point.level in ('red', 'orange') then point.level else 'lesser' end = counted.point_class
    union all
    select hazard.enterprise_id, counted.indicator_id, 'hazard', hazard.hazard_id, hazard.source, hazard.file, hazard.row_number
    from scores.hazard_on_day as hazard
    inner join today on hazard.as_of = today.as_of
    inner join hazard_indicator as counted
        on case counted.indicator_id
            when 'open_major_hazard_count' then hazard.is_open and hazard.level = 'major'
            when 'overdue_major_hazard_count' then hazard.is_overdue and hazard.level = 'major'
            when 'longest_major_overdue_days' then hazard.is_overdue and hazard.level = 'major'
            when 'overdue_general_hazard_count' then hazard.is_overdue and hazard.level = 'general'
            when 'audited_on_time_closure_fraction' then hazard.is_due
        end
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
    select told.enterprise_id, counted.indicator_id, 'installation', told.installation_id, told.source, told.file, told.row_number
    from staging.installation as told
    cross join installation_indicator as counted
    union all
    select told.enterprise_id, counted.indicator_id, 'enterprise', told.enterprise_id, told.source, told.file, told.row_number
    from staging.enterprise as told
    cross join enterprise_indicator as counted
    union all
    select told.enterprise_id, 'ungraded_installation_count', 'installation', told.installation_id, told.source, told.file, told.row_number
    from scores.installation_grade as graded
    inner join staging.installation as told
        on graded.installation_id = told.installation_id
    where graded.status <> 'scored'
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
