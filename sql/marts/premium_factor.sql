-- Why: every factor of every policy's coefficient with the value behind it, its status and its clause.
-- Key: policy_id, indicator_id.
select
    item.as_of,
    item.subject_id as policy_id,
    item.indicator_id,
    item.method,
    item.edition,
    coalesce(cast(item.indicator_value as varchar), item.value_code) as indicator_value,
    item.points as factor,
    item.status,
    item.clause,
    item.evidence_count,
    item.rule_row,
    indicator.position,
    indicator.title_zh,
    indicator.title_en
from scores.premium_item as item
inner join staging.evaluation as evaluation
    on item.as_of = evaluation.as_of
    and evaluation.is_current
inner join scores.premium_policy as policy
    on item.as_of = policy.as_of
    and item.subject_id = policy.policy_id
inner join rules.indicator as indicator
    on item.method = indicator.method
    and item.edition = indicator.edition
    and item.indicator_id = indicator.indicator_id
