-- What stands in the registers for an enterprise: risk points identified, reviewed, controlled; its grid cell.
-- Key: subject_type, period, enterprise_id, counter.  Registers keep no history: both periods are judged by today's.
with point as (
    select
        graded.enterprise_id,
        graded.risk_point_id,
        graded.level,
        told.reviewed_on,
        told.responsible_person,
        measured.risk_point_id is not null as has_measure
    from scores.risk_point_level as graded
    inner join staging.risk_point as told
        on graded.risk_point_id = told.risk_point_id
    left join (select distinct risk_point_id from staging.control_measure) as measured
        on graded.risk_point_id = measured.risk_point_id
    where graded.level is not null
),

counted as (
    select
        scope.subject_type,
        point.enterprise_id,
        count(*) as graded_point,
        count(*) filter (where date_diff('day', point.reviewed_on, scope.as_of) <= scope.review_interval_days) as reviewed_point,
        count(*) filter (where point.level in ('red', 'orange')) as major_point,
        count(*) filter (
            where point.level in ('red', 'orange') and point.responsible_person is not null and point.has_measure
        ) as controlled_point
    from point
    inner join scores.assessment_scope as scope
        on scope.period = 'current'
    group by scope.subject_type, point.enterprise_id
),

enterprise as (
    select
        enterprise.enterprise_id,
        case when cell.responsible_person is null then 1 else 0 end as ungridded,
        case when total.level in ('red', 'orange') then 1 else 0 end as priority
    from facts.enterprise as enterprise
    left join staging.grid_cell as cell
        on enterprise.grid_id = cell.grid_id
    left join scores.enterprise_level_total as total
        on enterprise.as_of = total.as_of
        and enterprise.enterprise_id = total.subject_id
    where enterprise.is_current
)

select scope.subject_type, scope.period, enterprise.enterprise_id, 'enterprise' as counter, 1 as quantity
from enterprise cross join scores.assessment_scope as scope
union all
select scope.subject_type, scope.period, enterprise.enterprise_id, 'ungridded' as counter, enterprise.ungridded as quantity
from enterprise cross join scores.assessment_scope as scope
union all
select scope.subject_type, scope.period, enterprise.enterprise_id, 'priority' as counter, enterprise.priority as quantity
from enterprise cross join scores.assessment_scope as scope
union all
select scope.subject_type, scope.period, counted.enterprise_id, 'identified' as counter, 1 as quantity
from counted inner join scores.assessment_scope as scope on counted.subject_type = scope.subject_type
union all
select scope.subject_type, scope.period, counted.enterprise_id, 'graded_point' as counter, counted.graded_point as quantity
from counted inner join scores.assessment_scope as scope on counted.subject_type = scope.subject_type
union all
select scope.subject_type, scope.period, counted.enterprise_id, 'reviewed_point' as counter, counted.reviewed_point as quantity
from counted inner join scores.assessment_scope as scope on counted.subject_type = scope.subject_type
union all
select scope.subject_type, scope.period, counted.enterprise_id, 'major_point' as counter, counted.major_point as quantity
from counted inner join scores.assessment_scope as scope on counted.subject_type = scope.subject_type
union all
select scope.subject_type, scope.period, counted.enterprise_id, 'controlled_point' as counter, counted.controlled_point as quantity
from counted inner join scores.assessment_scope as scope on counted.subject_type = scope.subject_type
