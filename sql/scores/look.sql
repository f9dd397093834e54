-- view
-- Every look at an enterprise: an inspection, or a hazard found by anybody.
-- Key: entity, evidence_key.
select enterprise_id, 'hazard' as entity, hazard_id as evidence_key, found_on as looked_on, source, file, row_number
from staging.hazard
union all
select enterprise_id, 'inspection' as entity, inspection_id as evidence_key, inspected_on as looked_on, source, file, row_number
from staging.inspection
