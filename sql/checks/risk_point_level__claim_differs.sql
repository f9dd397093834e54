-- the regulator acts: the enterprise claims a milder level than its own figures give
-- 监管部门处理：企业申报的等级轻于按其自报数值计算的等级
-- severity: warning
select risk_point_id, enterprise_id, variant, score, level, claimed_level
from marts.risk_point_level
where
    (level = 'red' and claimed_level in ('orange', 'yellow', 'blue'))
    or (level = 'orange' and claimed_level in ('yellow', 'blue'))
    or (level = 'yellow' and claimed_level = 'blue')
