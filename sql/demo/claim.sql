-- Claims of the policies: the more staff, hazard and bad conduct, the more of them. Key: sort_no.
with drawn as (
    select
        policy.sort_no * 10 + step.number as sort_no,
        policy.policy_id,
        policy.limit_cny,
        cast(policy.starts_on + cast(below('claim day', policy.sort_no, step.number, 364) as integer) as date) as occurred_on,
        below('claim size', policy.sort_no, step.number, 1000) as size_draw,
        below('claim made', policy.sort_no, step.number, 1000000)
        < (10 + held(cast(policy.insured_count as bigint), 1, 1200)) * (policy.latent_hazard + 100) * (policy.latent_conduct + 50) // 600 as is_made
    from demo.policy as policy
    cross join range(1, 5) as step (number)
)

select
    sort_no,
    'PA' || cast(sort_no as varchar) as claim_id,
    policy_id,
    occurred_on,
    cast(
        case
            when date_diff('day', occurred_on, as_of()) < 60 then 0
            when size_draw < 60 then limit_cny
            when size_draw < 250 then limit_cny * (10 + size_draw % 40) / 100
            else 800 + size_draw * 25
        end as decimal(18, 2)
    ) as paid_cny,
    cast(case when date_diff('day', occurred_on, as_of()) < 120 then 1000 + size_draw * 60 else 0 end as decimal(18, 2)) as reserved_cny
from drawn
where is_made and occurred_on <= as_of()
