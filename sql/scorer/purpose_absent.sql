-- view
-- Indicators that a condition asks to be missing and of which a subject has no line at all.
-- Key: subject_no, indicator_id.  A line without a value is seen where it stands; a purpose may have its own form.
with asked as (
    select distinct scope.as_of, literal.operand_id as indicator_id
    from scores.purpose_edition as scope
    inner join rules.condition_literal as literal
        on scope.method = literal.method
        and scope.edition = literal.edition
    where literal.operand = 'indicator' and literal.operator = 'is_missing'
)

select subject.as_of, subject.subject_no, asked.indicator_id
from scores.purpose_subject as subject
inner join asked
    on subject.as_of = asked.as_of
where not exists (
    select 1
    from scores.purpose_fact as fact
    where
        fact.subject_no = subject.subject_no
        and fact.indicator_id = asked.indicator_id
)
