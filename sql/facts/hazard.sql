-- Hazards as found, closed and verified, with who looked and whether somebody else than the rectifier verified.
-- Key: hazard_id.  Days are of the city; no limit is applied here.
with told as (
    select
        hazard_id,
        enterprise_id,
        risk_point_id,
        inspection_id,
        level,
        hazard_source,
        found_on,
        deadline_on,
        rectified_on,
        verified_on,
        supervised_by_level,
        supervised_until,
        coalesce(risk_point_id, lower(replace(replace(description, ' ', ''), '　', ''))) as matter,
        case
            when hazard_source in ('inspection', 'tip', 'monitoring', 'expert', 'accident') then true
            else false
        end as is_from_outside,
        case
            when verified_on is null then false
            when verified_by is null then false
            when rectified_by is null then true
            else verified_by <> rectified_by
        end as is_verified_by_other,
        case when level = 'major' and responsible_person is null then 'responsible_person,' else '' end as duty_missing,
        case when level = 'major' and measure_text is null then 'measure_text,' else '' end as measure_missing,
        case when level = 'major' and funds_cny is null then 'funds_cny,' else '' end as funds_missing,
        case when level = 'major' and deadline_on is null then 'deadline_on,' else '' end as deadline_missing,
        case when level = 'major' and emergency_plan is null then 'emergency_plan,' else '' end as plan_missing
    from staging.hazard
)

select
    hazard_id,
    enterprise_id,
    risk_point_id,
    inspection_id,
    level,
    hazard_source,
    is_from_outside,
    found_on,
    deadline_on,
    rectified_on,
    verified_on,
    is_verified_by_other,
    supervised_by_level,
    supervised_until,
    matter,
    concat(duty_missing, measure_missing, funds_missing, deadline_missing, plan_missing) as missing_implementations
from told
