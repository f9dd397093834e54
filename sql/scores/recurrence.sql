-- Hazards found again: the same matter at the same enterprise within 365 days after an earlier one was verified.
-- Key: hazard_id.  A verification of the day itself does not count; what no evaluation day can see is left out before words are compared.
with span as (
    select min(as_of) as first_day, max(as_of) as last_day
    from staging.evaluation
),

seen as (
    select
        hazard.hazard_id,
        hazard.enterprise_id,
        hazard.risk_point_id,
        hazard.description,
        hazard.found_on,
        hazard.verified_on,
        date_diff('day', hazard.found_on, span.first_day) < 365 as is_found_in_span,
        date_diff('day', hazard.verified_on, span.first_day) < 730 and hazard.verified_on < span.last_day as is_verified_in_span
    from facts.hazard as hazard
    cross join span
    where
        date_diff('day', hazard.found_on, span.last_day) >= 0
        and (
            date_diff('day', hazard.found_on, span.first_day) < 365
            or date_diff('day', hazard.verified_on, span.first_day) < 730
        )
),

named as (
    -- What a hazard is about: the risk point, or else its words without spaces (also the wide one) and case.
    select
        hazard_id,
        enterprise_id,
        found_on,
        verified_on,
        is_found_in_span,
        is_verified_in_span,
        coalesce(risk_point_id, lower(replace(replace(description, ' ', ''), '　', ''))) as matter
    from seen
)

select
    again.hazard_id,
    again.enterprise_id,
    again.found_on,
    max(earlier.verified_on) as last_verified_on
from named as again
inner join named as earlier
    on again.enterprise_id = earlier.enterprise_id
    and again.matter = earlier.matter
    and earlier.verified_on < again.found_on
    and date_diff('day', earlier.verified_on, again.found_on) <= 365
where again.is_found_in_span and earlier.is_verified_in_span
group by again.hazard_id, again.enterprise_id, again.found_on
