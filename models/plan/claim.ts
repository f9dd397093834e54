import type { KnownVisit, PlanEnterprise } from "./problem.js";
import { monthNumber, thousandths, yearOf } from "./units.js";
import { lastMonth as lastOf, type Months, mostVisits } from "./window.js";

/**
 * What one enterprise may still be given in one calendar year; months are positions in the period (0 = its
 * first).
 */
export interface Claim {
  readonly enterprise: PlanEnterprise;
  /**
   * The year's months in which a visit keeps its distance from every visit done or fixed, and from the last
   * that the year before may use.
   */
  readonly months: Months;
  /**
   * The same without the distance kept from the year before: what any plan at all could use (for the bound).
   */
  readonly widestMonths: Months;
  readonly spacing: number;
  /** Statutory visits still owed in the year, and how many of them cap and distance allow. */
  readonly owed: number;
  readonly need: number;
  /** The most visits that the cap allows, and that cap and distance allow. */
  readonly cap: number;
  readonly room: number;
  /** Month by which the first owed visit is due; null: by the end of the year. */
  readonly due: number | null;
  /** The last month of the period in the year. */
  readonly lastMonth: number;
  /** Harm averted by the next, second next, … visit. */
  readonly harm: readonly number[];
  readonly size: number;
  readonly randomSize: number;
  /**
   * Whether it may be drawn: a member of the pool that owes no visit in the year, since who owes one is
   * visited anyway.
   */
  readonly canBeDrawn: boolean;
}

const qualifies = (visit: KnownVisit) => visit.qualifies ?? visit.kind !== "random";

/**
 * The claims of an enterprise, one a calendar year of the period, from the statutory side and without a
 * look at any capacity.
 * @param period the months of the plan, consecutive month numbers
 */
export function claimsOf(period: readonly number[], enterprise: PlanEnterprise): readonly Claim[] {
  const start = period[0] as number;
  const end = period[period.length - 1] as number;
  const known = [...enterprise.done, ...enterprise.fixed].map((visit) => ({
    month: monthNumber(visit.month) as number,
    qualifies: qualifies(visit),
  }));
  const due = enterprise.dueMonth == null ? null : (monthNumber(enterprise.dueMonth) as number);
  const spacing = enterprise.spacingMonths;
  const claims: Claim[] = [];
  let lastOfYearBefore = -spacing;
  for (let year = yearOf(start); year <= yearOf(end); year++) {
    const inYear = known.filter((visit) => yearOf(visit.month) === year);
    const qualified = inYear.filter((visit) => visit.qualifies);
    const lastMonth = Math.min(end, year * 12 + 11) - start;
    const share = Math.floor((enterprise.minimumPerYear * (start + lastMonth - year * 12 + 1)) / 12);
    const isDue =
      due !== null &&
      due <= start + lastMonth &&
      (yearOf(due) === year || (due < start && year === yearOf(start))) &&
      !qualified.some((visit) => visit.month >= Math.min(start, due));
    const owed = Math.max(0, share - qualified.length, isDue ? 1 : 0);
    const underCap = enterprise.capPerYear === null ? 12 : Math.max(0, enterprise.capPerYear - inYear.length);
    let widestMonths = 0;
    if (underCap > 0)
      for (let month = Math.max(start, year * 12); month <= start + lastMonth; month++)
        if (known.every((visit) => Math.abs(visit.month - month) >= spacing))
          widestMonths |= 1 << (month - start);
    const closed = Math.min(31, Math.max(0, lastOfYearBefore + spacing));
    const months = closed === 31 ? 0 : widestMonths & ~((1 << closed) - 1);
    const spaced = mostVisits(months, spacing);
    const room = Math.min(underCap, spaced);
    const need = Math.min(owed, room);
    if (months !== 0) lastOfYearBefore = lastOf(months);
    claims.push({
      enterprise,
      months,
      widestMonths,
      spacing,
      owed,
      need,
      cap: underCap,
      room,
      due: isDue ? Math.max(0, (due as number) - start) : null,
      lastMonth,
      harm: enterprise.harm.slice(inYear.length),
      size: thousandths(enterprise.effort[enterprise.visitKind] ?? "", "up") ?? 0,
      randomSize: thousandths(enterprise.effort.random ?? "", "up") ?? 0,
      canBeDrawn: enterprise.inRandomPool && owed === 0 && room > 0,
    });
  }
  return claims;
}
