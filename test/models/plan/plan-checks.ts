import type { PlanProblem } from "../../../models/plan/problem.js";
import type { Plan } from "../../../models/plan/result.js";
import { bruteForce, owedOf } from "./brute-force.js";

export const at = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
const milli = (text: string) => Math.round(Number(text) * 1000);
export const planned = (plan: Plan) => plan.visits.filter((visit) => visit.basis !== "fixed");

/** `expect` costs more than the planner at these sizes. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Caps, distances, capacity, and no more statutory visits than are owed, from the rows alone. */
export function mustBeLawful(problem: PlanProblem, plan: Plan): void {
  for (const enterprise of problem.enterprises) {
    const own = planned(plan).filter((visit) => visit.enterpriseId === enterprise.enterpriseId);
    const known = [...enterprise.done, ...enterprise.fixed];
    const inYear = known.filter((visit) => visit.month.startsWith("2027")).length;
    const cap = enterprise.capPerYear ?? 12 + inYear;
    must(
      own.length === 0 || own.length + inYear <= cap,
      `${enterprise.enterpriseId}: ${own.length} more than its cap`,
    );
    for (const visit of own)
      for (const other of [...known, ...own.filter((one) => one !== visit)])
        must(
          Math.abs(at(visit.month) - at(other.month)) >= enterprise.spacingMonths,
          `${visit.month} too near ${other.month}`,
        );
    const statutory = own.filter((visit) => visit.basis === "statutory").length;
    must(
      statutory <= owedOf(problem, enterprise),
      `${enterprise.enterpriseId}: more statutory visits than owed`,
    );
  }
  for (const { departmentCode, capacity } of problem.departments)
    for (const { month, personDays } of capacity) {
      const taken = problem.enterprises
        .filter((one) => one.departmentCode === departmentCode)
        .flatMap((one) => [...one.done, ...one.fixed].map((visit) => ({ visit, effort: one.effort })))
        .filter(({ visit }) => at(visit.month) === at(month))
        .reduce((sum, { visit, effort }) => sum + milli(effort[visit.kind] ?? "0"), 0);
      const used = planned(plan)
        .filter((visit) => visit.departmentCode === departmentCode && at(visit.month) === at(month))
        .reduce((sum, visit) => sum + milli(visit.personDays), 0);
      must(
        used <= Math.max(0, milli(personDays) - taken),
        `${departmentCode} ${month}: ${used} more than there is`,
      );
    }
}

/**
 * Each department's plan is the best one that a brute-force planner finds, by its rows and by what it states, and its
 * bound is no other: so small a department is searched through.
 */
export function mustBeBest(problem: PlanProblem, plan: Plan): void {
  for (const { departmentCode } of problem.departments) {
    const stated = plan.departments.find((one) => one.departmentCode === departmentCode);
    if (!stated) throw new Error(`${departmentCode}: not in the plan`);
    const rows = planned(plan).filter((visit) => visit.departmentCode === departmentCode);
    const sum = (visits: typeof rows, more: number) =>
      visits.reduce((all, visit) => all + (visit.harm ?? 0) + more, 0);
    const value = {
      statutory: sum(
        rows.filter((visit) => visit.basis === "statutory"),
        1,
      ),
      harm: sum(rows, 0),
    };
    must(
      stated.value.statutory === value.statutory && stated.value.harm === value.harm,
      `${departmentCode}: states another worth than its rows have`,
    );
    // The first tier is served as well as if there were no draw; harm is as high as it can be beside the draw.
    const first = bruteForce(problem, plan, departmentCode, false);
    must(value.statutory === first.statutory, `statutory ${value.statutory}, best ${first.statutory}`);
    const best = bruteForce(problem, plan, departmentCode);
    must(value.statutory === best.statutory, `beside the draw ${best.statutory}`);
    must(value.harm === best.harm, `harm ${value.harm}, best ${best.harm}`);
    must(best.harm === stated.bound.harm, `harm bound ${stated.bound.harm}, best ${best.harm}`);
    const isDrawn = rows.some((visit) => visit.basis === "random");
    must(
      isDrawn ? first.statutory <= stated.bound.statutory : first.statutory === stated.bound.statutory,
      `statutory bound ${stated.bound.statutory}, best ${first.statutory}`,
    );
  }
}
