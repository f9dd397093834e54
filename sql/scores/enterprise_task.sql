-- Check tasks of an enterprise that fell due in the 365 days before a day, and those done by their day.
-- Key: subject_no.
select
    number.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
    count(*) as due_count,
    count(*) filter (where task.done_on <= task.due_on) as done_count
from staging.check_task as task
inner join facts.enterprise_number as number
    on task.enterprise_id = number.enterprise_id
inner join facts.evaluation_day as evaluation
    on date_diff('day', task.due_on, evaluation.as_of) >= 0
    and date_diff('day', task.due_on, evaluation.as_of) < 365
group by number.enterprise_no * evaluation.day_count + evaluation.day_no
