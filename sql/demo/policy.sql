-- Three policy years of the sectors that must insure, 85 of a hundred; the price so far follows little but head count. Key: sort_no.
with drawn as (
    select
        enterprise_no * 10 + step.number as sort_no,
        enterprise_no,
        enterprise_id,
        latent_hazard,
        latent_conduct,
        employee_count,
        regulated_sector,
        as_of() - cast(below('policy day', enterprise_no, 0, 365) + 365 * (3 - step.number) as integer) as starts_on,
        below('insurer', enterprise_no, 0, 100) as insurer_draw,
        one_of('limit', enterprise_no, 0, [300000, 400000, 500000, 800000]) as limit_cny,
        below('discount', enterprise_no, step.number, 31) as discount
    from demo.enterprise
    cross join range(1, 4) as step (number)
    where is_insured and operating_status <> 'closed'
        and chance('insured', enterprise_no, 0, 850) and not chance('lapsed', enterprise_no, step.number, 60)
),

priced as (
    select
        *,
        greatest(1, employee_count * (85 + discount % 16) // 100) as insured_count,
        case regulated_sector
            when 'coal_mine' then 24 when 'fireworks' then 20 when 'civil_explosive' then 18 when 'mine' then 16 when 'chemical' then 12
            when 'metal_smelting' then 12 when 'construction' then 11 when 'transport' then 8 else 6
        end as rate_per_ten_thousand
    from drawn
)

select
    sort_no,
    'BD' || cast(sort_no as varchar) as policy_id,
    case
        when insurer_draw < 42 then '北疆互助财产保险' when insurer_draw < 70 then '砾原财产保险'
        when insurer_draw < 90 then '岚桥责任保险' else '胡杨林财产保险'
    end as insurer_id,
    enterprise_id,
    starts_on,
    starts_on + 364 as ends_on,
    insured_count,
    cast(limit_cny as decimal(18, 2)) as limit_cny,
    cast(cast(insured_count as bigint) * limit_cny * rate_per_ten_thousand // 10000 as decimal(18, 2)) as base_premium_cny,
    cast(cast(insured_count as bigint) * limit_cny * rate_per_ten_thousand // 10000 * (80 + discount) // 100 as decimal(18, 2)) as written_premium_cny,
    latent_hazard,
    latent_conduct
from priced
