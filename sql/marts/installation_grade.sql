-- Every installation: whether it is a major hazard installation, its grade, and whether the filed grade agrees.
-- Key: installation_id.
select
    evaluation.as_of,
    graded.installation_id,
    graded.enterprise_id,
    graded.s_ratio,
    graded.r_value,
    graded.alpha,
    graded.is_major_hazard_installation,
    graded.grade,
    graded.proven_grade,
    graded.claimed_grade,
    graded.claimed_grade = graded.grade as agrees_with_claim,
    graded.edition,
    graded.status
from scores.installation_grade as graded
inner join staging.evaluation as evaluation
    on evaluation.is_current
