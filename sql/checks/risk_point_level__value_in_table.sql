-- the enterprise acts, through the regulator: a value that the method's table does not have gives no level
-- 企业经监管部门处理：方法取值表中没有的数值得不出等级
-- severity: warning
select point.risk_point_id, point.enterprise_id, point.method, point.l, point.e, point.c, point.s, point.m
from scores.risk_point_level as graded
inner join staging.risk_point as point
    on graded.risk_point_id = point.risk_point_id
where graded.status = 'no_rule' and graded.edition is not null
