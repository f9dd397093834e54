-- Hazards that an enterprise reported itself in each period, and those of them that deserve no trust: closed within minutes, or in words repeated.
-- Key: subject_type, period, enterprise_id.
with period as (
    select distinct period, period_start, period_end
    from scores.assessment_scope
),

report as (
    select
        period.period,
        told.enterprise_id,
        date_diff('minute', told.found_at, told.rectified_at) as closing_minutes,
        count(*) over (partition by period.period, told.enterprise_id, told.description) as same_count
    from staging.hazard as told
    inner join period
        on told.found_on >= period.period_start
        and told.found_on <= period.period_end
    where told.hazard_source = 'self_check'
)

select
    scope.subject_type,
    report.period,
    report.enterprise_id,
    count(*) as self_report,
    count(*) filter (
        where report.same_count > 1 or coalesce(report.closing_minutes <= scope.quick_closure_minutes, false)
    ) as doubtful
from report
inner join scores.assessment_scope as scope
    on report.period = scope.period
group by scope.subject_type, report.period, report.enterprise_id
