-- The risk points of an enterprise by level, and the most people exposed at one that is red, orange or without a level.
-- Key: enterprise_id.  A figure left out never helps: a point without a level may be red or orange, and one count unknown makes the most unknown.
select
    enterprise_id,
    count(*) as point_count,
    count(level) as graded_count,
    count(*) filter (where level = 'red') as red_count,
    count(*) filter (where level = 'orange') as orange_count,
    count(*) filter (where level = 'yellow') as yellow_count,
    count(*) filter (where level = 'blue') as blue_count,
    count(*) filter (where level is null) as ungraded_count,
    count(*) filter (where coalesce(level, 'red') in ('red', 'orange')) as grave_count,
    case
        when count(*) filter (where coalesce(level, 'red') in ('red', 'orange') and exposed_count is null) > 0 then null
        else coalesce(max(case when coalesce(level, 'red') in ('red', 'orange') then exposed_count end), 0)
    end as exposed_count
from scores.risk_point_level
group by enterprise_id
