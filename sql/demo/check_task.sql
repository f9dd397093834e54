-- What the measures called for in the last year and a half; worse conduct leaves more undone or late. Key: sort_no.
with drawn as (
    select
        measure.sort_no * 10 + step.number as sort_no,
        measure.measure_id,
        measure.enterprise_id,
        measure.latent_conduct,
        as_of() + 20 - cast(below('task due', measure.sort_no, step.number, 540) as integer) as due_on,
        below('task done', measure.sort_no, step.number, 1000) as done_draw
    from demo.control_measure as measure
    cross join range(1, 4) as step (number)
    where step.number <= tasks_per_measure() + below('tasks', measure.sort_no, 0, 2) - 1
),

done as (
    select
        *,
        case
            when done_draw < latent_conduct // 6 then null
            when done_draw < latent_conduct // 3 then due_on + 1 + done_draw % 20
            else due_on - done_draw % 4
        end as done_draft
    from drawn
)

select
    sort_no,
    'RW' || cast(sort_no as varchar) as task_id,
    measure_id,
    enterprise_id,
    due_on,
    case when done_draft <= as_of() then done_draft end as done_on,
    case
        when done_draft > as_of() or done_draft is null then null
        when done_draw % 11 = 0 then 'hazard'
        when done_draw % 37 = 1 then 'not_applicable'
        else 'normal'
    end as result
from done
