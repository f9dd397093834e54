import { statutoryWorth } from "./bound.js";
import type { Claim } from "./claim.js";
import type { PassItems } from "./pass.js";
import { mostVisits, windows } from "./window.js";

/** A visit that a department might plan: the k-th new one of a claim in its year. */
export interface Candidate {
  /** Position of its claim in the department. */
  readonly claim: number;
  readonly k: number;
  readonly isStatutory: boolean;
}

interface Slot {
  readonly mask: number;
  readonly due: number;
  readonly last: number;
}

/**
 * The visits of a department that are owed or avert harm, in order of merit: statutory first, then harm
 * averted per person-day.
 */
export function candidatesOf(claims: readonly Claim[]): readonly Candidate[] {
  const candidates = claims.flatMap((claim, index) => {
    const useful = claim.harm.filter((harm) => harm > 0).length;
    return Array.from({ length: Math.min(claim.room, Math.max(claim.need, useful)) }, (_, k) => {
      const isStatutory = k < claim.need;
      const harm = claim.harm[k] ?? 0;
      return {
        claim: index,
        k,
        isStatutory,
        worth: (isStatutory ? statutoryWorth(harm) : harm) / claim.size,
      };
    });
  });
  return candidates.sort(
    (a, b) =>
      Number(b.isStatutory) - Number(a.isStatutory) || b.worth - a.worth || a.claim - b.claim || a.k - b.k,
  );
}

/**
 * The windows of a claim cut for `count` visits, in the order of its visits. The window kept for a draw, if
 * there is one, stays the same for every count and comes last: a draw takes the place of the visit of least
 * merit.
 */
function slotsOf(claim: Claim, count: number): readonly Slot[] {
  const { drawMonths, spacing } = claim;
  const open =
    drawMonths === null
      ? claim.months
      : claim.months.filter((month) => drawMonths.every((drawn) => Math.abs(drawn - month) >= spacing));
  const beside = drawMonths === null ? count : Math.min(count - 1, mostVisits(open, spacing));
  const cut = windows(open, spacing, beside, claim.lean);
  return (drawMonths === null ? cut : [...cut, drawMonths]).map((months, k) => {
    const last = months[months.length - 1] as number;
    return {
      mask: months.reduce((mask, month) => mask | (1 << month), 0),
      last,
      due: k === 0 && claim.due !== null ? Math.min(claim.due, last) : last,
    };
  });
}

/**
 * The offers of a department: the first `core` visits of the order of merit, each claim cut into just as
 * many windows as it has visits there, so that windows are as wide as can be; and the first visit of every
 * other claim. No capacity is looked at.
 */
export interface Offer {
  readonly items: PassItems;
  /** Month by which each visit of the core should be made. */
  readonly due: Uint8Array;
  /** The last month it can be made in. */
  readonly last: Uint8Array;
  /** Widens the core to the first `core` visits; it can only grow. */
  readonly widen: (core: number) => void;
}

export function offerOf(claims: readonly Claim[], candidates: readonly Candidate[], draws: Int8Array): Offer {
  const sizes = Int32Array.from(candidates, ({ claim }) => (claims[claim] as Claim).size);
  const months = new Int32Array(candidates.length);
  const due = new Uint8Array(candidates.length);
  const last = new Uint8Array(candidates.length);
  const counts = new Uint8Array(claims.length);
  const places: number[][] = claims.map(() => []);
  candidates.forEach(({ claim }, place) => {
    (places[claim] as number[]).push(place);
  });
  const cut = (claim: number, count: number) => {
    const own = places[claim] as number[];
    const slots = slotsOf(claims[claim] as Claim, count);
    own.forEach((place, k) => {
      const slot = slots[k];
      // A draw stands in for the last visit of its claim.
      const isDrawn = draws[claim] !== -1 && k === slots.length - 1;
      months[place] = slot === undefined || isDrawn ? 0 : slot.mask;
      due[place] = slot?.due ?? 0;
      last[place] = slot?.last ?? 0;
    });
  };
  claims.forEach((_, claim) => {
    if ((places[claim] as number[]).length > 0) cut(claim, 1);
  });
  let reached = 0;
  const widen = (core: number) => {
    const touched = new Set<number>();
    for (; reached < core; reached++) {
      const { claim } = candidates[reached] as Candidate;
      counts[claim] = (counts[claim] as number) + 1;
      if (counts[claim] > 1) touched.add(claim);
    }
    for (const claim of touched) cut(claim, counts[claim] as number);
  };
  return { items: { sizes, months }, due, last, widen };
}

/**
 * The order of a pass: the core by month (`due` or `last` of the offer), within a month as `within` has it;
 * then the others by merit. Only sizes up to `largest`.
 */
export function passOrder(
  offer: Offer,
  by: Uint8Array,
  core: number,
  within: Int32Array,
  largest: number,
  monthCount: number,
): Int32Array {
  const { sizes, months } = offer.items;
  const isOffered = (place: number) => months[place] !== 0 && (sizes[place] as number) <= largest;
  const starts = new Int32Array(monthCount + 1);
  for (let place = 0; place < core; place++)
    if (isOffered(place)) {
      const next = (by[place] as number) + 1;
      starts[next] = (starts[next] as number) + 1;
    }
  for (let month = 0; month < monthCount; month++)
    starts[month + 1] = (starts[month + 1] as number) + (starts[month] as number);
  const order = new Int32Array(sizes.length);
  let count = starts[monthCount] as number;
  for (let i = 0; i < within.length; i++) {
    const place = within[i] as number;
    if (place < core && isOffered(place)) {
      const month = by[place] as number;
      order[starts[month] as number] = place;
      starts[month] = (starts[month] as number) + 1;
    }
  }
  for (let place = core; place < sizes.length; place++) if (isOffered(place)) order[count++] = place;
  return order.subarray(0, count);
}
