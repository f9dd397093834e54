-- the rule keeper acts: two direct determinations give one enterprise different levels; decide which, in the pack
select as_of, subject_id, method, edition, one, other
from scores.enterprise_level_conflict
