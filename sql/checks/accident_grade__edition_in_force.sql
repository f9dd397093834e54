-- the rule keeper acts: an accident before the first edition has no grade; add the edition that was in force
-- 规则维护者处理：早于首个版本的事故没有等级；请补上当时有效的版本
-- severity: warning
select accident_id, occurred_on
from scores.accident_grade
where status = 'no_rule'
