import type { CityPlanInputs } from "../../models/plan/city.js";
import { effortOf } from "../../models/plan/city-rules.js";
import type { PlanProblem } from "../../models/plan/problem.js";
import type { Plan } from "../../models/plan/result.js";
import { settledBy } from "../../models/plan/settle.js";
import { monthText, monthNumber, personDaysText } from "../../models/plan/units.js";
import type { Columns } from "./write-table.js";

/** One visit made in the calendar year, and the visit of the plan at its turn that it settles; null: none. */
export const doneColumns = {
  inspection_id: "varchar",
  enterprise_id: "varchar",
  department_code: "varchar",
  inspected_on: "date",
  month: "date",
  visit_kind: "varchar",
  person_days: "decimal(18, 3)",
  settled_month: "date",
  settled_department_code: "varchar",
} as const satisfies Columns;

/** The plan at the turn of the year with the problem that it answers. */
export interface TurnPlan {
  readonly plan: Plan;
  readonly problem: PlanProblem;
}

/**
 * Visits made in the calendar year by the department that answers for the enterprise, with their effort by the rules in
 * force, each matched to the plan at the turn of the year (`settledBy`).
 */
export function visitsDone(
  city: Omit<CityPlanInputs, "from" | "to">,
  year: string,
  stoodIn: ReadonlyMap<string, string>,
  turn: TurnPlan | null,
): readonly { readonly [Name in keyof typeof doneColumns]: string | null }[] {
  const enterprises = new Map(city.enterprises.map((each) => [each.enterprise_id, each]));
  const made = city.visits.filter(
    (visit) => enterprises.has(visit.enterprise_id) && visit.inspected_on.slice(0, 4) === year,
  );
  const spacing = new Map(turn?.problem.enterprises.map((each) => [each.enterpriseId, each.spacingMonths]));
  const settled = settledBy(
    made.map((visit) => ({
      inspectionId: visit.inspection_id,
      enterpriseId: visit.enterprise_id,
      day: visit.inspected_on,
      kind: visit.kind,
      isPlanned: visit.is_planned,
    })),
    (turn?.plan.visits ?? []).map((visit) => ({ ...visit, kind: visit.visitKind })),
    { qualifying: city.rules.qualifying, spacingOf: (id) => spacing.get(id) ?? 1 },
  );
  return made.map((visit) => {
    const enterprise = enterprises.get(visit.enterprise_id) as (typeof city.enterprises)[number];
    const asked = settled.get(visit.inspection_id);
    return {
      inspection_id: visit.inspection_id,
      enterprise_id: visit.enterprise_id,
      department_code: enterprise.department_code ?? stoodIn.get(visit.enterprise_id) ?? "",
      inspected_on: visit.inspected_on,
      month: monthText(monthNumber(visit.inspected_on.slice(0, 7)) as number),
      visit_kind: visit.kind,
      person_days: personDaysText(effortOf(city.rules, visit.kind, enterprise)),
      settled_month: asked?.month ?? null,
      settled_department_code: asked?.departmentCode ?? null,
    };
  });
}
