-- What is assessed: a subject in the calendar year up to the day of the run, and in the same days of the year before.
-- Key: case_id.  Both are scored by the edition in force now, so that a change is one of conduct and not of the rule.
with limit_value as (
    select
        edition.subject_type,
        max(case when parameter.parameter_id = 'review_interval_days' then parameter.value_number end) as review_interval_days,
        max(case when parameter.parameter_id = 'alarm_limit_minutes' then parameter.value_number end) as alarm_limit_minutes,
        max(case when parameter.parameter_id = 'quick_closure_minutes' then parameter.value_number end) as quick_closure_minutes
    from scores.assessment_edition as scope
    inner join staging.evaluation as evaluation
        on scope.as_of = evaluation.as_of
        and evaluation.is_current
    inner join rules.edition as edition
        on scope.method = edition.method
        and scope.edition = edition.edition
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by edition.subject_type
),

period as (
    select
        as_of,
        'current' as period,
        cast(date_trunc('year', as_of) as date) as period_start,
        as_of as period_end
    from staging.evaluation
    where is_current
    union all
    select
        as_of,
        'previous' as period,
        cast(date_trunc('year', as_of - interval '1' year) as date) as period_start,
        cast(as_of - interval '1' year as date) as period_end
    from staging.evaluation
    where is_current
)

select
    period.as_of,
    period.period,
    period.period_start,
    period.period_end,
    cast(period.period_start - interval '1' year as date) as before_start,
    cast(period.period_end - interval '1' year as date) as before_end,
    case when period.period = 'current' then subject.subject_id else concat(subject.subject_id, ' ', cast(period.period_end as varchar)) end as case_id,
    subject.subject_type,
    subject.subject_id,
    subject.peer_group,
    limit_value.review_interval_days,
    limit_value.alarm_limit_minutes,
    limit_value.quick_closure_minutes
from facts.assessment_subject as subject
cross join period
left join limit_value
    on subject.subject_type = limit_value.subject_type
