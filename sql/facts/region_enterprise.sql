-- The enterprises of each region: those registered in it or in a region within it, and those whose grid cell lies there.
-- Key: region_code, enterprise_id.  A street is found through the grid, since enterprises are often registered by county alone.
with placed as (
    select enterprise_id, region_code
    from staging.enterprise
    union
    select enterprise.enterprise_id, cell.region_code
    from staging.enterprise as enterprise
    inner join staging.grid_cell as cell
        on enterprise.grid_id = cell.grid_id
)

select distinct
    within.within_code as region_code,
    placed.enterprise_id
from placed
inner join facts.region_within as within
    on placed.region_code = within.region_code
