import { seededRandom } from "./seeded-random.js";

export interface Comparison {
  readonly pilotCount: number;
  readonly otherCount: number;
  readonly pilotMean: number;
  readonly otherMean: number;
  /** Mean of the pilots less that of the others. */
  readonly difference: number;
  /** 90 % interval of the difference; null where a side has fewer than `leastMembers`. */
  readonly low: number | null;
  readonly high: number | null;
  /** Chance of a difference so large, either way, if the label meant nothing; at most 0.1 exactly where the interval leaves out 0. Null likewise. */
  readonly chance: number | null;
}

/** A side with fewer members says nothing about others like it. */
export const leastMembers = 10;
/** Beyond this the means are normal for every purpose, and resampling would only cost time. */
export const mostResampled = 5_000;
/** 95th percentile of the standard normal distribution. */
const normal95 = 1.6448536269514722;

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

/** A group by its number of members, their sum and the sum of their squares. */
export interface Moments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function varianceOfMean({ count, sum, squares }: Moments): number {
  return Math.max(0, squares - (sum * sum) / count) / Math.max(1, count - 1) / count;
}

/** Two-sided tail of the standard normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function normalTail(z: number): number {
  const x = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * x);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 2 * (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly);
}

/**
 * Means of two groups that are too large to be resampled, by the normal distribution of their means; otherwise as
 * `compareGroups`. Null when a group is empty.
 */
export function compareMoments(pilots: Moments, others: Moments): Comparison | null {
  if (pilots.count === 0 || others.count === 0) return null;
  const pilotMean = pilots.sum / pilots.count;
  const otherMean = others.sum / others.count;
  const difference = pilotMean - otherMean;
  const sides = { pilotCount: pilots.count, otherCount: others.count, pilotMean, otherMean, difference };
  if (Math.min(pilots.count, others.count) < leastMembers)
    return { ...sides, low: null, high: null, chance: null };
  const error = Math.sqrt(varianceOfMean(pilots) + varianceOfMean(others));
  const chance = error > 0 ? normalTail(difference / error) : difference === 0 ? 1 : 0;
  return { ...sides, low: difference - normal95 * error, high: difference + normal95 * error, chance };
}

function momentsOf(values: Float64Array): Moments {
  let squares = 0;
  for (const value of values) squares += value * value;
  return { count: values.length, sum: sumOf(values), squares };
}

/**
 * Means of two groups with their difference, its 90 % interval and the chance of so large a difference if the label meant
 * nothing, both from the same relabellings (one seed): the interval holds the shifts that a two-sided permutation test at
 * 10 % would not refuse, so it leaves out 0 exactly where the chance is at most 0.1. Above 5,000 members by the normal
 * distribution. Null when a group is empty. It says nothing of causes: pilots are chosen, not drawn.
 */
export function compareGroups(
  pilots: Float64Array,
  others: Float64Array,
  options: { readonly seed: string; readonly draws: number },
): Comparison | null {
  if (pilots.length === 0 || others.length === 0) return null;
  const pilotMean = sumOf(pilots) / pilots.length;
  const otherMean = sumOf(others) / others.length;
  const difference = pilotMean - otherMean;
  const sides = { pilotCount: pilots.length, otherCount: others.length, pilotMean, otherMean, difference };
  if (Math.min(pilots.length, others.length) < leastMembers)
    return { ...sides, low: null, high: null, chance: null };
  if (pilots.length + others.length > mostResampled)
    return compareMoments(momentsOf(pilots), momentsOf(others));
  const random = seededRandom(options.seed);
  // The smaller side is drawn: the larger one is then known too.
  const isPilotDrawn = pilots.length <= others.length;
  const [drawn, rest] = isPilotDrawn ? [pilots, others] : [others, pilots];
  const sign = isPilotDrawn ? 1 : -1;
  const pool = new Float64Array([...drawn, ...rest]);
  const isOwn = Uint8Array.from({ length: pool.length }, (_, i) => (i < drawn.length ? 1 : 0));
  const total = sumOf(pool);
  const shifts = new Float64Array(options.draws);
  for (let draw = 0; draw < options.draws; draw++) {
    let sum = 0;
    let own = 0;
    for (let i = 0; i < drawn.length; i++) {
      const j = i + Math.floor(random() * (pool.length - i));
      const value = pool[j] as number;
      const side = isOwn[j] as number;
      pool[j] = pool[i] as number;
      isOwn[j] = isOwn[i] as number;
      pool[i] = value;
      isOwn[i] = side;
      sum += value;
      own += side;
    }
    const relabelled = sum / drawn.length - (total - sum) / rest.length;
    // Were the drawn side shifted by d, this relabelling would shift by d × kept: the d at which it equals what was found.
    const kept = own / drawn.length - (drawn.length - own) / rest.length;
    const found = sign * difference - relabelled;
    shifts[draw] = own === drawn.length || Math.abs(found) < 1e-12 ? 0 : (sign * found) / (1 - kept);
  }
  shifts.sort();
  const least = Math.floor(0.05 * (options.draws + 1));
  let atMost = 0;
  let atLeast = 0;
  for (const shift of shifts) {
    if (shift <= 0) atMost += 1;
    if (shift >= 0) atLeast += 1;
  }
  return {
    ...sides,
    low: shifts[Math.max(0, least - 1)] as number,
    high: shifts[Math.min(options.draws - 1, options.draws - least)] as number,
    chance: Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (options.draws + 1)),
  };
}
