-- What stands of an enterprise's hazards on a day: open, overdue, closed on time as audited.
-- Key: subject_no.  Only enterprises with such a hazard are here.
select
    number.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
    count(*) filter (where is_open and level = 'major') as open_major_count,
    count(*) filter (where is_open and level = 'general') as open_general_count,
    count(*) filter (where is_overdue and level = 'major') as overdue_major_count,
    count(*) filter (where is_overdue and level = 'general') as overdue_general_count,
    max(case when is_overdue and level = 'major' then overdue_days end) as longest_major_overdue_days,
    count(*) filter (where is_due) as due_count,
    count(*) filter (where is_due and is_on_time) as on_time_count
from scores.hazard_on_day as hazard
inner join facts.evaluation_day as evaluation
    on hazard.as_of = evaluation.as_of
inner join facts.enterprise_number as number
    on hazard.enterprise_id = number.enterprise_id
group by number.enterprise_no * evaluation.day_count + evaluation.day_no
