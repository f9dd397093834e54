import { normalisations, normaliseColumn } from "./normalise.js";
import { seededRandom } from "./seeded-random.js";

/** What is ranked: points by subject and indicator (row-major), with what each indicator can give. More is better. */
export interface RankingProblem {
  readonly subjectIds: readonly string[];
  readonly points: Float64Array;
  readonly indicators: readonly { readonly min: number; readonly max: number }[];
}

export interface RobustnessOptions {
  readonly seed: string;
  readonly draws: number;
  /** Each weight is drawn from 1 ± this share of itself. */
  readonly weightVariation: number;
  /** A is printed above B only where P(A above B) reaches this. */
  readonly certainty: number;
}

export interface RobustRank {
  readonly subjectId: string;
  /** Ends of the 90 % interval of the rank over the draws; 1 is best. */
  readonly rankLow: number;
  readonly rankHigh: number;
  /** The rank that half of the draws reach. */
  readonly rankMedian: number;
  /** 1 + the number of subjects that are printed above this one. */
  readonly rank: number;
  /** Subjects that are neither above nor below it with the certainty asked for. */
  readonly tiedWith: readonly string[];
}

export interface Robustness {
  readonly ranks: readonly RobustRank[];
  /** P(row above column), row-major, a draw in which both are equal counting half; the diagonal is 0.5. */
  readonly above: Float64Array;
}

/** The share of draws that an interval leaves out on either side. */
const tail = 0.05;
/** Totals closer than this are equal: sums of the same numbers may differ by rounding alone. */
const equality = 1e-9;

/** Every normalisation with both aggregations (values, and their logarithms for the geometric mean): what a draw picks from. */
function variantsOf(problem: RankingProblem): readonly Float64Array[] {
  const subjects = problem.subjectIds.length;
  const width = problem.indicators.length;
  return normalisations.flatMap((by) => {
    const plain = new Float64Array(subjects * width);
    for (const [k, limits] of problem.indicators.entries()) {
      const column = new Float64Array(subjects);
      for (let i = 0; i < subjects; i++) column[i] = problem.points[i * width + k] as number;
      const values = normaliseColumn(column, limits, by);
      for (let i = 0; i < subjects; i++) plain[i * width + k] = values[i] as number;
    }
    return [plain, plain.map(Math.log)];
  });
}

/** The totals of one draw: means weighted by what each indicator can give, varied; a logarithm orders as the geometric mean does. */
function drawTotals(values: Float64Array, weights: Float64Array, totals: Float64Array): void {
  const width = weights.length;
  for (let i = 0, at = 0; i < totals.length; i++) {
    let sum = 0;
    for (let k = 0; k < width; k++, at++) sum += (weights[k] as number) * (values[at] as number);
    totals[i] = sum;
  }
}

function rankAt(histogram: Uint32Array, from: number, count: number, share: number, draws: number): number {
  let seen = 0;
  for (let rank = 0; rank < count; rank++) {
    seen += histogram[from + rank] as number;
    if (seen >= share * draws) return rank + 1;
  }
  return count;
}

/**
 * How sure a ranking is: `draws` rankings of the same points under varied weights, normalisation (three) and aggregation
 * (arithmetic, geometric), all from one seed. Returns for each subject, in the order given, its 90 % rank interval and its
 * rank with ties, and P(A above B) for every pair. Who is at least as good on every indicator is never ranked lower.
 */
export function rankRobustly(problem: RankingProblem, options: RobustnessOptions): Robustness {
  const { draws, weightVariation, certainty } = options;
  const count = problem.subjectIds.length;
  const width = problem.indicators.length;
  if (problem.points.length !== count * width)
    throw new Error(`robustness: ${problem.points.length} points, expected ${count} × ${width}`);
  const random = seededRandom(options.seed);
  const variants = variantsOf(problem);
  const base = Float64Array.from(problem.indicators, ({ min, max }) => Math.max(0, max - min));
  const weights = new Float64Array(width);
  const totals = new Float64Array(count);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const histogram = new Uint32Array(count * count);
  // Twice the number of draws in which the row stands above the column.
  const wins = new Uint32Array(count * count);
  for (let draw = 0; draw < draws; draw++) {
    const variant = variants[Math.floor(random() * variants.length)] as Float64Array;
    for (let k = 0; k < width; k++)
      weights[k] = (base[k] as number) * (1 + weightVariation * (2 * random() - 1));
    drawTotals(variant, weights, totals);
    order.sort((a, b) => (totals[b] as number) - (totals[a] as number) || a - b);
    for (let place = 0; place < count; ) {
      const leader = totals[order[place] as number] as number;
      const limit = leader - equality * Math.max(1, Math.abs(leader));
      let end = place + 1;
      while (end < count && (totals[order[end] as number] as number) >= limit) end++;
      for (let at = place; at < end; at++) {
        const row = (order[at] as number) * count;
        histogram[row + place] = (histogram[row + place] as number) + 1;
        for (let other = place; other < end; other++)
          wins[row + (order[other] as number)] = (wins[row + (order[other] as number)] as number) + 1;
        for (let other = end; other < count; other++)
          wins[row + (order[other] as number)] = (wins[row + (order[other] as number)] as number) + 2;
      }
      place = end;
    }
  }
  const above = Float64Array.from(wins, (twice) => twice / (2 * draws));
  const ranks = problem.subjectIds.map((subjectId, i): RobustRank => {
    const tiedWith: string[] = [];
    let rank = 1;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      if ((above[j * count + i] as number) >= certainty) rank += 1;
      else if ((above[i * count + j] as number) < certainty) tiedWith.push(problem.subjectIds[j] as string);
    }
    return {
      subjectId,
      rankLow: rankAt(histogram, i * count, count, tail, draws),
      rankHigh: rankAt(histogram, i * count, count, 1 - tail, draws),
      rankMedian: rankAt(histogram, i * count, count, 0.5, draws),
      rank,
      tiedWith,
    };
  });
  return { ranks, above };
}
