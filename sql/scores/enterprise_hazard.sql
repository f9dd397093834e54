-- What stands of an enterprise's hazards on a day: open, overdue, closed on time as audited.
-- Key: as_of, enterprise_id.  Only enterprises with such a hazard are here.
select
    as_of,
    enterprise_id,
    count(*) filter (where is_open and level = 'major') as open_major_count,
    count(*) filter (where is_open and level = 'general') as open_general_count,
    count(*) filter (where is_overdue and level = 'major') as overdue_major_count,
    count(*) filter (where is_overdue and level = 'general') as overdue_general_count,
    max(case when is_overdue and level = 'major' then overdue_days end) as longest_major_overdue_days,
    count(*) filter (where is_due) as due_count,
    count(*) filter (where is_due and is_on_time) as on_time_count
from scores.hazard_on_day
group by as_of, enterprise_id
