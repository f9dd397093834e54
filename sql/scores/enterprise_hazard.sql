-- What stands of an enterprise's hazards on a day: open, overdue, closed on time as audited.
-- Key: as_of, enterprise_id.  Only enterprises with a hazard found by that day are here.
with aged as (
    select
        evaluation.as_of,
        hazard.enterprise_id,
        hazard.level,
        hazard.is_from_outside,
        hazard.is_verified_by_other,
        hazard.allowed_days,
        hazard.rectified_on is null or hazard.rectified_on > evaluation.as_of as is_open,
        date_diff('day', hazard.found_on, evaluation.as_of) as age_days,
        date_diff('day', hazard.found_on, hazard.rectified_on) as closing_days,
        hazard.verified_on <= evaluation.as_of as is_verified
    from scores.hazard_limit as hazard
    inner join staging.evaluation as evaluation
        on hazard.found_on <= evaluation.as_of
)

select
    as_of,
    enterprise_id,
    count(*) as hazard_count,
    min(age_days) as newest_age_days,
    count(*) filter (where is_open and level = 'major') as open_major_count,
    count(*) filter (where is_open and level = 'general') as open_general_count,
    count(*) filter (where is_open and level = 'major' and age_days > allowed_days) as overdue_major_count,
    count(*) filter (where is_open and level = 'general' and age_days > allowed_days) as overdue_general_count,
    max(case when is_open and level = 'major' and age_days > allowed_days then age_days - allowed_days end) as longest_major_overdue_days,
    count(*) filter (
        where is_from_outside and age_days > allowed_days and age_days - allowed_days <= 365
    ) as due_count,
    count(*) filter (
        where is_from_outside and age_days > allowed_days and age_days - allowed_days <= 365
            and not is_open and closing_days <= allowed_days and is_verified and is_verified_by_other
    ) as on_time_count
from aged
group by as_of, enterprise_id
