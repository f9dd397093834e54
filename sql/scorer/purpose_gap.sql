-- view
-- Indicators of the edition that judges a subject, of which the subject has no line at all: they are missing, not forgotten.
-- Key: subject_no, edition_no, indicator_id.  A purpose that leaves out few lines may have its own, cheaper form.
select
    applicable.as_of,
    applicable.subject_no,
    applicable.edition_no,
    applicable.item_base,
    indicator.indicator_id,
    number.indicator_no
from scores.purpose_applicable as applicable
inner join rules.indicator as indicator
    on applicable.method = indicator.method
    and applicable.edition = indicator.edition
    and indicator.rule_kind <> 'none'
inner join scores.purpose_indicator_number as number
    on indicator.indicator_id = number.indicator_id
where not exists (
    select 1
    from scores.purpose_fact as fact
    where
        fact.subject_no = applicable.subject_no
        and fact.indicator_no = number.indicator_no
)
