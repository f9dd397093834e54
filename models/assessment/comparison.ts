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
  /** Share of relabellings whose difference is at least as large either way; null likewise. */
  readonly chance: number | null;
}

/** A side with fewer members says nothing about others like it. */
export const leastMembers = 10;
/** Beyond this the means are normal for every purpose, and resampling would only cost time. */
export const mostResampled = 5_000;
/** The mean of so many drawn values is normal in all but name, so it is drawn at once; a few dozen pilots are drawn one by one. */
const mostDrawn = 500;
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
 * Means of two groups with their difference, its 90 % percentile-bootstrap interval, and the chance of so large a
 * difference if the label meant nothing (permutation), all from one seed; above 5,000 members by the normal distribution. Of a
 * side above 500 the mean is drawn by the normal distribution, of a smaller one by drawing its members.
 * Null when a group is empty. It says nothing of causes: pilots are chosen, not drawn.
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
  const drawnFrom = (values: Float64Array): (() => number) => {
    const count = values.length;
    if (count > mostDrawn) {
      const moments = momentsOf(values);
      // The spread of a mean of drawn values is that of the values at hand, not the estimate for others like them.
      const error = Math.sqrt((varianceOfMean(moments) * (count - 1)) / count);
      return () =>
        moments.sum / count +
        error * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    }
    return () => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += values[Math.floor(random() * count)] as number;
      return sum / count;
    };
  };
  const [pilotDrawn, otherDrawn] = [drawnFrom(pilots), drawnFrom(others)];
  const differences = new Float64Array(options.draws);
  for (let draw = 0; draw < options.draws; draw++) differences[draw] = pilotDrawn() - otherDrawn();
  differences.sort();
  const at = (share: number): number => differences[Math.round(share * (options.draws - 1))] as number;
  const pool = new Float64Array([...pilots, ...others]);
  const total = sumOf(pool);
  let extreme = 0;
  for (let draw = 0; draw < options.draws; draw++) {
    let sum = 0;
    for (let i = 0; i < pilots.length; i++) {
      const j = i + Math.floor(random() * (pool.length - i));
      const drawn = pool[j] as number;
      pool[j] = pool[i] as number;
      pool[i] = drawn;
      sum += drawn;
    }
    const drawnDifference = sum / pilots.length - (total - sum) / others.length;
    if (Math.abs(drawnDifference) >= Math.abs(difference) - 1e-12) extreme += 1;
  }
  return { ...sides, low: at(0.05), high: at(0.95), chance: (extreme + 1) / (options.draws + 1) };
}
