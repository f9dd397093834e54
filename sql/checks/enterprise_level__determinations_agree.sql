-- the rule keeper acts: two direct determinations give one enterprise different levels; decide which, in the pack
-- 规则维护者处理：两条直接判定给同一企业不同等级；请在规则包中定下以哪条为准
select as_of, subject_id, method, edition, one, other
from scores.enterprise_level_conflict
