-- The administrative tree: province (only a synthetic one), prefectures, districts and counties, streets and towns. Key: region_code.
with prefecture as (
    select
        parent_region_code as region_code,
        cast(sum(population) as bigint) as population,
        cast(sum(gdp_cny) as bigint) as gdp_cny
    from demo.county
    group by parent_region_code
)

select
    1000000000 as sort_no,
    '650000' as region_code,
    '模拟省(合成数据)' as region_name,
    cast(null as varchar) as parent_region_code,
    cast(null as varchar) as peer_group,
    cast(sum(population) as bigint) as population,
    cast(sum(gdp_cny) as decimal(18, 2)) as gdp_cny
from prefecture
having prefectures() > 0
union all
select
    cast(region_code as bigint) * 1000 + 1000000000 as sort_no,
    region_code,
    case when region_code = '650200' then '克拉玛依市' else '模拟市' || substr(region_code, 3, 2) end as region_name,
    case when prefectures() > 0 then '650000' end as parent_region_code,
    case when prefectures() > 0 then '地州市' end as peer_group,
    population,
    cast(gdp_cny as decimal(18, 2)) as gdp_cny
from prefecture
union all
select
    cast(region_code as bigint) * 1000 + 1000000000 as sort_no,
    region_code,
    region_name,
    parent_region_code,
    '区县' as peer_group,
    population,
    cast(gdp_cny as decimal(18, 2)) as gdp_cny
from demo.county
union all
select
    cast(region_code as bigint) + 1000000000 as sort_no,
    region_code,
    region_name,
    parent_region_code,
    '街道乡镇' as peer_group,
    population,
    cast(null as decimal(18, 2)) as gdp_cny
from demo.street
