-- What happened at an enterprise in a period besides hazards: check tasks, planned visits, alarms, insurance at its end.
-- Key: subject_type, period, enterprise_id, counter.
with task as (
    select
        scope.subject_type,
        scope.period,
        task.enterprise_id,
        count(*) as due_task,
        count(*) filter (where task.done_on <= task.due_on) as done_task
    from staging.check_task as task
    inner join scores.assessment_scope as scope
        on task.due_on >= scope.period_start
        and task.due_on <= scope.period_end
    group by scope.subject_type, scope.period, task.enterprise_id
),

visited as (
    -- Only what was planned shows that the plan was kept; a complaint's visit does not.
    select distinct scope.subject_type, scope.period, visit.enterprise_id
    from staging.inspection as visit
    inner join scores.assessment_scope as scope
        on visit.inspected_on >= scope.period_start
        and visit.inspected_on <= scope.period_end
    inner join staging.evaluation as evaluation
        on evaluation.is_current
    inner join scores.enterprise_level_total as total
        on evaluation.as_of = total.as_of
        and visit.enterprise_id = total.subject_id
        and total.level in ('red', 'orange')
    where visit.is_planned
),

alarm as (
    select
        scope.subject_type,
        scope.period,
        told.enterprise_id,
        count(*) as alarm,
        count(*) filter (where date_diff('minute', told.raised_at, told.cleared_at) <= scope.alarm_limit_minutes) as timely_alarm
    from staging.alarm as told
    inner join scores.assessment_scope as scope
        on told.raised_on >= scope.period_start
        and told.raised_on <= scope.period_end
    group by scope.subject_type, scope.period, told.enterprise_id
),

insurable as (
    select distinct scope.subject_type, enterprise.enterprise_id
    from facts.enterprise as enterprise
    inner join rules.parameter as parameter
        on parameter.parameter_id = concat('insured_sector.', enterprise.regulated_sector)
    inner join rules.edition as scope
        on parameter.method = scope.method
        and parameter.edition = scope.edition
    inner join scores.assessment_edition as edition
        on parameter.method = edition.method
        and parameter.edition = edition.edition
        and enterprise.as_of = edition.as_of
    where enterprise.is_current
),

insured as (
    select distinct insurable.subject_type, scope.period, insurable.enterprise_id
    from insurable
    inner join scores.assessment_scope as scope
        on insurable.subject_type = scope.subject_type
    inner join staging.policy as policy
        on insurable.enterprise_id = policy.enterprise_id
        and policy.starts_on <= scope.period_end
        and policy.ends_on >= scope.period_end
)

select subject_type, period, enterprise_id, 'due_task' as counter, due_task as quantity from task
union all
select subject_type, period, enterprise_id, 'done_task' as counter, done_task as quantity from task
union all
select subject_type, period, enterprise_id, 'planned_visited' as counter, 1 as quantity from visited
union all
select subject_type, period, enterprise_id, 'alarm' as counter, alarm as quantity from alarm
union all
select subject_type, period, enterprise_id, 'timely_alarm' as counter, timely_alarm as quantity from alarm
union all
select insurable.subject_type, scope.period, insurable.enterprise_id, 'insurable' as counter, 1 as quantity
from insurable inner join scores.assessment_scope as scope on insurable.subject_type = scope.subject_type
union all
select subject_type, period, enterprise_id, 'insured' as counter, 1 as quantity from insured
