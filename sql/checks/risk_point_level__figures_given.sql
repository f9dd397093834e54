-- the enterprise acts, through the regulator: a risk point without the figures of its method has no level and counts as red until it has
-- 企业经监管部门处理：缺少评价方法所需数值的风险点没有等级，补齐之前按红色计
-- severity: warning
select point.risk_point_id, point.enterprise_id, point.method, point.l, point.e, point.c, point.s, point.m
from scores.risk_point_level as graded
inner join staging.risk_point as point
    on graded.risk_point_id = point.risk_point_id
where graded.status = 'no_data'
