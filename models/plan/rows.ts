import type { Claim } from "./claim.js";
import type { DepartmentPlan } from "./department.js";
import { byText, drawNumber } from "./draw.js";
import type { PlanCapacity, PlannedVisit } from "./result.js";
import { monthText, personDaysText } from "./units.js";

const BASES = ["statutory", "random", "risk"] as const;

/**
 * A department's planned visits. Of an enterprise's visits in a year the first ones are the statutory. Rank
 * orders a month: statutory, drawn (by draw number), then risk; within these by harm averted per
 * person-day.
 */
export function plannedVisits(
  plan: DepartmentPlan,
  claims: readonly Claim[],
  firstMonth: number,
  seed: string,
): readonly PlannedVisit[] {
  const rows = claims.flatMap((claim, i) => {
    const { enterpriseId, visitKind } = claim.enterprise;
    const months = plan.visits[i] as readonly number[];
    const draw = plan.draws[i] as number;
    const row = (
      month: number,
      basis: "statutory" | "random" | "risk",
      size: number,
      harm: number,
      isLate: boolean,
    ) => ({
      month,
      size,
      enterpriseId,
      basis,
      harm,
      isLate,
      visitKind: basis === "random" ? ("random" as const) : visitKind,
      drawNumber: basis === "random" ? drawNumber(seed, enterpriseId, firstMonth + month) : "",
    });
    const own = months.map((month, k) => {
      const isStatutory = k < claim.owed;
      return row(
        month,
        isStatutory ? "statutory" : "risk",
        claim.size,
        claim.harm[k] ?? 0,
        isStatutory && k === 0 && claim.due !== null && month > claim.due,
      );
    });
    return draw === -1
      ? own
      : [...own, row(draw, "random", claim.randomSize, claim.harm[months.length] ?? 0, false)];
  });
  rows.sort(
    (a, b) =>
      a.month - b.month ||
      BASES.indexOf(a.basis) - BASES.indexOf(b.basis) ||
      byText(a.drawNumber, b.drawNumber) ||
      b.harm / b.size - a.harm / a.size ||
      byText(a.enterpriseId, b.enterpriseId),
  );
  let rank = 0;
  return rows.map((row, i) => {
    rank = i > 0 && rows[i - 1]?.month === row.month ? rank + 1 : 1;
    return {
      month: monthText(firstMonth + row.month),
      departmentCode: plan.departmentCode,
      enterpriseId: row.enterpriseId,
      visitKind: row.visitKind,
      personDays: personDaysText(row.size),
      basis: row.basis,
      rank,
      harm: row.harm,
      isLate: row.isLate,
    };
  });
}

/** What becomes of a department's person-days, a row a month; and what is free, in thousandths. */
export function capacityRows(
  plan: DepartmentPlan,
  claims: readonly Claim[],
  capacity: readonly number[],
  taken: readonly number[],
  shares: readonly number[],
  firstMonth: number,
): { readonly rows: readonly PlanCapacity[]; readonly free: readonly number[] } {
  const planned = capacity.map(() => 0);
  const drawn = capacity.map(() => 0);
  claims.forEach((claim, i) => {
    for (const month of plan.visits[i] as readonly number[])
      planned[month] = (planned[month] as number) + claim.size;
    const draw = plan.draws[i] as number;
    if (draw !== -1) drawn[draw] = (drawn[draw] as number) + claim.randomSize;
  });
  const free = capacity.map((all, m) =>
    Math.max(0, all - (taken[m] as number) - (planned[m] as number) - (drawn[m] as number)),
  );
  const rows = capacity.map((all, m) => ({
    departmentCode: plan.departmentCode,
    month: monthText(firstMonth + m),
    personDays: personDaysText(all),
    taken: personDaysText(taken[m] as number),
    planned: personDaysText(planned[m] as number),
    keptForDraw: personDaysText(shares[m] as number),
    drawn: personDaysText(drawn[m] as number),
    free: personDaysText(free[m] as number),
  }));
  return { rows, free };
}
