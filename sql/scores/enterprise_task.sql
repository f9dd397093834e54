-- Check tasks of an enterprise that fell due in the 365 days before a day, and those done by their day.
-- Key: as_of, enterprise_id.
select
    evaluation.as_of,
    task.enterprise_id,
    count(*) as due_count,
    count(*) filter (where task.done_on <= task.due_on) as done_count
from staging.check_task as task
inner join staging.evaluation as evaluation
    on date_diff('day', task.due_on, evaluation.as_of) >= 0
    and date_diff('day', task.due_on, evaluation.as_of) < 365
group by evaluation.as_of, task.enterprise_id
