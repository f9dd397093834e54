-- view
-- Entered indicators that a condition asks to be missing and that nobody entered for an enterprise by the day.
-- Key: as_of, subject_id, indicator_id.  Every other indicator has a line for every enterprise, so only these can be absent.
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

select subject.as_of, subject.subject_id, asked.indicator_id
from scores.enterprise_level_subject as subject
inner join asked
    on subject.as_of = asked.as_of
where not exists (
    select 1
    from staging.assessment_input as input
    where
        input.subject_type = 'enterprise'
        and input.subject_id = subject.subject_id
        and input.indicator_id = asked.indicator_id
        and input.period_end <= subject.as_of
)
