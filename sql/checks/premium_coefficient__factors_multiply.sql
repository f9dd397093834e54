-- the developer acts: the factors in the columns must multiply to the raw coefficient, digit by digit; a pack with two factors of other names needs a column for each
select policy_id, coefficient_raw
from marts.premium_coefficient
where
    cast(
        cast(coalesce(risk_control_coefficient, 1) as decimal(9, 4))
        * cast(coalesce(standardization_coefficient, 1) as decimal(9, 4))
        * cast(coalesce(hazard_governance_coefficient, 1) as decimal(9, 4))
        as decimal(18, 12)
    ) * cast(
        cast(coalesce(experience_coefficient, 1) as decimal(9, 4))
        * cast(coalesce(integrity_coefficient, 1) as decimal(9, 4))
        * cast(coalesce(size_coefficient, 1) * coalesce(other_coefficient, 1) as decimal(9, 4))
        as decimal(18, 12)
    ) <> coefficient_raw
