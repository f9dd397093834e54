-- the rule keeper acts: no policy is charged nothing; an edition that balances books needs a floor (coefficient_floor) above zero
-- 规则维护者处理：不得有系数为零的保单；作账册平衡的版本须有大于零的系数下限（coefficient_floor）
select policy_id, insurer_id, coefficient_raw, off_balance_factor, coefficient
from marts.premium_coefficient
where coefficient <= 0
