import { type Claim, claimsOf } from "./claim.js";
import { type DepartmentPlan, planDepartment } from "./department.js";
import { byText } from "./draw.js";
import { DEFAULT_RANDOM_SHARE, type KnownVisit, type PlanProblem, problemFaults } from "./problem.js";
import type { Plan, PlannedVisit } from "./result.js";
import { capacityRows, plannedVisits } from "./rows.js";
import { shortagesOf } from "./shortage.js";
import { monthNumber, monthText, personDaysText, thousandths } from "./units.js";

/**
 * The inspection plan of a period (design §5): statutory minimum first, caps, distance and capacity kept
 * always, a share drawn by lot with the published seed, the rest by expected harm averted per person-day.
 * Pure: the same problem gives the same plan, whatever the order of its rows.
 *
 * **More capacity never makes the plan worse.** Meant is the order: first `value.statutory`; then,
 * department by department, whether the share for the draw is kept; then `value.harm`. Where the share is
 * kept (or given up) both times and the first tier is equal, `value.harm` itself never falls — so always
 * once the statutory visits fit beside the share. The proof stands at `planDepartment` and `fillMonths`.
 * @throws Error with every fault of the problem, a line each
 */
export function planInspections(problem: PlanProblem): Plan {
  const faults = problemFaults(problem);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const first = monthNumber(problem.months[0] as string) as number;
  const count = problem.months.length;
  const drawMonths = problem.random.months?.map(monthNumber);
  const share = thousandths(problem.random.share ?? DEFAULT_RANDOM_SHARE, "down") ?? 0;

  const claims = new Map<string, Claim[]>();
  const known: (KnownVisit & {
    departmentCode: string;
    enterpriseId: string;
    size: number;
    isFixed: boolean;
  })[] = [];
  for (const { departmentCode } of problem.departments) claims.set(departmentCode, []);
  for (const enterprise of [...problem.enterprises].sort((a, b) => byText(a.enterpriseId, b.enterpriseId))) {
    const { departmentCode, enterpriseId } = enterprise;
    const own = claims.get(departmentCode) ?? [];
    claims.set(departmentCode, own);
    own.push(...claimsOf(problem, enterprise));
    for (const [list, isFixed] of [
      [enterprise.done, false],
      [enterprise.fixed, true],
    ] as const)
      for (const visit of list) {
        const size = thousandths(visit.personDays ?? enterprise.effort[visit.kind] ?? "0", "up") ?? 0;
        known.push({ ...visit, departmentCode, enterpriseId, size, isFixed });
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
    for (const visit of known) {
      const month = (monthNumber(visit.month) as number) - first;
      if (visit.departmentCode !== departmentCode || month < 0 || month >= count) continue;
      taken[month] = (taken[month] as number) + visit.size;
      if (visit.kind === "random") takenByDraws[month] = (takenByDraws[month] as number) + visit.size;
    }
    const own = claims.get(departmentCode) as Claim[];
    const monthly = Array.from({ length: count }, (_, m) =>
      drawMonths && !drawMonths.includes(first + m) ? 0 : share,
    );
    const plan = planDepartment({
      departmentCode,
      claims: own,
      capacity,
      taken,
      takenByDraws,
      share: monthly,
      seed: problem.random.seed,
      firstMonth: first,
    });
    const visits = plannedVisits(plan, own, first, problem.random.seed);
    const used = capacityRows(plan, own, capacity, taken, first);
    const planned = plan.visits.map((months) => months.length);
    return {
      plan,
      visits,
      capacityRows: used.rows,
      shortages: shortagesOf(departmentCode, own, planned, used.free, first),
    };
  });

  const fixed = known
    .filter((visit) => visit.isFixed)
    .map(
      (visit): PlannedVisit => ({
        month: monthText(monthNumber(visit.month) as number),
        departmentCode: visit.departmentCode,
        enterpriseId: visit.enterpriseId,
        visitKind: visit.kind,
        personDays: personDaysText(visit.size),
        basis: "fixed",
        rank: null,
        harm: null,
        isLate: false,
      }),
    );
  const sum = (pick: (plan: DepartmentPlan) => number) =>
    parts.reduce((all, part) => all + pick(part.plan), 0);
  const value = { statutory: sum((plan) => plan.statutory), harm: sum((plan) => plan.harm) };
  const bound = { statutory: sum((plan) => plan.statutoryBound), harm: sum((plan) => plan.harmBound) };
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
      register: parts.flatMap((part) => part.plan.register),
    },
    departments: parts.map(({ plan }) => ({
      departmentCode: plan.departmentCode,
      isDrawKept: plan.isDrawKept,
      value: { statutory: plan.statutory, harm: plan.harm },
      bound: { statutory: plan.statutoryBound, harm: plan.harmBound },
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
