-- What an enterprise's hazards say of each period: due and audited, and major ones overdue at its end.
-- Key: period, enterprise_id.  A closure counts only where somebody else than the rectifier verified it.
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

period as (
    select distinct period, period_start, period_end
    from scores.assessment_scope
)

select
    period.period,
    dated.enterprise_id,
    count(*) filter (
        where dated.is_from_outside and dated.due_on >= period.period_start and dated.due_on < period.period_end
    ) as due_hazard,
    count(*) filter (
        where dated.is_from_outside and dated.due_on >= period.period_start and dated.due_on < period.period_end
            and dated.is_in_time and dated.is_verified_by_other and dated.verified_on <= period.period_end
    ) as audited,
    count(*) filter (
        where dated.level = 'major' and dated.due_on < period.period_end and dated.found_on <= period.period_end
            and (dated.rectified_on is null or dated.rectified_on > period.period_end)
    ) as overdue_major
from dated
cross join period
where
    dated.found_on <= period.period_end
    and (dated.due_on >= period.period_start or dated.rectified_on is null or dated.rectified_on > period.period_end)
group by period.period, dated.enterprise_id
