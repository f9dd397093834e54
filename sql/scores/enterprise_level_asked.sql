-- The indicators that the packs in force on a day read of an enterprise.
-- Key: as_of, indicator_id.
select scope.as_of, indicator.indicator_id
from scores.enterprise_level_edition as scope
inner join rules.indicator as indicator
    on scope.method = indicator.method
    and scope.edition = indicator.edition
union
select scope.as_of, literal.operand_id as indicator_id
from scores.enterprise_level_edition as scope
inner join rules.condition_literal as literal
    on scope.method = literal.method
    and scope.edition = literal.edition
where literal.operand = 'indicator'
