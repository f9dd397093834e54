-- the developer acts: the key of marts.enterprise_level must be unique
select enterprise_id, count(*) as row_count
from marts.enterprise_level
group by enterprise_id
having count(*) > 1
