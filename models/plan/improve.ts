import type { Offer, Packing } from "./packing.js";
import { bestPair, type PairItem } from "./pair.js";

/** What the search spends, in steps of dynamic programming: bounded by counting, so that no clock decides. */
export interface Effort {
  left: number;
}

interface Item {
  readonly at: number;
  readonly size: number;
  readonly value: number;
  /** Where it stands: 0 nowhere, 1 in the first month, 2 in the second. */
  readonly stands: 0 | 1 | 2;
}

const byDensity = (a: Item, b: Item): number => b.value / b.size - a.value / a.size || a.at - b.at;

/** Items around the break of the order of merit that a month is filled anew with. */
const PLACED_CORE = 24;
const OPEN_CORE = 36;

/**
 * Fills a month anew with the best of what stands in it and what might: exact over the items around the
 * break of the order of merit, the rest as it stands. Never worse than before; whether it is better.
 */
export function refill(packing: Packing, month: number, effort: Effort): boolean {
  const { offers } = packing.department;
  const placed: Item[] = [];
  const open: Item[] = [];
  for (let at = 0; at < offers.length; at++) {
    const { size } = offers[at] as Offer;
    if (((packing.placed[at] as number) & (1 << month)) !== 0)
      placed.push({ at, size, value: packing.merit(at, 1), stands: 1 });
    else if (packing.keepsDistance(at, month)) {
      const value = packing.merit(at);
      if (value > 0) open.push({ at, size, value, stands: 0 });
    }
  }
  if (open.length === 0) return false;
  const core = [
    ...placed.sort(byDensity).slice(-PLACED_CORE),
    ...open.sort(byDensity).slice(0, OPEN_CORE),
  ].sort(byDensity);
  let room = packing.left[month] as number;
  let before = 0;
  for (const item of core)
    if (item.stands !== 0) {
      room += item.size;
      before += item.value;
    }
  effort.left -= core.length * (room + 1);
  const pairItems = core.map(
    (item): PairItem => ({ size: item.size, first: 0, second: item.value, both: 0 }),
  );
  const { choice, worth } = bestPair(pairItems, [0, room]);
  if (worth <= before) return false;
  core.forEach(({ at, stands }, i) => {
    if (stands !== 0 && choice[i] === 0) packing.take(at, month);
  });
  core.forEach(({ at, stands }, i) => {
    if (stands === 0 && choice[i] !== 0) packing.put(at, month);
  });
  return true;
}

/** The visits of least merit of a month, and of those among the others that may be in `other` instead. */
function freed(packing: Packing, items: Item[], other: number, width: number, bits: number): Item[] {
  const sorted = items.sort(byDensity);
  const movable = sorted.slice(0, -width).filter(({ at }) => packing.keepsDistance(at, other, bits));
  return [...sorted.slice(-width), ...movable.slice(-width)];
}

/**
 * Rearranges two months between them and with what is not planned: exact over the visits of least merit in
 * both, of those that may change months, and the best of the others, `width` each. Never worse than before; whether it is better.
 */
export function exchange(
  packing: Packing,
  [a, b]: readonly [number, number],
  width: number,
  effort: Effort,
): boolean {
  const { offers } = packing.department;
  const inA: Item[] = [];
  const inB: Item[] = [];
  const open: Item[] = [];
  const bits = (1 << a) | (1 << b);
  for (let at = 0; at < offers.length; at++) {
    const { size } = offers[at] as Offer;
    const own = (packing.placed[at] as number) & bits;
    if (own === bits) continue;
    if (own === 0) {
      const value = packing.merit(at);
      if (value > 0 && (packing.keepsDistance(at, a) || packing.keepsDistance(at, b)))
        open.push({ at, size, value, stands: 0 });
    } else if (own === 1 << a) inA.push({ at, size, value: packing.merit(at, 1), stands: 1 });
    else inB.push({ at, size, value: packing.merit(at, 1), stands: 2 });
  }
  const core = [
    ...freed(packing, inA, b, width, bits),
    ...freed(packing, inB, a, width, bits),
    ...open.sort(byDensity).slice(0, width * 2),
  ].sort(byDensity);
  const rooms: [number, number] = [packing.left[a] as number, packing.left[b] as number];
  let before = 0;
  const items = core.map((item): PairItem => {
    if (item.stands !== 0) {
      rooms[item.stands - 1] = (rooms[item.stands - 1] as number) + item.size;
      before += item.value;
    }
    const isFree = (month: number) => packing.keepsDistance(item.at, month, bits);
    return {
      size: item.size,
      first: isFree(a) ? item.value : 0,
      second: isFree(b) ? item.value : 0,
      both: 0,
    };
  });
  effort.left -= core.length * (rooms[0] + 1) * (rooms[1] + 1);
  const { choice, worth } = bestPair(items, rooms);
  if (worth <= before) return false;
  core.forEach(({ at, stands }, i) => {
    if (stands !== 0 && choice[i] !== stands) packing.take(at, stands === 1 ? a : b);
  });
  core.forEach(({ at, stands }, i) => {
    if (choice[i] !== 0 && choice[i] !== stands) packing.put(at, choice[i] === 1 ? a : b);
  });
  return true;
}
