-- The departments that answer for a sector, in the city and in each district. Key: department_code.
with place as (
    select region_code, region_name from demo.county
    union all
    select region_code, region_name from demo.region where length(region_code) = 6 and right(region_code, 2) = '00'
),

kind as (
    select *
    from (values
        (1, 'YJ', '应急管理局'), (2, 'ZJ', '住房和城乡建设局'), (3, 'JT', '交通运输局'),
        (4, 'GA', '公安局'), (5, 'NY', '农业农村局'), (6, 'GX', '工业和信息化局')
    ) as office (kind_no, suffix, title)
)

select
    cast(place.region_code as bigint) * 10 + kind.kind_no as sort_no,
    place.region_code || kind.suffix as department_code,
    place.region_name || kind.title as department_name,
    place.region_code
from place
cross join kind
