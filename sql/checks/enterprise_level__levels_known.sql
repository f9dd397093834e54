-- the rule keeper acts: a level must be red, orange, yellow, blue or insufficient_data; look at the bands and the matrix of the edition
select enterprise_id, method, edition, score, level
from marts.enterprise_level
where level is null or level not in ('red', 'orange', 'yellow', 'blue', 'insufficient_data')
