import type { CityEnterprise, CityPlanInputs, CityVisit } from "../../models/plan/city.js";
import { type ParameterRow, planRules } from "../../models/plan/city-rules.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

/** The tables that a plan is a function of. */
export const planReads: readonly string[] = [
  "scores.inspection_requirement",
  "scores.inspection_requirement_edition",
  "scores.enterprise_level_part",
  "staging.inspector_capacity",
  "staging.inspection",
  "staging.enterprise",
  "staging.check_task",
  "staging.hazard",
  "staging.entity_supply",
  "staging.department",
  "staging.evaluation",
  "rules.parameter",
];

/** Only those that stand once in a list sorted by enterprise: whom two editions judge cannot be planned for, and a check then stops the publication. */
function judgedOnce(sorted: readonly CityEnterprise[]): readonly CityEnterprise[] {
  return sorted.filter(
    (each, place) =>
      each.enterprise_id !== sorted[place - 1]?.enterprise_id &&
      each.enterprise_id !== sorted[place + 1]?.enterprise_id,
  );
}

/**
 * What a plan made on an evaluation day knows: requirement of that day, capacity, and the visits made by then.
 * Null where no edition of inspection-requirement is in force on that day.
 */
export async function readCity(
  warehouse: Warehouse,
  asOf: string,
): Promise<Omit<CityPlanInputs, "from" | "to"> | null> {
  const parameters = await warehouse.rows<ParameterRow>(
    `select parameter.parameter_id, cast(parameter.value_number as varchar) as value_number, parameter.value_code
     from scores.inspection_requirement_edition as scope
     inner join rules.parameter as parameter
        on scope.method = parameter.method and scope.edition = parameter.edition
     where scope.as_of = $1::date order by parameter.parameter_id`,
    [asOf],
  );
  if (parameters.length === 0) return null;
  const day = `date ${quoteText(asOf)}`;
  const required = await bulkRows<CityEnterprise>(warehouse, {
    select: `with part as (
        select subject_id, max(case when part_id = 'inherent' then points end) as inherent_points,
            max(case when part_id = 'conduct' then points end) as conduct_points
        from scores.enterprise_level_part where as_of = ${day} group by subject_id
     ),
     told as (
        select enterprise_id, max(reported_on) as reported_on
        from (
            select enterprise_id, done_on as reported_on from staging.check_task where done_on <= ${day}
            union all
            select enterprise_id, cast(found_at as date) from staging.hazard
            where hazard_source = 'self_check' and cast(found_at as date) <= ${day}
        )
        group by enterprise_id
     )
     select requirement.enterprise_id, enterprise.department_code, enterprise.region_code, requirement.level,
        requirement.min_per_year, requirement.max_per_year, requirement.interval_days, requirement.visit_kind,
        cast(requirement.due_on as varchar) as due_on, cast(part.inherent_points as varchar) as inherent_points,
        cast(part.conduct_points as varchar) as conduct_points, enterprise.regulated_sector,
        cast(enterprise.employee_count as integer) as employee_count,
        cast(told.reported_on as varchar) as reported_on
     from scores.inspection_requirement as requirement
     inner join staging.enterprise as enterprise on requirement.enterprise_id = enterprise.enterprise_id
     left join part on requirement.enterprise_id = part.subject_id
     left join told on requirement.enterprise_id = told.enterprise_id
     where requirement.as_of = ${day}`,
    orderBy: "enterprise_id",
  });
  const enterprises = judgedOnce(required);
  const [supply] = await warehouse.rows<{ is_supplied: boolean }>(
    `select coalesce(bool_or(is_supplied), false) as is_supplied from staging.entity_supply
     where entity in ('check_task', 'hazard')`,
  );
  const visits = await bulkRows<CityVisit>(warehouse, {
    select: `select inspection.inspection_id, inspection.enterprise_id, cast(inspection.inspected_on as varchar) as inspected_on,
        inspection.kind, inspection.is_planned
     from staging.inspection as inspection
     where inspection.inspected_on <= ${day} and inspection.inspected_on >= make_date(year(${day}) - 1, 1, 1)`,
    orderBy: "enterprise_id, inspected_on, inspection_id",
  });
  const departments = await warehouse.rows<CityPlanInputs["departments"][number]>(
    "select department_code, region_code from staging.department order by department_code",
  );
  const capacity = await warehouse.rows<CityPlanInputs["capacity"][number]>(
    `select department_code, cast(month as varchar) as month, cast(person_days as varchar) as person_days
     from staging.inspector_capacity order by department_code, month`,
  );
  return {
    rules: planRules(parameters),
    // Where nobody supplies what enterprises report, nobody is called non-reporting.
    enterprises: supply?.is_supplied
      ? enterprises
      : enterprises.map(({ reported_on, ...enterprise }) => enterprise),
    departments,
    capacity,
    visits,
  };
}
