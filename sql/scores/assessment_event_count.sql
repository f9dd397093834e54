-- What happened at an enterprise in each period besides hazards: check tasks, visits made and owed, alarms, insurance at its end.
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
    select distinct period.period, visit.enterprise_id
    from staging.inspection as visit
    inner join period
        on visit.inspected_on >= period.period_start
        and visit.inspected_on <= period.period_end
),

qualifying as (
    select period.period, visit.enterprise_id, count(*) as visit_count
    from staging.inspection as visit
    inner join period
        on visit.inspected_on >= period.period_start
        and visit.inspected_on <= period.period_end
    inner join scores.inspection_requirement_edition as scope
        on period.as_of = scope.as_of
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
        and concat('qualifies.', visit.kind) = parameter.parameter_id
        and parameter.value_number = 1
    group by period.period, visit.enterprise_id
),

owed as (
    -- Visits times days, so that the share of the year stays whole: 4 a year are 4 × 326 of 365 by 22 November.
    select
        period.period,
        requirement.enterprise_id,
        case when requirement.level <> 'insufficient_data' then 1 else 0 end as required,
        requirement.min_per_year * (date_diff('day', period.period_start, period.period_end) + 1) as owed_visit,
        coalesce(qualifying.visit_count, 0)
        * date_diff('day', period.period_start, cast(period.period_start + interval '1' year as date)) as made_visit
    from scores.inspection_requirement as requirement
    inner join period
        on requirement.as_of = period.as_of
    left join qualifying
        on period.period = qualifying.period
        and requirement.enterprise_id = qualifying.enterprise_id
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

select scope.subject_type, task.period, task.enterprise_id, 'check_task' as source, task.due_task, task.done_task, 0 as looked, 0 as required, 0 as owed_visit, 0 as made_visit, 0 as alarm, 0 as timely_alarm, 0 as insurable, 0 as insured
from task inner join scores.assessment_scope as scope on task.period = scope.period
union all
select scope.subject_type, visited.period, visited.enterprise_id, 'inspection' as source, 0 as due_task, 0 as done_task, 1 as looked, 0 as required, 0 as owed_visit, 0 as made_visit, 0 as alarm, 0 as timely_alarm, 0 as insurable, 0 as insured
from visited inner join scores.assessment_scope as scope on visited.period = scope.period
union all
select
    scope.subject_type, owed.period, owed.enterprise_id, 'requirement' as source, 0 as due_task, 0 as done_task, 0 as looked,
    owed.required, owed.owed_visit,
    -- More visits than the minimum at one enterprise make up for none at another.
    case when owed.made_visit > owed.owed_visit then owed.owed_visit else owed.made_visit end as made_visit,
    0 as alarm, 0 as timely_alarm, 0 as insurable, 0 as insured
from owed inner join scores.assessment_scope as scope on owed.period = scope.period
union all
select subject_type, period, enterprise_id, 'alarm' as source, 0 as due_task, 0 as done_task, 0 as looked, 0 as required, 0 as owed_visit, 0 as made_visit, alarm, timely_alarm, 0 as insurable, 0 as insured
from alarm
union all
select
    insurable.subject_type, period.period, insurable.enterprise_id, 'policy' as source, 0 as due_task, 0 as done_task, 0 as looked, 0 as required, 0 as owed_visit, 0 as made_visit, 0 as alarm, 0 as timely_alarm,
    1 as insurable, case when insured.enterprise_id is null then 0 else 1 end as insured
from insurable
cross join period
left join insured
    on period.period = insured.period
    and insurable.enterprise_id = insured.enterprise_id
