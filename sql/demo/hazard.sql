-- Hazards of the last thirty months. Latent hazard and bad conduct make them more, graver, later closed; a few are closed in minutes. Key: sort_no.
with drawn as (
    select
        enterprise.enterprise_no * 1000 + step.number as sort_no,
        enterprise.enterprise_no,
        step.number,
        enterprise.tag,
        enterprise.enterprise_id,
        enterprise.latent_conduct,
        enterprise.officer_one,
        enterprise.officer_two,
        enterprise.officer_three,
        enterprise.risk_point_count,
        enterprise.installation_count,
        1 + below('hazard visit', enterprise.enterprise_no, step.number, 2520) % nullif(enterprise.inspection_count, 0) as visit,
        below('source', enterprise.enterprise_no, step.number, 1000) as source_draw,
        below('major', enterprise.enterprise_no, step.number, 1000)
        < 2 + enterprise.latent_hazard // 120 + enterprise.latent_conduct * enterprise.latent_conduct // 60000 as is_major,
        below('found', enterprise.enterprise_no, step.number, 910) as age_days,
        below('close', enterprise.enterprise_no, step.number, 1000) as close_draw,
        below('close days', enterprise.enterprise_no, step.number, 1000000) as days_draw,
        below('text', enterprise.enterprise_no, step.number, 5040) as text_draw
    from demo.enterprise as enterprise
    cross join range(1, 100) as step (number)
    where step.number <= enterprise.hazard_count
        and enterprise.enterprise_no >= chunk_from() and enterprise.enterprise_no < chunk_to()
),

sourced as (
    select
        *,
        case
            when source_draw < 110 + latent_conduct * 11 // 40 and visit is not null then 'inspection'
            when source_draw < 870 then 'self_check'
            when source_draw < 920 then 'expert'
            when source_draw < 960 and installation_count > 0 then 'monitoring'
            when source_draw < 960 then 'self_check'
            when source_draw < 975 then 'tip'
            when source_draw < 985 then 'accident'
            else 'other'
        end as source
    from drawn
),

found as (
    select
        *,
        as_of() - cast(
            case when source = 'inspection' then below('inspected', enterprise_no, visit, 900) else age_days end as integer
        ) as found_day
    from sourced
),

closing as (
    select
        *,
        at_work(found_day, 'found minute', enterprise_no, number) as found_at,
        found_day + case when is_major then 20 + days_draw % 60 else 3 + days_draw % 13 end as deadline_on,
        case
            when close_draw < latent_conduct * latent_conduct // case when is_major then 12000 else 90000 end then null
            when close_draw < 15 + latent_conduct * latent_conduct // case when is_major then 2500 else 4500 end
                then found_day + case when is_major then 20 + days_draw % 60 else 3 + days_draw % 13 end + 1 + days_draw % (6 + latent_conduct // 12)
            else found_day + 1 + (days_draw // 100) % case when is_major then 20 + days_draw % 60 else 3 + days_draw % 13 end
        end as rectified_day,
        source = 'self_check' and not is_major and close_draw > 960 as is_instant
    from found
),

closed as (
    select
        *,
        case
            when is_instant then found_at + to_minutes(cast(2 + days_draw % 7 as integer))
            when rectified_day < as_of() then cast(rectified_day as timestamp) + to_minutes(cast(540 + days_draw % 500 as integer))
        end as rectified_at,
        case when close_draw % 100 >= latent_conduct // 80 then 1 + days_draw % 6 end as verify_days
    from closing
)

select
    closed.sort_no,
    'YH' || closed.tag || '-' || numbered(closed.number, 3) as hazard_id,
    closed.enterprise_id,
    case
        when closed.risk_point_count > 0 and closed.text_draw % 20 < 11
            then 'FX' || closed.tag || '-' || numbered(1 + closed.days_draw % closed.risk_point_count, 3)
    end as risk_point_id,
    case when closed.source = 'inspection' then 'JC' || closed.tag || '-' || closed.visit end as inspection_id,
    case
        when closed.is_instant then finding.description
        else (1 + closed.days_draw % 9) || '号区域' || finding.description
    end as description,
    case when closed.is_major then 'major' else 'general' end as level,
    closed.source,
    closed.found_at,
    case closed.source
        when 'inspection' then '执法人员'
        when 'tip' then '群众'
        when 'expert' then '专家组'
        else closed.officer_three
    end as found_by,
    case when closed.close_draw % 60 <> 13 then closed.deadline_on end as deadline_on,
    closed.rectified_at,
    case when closed.rectified_at is not null then closed.officer_two end as rectified_by,
    case
        when closed.is_instant then closed.rectified_at + to_minutes(1)
        when cast(closed.rectified_at as date) + closed.verify_days < as_of()
            then closed.rectified_at + to_days(cast(closed.verify_days as integer))
    end as verified_at,
    case
        when closed.is_instant then closed.officer_two
        when cast(closed.rectified_at as date) + closed.verify_days < as_of()
            then case when closed.days_draw % 1000 < closed.latent_conduct // 12 then closed.officer_two else closed.officer_one end
    end as verified_by,
    case when closed.close_draw % 40 <> 9 then closed.officer_two end as responsible_person,
    case when closed.close_draw % 25 <> 4 then finding.measure_text end as measure_text,
    case
        when closed.is_major and closed.close_draw % 12 <> 5 then cast(5000 + closed.days_draw % 300 * 1000 as decimal(18, 2))
        when not closed.is_major and closed.close_draw % 3 = 0 then cast(50 + closed.days_draw % 80 * 25 as decimal(18, 2))
    end as funds_cny,
    case when closed.is_major and closed.close_draw % 10 <> 6 then '整改期间停用设备,安排专人值守' end as emergency_plan,
    case
        when closed.is_major and closed.text_draw % 100 < 20 then 'county'
        when closed.is_major and closed.text_draw % 100 < 27 then 'city'
        when closed.is_major and closed.text_draw % 100 < 28 then 'province'
    end as supervised_by_level,
    case when closed.is_major and closed.text_draw % 100 < 28 then closed.deadline_on + 30 + closed.days_draw % 120 end as supervised_until
from closed
inner join demo.hazard_text as finding
    on case when closed.is_major then 'major' else 'general' end = finding.kind
    and closed.text_draw % case when closed.is_major then 8 else 24 end = finding.place
