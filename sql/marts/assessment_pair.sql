-- How sure it is that one subject stands above another of its peer group: the share of the draws in which it does, an equal place counting half.
-- Key: subject_type, subject_id, other_id.  Each pair stands once, the lesser id first; `tied` where neither is above with the certainty that the pack asks for.
select
    evaluation.as_of,
    pair.subject_type,
    pair.subject_id,
    pair.other_id,
    pair.peer_group,
    subject.subject_name,
    other.subject_name as other_name,
    pair.above_fraction,
    pair.relation
from scores.assessment_pair as pair
inner join staging.evaluation as evaluation
    on evaluation.is_current
inner join facts.assessment_subject as subject
    on pair.subject_type = subject.subject_type
    and pair.subject_id = subject.subject_id
inner join facts.assessment_subject as other
    on pair.subject_type = other.subject_type
    and pair.other_id = other.subject_id
