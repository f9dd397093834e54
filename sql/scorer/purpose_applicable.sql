-- Which edition judges a subject on a day.
-- Key: as_of, subject_id, method, edition.  More than one line a subject and day is an error that a check names.
with subject as (
    select distinct as_of, subject_id
    from scores.purpose_indicator
)

select
    subject.as_of,
    subject.subject_id,
    scope.method,
    scope.edition
from subject
inner join scores.purpose_edition as scope
    on subject.as_of = scope.as_of
left join scores.purpose_fact_condition as condition
    on subject.as_of = condition.as_of
    and subject.subject_id = condition.subject_id
    and scope.method = condition.method
    and scope.edition = condition.edition
    and scope.applies_condition_id = condition.condition_id
where scope.applies_condition_id is null or condition.condition_id is not null
