-- Hazards found again: the same matter (risk point, or the same words) at the same enterprise after an earlier one was verified.
-- Key: hazard_id.  Only hazards that have such an earlier one are here.
with followed as (
    select
        hazard_id,
        enterprise_id,
        found_on,
        max(verified_on) over (
            partition by enterprise_id, matter
            order by found_on, hazard_id
            rows between unbounded preceding and 1 preceding
        ) as last_verified_on
    from facts.hazard
)

select
    hazard_id,
    enterprise_id,
    found_on,
    last_verified_on,
    date_diff('day', last_verified_on, found_on) as days_since_verified
from followed
where last_verified_on is not null and last_verified_on <= found_on
