-- Enterprises of a region by level, their open major hazards and the region's accidents, on each day of the run.
-- Key: as_of, region_code.  Only regions with an enterprise are here; a level of a street comes through the grid.
with enterprise as (
    select
        total.as_of,
        placed.region_code,
        count(*) as enterprise_count,
        count(*) filter (where total.level = 'red') as red_count,
        count(*) filter (where total.level = 'orange') as orange_count,
        count(*) filter (where total.level = 'yellow') as yellow_count,
        count(*) filter (where total.level = 'blue') as blue_count,
        coalesce(sum(state.open_major_hazard_count), 0) as open_major_count
    from facts.region_enterprise as placed
    inner join scores.enterprise_level_total as total
        on placed.enterprise_id = total.subject_id
    left join scores.enterprise_state as state
        on total.as_of = state.as_of
        and total.subject_id = state.enterprise_id
    group by total.as_of, placed.region_code
),

accident as (
    select
        evaluation.as_of,
        placed.region_code,
        count(*) as accident_count,
        count(*) filter (where graded.proven_grade in ('larger', 'major', 'especially_major')) as larger_count,
        count(*) filter (where graded.proven_grade in ('major', 'especially_major')) as major_count
    from staging.accident as accident
    inner join staging.evaluation as evaluation
        on accident.occurred_on <= evaluation.as_of
    inner join facts.calendar_window as calendar
        on evaluation.as_of = calendar.as_of
        and calendar.window_years = 1
        and date_diff('day', accident.occurred_on, evaluation.as_of) < calendar.window_days
    inner join facts.accident_region as placed
        on accident.accident_id = placed.accident_id
    left join scores.accident_grade as graded
        on accident.accident_id = graded.accident_id
    where coalesce(accident.is_work_safety, true)
    group by evaluation.as_of, placed.region_code
)

select
    enterprise.as_of,
    enterprise.region_code,
    enterprise.enterprise_count,
    enterprise.red_count,
    enterprise.orange_count,
    enterprise.yellow_count,
    enterprise.blue_count,
    enterprise.enterprise_count - enterprise.red_count - enterprise.orange_count - enterprise.yellow_count - enterprise.blue_count as insufficient_count,
    enterprise.open_major_count,
    coalesce(accident.accident_count, 0) as accident_count,
    coalesce(accident.larger_count, 0) as larger_count,
    coalesce(accident.major_count, 0) as major_count
from enterprise
left join accident
    on enterprise.as_of = accident.as_of
    and enterprise.region_code = accident.region_code
