-- Hazards found again: the same matter at the same enterprise while an earlier one still stood, or within 365 days after it was rectified.
-- Key: hazard_id.  That it still stood counts too, so closing a hazard never makes a later finding of the same matter cost more.
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
        hazard.rectified_on,
        date_diff('day', hazard.found_on, span.first_day) < 365 as is_found_in_span,
        hazard.rectified_on is null or date_diff('day', hazard.rectified_on, span.first_day) < 730 as is_standing_in_span
    from facts.hazard as hazard
    cross join span
    where
        date_diff('day', hazard.found_on, span.last_day) >= 0
        and (
            date_diff('day', hazard.found_on, span.first_day) < 365
            or hazard.rectified_on is null
            or date_diff('day', hazard.rectified_on, span.first_day) < 730
        )
),

named as (
    -- What a hazard is about: the risk point, or else its words without spaces (also the wide one) and case.
    select
        hazard_id,
        enterprise_id,
        found_on,
        rectified_on,
        is_found_in_span,
        is_standing_in_span,
        coalesce(risk_point_id, lower(replace(replace(description, ' ', ''), '　', ''))) as matter
    from seen
)

select
    again.hazard_id,
    again.enterprise_id,
    again.found_on,
    max(case when earlier.rectified_on < again.found_on then earlier.rectified_on end) as last_rectified_on
from named as again
inner join named as earlier
    on again.enterprise_id = earlier.enterprise_id
    and again.matter = earlier.matter
    and earlier.found_on < again.found_on
    and (
        earlier.rectified_on is null
        or earlier.rectified_on > again.found_on
        or (earlier.rectified_on < again.found_on and date_diff('day', earlier.rectified_on, again.found_on) <= 365)
    )
where again.is_found_in_span and earlier.is_standing_in_span
group by again.hazard_id, again.enterprise_id, again.found_on
