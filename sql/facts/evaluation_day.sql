-- The evaluation days, numbered: enterprise_no * day_count + day_no is one short number for an enterprise on a day (subject_no).
-- Key: as_of.  day_no counts from 0, so that subject_no % day_count is the day_no.
select
    as_of,
    is_current,
    cast(row_number() over (order by as_of) - 1 as integer) as day_no,
    (select cast(count(*) as integer) from staging.evaluation) as day_count
from staging.evaluation
