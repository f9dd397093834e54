-- Who was served by whom in the last two years. Key: sort_no.
select
    drawn.sort_no,
    'FJ' || cast(drawn.sort_no as varchar) as service_id,
    provider.provider_id,
    drawn.enterprise_id,
    drawn.served_on,
    provider.kind
from (
    select
        enterprise_no * 10 + step.number as sort_no,
        enterprise_id,
        as_of() - cast(below('served', enterprise_no, step.number, 720) as integer) as served_on,
        1 + below('provider', enterprise_no, step.number, 14) as provider_no
    from demo.enterprise
    cross join range(1, 4) as step (number)
    where chance('service', enterprise_no, step.number, 200 + latent_hazard // 4)
) as drawn
inner join demo.service_provider as provider on drawn.provider_no = provider.sort_no
