-- The level of each risk point by the city's variant of its method, or as directly determined.
-- Key: risk_point_id.  A value that the method's table does not have is 'no_rule': no level, and a check that names it.
with edition as (
    -- The variant in use on the day of the run grades every day of the history: a colour does not change with a display.
    select
        edition.method,
        edition.edition,
        edition.family,
        edition.variant
    from rules.edition as edition
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and edition.effective_from <= evaluation.as_of
        and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
    where edition.purpose = 'risk_point_level' and edition.is_selected
),

factor as (
    select method, edition, indicator_id, points
    from rules.lookup
),

level as (
    -- Open ends as numbers beyond any value: comparisons alone let the engine join by key.
    select
        method,
        edition,
        level,
        rule_row,
        clause,
        coalesce(value_from, cast(-999999999999 as decimal(18, 6))) as value_from,
        coalesce(value_to, cast(999999999999 as decimal(18, 6))) as value_to
    from rules.level
),

multiplied as (
    select
        point.risk_point_id,
        point.enterprise_id,
        point.method as family,
        point.claimed_level,
        edition.method,
        edition.edition,
        edition.variant,
        case point.method
            when 'LEC' then point.l is null or point.e is null or point.c is null
            when 'LS' then point.l is null or point.s is null
            when 'MES' then point.m is null or point.e is null or point.s is null
            else false
        end as is_incomplete,
        cast(
            case point.method
                when 'LEC' then l_row.points * cast(e_row.points as decimal(9, 3)) * cast(c_row.points as decimal(9, 3))
                when 'LS' then l_row.points * cast(s_row.points as decimal(9, 3))
                when 'MES' then m_row.points * cast(e_row.points as decimal(9, 3)) * cast(s_row.points as decimal(9, 3))
            end
            as decimal(18, 6)
        ) as score
    from staging.risk_point as point
    left join edition
        on point.method = edition.family
    left join factor as l_row
        on edition.method = l_row.method and edition.edition = l_row.edition
        and l_row.indicator_id = 'l' and point.l = l_row.points
    left join factor as e_row
        on edition.method = e_row.method and edition.edition = e_row.edition
        and e_row.indicator_id = 'e' and point.e = e_row.points
    left join factor as c_row
        on edition.method = c_row.method and edition.edition = c_row.edition
        and c_row.indicator_id = 'c' and point.c = c_row.points
    left join factor as s_row
        on edition.method = s_row.method and edition.edition = s_row.edition
        and s_row.indicator_id = 's' and point.s = s_row.points
    left join factor as m_row
        on edition.method = m_row.method and edition.edition = m_row.edition
        and m_row.indicator_id = 'm' and point.m = m_row.points
)

select
    multiplied.risk_point_id,
    multiplied.enterprise_id,
    multiplied.family,
    coalesce(multiplied.method, 'direct') as method,
    multiplied.variant,
    multiplied.edition,
    multiplied.score,
    case when multiplied.family = 'direct' then multiplied.claimed_level else level.level end as level,
    level.rule_row,
    level.clause,
    multiplied.claimed_level,
    case
        when multiplied.family = 'direct' and multiplied.claimed_level is not null then 'scored'
        when level.level is not null then 'scored'
        when multiplied.family = 'direct' then 'no_data'
        when multiplied.is_incomplete then 'no_data'
        else 'no_rule'
    end as status
from multiplied
left join level
    on multiplied.method = level.method
    and multiplied.edition = level.edition
    and multiplied.score >= level.value_from
    and multiplied.score < level.value_to
