-- Accidents of a subject in its period and in the same days a year earlier.
-- Key: case_id.  A region answers for those on its ground, a department for those of its enterprises.
with placed as (
    select 'region' as subject_type, region_code as subject_id, accident_id
    from facts.accident_region
    union all
    select 'department' as subject_type, enterprise.department_code as subject_id, accident.accident_id
    from staging.accident as accident
    inner join staging.enterprise as enterprise
        on accident.enterprise_id = enterprise.enterprise_id
    where enterprise.department_code is not null
),

told as (
    select
        placed.subject_type,
        placed.subject_id,
        accident.occurred_on,
        accident.deaths,
        coalesce(accident.is_concealed, false) as is_concealed,
        graded.proven_grade as grade
    from placed
    inner join staging.accident as accident
        on placed.accident_id = accident.accident_id
    left join scores.accident_grade as graded
        on placed.accident_id = graded.accident_id
    where coalesce(accident.is_work_safety, true)
)

select
    assessed.as_of,
    assessed.case_id,
    count(told.occurred_on) filter (where told.occurred_on >= assessed.period_start and told.occurred_on <= assessed.period_end) as accident_count,
    coalesce(sum(told.deaths) filter (where told.occurred_on >= assessed.period_start and told.occurred_on <= assessed.period_end), 0) as death_count,
    count(told.occurred_on) filter (
        where told.occurred_on >= assessed.period_start and told.occurred_on <= assessed.period_end and told.deaths > 0
    ) as fatal_accident_count,
    count(told.occurred_on) filter (where told.occurred_on >= assessed.before_start and told.occurred_on <= assessed.before_end) as accident_count_before,
    coalesce(sum(told.deaths) filter (where told.occurred_on >= assessed.before_start and told.occurred_on <= assessed.before_end), 0) as death_count_before,
    count(told.occurred_on) filter (
        where told.occurred_on >= assessed.period_start and told.occurred_on <= assessed.period_end
            and told.grade in ('major', 'especially_major')
    ) as major_accident_count,
    count(told.occurred_on) filter (
        where told.occurred_on >= assessed.period_start and told.occurred_on <= assessed.period_end and told.is_concealed
    ) as concealed_accident_count
from scores.assessment_case as assessed
left join told
    on assessed.subject_type = told.subject_type
    and assessed.subject_id = told.subject_id
    and told.occurred_on >= assessed.before_start
    and told.occurred_on <= assessed.period_end
group by assessed.as_of, assessed.case_id
