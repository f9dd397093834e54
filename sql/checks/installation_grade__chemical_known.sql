-- the enterprise acts, through the regulator: a chemical that GB 18218 does not name needs its hazard class
-- severity: warning
select installation_id, cas_no, chemical_name, hazard_class
from scores.installation_chemical
where status = 'no_rule'
