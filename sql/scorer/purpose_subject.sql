-- Who is scored: every subject of which something is known or asked on a day.
-- Key: as_of, subject_id; subject_no is short for both.  A purpose with a register of its subjects has its own form of this file in sql/scores.
with known as (
    select distinct as_of, subject_id
    from scores.purpose_indicator
)

select as_of, subject_id, cast(row_number() over (order by as_of, subject_id) as integer) as subject_no
from known
