-- the enterprise acts, through the regulator: people within 500 m or chemicals left out keep the grade open, and the enterprise from blue until they are told
-- severity: warning
select installation_id, enterprise_id, exposed_population_500m, chemical_count, proven_grade, possible_grade
from scores.installation_grade
where status <> 'scored' and method is not null
