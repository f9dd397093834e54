-- Each region with every region that holds it, itself among them: five steps from village to province.
-- Key: region_code, within_code.
with step as (
    select region_code, parent_region_code
    from staging.region
    where parent_region_code is not null and parent_region_code <> region_code
),

second as (
    select step.region_code, above.parent_region_code
    from step
    inner join step as above on step.parent_region_code = above.region_code
),

third as (
    select second.region_code, above.parent_region_code
    from second
    inner join step as above on second.parent_region_code = above.region_code
),

fourth as (
    select third.region_code, above.parent_region_code
    from third
    inner join step as above on third.parent_region_code = above.region_code
)

select region_code, region_code as within_code from staging.region
union
select region_code, parent_region_code as within_code from step
union
select region_code, parent_region_code as within_code from second
union
select region_code, parent_region_code as within_code from third
union
select region_code, parent_region_code as within_code from fourth
