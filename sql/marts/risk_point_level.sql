-- view
-- Every risk point with its score and level, the variant that gave them, and whether the enterprise's own claim agrees.
-- Key: risk_point_id.  A point that cannot be graded is 'insufficient_data'; status says why.
select
    evaluation.as_of,
    graded.risk_point_id,
    graded.enterprise_id,
    graded.family as method,
    graded.method as variant,
    graded.edition,
    graded.score,
    coalesce(graded.level, 'insufficient_data') as level,
    graded.claimed_level,
    graded.claimed_level = graded.level as agrees_with_claim,
    graded.status
from scores.risk_point_level as graded
inner join staging.evaluation as evaluation
    on evaluation.is_current
