import { exactPair, exactSearch } from "./exact.js";
import { type Effort, exchange, refill } from "./improve.js";
import { type Department, isBetter, type Offer, Packing, type Worth } from "./packing.js";

/** A filled department, and whether no filling can be better. */
export interface Solution {
  readonly packing: Packing;
  readonly worth: Worth;
  readonly isBest: boolean;
}

/** Steps of dynamic programming that a department may cost: so many at least, and by the offer. */
const STEPS = 1_500_000;
const STEPS_BY_OFFER = 8_000;
/** Steps spent on starting anew from a part of what was found, as long as it may be this far below its bound. */
const ANEW_STEPS = 2_500_000;
const ANEW_ABOVE = 0.001;
/** Of all claims, the part whose visits are taken out for a new start. */
const TAKEN_OUT = 0.2;
/** Visits of least merit that an exchange frees in each of two months, from few to many. */
const WIDTHS = [4, 8] as const;

interface Bound {
  readonly statutory: number;
  readonly harmOf: (reached: number) => number;
}

/**
 * Fills the months of a department: by order of merit into the emptiest month that fits, then month by month
 * and pair by pair anew, each step exact over what it frees, until the bound is reached, nothing improves or
 * the steps are spent, and again from parts of it; small departments and short periods exactly.
 * @param start months (bits) by claim that stand already, where a filling is to be continued; the result is never worse
 * @param bound no filling's first tier is above `statutory`, nor the harm of one that reaches it above `harmOf` it
 */
export function solve(
  department: Department,
  due: readonly (number | null)[],
  bound: Bound,
  start: ReadonlyMap<number, number> = new Map(),
): Solution {
  const packing = started(department, start);
  const stood = packing.worth();
  const found = search(packing, due, bound);
  // Where the tiers do not fit into one figure, the search orders fillings only nearly as they do.
  return isBetter(stood, found.worth)
    ? { packing: started(department, start), worth: stood, isBest: false }
    : found;
}

function started(department: Department, start: ReadonlyMap<number, number>): Packing {
  const packing = new Packing(department);
  department.offers.forEach((offer, at) => {
    const months = start.get(offer.claim) ?? 0;
    for (let month = 0; month < department.room.length; month++)
      if ((months & (1 << month)) !== 0) packing.put(at, month);
  });
  return packing;
}

function search(packing: Packing, due: readonly (number | null)[], bound: Bound): Solution {
  const { department } = packing;
  fill(packing, due);
  const isProven = (worth: Worth): boolean =>
    worth.statutory >= bound.statutory && worth.harm >= bound.harmOf(worth.statutory);
  let worth = packing.worth();
  if (isProven(worth)) return { packing, worth, isBest: true };
  const exact = exactPair(department) ?? null;
  if (exact) return { packing: exact, worth: exact.worth(), isBest: true };
  const effort: Effort = { left: Math.max(STEPS, STEPS_BY_OFFER * department.offers.length) };
  improve(packing, effort, isProven);
  worth = packing.worth();
  if (isProven(worth)) return { packing, worth, isBest: true };
  const searched = exactSearch(department, worth);
  if (searched?.isComplete) {
    const best = searched.packing ?? packing;
    return { packing: best, worth: best.worth(), isBest: true };
  }
  anew(packing, due, bound, isProven);
  worth = packing.worth();
  return { packing, worth, isBest: isProven(worth) };
}

/** Puts visits by merit per unit, each into the month that leaves its claim most visits, in time, and the emptiest. */
function fill(packing: Packing, due: readonly (number | null)[]): void {
  const { offers, room } = packing.department;
  const order = offers
    .flatMap(({ merit, size }, at) => merit.map((value, k) => ({ at, k, density: value / size })))
    .sort((one, other) => other.density - one.density || one.at - other.at || one.k - other.k);
  for (const { at } of order) {
    const offer = offers[at] as Offer;
    if (packing.merit(at) === 0) continue;
    const wanted = offer.merit.length - (packing.counts[at] as number) - 1;
    const limit = due[offer.claim] ?? null;
    let best = -1;
    let bestFurther = -1;
    let bestTime = -1;
    let bestLeft = -1;
    for (let month = 0; month < room.length; month++) {
      const left = packing.left[month] as number;
      if (left < offer.size || !packing.keepsDistance(at, month)) continue;
      const further = wanted === 0 ? 0 : Math.min(wanted, packing.further(at, month));
      const isInTime = limit === null || (packing.counts[at] as number) > 0 || month <= limit ? 1 : 0;
      if (
        further > bestFurther ||
        (further === bestFurther && (isInTime > bestTime || (isInTime === bestTime && left > bestLeft)))
      ) {
        best = month;
        bestFurther = further;
        bestTime = isInTime;
        bestLeft = left;
      }
    }
    if (best >= 0) packing.put(at, best);
  }
}

function improve(packing: Packing, effort: Effort, isProven: (worth: Worth) => boolean): void {
  const { room } = packing.department;
  const months = [...room.keys()].filter((month) => (room[month] as number) > 0);
  for (let isBetterNow = true; isBetterNow && effort.left > 0; ) {
    isBetterNow = false;
    for (const month of months) if (refill(packing, month, effort)) isBetterNow = true;
  }
  for (const width of WIDTHS) {
    for (let isBetterNow = true; isBetterNow; ) {
      isBetterNow = false;
      if (isProven(packing.worth())) return;
      for (const [i, a] of months.entries())
        for (const b of months.slice(i + 1)) {
          if (effort.left <= 0) return;
          if (packing.left[a] === 0 && packing.left[b] === 0 && width === WIDTHS[0]) continue;
          if (exchange(packing, [a, b], width, effort)) {
            isBetterNow = true;
            refill(packing, a, effort);
            refill(packing, b, effort);
          }
        }
    }
  }
}

/**
 * Takes the visits of some claims out, chosen by numbers that are the same everywhere, fills and improves anew,
 * and keeps what is better: out of the reach of single exchanges lie moves of several visits of one claim.
 */
function anew(
  packing: Packing,
  due: readonly (number | null)[],
  bound: Bound,
  isProven: (worth: Worth) => boolean,
): void {
  const { offers, room } = packing.department;
  const next = numbers();
  let best = packing.worth();
  for (let left = ANEW_STEPS; left > 0 && !isProven(best); ) {
    const most = bound.harmOf(best.statutory);
    if (
      bound.statutory - best.statutory <= bound.statutory * ANEW_ABOVE &&
      most - best.harm <= most * ANEW_ABOVE
    )
      return;
    const before = packing.saved();
    for (let at = 0; at < offers.length; at++)
      if (next() < TAKEN_OUT)
        for (let month = 0; month < room.length; month++)
          if (((packing.placed[at] as number) & (1 << month)) !== 0) packing.take(at, month);
    fill(packing, due);
    const effort: Effort = { left: Math.min(left, STEPS / 4) };
    const given = effort.left;
    improve(packing, effort, isProven);
    left -= given - effort.left + offers.length * room.length * 4;
    const worth = packing.worth();
    if (isBetter(worth, best)) best = worth;
    else packing.restore(before);
  }
}

/** Numbers from 0 to 1, the same on every machine (mulberry32). */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
