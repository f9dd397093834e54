-- Which edition judges a subject on a day.
-- Key: as_of, subject_id, method, edition.  More than one line a subject and day is an error that a check names.
select
    subject.as_of,
    subject.subject_id,
    scope.method,
    scope.edition,
    scope.edition_no
from scores.purpose_subject as subject
inner join scores.purpose_edition as scope
    on subject.as_of = scope.as_of
    and scope.applies_condition_id is null
union all
select
    held.as_of,
    held.subject_id,
    scope.method,
    scope.edition,
    scope.edition_no
from scores.purpose_fact_condition as held
inner join scores.purpose_edition as scope
    on held.as_of = scope.as_of
    and held.edition_no = scope.edition_no
    and held.condition_id = scope.applies_condition_id
