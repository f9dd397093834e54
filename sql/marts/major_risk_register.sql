-- The register of major (red) risk points: where, what may happen, which measures, who answers for it (安委办〔2016〕11号).
-- Key: risk_point_id.  Points of closed enterprises are not here.
with red as (
    select risk_point_id, enterprise_id, method, score
    from scores.risk_point_level
    where level = 'red'
),

measure as (
    select
        measure.risk_point_id,
        count(*) as measure_count,
        string_agg(measure.description, '；' order by measure.measure_id) as measures
    from staging.control_measure as measure
    inner join red
        on measure.risk_point_id = red.risk_point_id
    group by measure.risk_point_id
)

select
    enterprise.as_of,
    red.risk_point_id,
    red.enterprise_id,
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
    red.method as variant,
    red.score,
    point.reviewed_on,
    enterprise.enterprise_name as enterprise
from red
inner join staging.risk_point as point
    on red.risk_point_id = point.risk_point_id
inner join facts.enterprise as enterprise
    on red.enterprise_id = enterprise.enterprise_id
    and enterprise.is_current
left join measure
    on red.risk_point_id = measure.risk_point_id
