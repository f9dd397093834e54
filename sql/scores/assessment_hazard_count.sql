-- What an enterprise's hazards say of a period: due and audited, major ones overdue at its end, reports from inside that deserve no trust.
-- Key: subject_type, period, enterprise_id, counter.  A closure counts only where somebody else than the rectifier verified it.
with dated as (
    select
        enterprise_id,
        level,
        is_from_outside,
        is_verified_by_other,
        found_on,
        rectified_on,
        verified_on,
        cast(found_on + allowed_days * interval '1' day as date) as due_on,
        date_diff('day', found_on, rectified_on) <= allowed_days as is_in_time
    from scores.hazard_limit
),

hazard as (
    select
        scope.subject_type,
        scope.period,
        dated.enterprise_id,
        count(*) filter (
            where dated.is_from_outside and dated.due_on >= scope.period_start and dated.due_on < scope.period_end
        ) as due_hazard,
        count(*) filter (
            where dated.is_from_outside and dated.due_on >= scope.period_start and dated.due_on < scope.period_end
                and dated.is_in_time and dated.is_verified_by_other and dated.verified_on <= scope.period_end
        ) as audited,
        count(*) filter (
            where dated.level = 'major' and dated.due_on < scope.period_end and dated.found_on <= scope.period_end
                and (dated.rectified_on is null or dated.rectified_on > scope.period_end)
        ) as overdue_major
    from dated
    cross join scores.assessment_scope as scope
    where dated.due_on >= scope.period_start or dated.rectified_on is null or dated.rectified_on > scope.period_end
    group by scope.subject_type, scope.period, dated.enterprise_id
),

report as (
    select
        scope.subject_type,
        scope.period,
        told.enterprise_id,
        told.description,
        date_diff('minute', told.found_at, told.rectified_at) <= scope.quick_closure_minutes as is_quick,
        count(*) over (partition by scope.subject_type, scope.period, told.enterprise_id, told.description) as same_count
    from staging.hazard as told
    inner join scores.assessment_scope as scope
        on told.found_on >= scope.period_start
        and told.found_on <= scope.period_end
    where told.hazard_source = 'self_check'
),

reported as (
    select
        subject_type,
        period,
        enterprise_id,
        count(*) as self_report,
        count(*) filter (where same_count > 1 or coalesce(is_quick, false)) as doubtful
    from report
    group by subject_type, period, enterprise_id
)

select subject_type, period, enterprise_id, 'due_hazard' as counter, due_hazard as quantity from hazard
union all
select subject_type, period, enterprise_id, 'audited' as counter, audited as quantity from hazard
union all
select subject_type, period, enterprise_id, 'overdue_major' as counter, overdue_major as quantity from hazard
union all
select subject_type, period, enterprise_id, 'self_report' as counter, self_report as quantity from reported
union all
select subject_type, period, enterprise_id, 'doubtful' as counter, doubtful as quantity from reported
