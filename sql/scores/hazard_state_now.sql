-- Hazards of the day of the run that a visit should look at: those open, and major ones rectified but not yet accepted.
-- Key: hazard_id.  Days overdue count from the deadline, or from the default days where the source gives none; what is rectified is not overdue.
select
    limited.hazard_id,
    limited.enterprise_id,
    limited.level,
    limited.rectified_on <= evaluation.as_of as is_rectified,
    (limited.rectified_on is null or limited.rectified_on > evaluation.as_of)
    and date_diff('day', limited.found_on, evaluation.as_of) > limited.allowed_days as is_overdue,
    case
        when
            (limited.rectified_on is null or limited.rectified_on > evaluation.as_of)
            and date_diff('day', limited.found_on, evaluation.as_of) > limited.allowed_days
            then date_diff('day', limited.found_on, evaluation.as_of) - limited.allowed_days
    end as overdue_days
from scores.hazard_limit as limited
inner join staging.evaluation as evaluation
    on limited.found_on <= evaluation.as_of
    and evaluation.is_current
where
    (limited.level = 'major' and (limited.verified_on is null or limited.verified_on > evaluation.as_of))
    or limited.rectified_on is null
    or limited.rectified_on > evaluation.as_of
