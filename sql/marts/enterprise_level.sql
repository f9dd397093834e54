-- The overall level of every enterprise on the day, with its two sub-scores, what decided it, and since when.
-- Key: enterprise_id.  'insufficient_data' has no score; level_since is the first evaluation day of the present run of equal levels.
with part as (
    select
        part.as_of,
        part.subject_id,
        max(case when part.part_id = 'inherent' then part.points end) as inherent_points,
        max(case when part.part_id = 'conduct' then part.points end) as conduct_points
    from scores.enterprise_level_part as part
    inner join staging.evaluation as evaluation
        on part.as_of = evaluation.as_of
        and evaluation.is_current
    group by part.as_of, part.subject_id
),

stepped as (
    select
        as_of,
        subject_id,
        level,
        lag(level) over (partition by subject_id order by as_of) as level_before
    from scores.enterprise_level_total
),

since as (
    select
        subject_id,
        max(case when level_before is null or level_before <> level then as_of end) as level_since
    from stepped
    group by subject_id
)

select
    total.as_of,
    total.subject_id as enterprise_id,
    enterprise.enterprise_name,
    enterprise.region_code,
    enterprise.grid_id,
    enterprise.department_code,
    enterprise.regulated_sector,
    total.method,
    total.edition,
    total.score,
    total.level,
    case when total.level <> 'insufficient_data' then part.inherent_points end as inherent_points,
    case when total.level <> 'insufficient_data' then part.conduct_points end as conduct_points,
    total.determined_by,
    total.direct_reason_zh as direct_reason,
    stepped.level_before as previous_level,
    since.level_since,
    total.direct_reason_en
from scores.enterprise_level_total as total
inner join staging.evaluation as evaluation
    on total.as_of = evaluation.as_of
    and evaluation.is_current
inner join staging.enterprise as enterprise
    on total.subject_id = enterprise.enterprise_id
left join part
    on total.as_of = part.as_of
    and total.subject_id = part.subject_id
left join stepped
    on total.as_of = stepped.as_of
    and total.subject_id = stepped.subject_id
left join since
    on total.subject_id = since.subject_id
