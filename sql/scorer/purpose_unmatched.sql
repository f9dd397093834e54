-- Subjects that no edition judges on the day of the run, or that two do: each is named, none is given a silent default.
-- Key: subject_id.
with subject as (
    select distinct fact.as_of, fact.subject_id
    from scores.purpose_indicator as fact
    inner join staging.evaluation as evaluation
        on fact.as_of = evaluation.as_of
    where evaluation.is_current
)

select
    subject.as_of,
    subject.subject_id,
    count(applicable.method) as edition_count,
    min(concat(applicable.method, ' ', cast(applicable.edition as varchar))) as first_edition,
    max(concat(applicable.method, ' ', cast(applicable.edition as varchar))) as last_edition
from subject
left join scores.purpose_applicable as applicable
    on subject.as_of = applicable.as_of
    and subject.subject_id = applicable.subject_id
group by subject.as_of, subject.subject_id
having count(applicable.method) <> 1
