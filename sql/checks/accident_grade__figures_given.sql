-- the enterprise acts, through the regulator: an accident without the number of deaths has no grade and keeps its enterprise from blue until it has
-- 企业经监管部门处理：没有填报死亡人数的事故不定等级，填报之前其企业不得为蓝色
-- severity: warning
select accident_id, enterprise_id, occurred_on, deaths, serious_injuries, direct_loss_cny, proven_grade
from scores.accident_grade
where status = 'no_data'
