-- The policies that are priced on a day, in force or just ended unrenewed, and of each the policy year before: same enterprise, same insurer, no longer gap than the grace of the pack.
-- Key: as_of, policy_id.  Everything is seen on the day; the premium written in the year before, over its base premium, is the coefficient that was charged.
with parameter as (
    select
        scope.as_of,
        max(case when parameter.parameter_id = 'renewal_grace_days' then parameter.value_number end) as grace_days
    from scores.premium_edition as scope
    inner join rules.parameter as parameter
        on scope.method = parameter.method
        and scope.edition = parameter.edition
    group by scope.as_of
),

begun as (
    select
        evaluation.as_of,
        policy.policy_id,
        policy.enterprise_id,
        policy.insurer_id,
        policy.starts_on,
        policy.ends_on,
        policy.insured_count,
        policy.base_premium_cny,
        policy.written_premium_cny,
        coalesce(parameter.grace_days, 0) as grace_days,
        row_number() over (
            partition by evaluation.as_of, policy.enterprise_id, policy.insurer_id
            order by policy.starts_on desc, policy.policy_id desc
        ) as place
    from staging.policy as policy
    inner join staging.evaluation as evaluation
        on policy.starts_on <= evaluation.as_of
    left join parameter
        on evaluation.as_of = parameter.as_of
),

stated as (
    select
        as_of,
        policy_id,
        enterprise_id,
        insurer_id,
        starts_on,
        ends_on,
        insured_count,
        base_premium_cny,
        written_premium_cny,
        place,
        grace_days,
        case
            when ends_on >= as_of then 'in_force'
            when place = 1 and date_diff('day', ends_on, as_of) <= grace_days then 'ended'
        end as policy_state
    from begun
),

before as (
    select
        present.as_of,
        present.policy_id,
        earlier.policy_id as previous_policy_id,
        earlier.written_premium_cny,
        earlier.base_premium_cny,
        row_number() over (
            partition by present.as_of, present.policy_id
            order by earlier.starts_on desc, earlier.policy_id desc
        ) as place
    from stated as present
    inner join stated as earlier
        on present.as_of = earlier.as_of
        and present.enterprise_id = earlier.enterprise_id
        and present.insurer_id = earlier.insurer_id
        and earlier.policy_state is null
        and earlier.starts_on < present.starts_on
        and date_diff('day', earlier.ends_on, present.starts_on) <= present.grace_days + 1
    where present.policy_state is not null
)

select
    stated.as_of,
    stated.policy_id,
    stated.policy_state,
    before.previous_policy_id,
    before.written_premium_cny as previous_written_premium_cny,
    before.base_premium_cny as previous_base_premium_cny,
    stated.as_of as valued_on,
    stated.enterprise_id,
    stated.insurer_id,
    stated.starts_on,
    stated.ends_on,
    coalesce(stated.insured_count, enterprise.employee_count) as insured_count,
    stated.base_premium_cny,
    enterprise.regulated_sector,
    case
        when enterprise.standardization_grade = 'none' then 'none'
        when enterprise.standardization_valid_until < stated.as_of then 'none'
        else enterprise.standardization_grade
    end as standardization_grade
from stated
left join staging.enterprise as enterprise
    on stated.enterprise_id = enterprise.enterprise_id
left join before
    on stated.as_of = before.as_of
    and stated.policy_id = before.policy_id
    and before.place = 1
where stated.policy_state is not null
