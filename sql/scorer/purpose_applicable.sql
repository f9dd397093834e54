-- Which edition judges a subject on a day.
-- Key: subject_no, edition_no.  More than one line a subject and day is an error that a check names.
select
    subject.as_of,
    subject.subject_no,
    scope.method,
    scope.edition,
    scope.edition_no,
    scope.edition_no * number.indicator_count as item_base
from scores.purpose_subject as subject
inner join scores.purpose_edition as scope
    on subject.as_of = scope.as_of
    and scope.applies_condition_id is null
cross join (select max(indicator_count) as indicator_count from scores.purpose_indicator_number) as number
union all
select
    held.as_of,
    held.subject_no,
    scope.method,
    scope.edition,
    scope.edition_no,
    scope.edition_no * number.indicator_count as item_base
from scores.purpose_fact_condition as held
inner join (
    select distinct method, edition, edition_no, applies_condition_id
    from scores.purpose_edition
) as scope
    on held.edition_no = scope.edition_no
    and held.condition_id = scope.applies_condition_id
cross join (select max(indicator_count) as indicator_count from scores.purpose_indicator_number) as number
