-- the rule keeper acts: a hazard without a deadline, found on a day for which no edition of hazard-limit is in force, is never overdue
-- 规则维护者处理：没有整改期限、且发现当日没有有效 hazard-limit 版本的隐患，永远不会逾期
-- severity: warning
select level, found_on, count(*) as hazard_count
from scores.hazard_limit
where deadline_on is null and allowed_days is null
group by level, found_on
