-- view
-- Entered indicators of the edition that judges an enterprise, that nobody entered by the day: missing, not forgotten.
-- Key: as_of, subject_id, indicator_id.  Every other indicator has a line for every enterprise, so only these can be absent.
select
    applicable.as_of,
    applicable.subject_id,
    applicable.edition_no,
    indicator.indicator_id
from scores.enterprise_level_applicable as applicable
inner join rules.indicator as indicator
    on applicable.method = indicator.method
    and applicable.edition = indicator.edition
    and indicator.rule_kind <> 'none'
    and indicator.is_entered
where not exists (
    select 1
    from staging.assessment_input as input
    where
        input.subject_type = 'enterprise'
        and input.subject_id = applicable.subject_id
        and input.indicator_id = indicator.indicator_id
        and input.period_end <= applicable.as_of
)
