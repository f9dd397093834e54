-- What is known of a subject, by its short number: read several times, so written once.
-- Key: subject_no, indicator_id.  A purpose may have its own, cheaper form.
select
    subject.as_of,
    subject.subject_no,
    indicator.indicator_id,
    number.indicator_no,
    indicator.indicator_value,
    indicator.value_code,
    indicator.evidence_count,
    indicator.indicator_status
from scores.purpose_indicator as indicator
inner join scores.purpose_subject as subject
    on indicator.as_of = subject.as_of
    and indicator.subject_id = subject.subject_id
inner join scores.purpose_indicator_number as number
    on indicator.indicator_id = number.indicator_id
