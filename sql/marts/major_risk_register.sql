-- The register of major (red) risk points: where, what may happen, which measures, who answers for it (安委办〔2016〕11号).
-- Key: risk_point_id.
with measure as (
    select
        risk_point_id,
        count(*) as measure_count,
        string_agg(description, '；' order by measure_id) as measures
    from staging.control_measure
    group by risk_point_id
)

select
    evaluation.as_of,
    graded.risk_point_id,
    graded.enterprise_id,
    enterprise.enterprise_name,
    enterprise.region_code,
    coalesce(point.unit_name, point.risk_point_name) as place,
    point.risk_point_name,
    point.event_name as event,
    point.accident_type_code as accident_type,
    measure.measures,
    coalesce(measure.measure_count, 0) as measure_count,
    point.responsible_person,
    enterprise.department_code as department,
    enterprise.grid_id as grid,
    coalesce(point.claimed_level, '') = 'red' as is_reported,
    graded.method as variant,
    graded.score,
    point.reviewed_on
from scores.risk_point_level as graded
inner join staging.evaluation as evaluation
    on evaluation.is_current
inner join staging.risk_point as point
    on graded.risk_point_id = point.risk_point_id
inner join staging.enterprise as enterprise
    on graded.enterprise_id = enterprise.enterprise_id
left join measure
    on graded.risk_point_id = measure.risk_point_id
where graded.level = 'red'
