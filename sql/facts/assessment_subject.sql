-- Who is assessed: each region below another one, and each department, with the group in which it is ranked.
-- Key: subject_type, subject_id.  Departments are ranked among departments of regions of one group.
select
    'region' as subject_type,
    region.region_code as subject_id,
    region.region_name as subject_name,
    coalesce(region.peer_group, region.parent_region_code) as peer_group
from staging.region as region
where region.peer_group is not null or region.parent_region_code is not null
union all
select
    'department' as subject_type,
    department.department_code as subject_id,
    department.department_name as subject_name,
    concat(coalesce(region.peer_group, '本级'), '部门') as peer_group
from staging.department as department
left join staging.region as region
    on department.region_code = region.region_code
