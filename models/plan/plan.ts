import { type Claim, claimsOf } from "./claim.js";
import { type DepartmentPlan, planDepartment } from "./department.js";
import { byText, NOTHING_DRAWN } from "./draw.js";
import {
  DEFAULT_MOST_DRAWN,
  DEFAULT_RANDOM_SHARE,
  type KnownVisit,
  type PlanEnterprise,
  type PlanProblem,
  problemFaults,
} from "./problem.js";
import type { Plan, PlannedVisit } from "./result.js";
import { capacityRows, plannedVisits } from "./rows.js";
import { shortagesOf } from "./shortage.js";
import { standingFaults, standingOf } from "./standing.js";
import { monthNumber, monthText, personDaysText, thousandths } from "./units.js";

/**
 * The inspection plan of a period (design §5): statutory minimum first, caps, distance and capacity kept
 * always, a share drawn by lot with the published seed, the rest by expected harm averted per person-day.
 * Pure: the same problem gives the same plan, whatever the order of its rows. What more capacity does to the
 * plan's worth stands at `planDepartment`.
 * @param standing a plan of the same problem with no more person-days: its draw stands, and the result is no worse
 * @throws Error with every fault of the problem, a line each
 */
export function planInspections(problem: PlanProblem, standing?: Plan): Plan {
  const faults = [...problemFaults(problem), ...(standing ? standingFaults(problem, standing) : [])];
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const first = monthNumber(problem.months[0] as string) as number;
  const count = problem.months.length;
  const drawMonths = problem.random.months?.map(monthNumber);
  const share = thousandths(problem.random.share ?? DEFAULT_RANDOM_SHARE, "down") ?? 0;
  const most = Math.max(share, thousandths(problem.random.most ?? DEFAULT_MOST_DRAWN, "down") ?? 0);
  const strata = (problem.random.strata ?? []).map(({ stratum, fraction }) => ({
    stratum,
    fraction: thousandths(fraction, "down") ?? 0,
  }));

  const period = problem.months.map((month) => monthNumber(month) as number);
  const claims = new Map<string, Claim[]>();
  type Known = Readonly<{
    visit: KnownVisit;
    enterprise: PlanEnterprise;
    month: number;
    size: number;
    isFixed: boolean;
  }>;
  const known = new Map<string, Known[]>();
  let state = NOTHING_DRAWN;
  let asked = 0;
  let drawn = 0;
  for (const { departmentCode } of problem.departments) claims.set(departmentCode, []);
  for (const enterprise of [...problem.enterprises].sort((a, b) => byText(a.enterpriseId, b.enterpriseId))) {
    const { departmentCode } = enterprise;
    const own = claims.get(departmentCode) ?? [];
    claims.set(departmentCode, own);
    own.push(...claimsOf(period, enterprise));
    for (const [list, isFixed] of [
      [enterprise.done, false],
      [enterprise.fixed, true],
    ] as const)
      for (const visit of list) {
        const month = (monthNumber(visit.month) as number) - first;
        if (!isFixed && (month < 0 || month >= count)) continue;
        const size = thousandths(visit.personDays ?? enterprise.effort[visit.kind] ?? "0", "up") ?? 0;
        const beside = known.get(departmentCode);
        const row: Known = { visit, enterprise, month, size, isFixed };
        if (beside) beside.push(row);
        else known.set(departmentCode, [row]);
      }
  }

  const parts = [...claims.keys()].sort(byText).map((departmentCode) => {
    const capacity = new Array<number>(count).fill(0);
    for (const row of problem.departments.find((one) => one.departmentCode === departmentCode)?.capacity ??
      []) {
      const month = (monthNumber(row.month) as number) - first;
      if (month >= 0 && month < count)
        capacity[month] = (capacity[month] as number) + (thousandths(row.personDays, "down") ?? 0);
    }
    const taken = new Array<number>(count).fill(0);
    const takenByDraws = new Array<number>(count).fill(0);
    for (const { visit, month, size } of known.get(departmentCode) ?? []) {
      if (month < 0 || month >= count) continue;
      taken[month] = (taken[month] as number) + size;
      if (visit.kind === "random") takenByDraws[month] = (takenByDraws[month] as number) + size;
    }
    const own = claims.get(departmentCode) as Claim[];
    const sharesOf = capacity.map((all) => Math.floor((all * share) / 1000));
    // What the department gives at most so far, less what the draws of visits done and fixed took.
    let soFar = 0;
    const mostDrawn = capacity.map((all, m) => {
      soFar += Math.floor((all * most) / 1000) - (takenByDraws[m] as number);
      return drawMonths && !drawMonths.includes(first + m) ? 0 : Math.max(0, soFar);
    });
    const plan = planDepartment({
      departmentCode,
      claims: own,
      capacity,
      taken,
      added: sharesOf.map((added, m) => added - (takenByDraws[m] as number)),
      mostDrawn,
      seed: problem.random.seed,
      firstMonth: first,
      strata,
      state,
      ...(standing ? { standing: standingOf(standing, departmentCode, own, first) } : {}),
    });
    state = plan.state;
    asked += sharesOf.reduce((sum, added) => sum + added, 0);
    drawn += plan.drawn + takenByDraws.reduce((sum, size) => sum + size, 0);
    const visits = plannedVisits(plan, own, first, problem.random.seed);
    const used = capacityRows(plan, own, capacity, taken, sharesOf, first);
    const planned = plan.visits.map((months) => months.length);
    return {
      plan,
      visits,
      capacityRows: used.rows,
      shortages: shortagesOf(departmentCode, own, planned, used.free, first),
    };
  });

  const fixed = [...known.values()]
    .flat()
    .filter(({ isFixed }) => isFixed)
    .map(
      ({ visit, enterprise, month, size }): PlannedVisit => ({
        month: monthText(first + month),
        departmentCode: enterprise.departmentCode,
        enterpriseId: enterprise.enterpriseId,
        visitKind: visit.kind,
        personDays: personDaysText(size),
        basis: "fixed",
        rank: null,
        harm: null,
        isLate: false,
      }),
    );
  const sum = (pick: (plan: DepartmentPlan) => number) =>
    parts.reduce((all, part) => all + pick(part.plan), 0);
  const value = { statutory: sum(({ value }) => value.statutory), harm: sum(({ value }) => value.harm) };
  const bound = { statutory: sum(({ bound }) => bound.statutory), harm: sum(({ bound }) => bound.harm) };
  return {
    months: problem.months.map((_, m) => monthText(first + m)),
    visits: [...parts.flatMap((part) => part.visits), ...fixed].sort(
      (a, b) =>
        byText(a.month, b.month) ||
        byText(a.departmentCode, b.departmentCode) ||
        (a.rank ?? 0) - (b.rank ?? 0) ||
        byText(a.enterpriseId, b.enterpriseId) ||
        byText(a.visitKind, b.visitKind),
    ),
    shortages: parts.flatMap((part) => part.shortages),
    capacity: parts.flatMap((part) => part.capacityRows),
    draw: {
      seed: problem.random.seed,
      share: problem.random.share ?? DEFAULT_RANDOM_SHARE,
      personDaysAsked: personDaysText(asked),
      personDaysDrawn: personDaysText(drawn),
      register: parts.flatMap((part) => part.plan.register),
    },
    departments: parts.map(({ plan }) => ({
      departmentCode: plan.departmentCode,
      isDrawKept: plan.drawn >= plan.drawable,
      value: plan.value,
      bound: plan.bound,
    })),
    value,
    bound,
    gap: { statutory: gap(value.statutory, bound.statutory), harm: gap(value.harm, bound.harm) },
  };
}

/** (bound − value) / bound, rounded up to six places. */
function gap(value: number, bound: number): string {
  if (bound <= value) return "0";
  const millionths = (BigInt(bound - value) * 1_000_000n + BigInt(bound) - 1n) / BigInt(bound);
  const text = String(millionths).padStart(7, "0");
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/0+$/, "").replace(/\.$/, "");
}
