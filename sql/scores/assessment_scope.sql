-- Each type of subject with its periods and the limits of its pack: what is counted of an enterprise does not depend on more.
-- Key: subject_type, period.
select distinct
    as_of,
    subject_type,
    period,
    period_start,
    period_end,
    review_interval_days,
    alarm_limit_minutes,
    quick_closure_minutes
from scores.assessment_case
