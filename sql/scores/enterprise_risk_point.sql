-- The graded risk points of an enterprise by level, and the most people exposed at a red or orange one.
-- Key: enterprise_id.
select
    enterprise_id,
    count(*) as point_count,
    count(*) filter (where level is not null) as graded_count,
    count(*) filter (where level = 'red') as red_count,
    count(*) filter (where level = 'orange') as orange_count,
    max(case when level in ('red', 'orange') then exposed_count end) as exposed_count
from (
    select graded.enterprise_id, graded.level, point.exposed_count
    from scores.risk_point_level as graded
    inner join staging.risk_point as point
        on graded.risk_point_id = point.risk_point_id
) as graded_point
group by enterprise_id
