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

none as (
    select
        as_of,
        max(case when slot = 1 then value_when_none end) as measure_1,
        max(case when slot = 2 then value_when_none end) as measure_2,
        max(case when slot = 3 then value_when_none end) as measure_3,
        max(case when slot = 4 then value_when_none end) as measure_4,
        max(case when slot = 5 then value_when_none end) as measure_5,
        max(case when slot = 6 then value_when_none end) as measure_6,
        max(case when slot = 7 then value_when_none end) as measure_7,
        max(case when slot = 8 then value_when_none end) as measure_8,
        max(case when slot = 9 then value_when_none end) as measure_9,
        max(case when slot = 10 then value_when_none end) as measure_10,
        max(case when slot = 11 then value_when_none end) as measure_11,
        max(case when slot = 12 then value_when_none end) as measure_12,
        max(case when slot = 13 then value_when_none end) as measure_13,
        max(case when slot = 14 then value_when_none end) as measure_14,
        max(case when slot = 15 then value_when_none end) as measure_15,
        max(case when slot = 16 then value_when_none end) as measure_16
    from scores.enterprise_level_measure_slot
    group by as_of
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
    case when supply.has_risk_points = 1 then coalesce(point.red_count + point.ungraded_count, 0) end as red_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.orange_count + point.ungraded_count, 0) end as orange_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.graded_count, 0) end as graded_risk_point_count,
    case when supply.has_risk_points = 1 then coalesce(point.ungraded_count, 0) end as ungraded_risk_point_count,
    case
        when supply.has_risk_points = 0 then null
        when point.enterprise_id is null then 0
        else point.exposed_count
    end as exposed_person_count,
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
    coalesce(point.grave_count, 0) as grave_risk_point_count,
    coalesce(installation.installation_count, 0) as installation_count,
    coalesce(hazard.due_count, 0) as due_count,
    coalesce(task.due_count, 0) as task_count,
    case when look.looked_on is null then 0 else 1 end as look_count,
    coalesce(listed.listing_count, 0) as listing_count,
    coalesce(measure.measure_1, none.measure_1) as measure_1,
    coalesce(measure.measure_1_count, 0) as measure_1_count,
    coalesce(measure.measure_2, none.measure_2) as measure_2,
    coalesce(measure.measure_2_count, 0) as measure_2_count,
    coalesce(measure.measure_3, none.measure_3) as measure_3,
    coalesce(measure.measure_3_count, 0) as measure_3_count,
    coalesce(measure.measure_4, none.measure_4) as measure_4,
    coalesce(measure.measure_4_count, 0) as measure_4_count,
    coalesce(measure.measure_5, none.measure_5) as measure_5,
    coalesce(measure.measure_5_count, 0) as measure_5_count,
    coalesce(measure.measure_6, none.measure_6) as measure_6,
    coalesce(measure.measure_6_count, 0) as measure_6_count,
    coalesce(measure.measure_7, none.measure_7) as measure_7,
    coalesce(measure.measure_7_count, 0) as measure_7_count,
    coalesce(measure.measure_8, none.measure_8) as measure_8,
    coalesce(measure.measure_8_count, 0) as measure_8_count,
    coalesce(measure.measure_9, none.measure_9) as measure_9,
    coalesce(measure.measure_9_count, 0) as measure_9_count,
    coalesce(measure.measure_10, none.measure_10) as measure_10,
    coalesce(measure.measure_10_count, 0) as measure_10_count,
    coalesce(measure.measure_11, none.measure_11) as measure_11,
    coalesce(measure.measure_11_count, 0) as measure_11_count,
    coalesce(measure.measure_12, none.measure_12) as measure_12,
    coalesce(measure.measure_12_count, 0) as measure_12_count,
    coalesce(measure.measure_13, none.measure_13) as measure_13,
    coalesce(measure.measure_13_count, 0) as measure_13_count,
    coalesce(measure.measure_14, none.measure_14) as measure_14,
    coalesce(measure.measure_14_count, 0) as measure_14_count,
    coalesce(measure.measure_15, none.measure_15) as measure_15,
    coalesce(measure.measure_15_count, 0) as measure_15_count,
    coalesce(measure.measure_16, none.measure_16) as measure_16,
    coalesce(measure.measure_16_count, 0) as measure_16_count
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
left join none on enterprise.as_of = none.as_of
