-- Hazards found again: the same matter at the same enterprise within 365 days after an earlier one was verified.
-- Key: hazard_id.  A verification of the day itself does not count; what no evaluation day can see is left out.
with seen as (
    select min(as_of) as first_day, max(as_of) as last_day
    from staging.evaluation
),

earlier as (
    select hazard.enterprise_id, hazard.matter, hazard.verified_on
    from facts.hazard as hazard
    cross join seen
    where
        hazard.verified_on < seen.last_day
        and date_diff('day', hazard.verified_on, seen.first_day) < 730
),

again as (
    select hazard.hazard_id, hazard.enterprise_id, hazard.matter, hazard.found_on
    from facts.hazard as hazard
    cross join seen
    where
        hazard.found_on <= seen.last_day
        and date_diff('day', hazard.found_on, seen.first_day) < 365
)

select
    again.hazard_id,
    again.enterprise_id,
    again.found_on,
    max(earlier.verified_on) as last_verified_on
from again
inner join earlier
    on again.enterprise_id = earlier.enterprise_id
    and again.matter = earlier.matter
    and earlier.verified_on < again.found_on
    and date_diff('day', earlier.verified_on, again.found_on) <= 365
group by again.hazard_id, again.enterprise_id, again.found_on
