-- the regulator acts: newer versions of rows were rejected, so the earlier ones stay in force; mend them at the source, sise rejects lists them
-- 监管部门处理：新版的行被拒收，前版继续有效；请在来源处改正，逐行清单见 sise rejects
-- severity: warning
select source, entity, carried_over, rejected
from staging.source_count
where carried_over > 0
