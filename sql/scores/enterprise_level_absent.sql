-- view
-- Entered indicators that a condition asks to be missing and that nobody entered for an enterprise by the day.
-- Key: subject_no, indicator_id.  Every other indicator has a line for every enterprise, so only these can be absent.
with asked as (
    select distinct scope.as_of, literal.operand_id as indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.condition_literal as literal
        on scope.method = literal.method
        and scope.edition = literal.edition
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
        and literal.operand_id = indicator.indicator_id
        and indicator.is_entered
    where literal.operand = 'indicator' and literal.operator = 'is_missing'
)

select subject.as_of, subject.subject_no, asked.indicator_id
from scores.enterprise_level_subject as subject
inner join asked
    on subject.as_of = asked.as_of
left join scores.enterprise_level_entered as entered
    on subject.subject_no = entered.subject_no
    and asked.indicator_id = entered.indicator_id
where entered.subject_no is null
