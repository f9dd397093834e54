-- Who is scored: every subject of which something is known or asked on a day.
-- Key: as_of, subject_id.  A purpose with a register of its subjects has its own form of this file in sql/scores.
select distinct as_of, subject_id
from scores.purpose_indicator
