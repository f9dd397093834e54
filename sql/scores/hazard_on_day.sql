-- view
-- Hazards that count on a day: those open then, and those found from outside that fell due in the 365 days before.
-- Key: as_of, hazard_id.  Open: found by the day and not rectified by it. On time: rectified by the deadline, and verified by another than the rectifier.
with counted as (
    select
        evaluation.as_of,
        limited.enterprise_id,
        limited.hazard_id,
        limited.level,
        limited.rectified_on is null or limited.rectified_on > evaluation.as_of as is_open,
        date_diff('day', limited.found_on, evaluation.as_of) - limited.allowed_days as overdue_days,
        limited.is_from_outside,
        limited.is_verified_by_other and limited.verified_on <= evaluation.as_of as is_verified,
        date_diff('day', limited.found_on, limited.rectified_on) <= limited.allowed_days as is_in_time,
        limited.source,
        limited.file,
        limited.row_number
    from scores.hazard_limit as limited
    -- An age is compared, not two days: the few days then need no sorting of the many hazards.
    inner join staging.evaluation as evaluation
        on date_diff('day', limited.found_on, evaluation.as_of) >= 0
    where
        limited.rectified_on is null
        or limited.is_from_outside
        or date_diff('day', evaluation.as_of, limited.rectified_on) > 0
)

select
    as_of,
    enterprise_id,
    hazard_id,
    level,
    is_open,
    is_open and overdue_days > 0 as is_overdue,
    overdue_days,
    is_from_outside and overdue_days > 0 and overdue_days <= 365 as is_due,
    not is_open and is_in_time and is_verified as is_on_time,
    source,
    file,
    row_number
from counted
where is_open or (is_from_outside and overdue_days > 0 and overdue_days <= 365)
