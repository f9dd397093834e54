-- The overall level of every enterprise on the day, with its two sub-scores, what decided it, and since when.
-- Key: enterprise_id.  Whom no edition judges, or of whom too little is known, is 'insufficient_data' without a score; level_since is the first evaluation day of the present run of equal levels.
with day_before as (
    select max(earlier.as_of) as as_of
    from staging.evaluation as earlier
    inner join staging.evaluation as evaluation
        on evaluation.is_current
        and earlier.as_of < evaluation.as_of
),

today as (
    select as_of
    from staging.evaluation
    where is_current
),

part as (
    select
        score.subject_id,
        max(case when score.part_id = 'inherent' then score.points end) as inherent_points,
        max(case when score.part_id = 'conduct' then score.points end) as conduct_points
    from scores.enterprise_level_part as score
    inner join today
        on score.as_of = today.as_of
    where score.part_id in ('inherent', 'conduct')
    group by score.subject_id
),

excluded as (
    select determination.subject_id
    from scores.enterprise_level_determination as determination
    inner join today
        on determination.as_of = today.as_of
    where determination.kind = 'exclude'
    group by determination.subject_id
),

judged as (
    select
        total.subject_id,
        total.method,
        total.edition,
        total.score,
        total.level,
        total.determined_by,
        total.direct_reason_zh,
        total.direct_reason_en
    from scores.enterprise_level_total as total
    inner join today
        on total.as_of = today.as_of
),

last_other as (
    -- The last day on which the level was another than it is.
    select earlier.subject_id, max(earlier.as_of) as as_of
    from scores.enterprise_level_total as earlier
    inner join judged
        on earlier.subject_id = judged.subject_id
        and earlier.level <> judged.level
    group by earlier.subject_id
),

first_day as (
    select subject_id, min(as_of) as as_of
    from scores.enterprise_level_total
    group by subject_id
),

day_after as (
    select
        as_of,
        max(as_of) over (order by as_of rows between 1 following and 1 following) as next_as_of
    from staging.evaluation
)

select
    enterprise.as_of,
    enterprise.enterprise_id,
    enterprise.enterprise_name,
    enterprise.region_code,
    enterprise.grid_id,
    enterprise.department_code,
    enterprise.regulated_sector,
    judged.method,
    judged.edition,
    judged.score,
    coalesce(judged.level, 'insufficient_data') as level,
    case when judged.level <> 'insufficient_data' then part.inherent_points end as inherent_points,
    case when judged.level <> 'insufficient_data' then part.conduct_points end as conduct_points,
    coalesce(judged.determined_by, 'insufficient_data') as determined_by,
    case when judged.level is null then '没有适用的版本' else judged.direct_reason_zh end as direct_reason,
    previous.level as previous_level,
    coalesce(day_after.next_as_of, first_day.as_of, enterprise.as_of) as level_since,
    case when judged.level is null then 'No edition applies' else judged.direct_reason_en end as direct_reason_en
from facts.enterprise as enterprise
inner join today
    on enterprise.as_of = today.as_of
left join judged
    on enterprise.enterprise_id = judged.subject_id
left join excluded
    on enterprise.enterprise_id = excluded.subject_id
left join part
    on enterprise.enterprise_id = part.subject_id
left join day_before
    on day_before.as_of is not null
left join scores.enterprise_level_total as previous
    on enterprise.enterprise_id = previous.subject_id
    and day_before.as_of = previous.as_of
left join last_other
    on enterprise.enterprise_id = last_other.subject_id
left join day_after
    on last_other.as_of = day_after.as_of
left join first_day
    on enterprise.enterprise_id = first_day.subject_id
where excluded.subject_id is null
