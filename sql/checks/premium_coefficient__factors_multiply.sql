-- the developer acts: the factors in the columns must multiply to the raw coefficient, digit by digit; a pack with two factors of other names needs a column for each
-- 开发者处理：各列系数之积必须与原始系数逐位相等；规则包另有两项其他名称的系数时，各需一列
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
