-- Everything about an enterprise on a day that the packs may ask for, wide, one column an indicator.
-- Key: as_of, enterprise_id.  Null is unknown: the entity is not supplied, or there is nothing to divide by; zero is counted.
with supply as (
    select
        max(case when entity = 'risk_point' and is_supplied then 1 else 0 end) as has_risk_points,
        max(case when entity = 'hazard' and is_supplied then 1 else 0 end) as has_hazards,
        max(case when entity = 'inspection' and is_supplied then 1 else 0 end) as has_inspections,
        max(case when entity = 'check_task' and is_supplied then 1 else 0 end) as has_tasks,
        max(case when entity = 'installation' and is_supplied then 1 else 0 end) as has_installations,
        max(case when entity = 'discredited' and is_supplied then 1 else 0 end) as has_discredited
    from staging.entity_supply
),

installation as (
    select
        enterprise_id,
        min(case when is_major_hazard_installation then grade end) as worst_grade,
        max(case when is_major_hazard_installation then exposed_population_500m end) as population,
        max(case when status = 'no_rule' then 1 else 0 end) as has_unknown,
        count(*) as installation_count
    from scores.installation_grade
    group by enterprise_id
),

looked as (
    select evaluation.as_of, inspection.enterprise_id, max(inspection.inspected_on) as inspected_on, count(*) as visit_count
    from staging.inspection as inspection
    inner join staging.evaluation as evaluation
        on inspection.inspected_on <= evaluation.as_of
    group by evaluation.as_of, inspection.enterprise_id
),

task as (
    select
        evaluation.as_of,
        task.enterprise_id,
        count(*) as due_count,
        count(*) filter (where task.done_on <= task.due_on) as done_count
    from staging.check_task as task
    inner join staging.evaluation as evaluation
        on task.due_on <= evaluation.as_of
        and date_diff('day', task.due_on, evaluation.as_of) < 365
    group by evaluation.as_of, task.enterprise_id
),

recurrent as (
    select evaluation.as_of, recurrence.enterprise_id, count(*) as recurrent_count
    from facts.recurrence as recurrence
    inner join staging.evaluation as evaluation
        on recurrence.found_on <= evaluation.as_of
        and date_diff('day', recurrence.found_on, evaluation.as_of) < 365
    where recurrence.days_since_verified <= 365
    group by evaluation.as_of, recurrence.enterprise_id
),

listed as (
    select evaluation.as_of, discredited.enterprise_id, count(*) as listing_count
    from staging.discredited as discredited
    inner join staging.evaluation as evaluation
        on discredited.listed_on <= evaluation.as_of
        and (discredited.removed_on is null or discredited.removed_on > evaluation.as_of)
    group by evaluation.as_of, discredited.enterprise_id
)

select
    enterprise.as_of,
    enterprise.enterprise_id,
    enterprise.regulated_sector,
    enterprise.operating_status,
    enterprise.standardization_grade,
    case enterprise.in_chemical_park when true then 'true' when false then 'false' end as in_chemical_park,
    case
        when supply.has_installations = 0 then null
        when installation.has_unknown = 1 and installation.worst_grade is null then null
        else coalesce(installation.worst_grade, 'none')
    end as worst_installation_grade,
    case
        when supply.has_discredited = 0 then null
        when listed.listing_count is null then 'false'
        else 'true'
    end as is_discredited,
    case when supply.has_risk_points = 1 then coalesce(point.red_count, 0) end as red_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.orange_count, 0) end as orange_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.graded_count, 0) end as graded_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.exposed_count, 0) end as exposed_person_count,
    case when supply.has_installations = 1 then coalesce(installation.population, 0) end as installation_population_500m,
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
    case
        when hazard.newest_age_days is null then date_diff('day', looked.inspected_on, enterprise.as_of)
        when looked.inspected_on is null then hazard.newest_age_days
        when hazard.newest_age_days < date_diff('day', looked.inspected_on, enterprise.as_of) then hazard.newest_age_days
        else date_diff('day', looked.inspected_on, enterprise.as_of)
    end as days_since_last_look,
    coalesce(point.point_count, 0) as point_count,
    coalesce(installation.installation_count, 0) as installation_count,
    coalesce(hazard.hazard_count, 0) as hazard_count,
    coalesce(hazard.due_count, 0) as due_count,
    coalesce(task.due_count, 0) as task_count,
    coalesce(looked.visit_count, 0) as visit_count,
    coalesce(listed.listing_count, 0) as listing_count
from facts.enterprise as enterprise
cross join supply
left join scores.enterprise_risk_point as point on enterprise.enterprise_id = point.enterprise_id
left join installation on enterprise.enterprise_id = installation.enterprise_id
left join scores.enterprise_hazard as hazard
    on enterprise.as_of = hazard.as_of and enterprise.enterprise_id = hazard.enterprise_id
left join looked on enterprise.as_of = looked.as_of and enterprise.enterprise_id = looked.enterprise_id
left join task on enterprise.as_of = task.as_of and enterprise.enterprise_id = task.enterprise_id
left join recurrent on enterprise.as_of = recurrent.as_of and enterprise.enterprise_id = recurrent.enterprise_id
left join listed on enterprise.as_of = listed.as_of and enterprise.enterprise_id = listed.enterprise_id
