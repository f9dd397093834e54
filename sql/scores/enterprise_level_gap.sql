-- view
-- Entered indicators of the edition that judges an enterprise, that nobody entered by the day: missing, not forgotten.
-- Key: subject_no, edition_no, indicator_id.  Every other indicator has a line for every enterprise, so only these can be absent.
select
    applicable.as_of,
    applicable.subject_no,
    applicable.edition_no,
    applicable.item_base,
    indicator.indicator_id,
    number.indicator_no
from scores.enterprise_level_applicable as applicable
inner join rules.indicator as indicator
    on applicable.method = indicator.method
    and applicable.edition = indicator.edition
    and indicator.rule_kind <> 'none'
    and indicator.is_entered
inner join scores.enterprise_level_indicator_number as number
    on indicator.indicator_id = number.indicator_id
left join scores.enterprise_level_entered as entered
    on applicable.subject_no = entered.subject_no
    and indicator.indicator_id = entered.indicator_id
where entered.subject_no is null
