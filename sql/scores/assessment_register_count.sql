-- What stands in the registers for an enterprise: risk points identified, reviewed, controlled; its grid cell.
-- Key: subject_type, enterprise_id.  Registers keep no history: both periods are judged by today's.
with measured as (
    select distinct risk_point_id
    from staging.control_measure
),

point as (
    select
        scope.subject_type,
        graded.enterprise_id,
        count(*) as graded_point,
        count(*) filter (where date_diff('day', told.reviewed_on, scope.as_of) <= scope.review_interval_days) as reviewed_point,
        count(*) filter (where graded.level in ('red', 'orange')) as major_point,
        count(*) filter (
            where graded.level in ('red', 'orange') and told.responsible_person is not null and measured.risk_point_id is not null
        ) as controlled_point
    from scores.risk_point_level as graded
    inner join staging.risk_point as told
        on graded.risk_point_id = told.risk_point_id
    left join measured
        on graded.risk_point_id = measured.risk_point_id
    inner join scores.assessment_scope as scope
        on scope.period = 'current'
    where graded.level is not null
    group by scope.subject_type, graded.enterprise_id
)

select
    scope.subject_type,
    enterprise.enterprise_id,
    case when cell.responsible_person is null then 1 else 0 end as ungridded,
    case when point.enterprise_id is null then 0 else 1 end as identified,
    coalesce(point.graded_point, 0) as graded_point,
    coalesce(point.reviewed_point, 0) as reviewed_point,
    coalesce(point.major_point, 0) as major_point,
    coalesce(point.controlled_point, 0) as controlled_point
from facts.enterprise as enterprise
inner join scores.assessment_scope as scope
    on enterprise.as_of = scope.as_of
    and scope.period = 'current'
left join staging.grid_cell as cell
    on enterprise.grid_id = cell.grid_id
left join point
    on scope.subject_type = point.subject_type
    and enterprise.enterprise_id = point.enterprise_id
