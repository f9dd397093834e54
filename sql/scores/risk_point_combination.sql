-- The score and level of every combination of factors that occurs, by the city's variant of the method.
-- Key: family, l, e, c, s, m (nulls stand as -1).  A combination is graded once, however many risk points share it.
with edition as (
    -- The variant in use on the day of the run grades every day of the history: a colour does not change with a display.
    select edition.method, edition.edition, edition.family, edition.variant
    from rules.edition as edition
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and edition.effective_from <= evaluation.as_of
        and (edition.effective_to is null or evaluation.as_of < edition.effective_to)
    where edition.purpose = 'risk_point_level' and edition.is_selected
),

factor as (
    select edition.family, lookup.indicator_id, lookup.points
    from rules.lookup as lookup
    inner join edition
        on lookup.method = edition.method
        and lookup.edition = edition.edition
),

combination as (
    select distinct
        method as family,
        coalesce(l, -1) as l,
        coalesce(e, -1) as e,
        coalesce(c, -1) as c,
        coalesce(s, -1) as s,
        coalesce(m, -1) as m
    from staging.risk_point
),

multiplied as (
    select
        combination.family,
        combination.l,
        combination.e,
        combination.c,
        combination.s,
        combination.m,
        edition.method,
        edition.edition,
        edition.variant,
        case combination.family
            when 'LEC' then combination.l = -1 or combination.e = -1 or combination.c = -1
            when 'LS' then combination.l = -1 or combination.s = -1
            when 'MES' then combination.m = -1 or combination.e = -1 or combination.s = -1
            else true
        end as is_incomplete,
        cast(
            case combination.family
                when 'LEC' then l_row.points * cast(e_row.points as decimal(9, 3)) * cast(c_row.points as decimal(9, 3))
                when 'LS' then l_row.points * cast(s_row.points as decimal(9, 3))
                when 'MES' then m_row.points * cast(e_row.points as decimal(9, 3)) * cast(s_row.points as decimal(9, 3))
            end
            as decimal(18, 6)
        ) as score
    from combination
    left join edition on combination.family = edition.family
    left join factor as l_row
        on combination.family = l_row.family and l_row.indicator_id = 'l' and combination.l = l_row.points
    left join factor as e_row
        on combination.family = e_row.family and e_row.indicator_id = 'e' and combination.e = e_row.points
    left join factor as c_row
        on combination.family = c_row.family and c_row.indicator_id = 'c' and combination.c = c_row.points
    left join factor as s_row
        on combination.family = s_row.family and s_row.indicator_id = 's' and combination.s = s_row.points
    left join factor as m_row
        on combination.family = m_row.family and m_row.indicator_id = 'm' and combination.m = m_row.points
)

select
    multiplied.family,
    multiplied.l,
    multiplied.e,
    multiplied.c,
    multiplied.s,
    multiplied.m,
    multiplied.method,
    multiplied.edition,
    multiplied.variant,
    multiplied.score,
    level.level,
    level.rule_row,
    level.clause,
    case
        when level.level is not null then 'scored'
        when multiplied.is_incomplete then 'no_data'
        else 'no_rule'
    end as status
from multiplied
left join rules.level as level
    on multiplied.method = level.method
    and multiplied.edition = level.edition
    and (level.value_from is null or level.value_from <= multiplied.score)
    and (level.value_to is null or multiplied.score < level.value_to)
    and multiplied.score is not null
