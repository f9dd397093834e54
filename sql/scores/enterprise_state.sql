-- Everything about an enterprise on a day that the packs may ask for, wide, one column an indicator.
-- Key: as_of, enterprise_id; subject_no is unique too.  Measures are in scores.enterprise_level_measure. Null is unknown: the entity is not supplied, there is nothing to divide by, or nothing to judge; zero is counted.
with supply as (
    select
        max(case when entity = 'risk_point' and is_supplied then 1 else 0 end) as has_risk_points,
        max(case when entity = 'hazard' and is_supplied then 1 else 0 end) as has_hazards,
        max(case when entity = 'installation' and is_supplied then 1 else 0 end) as has_installations,
        max(case when entity = 'discredited' and is_supplied then 1 else 0 end) as has_discredited
    from staging.entity_supply
),

installation as (
    select
        enterprise_id,
        -- Grades sort as text: 1 to 4, then none. What may be a major hazard installation counts as one.
        min(coalesce(proven_grade, 'none')) as proven_grade,
        min(coalesce(possible_grade, 'none')) as possible_grade,
        max(case when coalesce(is_major_hazard_installation, true) then exposed_population_500m end) as population,
        max(case when coalesce(is_major_hazard_installation, true) and exposed_population_500m is null then 1 else 0 end) as lacks_population,
        count(*) filter (where status <> 'scored') as ungraded_count,
        count(*) as installation_count
    from scores.installation_grade
    group by enterprise_id
),

recurrent as (
    select
        number.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
        count(*) as recurrent_count
    from scores.recurrence as recurrence
    inner join facts.enterprise_number as number
        on recurrence.enterprise_id = number.enterprise_id
    inner join facts.evaluation_day as evaluation
        on date_diff('day', recurrence.found_on, evaluation.as_of) >= 0
        and date_diff('day', recurrence.found_on, evaluation.as_of) < 365
    group by number.enterprise_no * evaluation.day_count + evaluation.day_no
),

listed as (
    select evaluation.as_of, discredited.enterprise_id, count(*) as listing_count
    from staging.discredited as discredited
    inner join staging.evaluation as evaluation
        on discredited.listed_on <= evaluation.as_of
        and (discredited.removed_on is null or discredited.removed_on > evaluation.as_of)
    group by evaluation.as_of, discredited.enterprise_id
),

enterprise as (
    select
        present.as_of,
        present.enterprise_id,
        number.enterprise_no * evaluation.day_count + evaluation.day_no as subject_no,
        present.regulated_sector,
        present.operating_status,
        present.standardization_grade,
        present.in_chemical_park,
        present.employee_count
    from facts.enterprise as present
    inner join facts.enterprise_number as number
        on present.enterprise_id = number.enterprise_id
    inner join facts.evaluation_day as evaluation
        on present.as_of = evaluation.as_of
)

select
    enterprise.as_of,
    enterprise.enterprise_id,
    enterprise.subject_no,
    enterprise.regulated_sector,
    enterprise.operating_status,
    enterprise.standardization_grade,
    case when enterprise.in_chemical_park then 'true' when not enterprise.in_chemical_park then 'false' end as in_chemical_park,
    -- Known where what is left out could not make it worse than what is proven.
    case
        when supply.has_installations = 0 then null
        when installation.enterprise_id is null then 'none'
        when installation.proven_grade = installation.possible_grade then installation.proven_grade
    end as worst_installation_grade,
    case when supply.has_installations = 1 then coalesce(installation.proven_grade, 'none') end as proven_installation_grade,
    case
        when supply.has_discredited = 0 then null
        when listed.listing_count is null then 'false'
        else 'true'
    end as is_discredited,
    -- Who has reported no risk point at all has not shown that none is red, nor how many people are at it.
    case when supply.has_risk_points = 1 then point.red_count + point.ungraded_count end as red_risk_point_count,
    case when supply.has_risk_points = 1 then point.orange_count + point.ungraded_count end as orange_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.graded_count, 0) end as graded_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.ungraded_count, 0) end as ungraded_risk_point_count,
    case when supply.has_risk_points = 1 then point.exposed_count end as exposed_person_count,
    case when supply.has_installations = 1 then coalesce(installation.ungraded_count, 0) end as ungraded_installation_count,
    case
        when supply.has_installations = 0 or installation.lacks_population = 1 then null
        else coalesce(installation.population, 0)
    end as installation_population_500m,
    enterprise.employee_count,
    case when supply.has_hazards = 1 then coalesce(hazard.open_major_count, 0) end as open_major_hazard_count,
    case when supply.has_hazards = 1 then coalesce(hazard.overdue_major_count, 0) end as overdue_major_hazard_count,
    case when supply.has_hazards = 1 then coalesce(hazard.overdue_general_count, 0) end as overdue_general_hazard_count,
    case when supply.has_hazards = 1 then coalesce(hazard.longest_major_overdue_days, 0) end as longest_major_overdue_days,
    case when supply.has_hazards = 1 then coalesce(recurrent.recurrent_count, 0) end as recurrent_finding_count,
    cast(
        cast(hazard.on_time_count as decimal(18, 0)) / nullif(hazard.due_count, 0) as decimal(18, 6)
    ) as audited_on_time_closure_fraction,
    cast(cast(task.done_count as decimal(18, 0)) / nullif(task.due_count, 0) as decimal(18, 6)) as check_task_completion_fraction,
    date_diff('day', look.looked_on, enterprise.as_of) as days_since_last_look,
    coalesce(point.grave_count, 0) as grave_risk_point_count,
    coalesce(installation.installation_count, 0) as installation_count,
    coalesce(hazard.due_count, 0) as due_count,
    coalesce(task.due_count, 0) as task_count,
    case when look.looked_on is null then 0 else 1 end as look_count,
    coalesce(listed.listing_count, 0) as listing_count
from enterprise
cross join supply
left join scores.enterprise_risk_point as point on enterprise.enterprise_id = point.enterprise_id
left join installation on enterprise.enterprise_id = installation.enterprise_id
left join scores.enterprise_hazard as hazard on enterprise.subject_no = hazard.subject_no
left join scores.enterprise_look as look on enterprise.subject_no = look.subject_no
left join scores.enterprise_task as task on enterprise.subject_no = task.subject_no
left join recurrent on enterprise.subject_no = recurrent.subject_no
left join listed on enterprise.as_of = listed.as_of and enterprise.enterprise_id = listed.enterprise_id
