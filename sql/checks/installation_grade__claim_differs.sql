-- the regulator acts: the filed grade of a major hazard installation is not the one that its chemicals give
-- 监管部门处理：重大危险源的备案等级与按其化学品计算的等级不一致
-- severity: warning
select installation_id, enterprise_id, s_ratio, r_value, grade, claimed_grade
from marts.installation_grade
where status = 'scored' and claimed_grade is not null and coalesce(grade, 'none') <> claimed_grade
