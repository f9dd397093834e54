-- Accidents of the last three years: rare, and far likelier where hazard and bad conduct meet. A few happen on the road, without an enterprise. Key: sort_no.
with drawn as (
    select
        enterprise_no * 10 + step.number as sort_no,
        enterprise_id,
        region_code,
        regulated_sector,
        as_of() - cast(1 + below('accident day', enterprise_no, step.number, 1095) as integer) as accident_day,
        below('accident grade', enterprise_no, step.number, 1000) as grade_draw,
        not chance('accident on the road', enterprise_no, step.number, 60) as has_enterprise
    from demo.enterprise
    cross join range(1, 4) as step (number)
    where below('accident', enterprise_no, step.number, 100000)
        < 60 + latent_hazard * latent_conduct // 600 + size_class * 60
        + case when latent_conduct > 650 then latent_hazard else 0 end
),

harmed as (
    select
        *,
        case
            when grade_draw < 2 then 10 when grade_draw < 18 then 3 + grade_draw % 4 when grade_draw < 60 then 2
            when grade_draw < 260 then 1 else 0
        end as deaths
    from drawn
)

select
    sort_no,
    'SG' || cast(sort_no as varchar) as accident_id,
    case when has_enterprise then enterprise_id end as enterprise_id,
    region_code,
    at_work(accident_day, 'accident minute', sort_no, 0) as occurred_at,
    deaths,
    case when deaths > 2 then grade_draw % 6 when grade_draw % 5 = 0 then 1 + grade_draw % 2 else 0 end as serious_injuries,
    grade_draw % 4 as minor_injuries,
    cast((1 + deaths * 140 + grade_draw % 90) * 10000 as decimal(18, 2)) as direct_loss_cny,
    case
        when accident_day >= date '2026-07-01'
            then case regulated_sector
                when 'transport' then 'WSA10003' when 'construction' then 'WSA10010' when 'chemical' then 'WSA10009' else 'WSA10004'
            end
        else case regulated_sector
            when 'transport' then '02' when 'construction' then '09' when 'chemical' then '08' else '03'
        end
    end as accident_type_code,
    grade_draw % 97 = 11 as is_concealed,
    grade_draw % 23 <> 7 as is_work_safety
from harmed
