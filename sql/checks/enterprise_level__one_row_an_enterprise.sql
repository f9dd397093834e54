-- the developer acts: the key of marts.enterprise_level must be unique
-- 开发者处理：marts.enterprise_level 的主键必须唯一
select enterprise_id, count(*) as row_count
from marts.enterprise_level
group by enterprise_id
having count(*) > 1
