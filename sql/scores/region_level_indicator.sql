-- What the packs of the region level ask of a region, long.
-- Key: as_of, subject_id, indicator_id.  Shares are of the enterprises that have a level; none has one, or no source: 'no_data'.
with supply as (
    select
        max(case when entity = 'hazard' and is_supplied then 1 end) as has_hazards,
        max(case when entity = 'accident' and is_supplied then 1 end) as has_accidents
    from staging.entity_supply
),

state as (
    select
        region.as_of,
        region.region_code,
        region.enterprise_count,
        region.red_count,
        region.orange_count,
        region.enterprise_count - region.insufficient_count as graded_count,
        region.open_major_count * supply.has_hazards as open_major_count,
        region.accident_count * supply.has_accidents as accident_count,
        region.larger_count * supply.has_accidents as larger_count,
        region.major_count * supply.has_accidents as major_count
    from scores.region_level_state as region
    cross join supply
),

told as (
    select as_of, region_code, 'graded_enterprise_fraction' as indicator_id, cast(cast(graded_count as decimal(18, 0)) / enterprise_count as decimal(18, 6)) as indicator_value, enterprise_count as evidence_count from state
    union all
    select as_of, region_code, 'red_enterprise_fraction' as indicator_id, cast(cast(red_count as decimal(18, 0)) / nullif(graded_count, 0) as decimal(18, 6)) as indicator_value, graded_count as evidence_count from state
    union all
    select as_of, region_code, 'orange_enterprise_fraction' as indicator_id, cast(cast(orange_count as decimal(18, 0)) / nullif(graded_count, 0) as decimal(18, 6)) as indicator_value, graded_count as evidence_count from state
    union all
    select as_of, region_code, 'open_major_hazard_per_100_enterprises' as indicator_id, cast(cast(open_major_count as decimal(18, 0)) * 100 / enterprise_count as decimal(18, 6)) as indicator_value, open_major_count as evidence_count from state
    union all
    select as_of, region_code, 'accident_12m_count' as indicator_id, cast(accident_count as decimal(18, 6)) as indicator_value, accident_count as evidence_count from state
    union all
    select as_of, region_code, 'larger_accident_12m_count' as indicator_id, cast(larger_count as decimal(18, 6)) as indicator_value, larger_count as evidence_count from state
    union all
    select as_of, region_code, 'major_accident_12m_count' as indicator_id, cast(major_count as decimal(18, 6)) as indicator_value, major_count as evidence_count from state
)

select
    as_of,
    region_code as subject_id,
    indicator_id,
    indicator_value,
    cast(null as varchar) as value_code,
    coalesce(evidence_count, 0) as evidence_count,
    case when indicator_value is null then 'no_data' else 'scored' end as indicator_status
from told
