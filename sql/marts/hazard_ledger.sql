-- view
-- Every hazard found by the day with its state, whether it is overdue, and what of the five implementations is missing.
-- Key: hazard_id.  Where the source gives no deadline, the limit is the one of the pack; is_overdue is only of open hazards.
with aged as (
    select
        evaluation.as_of,
        limited.hazard_id,
        limited.enterprise_id,
        limited.level,
        limited.hazard_source,
        limited.found_at,
        limited.deadline_on,
        limited.supervised_by_level,
        limited.supervised_until,
        limited.allowed_days,
        concat(
            limited.responsibility_missing,
            limited.measure_missing,
            limited.funds_missing,
            limited.deadline_missing,
            limited.plan_missing
        ) as missing_list,
        case
            when limited.rectified_on is null or limited.rectified_on > evaluation.as_of then 'open'
            when limited.verified_on is null or limited.verified_on > evaluation.as_of then 'rectified'
            else 'verified'
        end as state,
        date_diff('day', limited.found_on, evaluation.as_of) - limited.allowed_days as days_past_limit
    from scores.hazard_limit as limited
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and limited.found_on <= evaluation.as_of
)

select
    as_of,
    hazard_id,
    enterprise_id,
    level,
    hazard_source as source,
    found_at,
    deadline_on,
    state,
    state = 'open' and days_past_limit > 0 as is_overdue,
    case when state = 'open' and days_past_limit > 0 then days_past_limit end as overdue_days,
    -- Each code comes with a comma before it; only the first one goes.
    case when missing_list <> '' then replace(concat('-', missing_list), '-,', '') end as five_implementations_missing,
    supervised_until,
    supervised_by_level,
    allowed_days
from aged
