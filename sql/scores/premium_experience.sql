-- What each insured enterprise lived through up to a day, policy by policy: insured person-days, claims, accidents, and their weighted sum.
-- Key: as_of, enterprise_id, policy_id.  A day counts when it lies within the window of the pack.
with weight as (
    select
        scope.as_of,
        cast(max(case when parameter.parameter_id = 'experience_window_days' then parameter.value_number end) as integer) as window_days,
        max(case when parameter.parameter_id = 'event_weight.claim' then parameter.value_number end) as claim_weight,
        max(case when parameter.parameter_id = 'event_weight.general' then parameter.value_number end) as general_weight,
        max(case when parameter.parameter_id = 'event_weight.larger' then parameter.value_number end) as larger_weight,
        max(case when parameter.parameter_id = 'event_weight.major' then parameter.value_number end) as major_weight,
        max(case when parameter.parameter_id = 'event_weight.especially_major' then parameter.value_number end) as especially_major_weight
    from scores.premium_edition as scope
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

aged as (
    select
        evaluation.as_of,
        policy.enterprise_id,
        policy.policy_id,
        policy.starts_on,
        policy.ends_on,
        enterprise.regulated_sector,
        coalesce(policy.insured_count, enterprise.employee_count) as insured_count,
        weight.window_days,
        date_diff('day', policy.starts_on, evaluation.as_of) as first_age,
        date_diff('day', policy.ends_on, evaluation.as_of) as last_age
    from staging.policy as policy
    inner join staging.evaluation as evaluation
        on policy.starts_on <= evaluation.as_of
    inner join weight
        on evaluation.as_of = weight.as_of
        and weight.window_days is not null
    left join staging.enterprise as enterprise
        on policy.enterprise_id = enterprise.enterprise_id
    where date_diff('day', policy.ends_on, evaluation.as_of) < weight.window_days
),

claimed as (
    select aged.as_of, aged.policy_id, count(*) as claim_count
    from aged
    inner join staging.claim as claim
        on aged.policy_id = claim.policy_id
        and claim.occurred_on <= aged.as_of
        and date_diff('day', claim.occurred_on, aged.as_of) < aged.window_days
    group by aged.as_of, aged.policy_id
),

hurt as (
    select
        aged.as_of,
        aged.policy_id,
        count(*) as accident_count,
        sum(
            case accident.proven_grade
                when 'especially_major' then weight.especially_major_weight
                when 'major' then weight.major_weight
                when 'larger' then weight.larger_weight
                else weight.general_weight
            end
        ) as accident_weight
    from aged
    inner join weight
        on aged.as_of = weight.as_of
    inner join scores.accident_grade as accident
        on aged.enterprise_id = accident.enterprise_id
        and accident.is_work_safety
        and accident.occurred_on >= aged.starts_on
        and accident.occurred_on <= aged.ends_on
        and accident.occurred_on <= aged.as_of
        and date_diff('day', accident.occurred_on, aged.as_of) < aged.window_days
    group by aged.as_of, aged.policy_id
)

select
    aged.as_of,
    aged.enterprise_id,
    aged.policy_id,
    aged.regulated_sector,
    aged.insured_count * (
        case when aged.first_age < aged.window_days then aged.first_age else aged.window_days - 1 end
        - case when aged.last_age > 0 then aged.last_age else 0 end
        + 1
    ) as person_days,
    coalesce(claimed.claim_count, 0) as claim_count,
    coalesce(hurt.accident_count, 0) as accident_count,
    cast(
        coalesce(claimed.claim_count, 0) * coalesce(weight.claim_weight, 0) + coalesce(hurt.accident_weight, 0)
        as decimal(18, 6)
    ) as event_weight
from aged
inner join weight
    on aged.as_of = weight.as_of
left join claimed
    on aged.as_of = claimed.as_of
    and aged.policy_id = claimed.policy_id
left join hurt
    on aged.as_of = hurt.as_of
    and aged.policy_id = hurt.policy_id
where aged.insured_count > 0
