-- the rule keeper acts: a level must be red, orange, yellow, blue or insufficient_data; look at the bands and the matrix of the edition
-- 规则维护者处理：等级必须是红、橙、黄、蓝或数据不足；请检查版本的分档与矩阵
select enterprise_id, method, edition, score, level
from marts.enterprise_level
where level is null or level not in ('red', 'orange', 'yellow', 'blue', 'insufficient_data')
