-- The graded risk points of an enterprise by level, and the most people exposed at a red or orange one.
-- Key: enterprise_id.
select
    enterprise_id,
    count(*) as point_count,
    count(level) as graded_count,
    count(*) filter (where level = 'red') as red_count,
    count(*) filter (where level = 'orange') as orange_count,
    count(*) filter (where level = 'yellow') as yellow_count,
    count(*) filter (where level = 'blue') as blue_count,
    max(case when level in ('red', 'orange') then exposed_count end) as exposed_count
from scores.risk_point_level
group by enterprise_id
