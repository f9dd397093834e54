-- Every hazard found by the day with its state, whether it is overdue, and what of the five implementations is missing.
-- Key: hazard_id.  Where the source gives no deadline, the limit is the one of the pack; is_overdue is only of open hazards.
with aged as (
    select
        evaluation.as_of,
        hazard.hazard_id,
        hazard.enterprise_id,
        hazard.level,
        hazard.hazard_source as source,
        hazard.found_on,
        hazard.deadline_on,
        hazard.rectified_on,
        hazard.verified_on,
        hazard.missing_implementations,
        hazard.supervised_by_level,
        hazard.supervised_until,
        limited.allowed_days,
        case
            when hazard.rectified_on is null or hazard.rectified_on > evaluation.as_of then 'open'
            when hazard.verified_on is null or hazard.verified_on > evaluation.as_of then 'rectified'
            else 'verified'
        end as state,
        date_diff('day', hazard.found_on, evaluation.as_of) as age_days
    from facts.hazard as hazard
    inner join scores.hazard_limit as limited
        on hazard.hazard_id = limited.hazard_id
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and hazard.found_on <= evaluation.as_of
)

select
    aged.as_of,
    aged.hazard_id,
    aged.enterprise_id,
    aged.level,
    aged.source,
    told.found_at,
    aged.deadline_on,
    aged.state,
    aged.state = 'open' and aged.age_days > aged.allowed_days as is_overdue,
    case when aged.state = 'open' and aged.age_days > aged.allowed_days then aged.age_days - aged.allowed_days end as overdue_days,
    case
        when aged.missing_implementations <> ''
            then substr(aged.missing_implementations, 1, length(aged.missing_implementations) - 1)
    end as five_implementations_missing,
    aged.supervised_until,
    aged.supervised_by_level,
    aged.allowed_days
from aged
inner join staging.hazard as told
    on aged.hazard_id = told.hazard_id
