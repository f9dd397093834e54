-- the enterprise acts, through the regulator: people within 500 m or chemicals left out keep the grade open, and the enterprise from blue until they are told
-- 企业经监管部门处理：500 米内人数或危险化学品没有填报，等级未定，填报之前企业不得为蓝色
-- severity: warning
select installation_id, enterprise_id, exposed_population_500m, chemical_count, proven_grade, possible_grade
from scores.installation_grade
where status <> 'scored' and method is not null
