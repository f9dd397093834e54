-- A short number for each indicator that an edition in force on some day of the run scores or asks of.
-- Key: indicator_id; indicator_no is unique too.  item_no = edition_no * indicator_count + indicator_no is one number for an indicator under an edition.
with named as (
    select indicator.indicator_id
    from scores.purpose_edition as scope
    inner join rules.indicator as indicator
        on scope.method = indicator.method
        and scope.edition = indicator.edition
    union
    select literal.operand_id as indicator_id
    from scores.purpose_edition as scope
    inner join rules.condition_literal as literal
        on scope.method = literal.method
        and scope.edition = literal.edition
    where literal.operand = 'indicator'
)

select
    indicator_id,
    cast(row_number() over (order by indicator_id) - 1 as integer) as indicator_no,
    (select cast(count(*) as integer) from named) as indicator_count
from named
