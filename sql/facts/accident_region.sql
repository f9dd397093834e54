-- Every region on whose ground an accident happened, from the street to the province.
-- Key: accident_id, region_code.  Reports name the county; the street is that of the enterprise's grid cell, where it lies in that county.
select accident.accident_id, within.within_code as region_code
from staging.accident as accident
inner join facts.region_within as within
    on accident.region_code = within.region_code
union
select accident.accident_id, within.within_code as region_code
from staging.accident as accident
inner join staging.enterprise as enterprise
    on accident.enterprise_id = enterprise.enterprise_id
inner join staging.grid_cell as cell
    on enterprise.grid_id = cell.grid_id
inner join facts.region_within as county
    on cell.region_code = county.region_code
    and accident.region_code = county.within_code
inner join facts.region_within as within
    on cell.region_code = within.region_code
