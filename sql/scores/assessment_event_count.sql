-- What happened at an enterprise in each period besides hazards: check tasks, visits, alarms, insurance at its end.
-- Key: subject_type, period, enterprise_id, source.  One line a source of events that it has; what a line does not tell is zero.
with period as (
    select distinct as_of, period, period_start, period_end
    from scores.assessment_scope
),

task as (
    select
        period.period,
        task.enterprise_id,
        count(*) as due_task,
        count(*) filter (where task.done_on <= task.due_on) as done_task
    from staging.check_task as task
    inner join period
        on task.due_on >= period.period_start
        and task.due_on <= period.period_end
    group by period.period, task.enterprise_id
),

visited as (
    -- Only what was planned shows that the plan was kept; a complaint's visit does not, but somebody has looked.
    select
        period.period,
        visit.enterprise_id,
        max(case when visit.is_planned and total.level in ('red', 'orange') then 1 else 0 end) as planned_visited
    from staging.inspection as visit
    inner join period
        on visit.inspected_on >= period.period_start
        and visit.inspected_on <= period.period_end
    left join scores.enterprise_level_total as total
        on period.as_of = total.as_of
        and visit.enterprise_id = total.subject_id
    group by period.period, visit.enterprise_id
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
    select distinct edition.subject_type, enterprise.enterprise_id
    from facts.enterprise as enterprise
    inner join rules.parameter as parameter
        on parameter.parameter_id = concat('insured_sector.', enterprise.regulated_sector)
    inner join rules.edition as edition
        on parameter.method = edition.method
        and parameter.edition = edition.edition
    inner join scores.assessment_edition as scope
        on parameter.method = scope.method
        and parameter.edition = scope.edition
        and enterprise.as_of = scope.as_of
    where enterprise.is_current
),

insured as (
    select distinct period.period, policy.enterprise_id
    from staging.policy as policy
    inner join period
        on policy.starts_on <= period.period_end
        and policy.ends_on >= period.period_end
)

select scope.subject_type, task.period, task.enterprise_id, 'check_task' as source, task.due_task, task.done_task, 0 as looked, 0 as planned_visited, 0 as alarm, 0 as timely_alarm, 0 as insurable, 0 as insured
from task inner join scores.assessment_scope as scope on task.period = scope.period
union all
select scope.subject_type, visited.period, visited.enterprise_id, 'inspection' as source, 0 as due_task, 0 as done_task, 1 as looked, visited.planned_visited, 0 as alarm, 0 as timely_alarm, 0 as insurable, 0 as insured
from visited inner join scores.assessment_scope as scope on visited.period = scope.period
union all
select subject_type, period, enterprise_id, 'alarm' as source, 0 as due_task, 0 as done_task, 0 as looked, 0 as planned_visited, alarm, timely_alarm, 0 as insurable, 0 as insured
from alarm
union all
select
    insurable.subject_type, period.period, insurable.enterprise_id, 'policy' as source, 0 as due_task, 0 as done_task, 0 as looked, 0 as planned_visited, 0 as alarm, 0 as timely_alarm,
    1 as insurable, case when insured.enterprise_id is null then 0 else 1 end as insured
from insurable
cross join period
left join insured
    on period.period = insured.period
    and insurable.enterprise_id = insured.enterprise_id
