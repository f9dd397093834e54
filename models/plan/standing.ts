import type { Claim } from "./claim.js";
import type { DrawLine } from "./draw.js";
import type { PlanProblem } from "./problem.js";
import type { Plan } from "./result.js";
import { monthNumber, thousandths, yearOf } from "./units.js";

/** What a plan that stands gives the claims of a department: the months of their visits as bits, and of their draws or -1. */
export interface Standing {
  readonly visits: ReadonlyMap<number, number>;
  readonly draws: Int8Array;
  readonly register: readonly DrawLine[];
  /** Thousandths of a person-day that its draw takes. */
  readonly size: number;
  /** Thousandths that its draw would have taken, had the statutory minimum left room: more than it took where it did not. */
  readonly drawable: number;
}

/** The part of a standing plan that concerns a department's claims; `first` is the month number of the period's first month. */
export function standingOf(
  plan: Plan,
  departmentCode: string,
  claims: readonly Claim[],
  first: number,
): Standing {
  const visits = new Map<number, number>();
  const draws = new Int8Array(claims.length).fill(-1);
  const at = new Map<string, number>();
  claims.forEach((claim, index) => {
    at.set(`${claim.enterprise.enterpriseId}|${yearOf(first + claim.lastMonth)}`, index);
  });
  for (const { enterpriseId, month, basis } of plan.visits) {
    if (basis === "fixed") continue;
    const number = monthNumber(month) as number;
    const claim = at.get(`${enterpriseId}|${yearOf(number)}`);
    if (claim === undefined) continue;
    if (basis === "random") draws[claim] = number - first;
    else visits.set(claim, (visits.get(claim) ?? 0) | (1 << (number - first)));
  }
  const size = claims.reduce(
    (sum, claim, index) => sum + ((draws[index] as number) < 0 ? 0 : claim.randomSize),
    0,
  );
  const isKept = plan.departments.find((one) => one.departmentCode === departmentCode)?.isDrawKept ?? true;
  return {
    visits,
    draws,
    register: plan.draw.register.filter((line) => line.departmentCode === departmentCode),
    size,
    drawable: isKept ? size : size + 1,
  };
}

/**
 * Where a problem gives less than the plan that is to stand was made for: a line each. A plan can stand in a problem that
 * differs from its own by more person-days alone.
 */
export function standingFaults(problem: PlanProblem, standing: Plan): readonly string[] {
  const given = new Map<string, number>();
  for (const { departmentCode, capacity } of problem.departments)
    for (const { month, personDays } of capacity) {
      const key = `${departmentCode}|${monthNumber(month)}`;
      given.set(key, (given.get(key) ?? 0) + (thousandths(personDays, "down") ?? 0));
    }
  return standing.capacity
    .filter(
      (row) =>
        (given.get(`${row.departmentCode}|${monthNumber(row.month)}`) ?? 0) <
        (thousandths(row.personDays, "down") ?? 0),
    )
    .map(
      (row) =>
        `standing plan › ${row.departmentCode} › ${row.month.slice(0, 7)}: made for ${row.personDays} person-days, the problem gives less; plan anew`,
    );
}
