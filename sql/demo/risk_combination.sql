-- The value combinations that the tables of LEC, LS and MES allow, with their level by the default variants
-- LEC-A, LS-ii and MES-5 (contracts.md, section 1), repeated over 360 slots so that drawing one is an equal join. Key: method, level, slot.
with lec as (
    select 'LEC' as method, l, e, c, cast(null as decimal(6, 1)) as s, cast(null as decimal(6, 1)) as m, l * e * c as score, 320.1 as red, 160.1 as orange, 70 as yellow
    from (select unnest([10, 6, 3, 1, 0.5, 0.2, 0.1]) as l)
    cross join (select unnest([10, 6, 3, 2, 1, 0.5]) as e)
    cross join (select unnest([100, 40, 15, 7, 3, 1]) as c)
),

ls as (
    select 'LS' as method, l, null as e, null as c, s, null as m, l * s as score, 20 as red, 15 as orange, 9 as yellow
    from (select unnest([5, 4, 3, 2, 1]) as l)
    cross join (select unnest([5, 4, 3, 2, 1]) as s)
),

mes as (
    select 'MES' as method, null as l, e, null as c, s, m, m * e * s as score, 90 as red, 50 as orange, 20 as yellow
    from (select unnest([5, 3, 1]) as m)
    cross join (select unnest([10, 6, 3, 2, 1, 0.5]) as e)
    cross join (select unnest([10, 8, 4, 2, 1]) as s)
),

graded as (
    select
        method, l, e, c, s, m,
        case when score >= red then 'red' when score >= orange then 'orange' when score >= yellow then 'yellow' else 'blue' end as level
    from (
        select method, l, e, c, s, m, score, red, orange, yellow from lec
        union all
        select method, l, e, c, s, m, score, red, orange, yellow from ls
        union all
        select method, l, e, c, s, m, score, red, orange, yellow from mes
    ) as combination
),

placed as (
    select
        method,
        level,
        row_number() over (partition by method, level order by l, e, c, s, m) - 1 as place,
        count(*) over (partition by method, level) as places,
        l, e, c, s, m
    from graded
)

select
    placed.method,
    placed.level,
    step.slot,
    cast(placed.l as decimal(6, 1)) as l,
    cast(placed.e as decimal(6, 1)) as e,
    cast(placed.c as decimal(6, 1)) as c,
    cast(placed.s as decimal(6, 1)) as s,
    cast(placed.m as decimal(6, 1)) as m
from placed
inner join range(360) as step (slot) on step.slot % placed.places = placed.place
