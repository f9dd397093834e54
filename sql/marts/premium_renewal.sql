-- What an insurer needs to renew: every policy that ends within the notice of the pack or has just ended, with the premium that its coefficient gives.
-- Key: policy_id.  renewal_on is the day after the last day of the present term.
with notice as (
    select scope.as_of, cast(coalesce(max(case when parameter.parameter_id = 'renewal_notice_days' then parameter.value_number end), 90) as integer) as notice_days
    from scores.premium_edition as scope
    left join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
)

select
    priced.as_of,
    priced.policy_id,
    priced.insurer_id,
    priced.enterprise_id,
    enterprise.enterprise_name,
    priced.ends_on,
    date_diff('day', priced.as_of, priced.ends_on) as days_left,
    priced.policy_state,
    priced.insured_count,
    priced.base_premium_cny,
    priced.risk_control_coefficient,
    priced.standardization_coefficient,
    priced.hazard_governance_coefficient,
    priced.experience_coefficient,
    priced.integrity_coefficient,
    priced.size_coefficient,
    priced.other_coefficient,
    priced.coefficient_raw,
    priced.off_balance_factor,
    priced.previous_coefficient,
    priced.coefficient,
    priced.capped_by,
    priced.capped_premium_cny,
    priced.indicated_premium_cny,
    priced.method,
    priced.edition
from marts.premium_coefficient as priced
inner join notice
    on priced.as_of = notice.as_of
left join staging.enterprise as enterprise
    on priced.enterprise_id = enterprise.enterprise_id
where date_diff('day', priced.as_of, priced.ends_on) <= notice.notice_days
