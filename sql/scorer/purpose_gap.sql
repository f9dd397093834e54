-- view
-- Indicators of the edition that judges a subject, of which the subject has no line at all: they are missing, not forgotten.
-- Key: as_of, subject_id, indicator_id.  A purpose that leaves out few lines may have its own, cheaper form.
select
    applicable.as_of,
    applicable.subject_id,
    applicable.edition_no,
    indicator.indicator_id
from scores.purpose_applicable as applicable
inner join rules.indicator as indicator
    on applicable.method = indicator.method
    and applicable.edition = indicator.edition
    and indicator.rule_kind <> 'none'
where not exists (
    select 1
    from scores.purpose_indicator as fact
    where
        fact.as_of = applicable.as_of
        and fact.subject_id = applicable.subject_id
        and fact.indicator_id = indicator.indicator_id
)
