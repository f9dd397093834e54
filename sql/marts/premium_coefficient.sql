-- The coefficient of every policy in the book: its factors, their exact product, the balance of the book, what held it, and the premium that follows.
-- Key: policy_id.  A factor that the edition has not is null; capped_by is null where nothing held the coefficient.
select
    policy.as_of,
    policy.policy_id,
    policy.enterprise_id,
    policy.insurer_id,
    product.risk_control_coefficient,
    product.standardization_coefficient,
    product.hazard_governance_coefficient,
    product.experience_coefficient,
    product.integrity_coefficient,
    product.size_coefficient,
    product.other_coefficient,
    experience.credibility_z,
    product.coefficient_raw,
    balance.coefficient,
    balance.capped_by,
    cast(policy.base_premium_cny as decimal(18, 2)) as base_premium_cny,
    cast(round(cast(policy.base_premium_cny as decimal(18, 2)) * balance.coefficient, 2) as decimal(18, 2)) as indicated_premium_cny,
    balance.previous_coefficient,
    balance.off_balance_factor,
    balance.uncapped_coefficient,
    balance.coefficient - balance.uncapped_coefficient as capped_coefficient,
    cast(
        round(cast(policy.base_premium_cny as decimal(18, 2)) * (balance.coefficient - balance.uncapped_coefficient), 2) as decimal(18, 2)
    ) as capped_premium_cny,
    product.method,
    product.edition,
    policy.policy_state,
    policy.starts_on,
    policy.ends_on,
    policy.previous_policy_id,
    policy.regulated_sector,
    policy.insured_count,
    level.level,
    experience.claim_count,
    experience.accident_count,
    cast(round(cast(experience.person_days as decimal(18, 0)) / 365, 4) as decimal(18, 4)) as exposure_person_years,
    experience.own_rate,
    experience.collective_rate,
    experience.structure_of,
    experience.credibility_person_years
from scores.premium_policy as policy
inner join staging.evaluation as evaluation
    on policy.as_of = evaluation.as_of
    and evaluation.is_current
inner join scores.premium_product as product
    on policy.as_of = product.as_of
    and policy.policy_id = product.policy_id
inner join scores.premium_balance as balance
    on policy.as_of = balance.as_of
    and policy.policy_id = balance.policy_id
left join scores.premium_experience_ratio as experience
    on policy.as_of = experience.as_of
    and policy.policy_id = experience.policy_id
left join scores.enterprise_level_total as level
    on policy.as_of = level.as_of
    and policy.enterprise_id = level.subject_id
