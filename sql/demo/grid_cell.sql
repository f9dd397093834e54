-- Six grid cells a street; about one in twenty has nobody named, which is the gap that grid responsibility is to show. Key: grid_id.
select
    cast(street.region_code as bigint) * 100 + cell.number as sort_no,
    street.region_code || 'G' || numbered(cell.number, 2) as grid_id,
    street.region_name || '第' || cell.number || '网格' as grid_name,
    street.region_code,
    street.region_name || case when street.region_name like '%街道' then '办事处' else '人民政府' end as responsible_unit,
    case
        when not chance('grid person', cast(street.region_code as bigint), cell.number, 50)
            then person('grid name', cast(street.region_code as bigint), cell.number)
    end as responsible_person
from demo.street as street
cross join range(1, 7) as cell (number)
