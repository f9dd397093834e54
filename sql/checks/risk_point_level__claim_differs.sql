-- the regulator acts: the enterprise claims a milder level than its own figures give
-- severity: warning
select risk_point_id, enterprise_id, variant, score, level, claimed_level
from marts.risk_point_level
where
    (level = 'red' and claimed_level in ('orange', 'yellow', 'blue'))
    or (level = 'orange' and claimed_level in ('yellow', 'blue'))
    or (level = 'yellow' and claimed_level = 'blue')
