-- Everything about an enterprise on a day that the packs may ask for, wide, one column an indicator.
-- Key: as_of, enterprise_id.  Null is unknown: the entity is not supplied, or there is nothing to divide by; zero is counted.
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
        min(case when is_major_hazard_installation then grade end) as worst_grade,
        max(case when is_major_hazard_installation then exposed_population_500m end) as population,
        max(case when status <> 'scored' then 1 else 0 end) as has_unknown,
        count(*) as installation_count
    from scores.installation_grade
    group by enterprise_id
),

recurrent as (
    select evaluation.as_of, recurrence.enterprise_id, count(*) as recurrent_count
    from scores.recurrence as recurrence
    inner join staging.evaluation as evaluation
        on recurrence.found_on <= evaluation.as_of
        and date_diff('day', recurrence.found_on, evaluation.as_of) < 365
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
    case when enterprise.in_chemical_park then 'true' when not enterprise.in_chemical_park then 'false' end as in_chemical_park,
    -- An installation whose grade is unknown may be worse than the worst that is known, unless that is grade 1.
    case
        when supply.has_installations = 0 then null
        when installation.has_unknown = 1 and coalesce(installation.worst_grade, '9') <> '1' then null
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
    date_diff('day', look.looked_on, enterprise.as_of) as days_since_last_look,
    coalesce(point.graded_count, 0) as graded_count,
    coalesce(point.red_count + point.orange_count, 0) as red_or_orange_count,
    coalesce(installation.installation_count, 0) as installation_count,
    coalesce(hazard.open_major_count, 0) as open_major_count,
    coalesce(hazard.overdue_major_count, 0) as overdue_major_count,
    coalesce(hazard.overdue_general_count, 0) as overdue_general_count,
    coalesce(recurrent.recurrent_count, 0) as recurrent_count,
    coalesce(hazard.due_count, 0) as due_count,
    coalesce(task.due_count, 0) as task_count,
    case when look.looked_on is null then 0 else 1 end as look_count,
    coalesce(listed.listing_count, 0) as listing_count,
    measure.measure_1,
    measure.measure_1_count,
    measure.measure_2,
    measure.measure_2_count,
    measure.measure_3,
    measure.measure_3_count,
    measure.measure_4,
    measure.measure_4_count,
    measure.measure_5,
    measure.measure_5_count,
    measure.measure_6,
    measure.measure_6_count,
    measure.measure_7,
    measure.measure_7_count,
    measure.measure_8,
    measure.measure_8_count,
    measure.measure_9,
    measure.measure_9_count,
    measure.measure_10,
    measure.measure_10_count,
    measure.measure_11,
    measure.measure_11_count,
    measure.measure_12,
    measure.measure_12_count,
    measure.measure_13,
    measure.measure_13_count,
    measure.measure_14,
    measure.measure_14_count,
    measure.measure_15,
    measure.measure_15_count,
    measure.measure_16,
    measure.measure_16_count
from facts.enterprise as enterprise
cross join supply
left join scores.enterprise_risk_point as point on enterprise.enterprise_id = point.enterprise_id
left join installation on enterprise.enterprise_id = installation.enterprise_id
left join scores.enterprise_hazard as hazard
    on enterprise.as_of = hazard.as_of and enterprise.enterprise_id = hazard.enterprise_id
left join scores.enterprise_look as look on enterprise.as_of = look.as_of and enterprise.enterprise_id = look.enterprise_id
left join scores.enterprise_task as task on enterprise.as_of = task.as_of and enterprise.enterprise_id = task.enterprise_id
left join recurrent on enterprise.as_of = recurrent.as_of and enterprise.enterprise_id = recurrent.enterprise_id
left join listed on enterprise.as_of = listed.as_of and enterprise.enterprise_id = listed.enterprise_id
left join scores.enterprise_level_measure as measure
    on enterprise.as_of = measure.as_of and enterprise.enterprise_id = measure.enterprise_id
