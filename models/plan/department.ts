import { type BoundClaim, harmBound, statutoryBound, statutoryWorth } from "./bound.js";
import type { Candidate } from "./candidate.js";
import type { Claim } from "./claim.js";
import { type DrawLine, drawVisits } from "./draw.js";
import { bestFilling, type Found } from "./filling.js";
import { mostVisits } from "./window.js";

export interface DepartmentTask {
  readonly departmentCode: string;
  readonly claims: readonly Claim[];
  /**
   * Thousandths of a person-day by month: in all, taken by visits done and fixed, and of these by random
   * draws.
   */
  readonly capacity: readonly number[];
  readonly taken: readonly number[];
  readonly takenByDraws: readonly number[];
  /** Thousandths of the capacity kept for the draw by month. */
  readonly share: readonly number[];
  readonly seed: string;
  readonly firstMonth: number;
}

export interface DepartmentPlan {
  readonly departmentCode: string;
  /** Months of the planned visits by claim, rising; and the month of its draw, or -1. */
  readonly visits: readonly (readonly number[])[];
  readonly draws: Int8Array;
  readonly register: readonly DrawLine[];
  /** Thousandths kept for the draw by month; all 0 where the statutory minimum needs them. */
  readonly reserve: readonly number[];
  /** Whether the share for the draw is kept; false where it is given up for the statutory minimum. */
  readonly isDrawKept: boolean;
  readonly statutory: number;
  readonly harm: number;
  readonly statutoryBound: number;
  readonly harmBound: number;
}

/**
 * Plans a department: first with the share kept for the draw; without it where the statutory minimum is
 * then served better.
 *
 * **Why more capacity never makes the plan worse.** Order plans by (statutory worth reached, share kept or
 * not, harm averted). Every candidate plan is one pass of `fillMonths` with items, windows and orders fixed
 * before any capacity is looked at, over the months' capacity less what is taken and less the share floor(p
 * C). That rest never falls as C rises. The draw is such a pass too, over the reserve: it only gains
 * enterprises, and each takes the place of one item of its own claim, which leaves the pass. So under more
 * capacity each claim has at least as many visits, and harm and statutory worth, sums of non-negative steps
 * over the number of visits, do not fall for any candidate. The best of candidates that do not fall does
 * not fall. Stopping early only where a bound is reached, above which no candidate can be, changes nothing
 * of this.
 */
export function planDepartment(task: DepartmentTask): DepartmentPlan {
  const free = task.capacity.map((all, m) => Math.max(0, all - (task.taken[m] ?? 0)));
  const canDraw = task.claims.reduce(
    (mask, claim) => (claim.drawMonths ?? []).reduce((own, m) => own | (1 << m), mask),
    0,
  );
  const reserve = task.capacity.map((all, m) => {
    if ((canDraw & (1 << m)) === 0) return 0;
    const kept = Math.floor((all * (task.share[m] ?? 0)) / 1000) - (task.takenByDraws[m] ?? 0);
    return Math.min(free[m] as number, Math.max(0, kept));
  });
  const undrawn = new Int8Array(task.claims.length).fill(-1);
  const firstTier = statutoryBound(boundClaims(task.claims, undrawn, free), pooled(task.claims, free));

  const drawn = drawVisits(task.departmentCode, task.claims, reserve, task.seed, task.firstMonth);
  const solve = (isDrawKept: boolean, draws: Int8Array, register: readonly DrawLine[]): DepartmentPlan => {
    const kept = isDrawKept ? reserve : reserve.map(() => 0);
    const room = free.map((all, m) => all - (kept[m] as number));
    const claims = boundClaims(task.claims, draws, room);
    const capacity = pooled(task.claims, room);
    const sure = task.claims.reduce((sum, claim, i) => sum + (draws[i] === -1 ? 0 : (claim.harm[0] ?? 0)), 0);
    const found = bestFilling(
      task.claims,
      draws,
      room,
      firstTier,
      (reached) => sure + harmBound(claims, capacity, reached),
    );
    return {
      departmentCode: task.departmentCode,
      visits: monthsByClaim(task.claims, found),
      statutory: found.statutory,
      harm: found.harm,
      isDrawKept,
      draws,
      register,
      reserve: kept,
      statutoryBound: firstTier,
      harmBound: sure + harmBound(claims, capacity, found.statutory),
    };
  };
  const withDraw = solve(true, drawn.months, drawn.register);
  if (withDraw.statutory >= firstTier || reserve.every((kept) => kept === 0)) return withDraw;
  const without = solve(false, undrawn, []);
  return without.statutory > withDraw.statutory ? without : withDraw;
}

/** Positions of the months of each claim's visits, rising. */
function monthsByClaim(
  claims: readonly Claim[],
  { candidates, placed }: Found,
): readonly (readonly number[])[] {
  const visits: number[][] = claims.map(() => []);
  placed.forEach((month, i) => {
    if (month >= 0) (visits[(candidates[i] as Candidate).claim] as number[]).push(month);
  });
  return visits.map((own) => own.sort((a, b) => a - b));
}

/**
 * What any plan that keeps the draw could still give each claim; months that cannot hold one visit do not
 * count.
 */
function boundClaims(claims: readonly Claim[], draws: Int8Array, free: readonly number[]): BoundClaim[] {
  return claims.map((claim, i) => {
    const draw = draws[i] as number;
    const months = claim.widestMonths.filter(
      (month) =>
        (free[month] as number) >= claim.size && (draw === -1 || Math.abs(month - draw) >= claim.spacing),
    );
    const cap = claim.cap - (draw === -1 ? 0 : 1);
    const most = Math.min(cap, mostVisits(months, claim.spacing));
    const harm = claim.harm.slice(draw === -1 ? 0 : 1);
    return {
      size: claim.size,
      harm: Array.from({ length: most }, (_, k) => harm[k] ?? 0),
      statutory: Array.from({ length: Math.min(most, claim.owed) }, (_, k) =>
        statutoryWorth(claim.harm[k] ?? 0),
      ),
    };
  });
}

/**
 * The months' capacities in one: each cut to whole multiples of what all efforts are multiples of, since no
 * visit can use the rest.
 */
function pooled(claims: readonly Claim[], free: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const unit = claims.reduce((common, claim) => divisor(common, claim.size), 0) || 1;
  return free.reduce((sum, month) => sum + month - (month % unit), 0);
}
