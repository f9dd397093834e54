import type { PlanEnterprise, PlanProblem } from "../../../models/plan/problem.js";
import type { Plan } from "../../../models/plan/result.js";

/*
 * A slow, plain planner for one calendar year that shares nothing with the real one but the types: it
 * tries, for every enterprise of a department, every set of months that keeps distance and cap, and keeps
 * the best whole.
 */

const at = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
const milli = (text: string) => Math.round(Number(text) * 1000);

/** What the law asks of an enterprise in the (part of the) year, said again in plain words. */
export function owedOf(problem: PlanProblem, enterprise: PlanEnterprise): number {
  const start = at(problem.months[0] as string);
  const end = at(problem.months[problem.months.length - 1] as string);
  const year = problem.months[0]?.slice(0, 4);
  const counted = [...enterprise.done, ...enterprise.fixed].filter(
    (visit) => visit.month.startsWith(year as string) && visit.kind !== "random",
  );
  const lastOfYear = Number(problem.months[problem.months.length - 1]?.slice(5, 7));
  const bySchedule = Math.floor((enterprise.minimumPerYear * lastOfYear) / 12) - counted.length;
  const due = enterprise.dueMonth == null ? null : at(enterprise.dueMonth);
  const byDueMonth =
    due !== null && due <= end && !counted.some((visit) => at(visit.month) >= Math.min(due, start)) ? 1 : 0;
  return Math.max(0, bySchedule, byDueMonth);
}

function knownMonths(enterprise: PlanEnterprise): number[] {
  return [...enterprise.done, ...enterprise.fixed].map((visit) => at(visit.month));
}

/** Every set of months of the period that keeps distance and cap beside what is done, fixed and drawn. */
function choices(problem: PlanProblem, enterprise: PlanEnterprise, drawn: readonly number[]): number[][] {
  const months = problem.months.map(at);
  const standing = [...knownMonths(enterprise), ...drawn];
  const year = (problem.months[0] as string).slice(0, 4);
  const used =
    [...enterprise.done, ...enterprise.fixed].filter((visit) => visit.month.startsWith(year)).length +
    drawn.length;
  const cap = enterprise.capPerYear ?? 12 + used;
  const sets: number[][] = [];
  for (let mask = 0; mask < 1 << months.length; mask++) {
    const own = months.filter((_, i) => mask & (1 << i));
    const apart = own.every(
      (month, i) =>
        own.every((other, j) => i === j || Math.abs(other - month) >= enterprise.spacingMonths) &&
        standing.every((other) => Math.abs(other - month) >= enterprise.spacingMonths),
    );
    if (apart && (own.length === 0 || own.length + used <= cap)) sets.push(own);
  }
  return sets;
}

/**
 * The best first-tier worth and harm of a department beside the draw of `plan` (first tier first), or as if
 * there were no draw. The months hold what the problem gives and visits done and fixed do not take, less what is drawn;
 * of the plan only the drawn visits are read.
 */
export function bruteForce(
  problem: PlanProblem,
  plan: Plan,
  departmentCode: string,
  isDrawn = true,
): { statutory: number; harm: number } {
  const months = problem.months.map(at);
  const year = (problem.months[0] as string).slice(0, 4);
  const enterprises = problem.enterprises.filter((one) => one.departmentCode === departmentCode);
  const told = problem.departments.find((one) => one.departmentCode === departmentCode)?.capacity ?? [];
  const free = months.map((month) => {
    const all = told
      .filter((row) => at(row.month) === month)
      .reduce((sum, row) => sum + milli(row.personDays), 0);
    const taken = enterprises
      .flatMap(({ done, fixed, effort }) => [...done, ...fixed].map((visit) => ({ visit, effort })))
      .filter(({ visit }) => at(visit.month) === month)
      .reduce((sum, { visit, effort }) => sum + milli(visit.personDays ?? effort[visit.kind] ?? "0"), 0);
    const drawn = plan.visits
      .filter((visit) => isDrawn && visit.basis === "random" && visit.departmentCode === departmentCode)
      .filter((visit) => at(visit.month) === month)
      .reduce((sum, visit) => sum + milli(visit.personDays), 0);
    return Math.max(0, all - taken) - drawn;
  });
  let best = { statutory: -1, harm: -1 };
  const walk = (index: number, left: readonly number[], statutory: number, harm: number): void => {
    const enterprise = enterprises[index];
    if (enterprise === undefined) {
      if (statutory > best.statutory || (statutory === best.statutory && harm > best.harm))
        best = { statutory, harm };
      return;
    }
    const drawn = plan.visits
      .filter(
        (visit) => isDrawn && visit.basis === "random" && visit.enterpriseId === enterprise.enterpriseId,
      )
      .map((visit) => at(visit.month));
    const before = [...enterprise.done, ...enterprise.fixed].filter((visit) =>
      visit.month.startsWith(year),
    ).length;
    const owed = owedOf(problem, enterprise);
    const size = milli(enterprise.effort[enterprise.visitKind] as string);
    for (const own of choices(problem, enterprise, drawn)) {
      const rest = left.map((days, m) => days - (own.includes(months[m] as number) ? size : 0));
      if (rest.some((days, m) => days < 0 && own.includes(months[m] as number))) continue;
      let first = 0;
      let averted = 0;
      for (let k = 0; k < own.length && k < owed; k++) first += (enterprise.harm[before + k] ?? 0) + 1;
      for (let k = 0; k < own.length + drawn.length; k++) averted += enterprise.harm[before + k] ?? 0;
      walk(index + 1, rest, statutory + first, harm + averted);
    }
  };
  walk(0, free, 0, 0);
  return best;
}
