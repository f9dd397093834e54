-- What each policy earned and paid in the experience window up to the day: premium by days run, claims incurred as paid and reserved.
-- Key: as_of, policy_id.  The premium is the written one, or the base premium where none was given; without a window in the pack, three years.
with scope as (
    select
        scope.as_of,
        coalesce(
            cast(max(case when parameter.parameter_id = 'experience_window_days' then parameter.value_number end) as integer), 1095
        ) as window_days
    from scores.premium_edition as scope
    left join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

aged as (
    select
        scope.as_of,
        scope.window_days,
        policy.policy_id,
        policy.enterprise_id,
        policy.insurer_id,
        coalesce(policy.insured_count, enterprise.employee_count, 0) as insured_count,
        enterprise.regulated_sector,
        coalesce(policy.written_premium_cny, policy.base_premium_cny) as premium_cny,
        date_diff('day', policy.starts_on, policy.ends_on) + 1 as term_days,
        date_diff('day', policy.starts_on, scope.as_of) as first_age,
        date_diff('day', policy.ends_on, scope.as_of) as last_age
    from staging.policy as policy
    inner join scope
        on policy.starts_on <= scope.as_of
    left join staging.enterprise as enterprise
        on policy.enterprise_id = enterprise.enterprise_id
    where date_diff('day', policy.ends_on, scope.as_of) < scope.window_days
),

run as (
    select
        as_of,
        policy_id,
        enterprise_id,
        insurer_id,
        insured_count,
        regulated_sector,
        premium_cny,
        term_days,
        window_days,
        case when first_age < window_days then first_age else window_days - 1 end
        - case when last_age > 0 then last_age else 0 end
        + 1 as run_days
    from aged
),

incurred as (
    select
        scope.as_of,
        claim.policy_id,
        count(*) as claim_count,
        sum(coalesce(claim.paid_cny, 0) + coalesce(claim.reserved_cny, 0)) as claims_cny
    from staging.claim as claim
    inner join scope
        on claim.occurred_on <= scope.as_of
        and date_diff('day', claim.occurred_on, scope.as_of) < scope.window_days
    group by scope.as_of, claim.policy_id
)

select
    run.as_of,
    run.policy_id,
    run.enterprise_id,
    run.insurer_id,
    run.regulated_sector,
    run.insured_count * run.run_days as person_days,
    cast(round(run.premium_cny * run.run_days / run.term_days, 2) as decimal(18, 2)) as earned_premium_cny,
    coalesce(incurred.claim_count, 0) as claim_count,
    cast(coalesce(incurred.claims_cny, 0) as decimal(18, 2)) as claims_cny
from run
left join incurred
    on run.as_of = incurred.as_of
    and run.policy_id = incurred.policy_id
