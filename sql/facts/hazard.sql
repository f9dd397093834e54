-- view
-- Hazards as found, closed and verified, with who looked and whether somebody else than the rectifier verified.
-- Key: hazard_id.  Days are of the city; no limit is applied here. A view: each reader takes the few columns that it needs.
select
    hazard_id,
    enterprise_id,
    risk_point_id,
    inspection_id,
    level,
    hazard_source,
    hazard_source in ('inspection', 'tip', 'monitoring', 'expert', 'accident') as is_from_outside,
    found_at,
    found_on,
    deadline_on,
    rectified_on,
    verified_on,
    case
        -- Who rectified it must be known, or nobody can tell that it was another.
        when verified_on is null or verified_by is null or rectified_by is null then false
        else verified_by <> rectified_by
    end as is_verified_by_other,
    supervised_by_level,
    supervised_until,
    description,
    case
        when level = 'major' and responsible_person is null then ',responsible_person' else ''
    end as responsibility_missing,
    case when level = 'major' and measure_text is null then ',measure_text' else '' end as measure_missing,
    case when level = 'major' and funds_cny is null then ',funds_cny' else '' end as funds_missing,
    case when level = 'major' and deadline_on is null then ',deadline_on' else '' end as deadline_missing,
    case when level = 'major' and emergency_plan is null then ',emergency_plan' else '' end as plan_missing,
    source,
    file,
    row_number
from staging.hazard
