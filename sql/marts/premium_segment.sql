-- Each insurer's book by sector and level of the enterprise: policies, exposure, premium and claims of the experience window.
-- Key: insurer_id, regulated_sector, level.  loss_ratio stands only where the claims behind it are at least least_claims of the pack; says 'too_little' otherwise.
with least as (
    select scope.as_of, coalesce(max(case when parameter.parameter_id = 'least_claims' then parameter.value_number end), 30) as least_claims
    from scores.premium_edition as scope
    left join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

earned as (
    select
        earned.as_of,
        earned.insurer_id,
        coalesce(earned.regulated_sector, 'other') as regulated_sector,
        coalesce(total.level, 'insufficient_data') as level,
        count(*) as policy_years,
        sum(earned.person_days) as person_days,
        sum(earned.earned_premium_cny) as earned_premium_cny,
        sum(earned.claim_count) as claim_count,
        sum(earned.claims_cny) as claims_cny
    from scores.premium_earned as earned
    inner join staging.evaluation as evaluation
        on earned.as_of = evaluation.as_of
        and evaluation.is_current
    left join scores.enterprise_level_total as total
        on earned.as_of = total.as_of
        and earned.enterprise_id = total.subject_id
    group by earned.as_of, earned.insurer_id, coalesce(earned.regulated_sector, 'other'), coalesce(total.level, 'insufficient_data')
),

priced as (
    select
        as_of,
        insurer_id,
        coalesce(regulated_sector, 'other') as regulated_sector,
        coalesce(level, 'insufficient_data') as level,
        count(*) as policies,
        sum(base_premium_cny) as base_premium_cny,
        sum(indicated_premium_cny) as indicated_premium_cny
    from marts.premium_coefficient
    group by as_of, insurer_id, coalesce(regulated_sector, 'other'), coalesce(level, 'insufficient_data')
)

select
    earned.as_of,
    earned.insurer_id,
    earned.regulated_sector,
    earned.level,
    coalesce(priced.policies, 0) as policies,
    cast(round(cast(earned.person_days as decimal(18, 0)) / 365, 4) as decimal(18, 4)) as exposure_person_years,
    cast(coalesce(priced.base_premium_cny, 0) as decimal(18, 2)) as base_premium_cny,
    cast(coalesce(priced.indicated_premium_cny, 0) as decimal(18, 2)) as indicated_premium_cny,
    cast(earned.earned_premium_cny as decimal(18, 2)) as earned_premium_cny,
    earned.claim_count,
    cast(earned.claims_cny as decimal(18, 2)) as claims_cny,
    case
        when earned.claim_count >= least.least_claims
            then cast(round(earned.claims_cny / nullif(earned.earned_premium_cny, 0), 4) as decimal(18, 4))
    end as loss_ratio,
    case when earned.claim_count >= least.least_claims then 'enough' else 'too_little' end as evidence
from earned
inner join least
    on earned.as_of = least.as_of
left join priced
    on earned.as_of = priced.as_of
    and earned.insurer_id = priced.insurer_id
    and earned.regulated_sector = priced.regulated_sector
    and earned.level = priced.level
