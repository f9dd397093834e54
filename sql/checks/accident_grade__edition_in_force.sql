-- the rule keeper acts: an accident before the first edition has no grade; add the edition that was in force
-- severity: warning
select accident_id, occurred_on
from scores.accident_grade
where status = 'no_rule'
