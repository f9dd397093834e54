-- The indicators that the packs in force on some day of the run read of an enterprise and that scores.enterprise_state has.
-- Key: indicator_id.  A measure has its slot; what a person enters is not here.
with named as (
    select indicator.indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
    where not indicator.is_entered
    union
    select literal.operand_id as indicator_id
    from scores.enterprise_level_edition as scope
    inner join rules.condition_literal as literal
        on scope.method = literal.method
        and scope.edition = literal.edition
    left join rules.indicator as indicator
        on literal.method = indicator.method
        and literal.edition = indicator.edition
        and literal.operand_id = indicator.indicator_id
    where literal.operand = 'indicator' and not coalesce(indicator.is_entered, false)
)

select named.indicator_id, number.indicator_no, max(slot.slot) as slot
from named
left join scores.enterprise_level_measure_slot as slot
    on named.indicator_id = slot.indicator_id
inner join scores.enterprise_level_indicator_number as number
    on named.indicator_id = number.indicator_id
group by named.indicator_id, number.indicator_no
