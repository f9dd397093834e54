import type { KnownVisit, PlanEnterprise, PlanProblem } from "./problem.js";
import { monthNumber, thousandths, yearOf } from "./units.js";
import { mostVisits, windows } from "./window.js";

/**
 * What one enterprise may still be given in one calendar year; months are positions in the period (0 = its
 * first).
 */
export interface Claim {
  readonly enterprise: PlanEnterprise;
  /**
   * The year's months in which a visit keeps its distance from every visit done or fixed, and from the year
   * before.
   */
  readonly months: readonly number[];
  /**
   * The same without the distance kept from the year before: what any plan at all could use (for the bound).
   */
  readonly widestMonths: readonly number[];
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
   * Months in which it may be drawn; null where it is no member of the pool or has no room above its minimum.
   */
  readonly drawMonths: readonly number[] | null;
  readonly lean: number;
}

/** A small whole number from a text, the same everywhere: spreads windows over the year. */
function spread(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  return (hash >>> 8) % 6;
}

const qualifies = (visit: KnownVisit) => visit.qualifies ?? visit.kind !== "random";

/**
 * The claims of an enterprise, one a calendar year of the period, from the statutory side and without a
 * look at any capacity.
 */
export function claimsOf(problem: PlanProblem, enterprise: PlanEnterprise): readonly Claim[] {
  const period = problem.months.map((month) => monthNumber(month) as number);
  const start = period[0] as number;
  const end = period[period.length - 1] as number;
  const known = [...enterprise.done, ...enterprise.fixed].map((visit) => ({
    month: monthNumber(visit.month) as number,
    qualifies: qualifies(visit),
  }));
  const due = enterprise.dueMonth == null ? null : (monthNumber(enterprise.dueMonth) as number);
  const spacing = enterprise.spacingMonths;
  const variety = spread(enterprise.enterpriseId);
  const claims: Claim[] = [];
  let lastOfYearBefore = Number.NEGATIVE_INFINITY;
  for (let year = yearOf(start); year <= yearOf(end); year++) {
    const inYear = known.filter((visit) => yearOf(visit.month) === year);
    const qualified = inYear.filter((visit) => visit.qualifies);
    const lastMonth = Math.min(end, year * 12 + 11);
    const share = Math.floor((enterprise.minimumPerYear * (lastMonth - year * 12 + 1)) / 12);
    const isDue =
      due !== null &&
      due <= lastMonth &&
      (yearOf(due) === year || (due < start && year === yearOf(start))) &&
      !qualified.some((visit) => visit.month >= Math.min(start, due));
    const owed = Math.max(0, share - qualified.length, isDue ? 1 : 0);
    const underCap = enterprise.capPerYear === null ? 12 : Math.max(0, enterprise.capPerYear - inYear.length);
    const free = period.flatMap((month, i) =>
      yearOf(month) === year && known.every((visit) => Math.abs(visit.month - month) >= spacing) ? [i] : [],
    );
    const widestMonths = underCap === 0 ? [] : free;
    const months = widestMonths.filter((i) => i >= lastOfYearBefore + spacing);
    const spaced = mostVisits(months, spacing);
    const room = Math.min(underCap, spaced);
    const need = Math.min(owed, room);
    if (months.length > 0) lastOfYearBefore = months[months.length - 1] as number;
    const lean = (1 + (variety % 3)) / 2;
    const claim: Claim = {
      enterprise,
      months,
      widestMonths,
      spacing,
      owed,
      need,
      cap: underCap,
      room,
      due: isDue ? Math.max(0, (due as number) - start) : null,
      lastMonth: lastMonth - start,
      harm: enterprise.harm.slice(inYear.length),
      size: thousandths(enterprise.effort[enterprise.visitKind] ?? "", "up") ?? 0,
      randomSize: thousandths(enterprise.effort.random ?? "", "up") ?? 0,
      drawMonths: null,
      lean,
    };
    claims.push({ ...claim, drawMonths: drawMonthsOf(claim, variety) });
  }
  return claims;
}

/**
 * The window kept for a draw: the whole year, or one of two halves where two visits are allowed. It is the
 * same whatever the capacity and whatever else is planned, so that the list of who can be drawn in a month
 * can be published beforehand. Who is owed a statutory visit in the year is visited anyway and stays out of
 * the draw; all others of the pool are in it, whatever their level, and also those without one.
 */
function drawMonthsOf(claim: Claim, variety: number): readonly number[] | null {
  if (!claim.enterprise.inRandomPool || claim.owed > 0 || claim.room === 0) return null;
  const count = Math.min(claim.room, 2);
  return windows(claim.months, claim.spacing, count, claim.lean)[variety % count] ?? null;
}
