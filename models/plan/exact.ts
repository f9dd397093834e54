import { type Department, isBetter, type Offer, Packing, type Worth } from "./packing.js";
import { bestPair, type PairItem } from "./pair.js";

/** Largest table of the exact planner of two months, in steps. */
const PAIR_STEPS = 8_000_000;
/** Offers up to which a department is searched through, and the nodes that it may take. */
const SEARCHED_OFFERS = 12;
const SEARCHED_NODES = 60_000;

/**
 * The best filling of a department of whom at most two months hold anything, where its table is small enough and
 * worths are told apart exactly; null where it is not.
 */
export function exactPair(department: Department): Packing | null {
  const { offers, room } = department;
  const held = offers.reduce((mask, offer) => mask | offer.mask, 0);
  const months = [...room.keys()].filter((month) => (held & (1 << month)) !== 0);
  if (months.length === 0 || months.length > 2 || !department.isExact) return null;
  const [a = 0, b = -1] = months;
  const rooms = [room[a] as number, b < 0 ? 0 : (room[b] as number)] as const;
  if ((rooms[0] + 1) * (rooms[1] + 1) * offers.length > PAIR_STEPS) return null;
  const items = offers.map(({ size, mask, spacing, merit }): PairItem => {
    const [one = 0, two] = merit;
    const isIn = (month: number) => month >= 0 && (mask & (1 << month)) !== 0;
    return {
      size,
      first: isIn(a) ? one : 0,
      second: isIn(b) ? one : 0,
      both: isIn(a) && isIn(b) && two !== undefined && b - a >= spacing ? one + two : 0,
    };
  });
  const { choice } = bestPair(items, rooms);
  const packing = new Packing(department);
  choice.forEach((how, at) => {
    if ((how & 1) !== 0) packing.put(at, a);
    if ((how & 2) !== 0) packing.put(at, b);
  });
  return packing;
}

/**
 * Searches a small department through for a filling better than `floor`; null where it is not small. A branch is
 * left where even the pieces that remain, taken in part into all that is left of the months, do no better.
 */
export function exactSearch(
  department: Department,
  floor: Worth,
): { readonly packing: Packing | null; readonly isComplete: boolean } | null {
  if (department.offers.length > SEARCHED_OFFERS || !department.isExact) return null;
  const order = [...department.offers.keys()].sort(
    (i, j) => density(department.offers[j] as Offer) - density(department.offers[i] as Offer) || i - j,
  );
  const pieces = order
    .flatMap((at, place) => {
      const { merit, size } = department.offers[at] as Offer;
      return merit.map((worth) => ({ place, worth, size }));
    })
    .sort((one, other) => other.worth / other.size - one.worth / one.size);
  const walked = new Packing(department);
  let best: { worth: Worth; placed: Int32Array } | null = null;
  let most = meritOf(department, floor);
  let reached = 0;
  let nodes = 0;
  const limit = (place: number): number => {
    let left = walked.left.reduce((sum, units) => sum + units, 0);
    let sum = 0;
    for (const piece of pieces) {
      if (piece.place < place) continue;
      if (piece.size >= left) return sum + (piece.worth * left) / piece.size;
      left -= piece.size;
      sum += piece.worth;
    }
    return sum;
  };
  const walk = (place: number): void => {
    if (++nodes > SEARCHED_NODES) return;
    if (place === order.length) {
      if (reached > most) {
        most = reached;
        best = { worth: walked.worth(), placed: walked.placed.slice() };
      }
      return;
    }
    // A whole unit better, or not worth the walk.
    if (reached + limit(place) < most + 1 - 1e-6) return;
    const at = order[place] as number;
    const { size, merit } = department.offers[at] as Offer;
    const put = (from: number): void => {
      for (let month = from; month < department.room.length; month++) {
        const value = merit[walked.counts[at] as number];
        if (value === undefined) break;
        if ((walked.left[month] as number) < size || !walked.keepsDistance(at, month)) continue;
        walked.put(at, month);
        reached += value;
        put(month + 1);
        reached -= value;
        walked.take(at, month);
      }
      walk(place + 1);
    };
    put(0);
  };
  walk(0);
  const found = best as { worth: Worth; placed: Int32Array } | null;
  const isComplete = nodes <= SEARCHED_NODES;
  if (found === null || !isBetter(found.worth, floor)) return { packing: null, isComplete };
  const packing = new Packing(department);
  found.placed.forEach((months, at) => {
    for (let month = 0; month < department.room.length; month++)
      if ((months & (1 << month)) !== 0) packing.put(at, month);
  });
  return { packing, isComplete };
}

const density = ({ merit, size }: Offer): number => (merit[0] ?? 0) / size;

const meritOf = (department: Department, { statutory, harm }: Worth): number =>
  harm - department.drawnHarm + department.weight * statutory;
