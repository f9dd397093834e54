-- The level of each region on the day of the run, with its enterprises by level, open major hazards and accidents of twelve months.
-- Key: region_code.
select
    total.as_of,
    total.subject_id as region_code,
    region.region_name,
    region.parent_region_code,
    total.method,
    total.edition,
    total.score,
    total.level,
    total.determined_by,
    total.direct_reason_zh as direct_reason,
    total.direct_reason_en,
    cast(state.red_count as integer) as red_enterprise_count,
    cast(state.orange_count as integer) as orange_enterprise_count,
    cast(state.yellow_count as integer) as yellow_enterprise_count,
    cast(state.blue_count as integer) as blue_enterprise_count,
    cast(state.insufficient_count as integer) as insufficient_data_enterprise_count,
    cast(state.open_major_count as integer) as open_major_hazard_count,
    cast(state.accident_count as integer) as accident_count
from scores.region_level_total as total
inner join staging.evaluation as evaluation
    on total.as_of = evaluation.as_of
    and evaluation.is_current
inner join staging.region as region
    on total.subject_id = region.region_code
inner join scores.region_level_state as state
    on total.as_of = state.as_of
    and total.subject_id = state.region_code
