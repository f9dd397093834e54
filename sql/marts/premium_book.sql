-- Each insurer's book: what it would charge, the factor that keeps its balance, and what it earned and paid in the experience window.
-- Key: insurer_id.  is_target_feasible is null, and the factor 1, where balance_state says that nothing was balanced: 'too_few' policies, or 'no_target'. loss_ratio is claims_cny over earned_premium_cny of the window; below least_claims of the pack it is null and evidence says 'too_little'.
with least as (
    select scope.as_of, coalesce(max(case when parameter.parameter_id = 'least_claims' then parameter.value_number end), 30) as least_claims
    from scores.premium_edition as scope
    left join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

priced as (
    select
        as_of,
        insurer_id,
        count(*) as policies,
        sum(base_premium_cny) as base_premium_cny,
        sum(indicated_premium_cny) as indicated_premium_cny,
        sum(base_premium_cny * coefficient) as weighted_coefficient,
        max(off_balance_factor) as off_balance_factor,
        count(*) filter (where capped_by is not null) as capped_policies,
        sum(capped_premium_cny) as capped_premium_cny
    from marts.premium_coefficient
    group by as_of, insurer_id
),

balanced as (
    select as_of, insurer_id, max(balance_state) as balance_state
    from scores.premium_balance
    group by as_of, insurer_id
),

earned as (
    select
        as_of,
        insurer_id,
        sum(person_days) as person_days,
        sum(earned_premium_cny) as earned_premium_cny,
        sum(claim_count) as claim_count,
        sum(claims_cny) as claims_cny
    from scores.premium_earned
    group by as_of, insurer_id
)

select
    priced.as_of,
    priced.insurer_id,
    priced.policies,
    cast(priced.base_premium_cny as decimal(18, 2)) as base_premium_cny,
    cast(priced.indicated_premium_cny as decimal(18, 2)) as indicated_premium_cny,
    priced.off_balance_factor,
    cast(coalesce(earned.claims_cny, 0) as decimal(18, 2)) as claims_cny,
    case
        when earned.claim_count >= least.least_claims
            then cast(round(earned.claims_cny / nullif(earned.earned_premium_cny, 0), 4) as decimal(18, 4))
    end as loss_ratio,
    cast(round(priced.weighted_coefficient / nullif(priced.base_premium_cny, 0), 6) as decimal(18, 6)) as mean_coefficient,
    case balanced.balance_state when 'balanced' then true when 'out_of_reach' then false end as is_target_feasible,
    priced.capped_policies,
    cast(priced.capped_premium_cny as decimal(18, 2)) as capped_premium_cny,
    coalesce(earned.claim_count, 0) as claim_count,
    cast(coalesce(earned.earned_premium_cny, 0) as decimal(18, 2)) as earned_premium_cny,
    cast(round(cast(coalesce(earned.person_days, 0) as decimal(18, 0)) / 365, 4) as decimal(18, 4)) as exposure_person_years,
    case when earned.claim_count >= least.least_claims then 'enough' else 'too_little' end as evidence,
    balanced.balance_state
from priced
inner join least
    on priced.as_of = least.as_of
left join balanced
    on priced.as_of = balanced.as_of
    and priced.insurer_id = balanced.insurer_id
left join earned
    on priced.as_of = earned.as_of
    and priced.insurer_id = earned.insurer_id
