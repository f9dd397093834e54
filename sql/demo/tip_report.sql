-- Reports by the public and by staff; the reporter is never in the data. Key: sort_no.
select
    sort_no,
    'JB' || cast(sort_no as varchar) as tip_id,
    case when draw % 9 <> 0 then enterprise_id end as enterprise_id,
    region_code,
    received_at,
    case when received_at < cast(as_of() - 10 as timestamp) then draw % 100 < 30 + latent_conduct // 20 end as verified,
    case
        when received_at < cast(as_of() - 10 as timestamp) and draw % 100 < 30 + latent_conduct // 20 and draw % 4 <> 0
            then cast((1 + draw % 30) * 500 as decimal(18, 2))
    end as reward_cny,
    case when received_at < cast(as_of() - 15 as timestamp) then received_at + to_days(cast(3 + draw % 12 as integer)) end as closed_at
from (
    select
        enterprise_no as sort_no,
        enterprise_id,
        region_code,
        latent_conduct,
        below('tip', enterprise_no, 1, 27720) as draw,
        at_work(as_of() - 1 - cast(below('tip day', enterprise_no, 0, 720) as integer), 'tip minute', enterprise_no, 0) as received_at
    from demo.enterprise
    where chance('tip made', enterprise_no, 0, 40 + latent_conduct // 5)
) as tip
