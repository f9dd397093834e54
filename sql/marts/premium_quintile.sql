-- Claims that came against claims to be expected, by fifth of the coefficient: does who pays more also cost more?
-- Key: quintile.  Expected is the exposure at the rate of its sector in the whole book; 1 is the lowest coefficients. Below least_claims the ratio is null and evidence says 'too_little'.
with least as (
    select scope.as_of, coalesce(max(case when parameter.parameter_id = 'least_claims' then parameter.value_number end), 30) as least_claims
    from scores.premium_edition as scope
    left join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

ranked as (
    select
        as_of,
        policy_id,
        enterprise_id,
        insurer_id,
        coefficient,
        base_premium_cny,
        row_number() over (order by coefficient, policy_id) as place,
        count(*) over () as policy_count
    from marts.premium_coefficient
),

placed as (
    select
        as_of,
        policy_id,
        enterprise_id,
        insurer_id,
        coefficient,
        base_premium_cny,
        cast(floor((place - 1) * 5 / policy_count) as integer) + 1 as quintile
    from ranked
),

sector as (
    select as_of, regulated_sector, sum(claim_count) as claim_count, sum(person_days) as person_days
    from scores.premium_earned
    group by as_of, regulated_sector
),

lived as (
    -- The enterprise's policies with the same insurer in the window stand for the policy that is priced today.
    select
        placed.as_of,
        placed.quintile,
        sum(earned.person_days) as person_days,
        sum(earned.claim_count) as claim_count,
        sum(earned.claims_cny) as claims_cny,
        sum(earned.earned_premium_cny) as earned_premium_cny,
        sum(
            cast(cast(sector.claim_count as decimal(18, 0)) * earned.person_days / nullif(sector.person_days, 0) as decimal(18, 6))
        ) as expected_claims
    from placed
    inner join (
        select as_of, enterprise_id, insurer_id, min(policy_id) as policy_id
        from placed
        group by as_of, enterprise_id, insurer_id
    ) as first_policy
        on placed.as_of = first_policy.as_of
        and placed.policy_id = first_policy.policy_id
    inner join scores.premium_earned as earned
        on placed.as_of = earned.as_of
        and placed.enterprise_id = earned.enterprise_id
        and placed.insurer_id = earned.insurer_id
    inner join sector
        on earned.as_of = sector.as_of
        and earned.regulated_sector = sector.regulated_sector
    group by placed.as_of, placed.quintile
),

priced as (
    select
        as_of,
        quintile,
        count(*) as policies,
        min(coefficient) as lowest_coefficient,
        max(coefficient) as highest_coefficient,
        sum(base_premium_cny * coefficient) as weighted_coefficient,
        sum(base_premium_cny) as base_premium_cny
    from placed
    group by as_of, quintile
)

select
    priced.as_of,
    priced.quintile,
    priced.policies,
    priced.lowest_coefficient,
    priced.highest_coefficient,
    cast(round(priced.weighted_coefficient / nullif(priced.base_premium_cny, 0), 4) as decimal(18, 4)) as mean_coefficient,
    cast(round(cast(coalesce(lived.person_days, 0) as decimal(18, 0)) / 365, 4) as decimal(18, 4)) as exposure_person_years,
    coalesce(lived.claim_count, 0) as claim_count,
    cast(round(coalesce(lived.expected_claims, 0), 4) as decimal(18, 4)) as expected_claims,
    case
        when lived.claim_count >= least.least_claims
            then cast(round(lived.claim_count / nullif(lived.expected_claims, 0), 4) as decimal(18, 4))
    end as actual_to_expected,
    cast(coalesce(lived.claims_cny, 0) as decimal(18, 2)) as claims_cny,
    cast(coalesce(lived.earned_premium_cny, 0) as decimal(18, 2)) as earned_premium_cny,
    case
        when lived.claim_count >= least.least_claims
            then cast(round(lived.claims_cny / nullif(lived.earned_premium_cny, 0), 4) as decimal(18, 4))
    end as loss_ratio,
    case when lived.claim_count >= least.least_claims then 'enough' else 'too_little' end as evidence
from priced
inner join least
    on priced.as_of = least.as_of
left join lived
    on priced.as_of = lived.as_of
    and priced.quintile = lived.quintile
