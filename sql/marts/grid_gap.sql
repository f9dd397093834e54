-- Where nobody answers on the ground: grid cells without a person or unit, and the enterprises of a region that lie in no cell.
-- Key: region_code, grid_id.  `grid_id` is 'none' for the enterprises that name no cell, or one that does not exist.
with cell as (
    select
        cell.region_code,
        cell.grid_id,
        cell.grid_name,
        cell.responsible_unit,
        cell.responsible_person,
        count(enterprise.enterprise_id) as enterprise_count
    from staging.grid_cell as cell
    left join facts.enterprise as enterprise
        on cell.grid_id = enterprise.grid_id
        and enterprise.is_current
    group by cell.region_code, cell.grid_id, cell.grid_name, cell.responsible_unit, cell.responsible_person
),

outside as (
    select enterprise.region_code, count(*) as enterprise_count
    from facts.enterprise as enterprise
    left join staging.grid_cell as known
        on enterprise.grid_id = known.grid_id
    where enterprise.is_current and known.grid_id is null
    group by enterprise.region_code
),

gap as (
    select
        region_code,
        grid_id,
        grid_name,
        responsible_unit,
        case when responsible_person is null then 'no_person' else 'no_unit' end as gap,
        enterprise_count
    from cell
    where responsible_person is null or responsible_unit is null
    union all
    select region_code, 'none' as grid_id, null as grid_name, null as responsible_unit, 'no_cell' as gap, enterprise_count
    from outside
)

select
    evaluation.as_of,
    gap.region_code,
    gap.grid_id,
    gap.grid_name,
    region.region_name,
    gap.responsible_unit,
    gap.gap,
    cast(gap.enterprise_count as integer) as enterprise_count
from gap
inner join staging.evaluation as evaluation
    on evaluation.is_current
left join staging.region as region
    on gap.region_code = region.region_code
