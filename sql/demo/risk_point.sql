-- Graded risk points of the enterprises in work. More latent hazard, more red and orange; worse conduct, older reviews. Key: sort_no.
with drawn as (
    select
        enterprise.enterprise_no * 1000 + step.number as sort_no,
        enterprise.enterprise_no,
        step.number,
        enterprise.tag,
        enterprise.enterprise_id,
        enterprise.regulated_sector,
        enterprise.latent_conduct,
        enterprise.officer_one,
        enterprise.officer_two,
        enterprise.officer_three,
        enterprise.longitude,
        enterprise.latitude,
        enterprise.employee_count,
        below('level', enterprise.enterprise_no, step.number, 1000) as level_draw,
        held(enterprise.latent_hazard - 300, 0, 999) * held(enterprise.latent_hazard - 300, 0, 999) // 2600 as red_permille,
        20 + enterprise.latent_hazard * enterprise.latent_hazard // 3800 as orange_permille,
        below('method', enterprise.enterprise_no, step.number, 100) as method_draw,
        below('event', enterprise.enterprise_no, step.number, 12) as event_draw,
        below('claim', enterprise.enterprise_no, step.number, 1000) as claim_draw,
        below('reviewed', enterprise.enterprise_no, step.number, 330 + enterprise.latent_conduct * enterprise.latent_conduct // 2500) as review_age
    from demo.enterprise as enterprise
    cross join range(1, 70) as step (number)
    where step.number <= enterprise.risk_point_count
        and enterprise.enterprise_no >= chunk_from() and enterprise.enterprise_no < chunk_to()
),

graded as (
    select
        *,
        case
            when level_draw < red_permille * 9 // 10 then 'red'
            when level_draw < red_permille * 9 // 10 + orange_permille then 'orange'
            when level_draw < red_permille * 9 // 10 + orange_permille + 400 then 'yellow'
            else 'blue'
        end as level,
        case when method_draw < 55 then 'LEC' when method_draw < 85 then 'LS' when method_draw < 96 then 'MES' else 'direct' end as method
    from drawn
)

select
    graded.sort_no,
    graded.enterprise_no,
    graded.number,
    'FX' || graded.tag || '-' || numbered(graded.number, 3) as risk_point_id,
    graded.enterprise_id,
    event.unit_name,
    event.risk_point_name || case when graded.number > 4 then numbered(graded.number, 2) || '号' else '' end as risk_point_name,
    event.event_name,
    case when graded.review_age < as_of() - date '2026-07-01' then event.type_2025 else event.type_1986 end as accident_type_code,
    event.factor as hazard_factor_code,
    graded.method,
    combination.l,
    combination.e,
    combination.c,
    combination.s,
    combination.m,
    case
        when graded.claim_draw < 25 and graded.level = 'red' then 'orange'
        when graded.claim_draw < 25 and graded.level = 'orange' then 'yellow'
        when graded.claim_draw < 25 and graded.level = 'yellow' then 'blue'
        when graded.claim_draw < 985 or graded.method = 'direct' then graded.level
    end as claimed_level,
    case graded.level when 'red' then 'enterprise' when 'orange' then 'workshop' when 'yellow' then 'team' else 'post' end as control_layer,
    case
        when graded.claim_draw % 50 = 7 then null
        when graded.level = 'red' then graded.officer_one
        when graded.level = 'orange' then graded.officer_two
        else graded.officer_three
    end as responsible_person,
    1 + below('exposed', graded.enterprise_no, graded.number, 1 + held(graded.employee_count // 4, 1, 60)) as exposed_count,
    case when graded.claim_draw % 20 <> 3 then event.emergency_measure end as emergency_measure,
    case when graded.claim_draw % 60 <> 11 then as_of() - cast(graded.review_age as integer) end as reviewed_on,
    cast(graded.longitude + (graded.claim_draw - 500) / cast(1000000 as decimal(9, 0)) as decimal(9, 6)) as longitude,
    cast(graded.latitude + (graded.level_draw - 500) / cast(1000000 as decimal(9, 0)) as decimal(9, 6)) as latitude,
    graded.level,
    graded.latent_conduct
from graded
inner join demo.risk_event as event
    on case when graded.event_draw < 8 and graded.level in ('yellow', 'blue') then 'any' else graded.regulated_sector end = event.kind
    and case when graded.event_draw < 8 and graded.level in ('yellow', 'blue') then graded.event_draw else graded.event_draw % 4 end = event.place
left join demo.risk_combination as combination
    on graded.method = combination.method
    and graded.level = combination.level
    and below('combination', graded.enterprise_no, graded.number, 360) = combination.slot
