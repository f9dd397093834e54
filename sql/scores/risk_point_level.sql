-- view
-- The level of each risk point by the city's variant of its method, or as directly determined.
-- Key: risk_point_id.  A value left out is 'no_data', one that the method's table does not have 'no_rule': no level, and a check that names it.
select
    point.risk_point_id,
    point.enterprise_id,
    point.method as family,
    case when point.method = 'direct' then 'direct' else graded.method end as method,
    graded.variant,
    graded.edition,
    graded.score,
    case when point.method = 'direct' then point.claimed_level else graded.level end as level,
    graded.rule_row,
    graded.clause,
    point.claimed_level,
    case
        when point.method = 'direct' and point.claimed_level is not null then 'scored'
        else graded.status
    end as status,
    point.exposed_count,
    point.reviewed_on,
    point.source,
    point.file,
    point.row_number
from staging.risk_point as point
left join scores.risk_point_combination as graded
    on point.method = graded.family
    and coalesce(point.l, -1) = graded.l
    and coalesce(point.e, -1) = graded.e
    and coalesce(point.c, -1) = graded.c
    and coalesce(point.s, -1) = graded.s
    and coalesce(point.m, -1) = graded.m
