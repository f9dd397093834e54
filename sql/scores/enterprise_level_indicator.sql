-- view
-- What the packs of the overall level ask of an enterprise, long: scores.enterprise_level_fact with the enterprises' own ids.
-- Key: as_of, subject_id, indicator_id.  No value is 'no_data'; what a person enters has a line only where it was entered.
select
    subject.as_of,
    subject.subject_id,
    fact.indicator_id,
    fact.indicator_value,
    fact.value_code,
    fact.evidence_count,
    fact.indicator_status
from scores.enterprise_level_fact as fact
inner join scores.enterprise_level_subject as subject
    on fact.subject_no = subject.subject_no
