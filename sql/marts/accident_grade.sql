-- Every accident that had happened by the day, with its grade.
-- Key: accident_id.
select
    evaluation.as_of,
    graded.accident_id,
    graded.enterprise_id,
    graded.region_code,
    graded.occurred_at,
    graded.grade,
    graded.proven_grade,
    graded.edition,
    graded.deaths,
    graded.serious_injuries,
    graded.direct_loss_cny,
    graded.is_work_safety,
    graded.status
from scores.accident_grade as graded
inner join staging.evaluation as evaluation
    on evaluation.is_current
    and graded.occurred_on <= evaluation.as_of
