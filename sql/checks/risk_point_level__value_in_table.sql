-- the enterprise acts, through the regulator: a value that the method's table does not have gives no level
-- severity: warning
select point.risk_point_id, point.enterprise_id, point.method, point.l, point.e, point.c, point.s, point.m
from scores.risk_point_level as graded
inner join staging.risk_point as point
    on graded.risk_point_id = point.risk_point_id
where graded.status = 'no_rule'
