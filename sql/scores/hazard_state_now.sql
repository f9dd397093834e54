-- Hazards that stand open on the day of the run and are major or overdue.
-- Key: hazard_id.  Days overdue count from the deadline, or from the default days where the source gives none.
select
    limited.hazard_id,
    limited.enterprise_id,
    limited.level,
    date_diff('day', limited.found_on, evaluation.as_of) > limited.allowed_days as is_overdue,
    case
        when date_diff('day', limited.found_on, evaluation.as_of) > limited.allowed_days
            then date_diff('day', limited.found_on, evaluation.as_of) - limited.allowed_days
    end as overdue_days
from scores.hazard_limit as limited
inner join staging.evaluation as evaluation
    on limited.found_on <= evaluation.as_of
    and evaluation.is_current
where
    (limited.rectified_on is null or limited.rectified_on > evaluation.as_of)
    and (
        limited.level = 'major'
        or date_diff('day', limited.found_on, evaluation.as_of) > limited.allowed_days
    )
