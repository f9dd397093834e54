import type { Claim } from "./claim.js";
import { byText } from "./draw.js";
import { monthText, personDaysText } from "./units.js";

/**
 * Why a statutory visit is not in the plan: no person-days, or the published cap or the distance to visits
 * done leaves no room.
 */
export type ShortageReason = "capacity" | "cap" | "spacing";

/** Statutory visits that could not be planned, by department and the month by which they are due. */
export interface Shortage {
  readonly departmentCode: string;
  readonly month: string;
  /**
   * Person-days of the visits left out that lack capacity (none of those that a cap or a distance forbids, which no
   * person-day mends), and those still free in the month, decimal text.
   */
  readonly personDaysNeeded: string;
  readonly personDaysAvailable: string;
  readonly enterprisesUnserved: number;
  readonly unserved: readonly {
    readonly enterpriseId: string;
    readonly visits: number;
    readonly reason: ShortageReason;
  }[];
}

/**
 * The shortage rows of a department. A visit owed is counted in its due month, or in the last month of the
 * period in its year; one that the cap or the distance forbids is a conflict of rules that no person-day
 * can mend, and says so.
 */
export function shortagesOf(
  departmentCode: string,
  claims: readonly Claim[],
  planned: readonly number[],
  free: readonly number[],
  firstMonth: number,
): readonly Shortage[] {
  const byMonth = new Map<number, { claim: Claim; visits: number; reason: ShortageReason }[]>();
  claims.forEach((claim, i) => {
    const missing = claim.owed - Math.min(claim.owed, planned[i] as number);
    if (missing === 0) return;
    const month = claim.due ?? claim.lastMonth;
    const rows = byMonth.get(month) ?? [];
    byMonth.set(month, rows);
    const forbidden = Math.min(missing, claim.owed - claim.need);
    // The cap forbids what is owed beyond it; what it would allow and the distance does not is the distance's.
    const byCap = Math.min(forbidden, Math.max(0, claim.owed - claim.cap));
    if (byCap > 0) rows.push({ claim, visits: byCap, reason: "cap" });
    if (forbidden > byCap) rows.push({ claim, visits: forbidden - byCap, reason: "spacing" });
    if (missing > forbidden) rows.push({ claim, visits: missing - forbidden, reason: "capacity" });
  });
  return [...byMonth.entries()]
    .sort(([a], [b]) => a - b)
    .map(([month, rows]) => ({
      departmentCode,
      month: monthText(firstMonth + month),
      personDaysNeeded: personDaysText(
        rows.reduce((sum, row) => sum + (row.reason === "capacity" ? row.visits * row.claim.size : 0), 0),
      ),
      personDaysAvailable: personDaysText(free[month] ?? 0),
      enterprisesUnserved: new Set(rows.map((row) => row.claim.enterprise.enterpriseId)).size,
      unserved: rows
        .map(({ claim, visits, reason }) => ({ enterpriseId: claim.enterprise.enterpriseId, visits, reason }))
        .sort((a, b) => byText(a.enterpriseId, b.enterpriseId) || byText(a.reason, b.reason)),
    }));
}
