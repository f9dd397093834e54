-- view
-- Who is judged: every enterprise that is there on the day.
-- Key: as_of, subject_id; subject_no is unique too.  The purpose's own form of sql/scorer/purpose_subject.sql, which would gather it from the indicators.
select as_of, enterprise_id as subject_id, subject_no
from scores.enterprise_state
