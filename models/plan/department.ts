import { harmBound, statutoryBound } from "./bound.js";
import type { Claim } from "./claim.js";
import { type DrawLine, type DrawState, type Drawn, drawVisits, type StratumRule } from "./draw.js";
import { type Department, departmentOf, isBetter, type Offer, type Worth } from "./packing.js";
import { punctual } from "./punctual.js";
import { type Solution, solve } from "./solve.js";
import type { Standing } from "./standing.js";

export interface DepartmentTask {
  readonly departmentCode: string;
  readonly claims: readonly Claim[];
  /** Thousandths of a person-day by month: in all, and taken by visits done and fixed. */
  readonly capacity: readonly number[];
  readonly taken: readonly number[];
  /** Thousandths that the share adds to the draw by month, and the most that the draw may take. */
  readonly added: readonly number[];
  readonly mostDrawn: readonly number[];
  readonly seed: string;
  readonly firstMonth: number;
  readonly strata: readonly StratumRule[];
  /** What the departments before hand on. */
  readonly state: DrawState;
  /** A plan made for no more person-days, whose draw stands and than which this one is to be no worse. */
  readonly standing?: Standing;
}

export interface DepartmentPlan {
  readonly departmentCode: string;
  /** Months of the planned visits by claim, rising; and the month of its draw, or -1. */
  readonly visits: readonly (readonly number[])[];
  readonly draws: Int8Array;
  readonly register: readonly DrawLine[];
  /** Thousandths drawn, and what would have been drawn had the statutory minimum left room for it. */
  readonly drawn: number;
  readonly drawable: number;
  readonly value: Worth;
  readonly bound: Worth;
  readonly state: DrawState;
}

/**
 * Plans a department: with the draw that its share asks for; where the statutory minimum is then served worse,
 * with as much of the draw as that leaves room for. Statutory visits thus never give way to the draw.
 *
 * **Capacity and worth.** The first tier is planned as if there were no draw, and the bounds only rise with the
 * capacity. Where a plan is proven best (its gap is 0, and always in departments small enough to be searched
 * through), more capacity thus never lowers the first tier, nor, beside the same draw, the harm averted; elsewhere
 * it cannot lower them by more than the stated gap. Beside a plan that stands it never lowers either, proven or not.
 */
export function planDepartment(task: DepartmentTask): DepartmentPlan {
  const { claims } = task;
  const free = task.capacity.map((all, m) => Math.max(0, all - (task.taken[m] ?? 0)));
  const undrawn = new Int8Array(claims.length).fill(-1);
  const due = claims.map((claim) => claim.due);
  const isWidest = claims.every((claim) => claim.months === claim.widestMonths);
  const widest = departmentOf(claims, undrawn, free, (claim) => claim.widestMonths);
  const firstTier = statutoryBound(widest.offers, pooled(widest));

  const plan = (drawn: Drawn, drawable: number, start?: ReadonlyMap<number, number>) => {
    const room = free.slice();
    claims.forEach((claim, at) => {
      const month = drawn.months[at] as number;
      if (month >= 0) room[month] = (room[month] as number) - claim.randomSize;
    });
    const department = departmentOf(claims, drawn.months, room);
    const wide = isWidest
      ? department
      : departmentOf(claims, drawn.months, room, (claim) => claim.widestMonths);
    const bounds = new Map<number, number>();
    const harmOf = (reached: number): number => {
      const known = bounds.get(reached) ?? wide.drawnHarm + harmBound(wide.offers, pooled(wide), reached);
      bounds.set(reached, known);
      return known;
    };
    const solution = solve(department, due, { statutory: firstTier, harmOf }, start);
    const { worth, isBest } = solution;
    const isProven = isBest && isWidest;
    return {
      solution,
      drawn,
      drawable,
      bound: {
        statutory: isProven && drawn.size === 0 ? worth.statutory : firstTier,
        harm: isProven ? worth.harm : harmOf(worth.statutory),
      },
    };
  };

  const make = () => {
    const { standing } = task;
    if (!standing) return drawnPlan();
    const { draws, register, size, drawable } = standing;
    const drawn: Drawn = { months: draws, register, size, state: task.state };
    const [continued, anew] = [plan(drawn, drawable, standing.visits), plan(drawn, drawable)];
    return isBetter(anew.solution.worth, continued.solution.worth) ? anew : continued;
  };
  const drawnPlan = () => {
    const asked = drawVisits({ ...task, most: min(task.mostDrawn, free) });
    const owed = widest.offers.reduce(
      (sum, { statutory, size }) => sum + statutory.filter((worth) => worth > 0).length * size,
      0,
    );
    // Where the minimum alone takes every person-day, to plan beside the whole draw first would be work for nothing.
    const isTight = asked.size > 0 && owed * widest.unit + asked.size > pooled(widest) * widest.unit;
    let made = isTight ? null : plan(asked, asked.size);
    if (made === null || (made.solution.worth.statutory < firstTier && asked.size > 0)) {
      const without = plan(
        { ...asked, months: undrawn, register: [], size: 0, state: task.state },
        asked.size,
      );
      const { start, left } = statutoryOnly(without.solution, free);
      if (made === null || without.solution.worth.statutory > made.solution.worth.statutory) {
        const drawn = drawVisits({ ...task, most: min(task.mostDrawn, left) });
        made = drawn.size === 0 ? { ...without, drawn } : plan(drawn, asked.size, start);
      }
      made = { ...made, bound: { ...made.bound, statutory: without.bound.statutory } };
    }
    return made;
  };
  const { solution, drawn, drawable, bound } = make();
  punctual(solution.packing, due);
  const visits: number[][] = claims.map(() => []);
  solution.packing.placed.forEach((mask, at) => {
    const own = visits[(solution.packing.department.offers[at] as Offer).claim] as number[];
    for (let month = 0; month < free.length; month++) if ((mask & (1 << month)) !== 0) own.push(month);
  });
  return {
    departmentCode: task.departmentCode,
    visits,
    draws: drawn.months,
    register: drawn.register,
    drawn: drawn.size,
    drawable,
    value: solution.worth,
    bound,
    state: drawn.state,
  };
}

const min = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((value, m) => Math.min(value, other[m] as number));

/** The months' units in one. */
const pooled = ({ room }: Department): number => room.reduce((sum, units) => sum + units, 0);

/** The statutory visits of a filling by claim, and the thousandths by month that they leave of what is free. */
function statutoryOnly(
  { packing }: Solution,
  free: readonly number[],
): { readonly start: ReadonlyMap<number, number>; readonly left: readonly number[] } {
  const start = new Map<number, number>();
  const left = free.slice();
  const { offers, unit } = packing.department;
  offers.forEach(({ claim, statutory, size }, at) => {
    const owed = statutory.filter((worth) => worth > 0).length;
    let kept = 0;
    let mask = 0;
    for (let month = 0; month < free.length && kept < owed; month++)
      if (((packing.placed[at] as number) & (1 << month)) !== 0) {
        kept++;
        mask |= 1 << month;
        left[month] = (left[month] as number) - size * unit;
      }
    if (mask !== 0) start.set(claim, mask);
  });
  return { start, left };
}
