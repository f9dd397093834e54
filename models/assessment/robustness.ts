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
  /**
   * The best place that is not excluded: 1 + the number of subjects that are surely above, but never outside the interval. In
   * every draw two others may be ahead though neither is for sure; then the first place is excluded all the same.
   */
  readonly rank: number;
  /** Subjects that are neither above nor below it with the certainty asked for. */
  readonly tiedWith: readonly string[];
}

export interface Robustness {
  readonly ranks: readonly RobustRank[];
  /** P(row above column), row-major, a draw in which both are equal counting half; the diagonal is 0.5. */
  readonly above: Float64Array;
}

/**
 * The share of draws that an interval leaves out on either side. Where two intervals do not meet, the one is above the other in
 * at least 1 - 2 × this share of the draws: who is tied at a certainty of 0.9 or less has intervals that meet.
 */
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

/**
 * Indices ordered by falling total, equals by index, in place. From one draw to the next of the same variant little changes, and
 * insertion is nearly linear in what is nearly in order.
 */
function reorder(order: Int32Array, totals: Float64Array): void {
  for (let at = 1; at < order.length; at++) {
    const moved = order[at] as number;
    const total = totals[moved] as number;
    let to = at;
    for (; to > 0; to--) {
      const other = order[to - 1] as number;
      const rival = totals[other] as number;
      if (rival > total || (rival === total && other < moved)) break;
      order[to] = other;
    }
    order[to] = moved;
  }
}

/** Places from 0 of subjects in order; who equals the first of a group shares its place. */
function placeOrdered(order: Int32Array, totals: Float64Array, places: Int32Array): void {
  let place = 0;
  let limit = Number.POSITIVE_INFINITY;
  for (let at = 0; at < order.length; at++) {
    const subject = order[at] as number;
    const total = totals[subject] as number;
    if (at === 0 || total < limit) {
      place = at;
      limit = total - equality * Math.max(1, Math.abs(total));
    }
    places[subject] = place;
  }
}

/** Adds a draw: each place to its subject's row of the histogram, and to each pair 2, 1 or 0 as the first stands above the second. */
function countDraw(places: Int32Array, histogram: Uint32Array, wins: Int32Array): void {
  const count = places.length;
  for (let i = 0, at = 0; i < count; i++) {
    const own = places[i] as number;
    histogram[i * count + own] = (histogram[i * count + own] as number) + 1;
    for (let j = i + 1; j < count; j++, at++) {
      const behind = (places[j] as number) - own;
      // By the sign, without a branch: half of 200 million would be guessed wrong.
      wins[at] = (wins[at] as number) + 1 + (behind >> 31) - (-behind >> 31);
    }
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

/** A ranking whose draws are made a portion at a time; the same draws in the same order, however they are portioned. */
export interface RankingUnderWay {
  /** Makes the next `count` draws, at most those that are left; returns how many are left then. */
  draw(count: number): number;
  /** What the draws say. Throws while some are left. */
  conclude(): Robustness;
}

/** Begins what `rankRobustly` does at once. Throws when the points are not those of the subjects and indicators. */
export function beginRanking(problem: RankingProblem, options: RobustnessOptions): RankingUnderWay {
  const { draws, weightVariation } = options;
  const count = problem.subjectIds.length;
  const width = problem.indicators.length;
  if (problem.points.length !== count * width)
    throw new Error(`robustness: ${problem.points.length} points, expected ${count} × ${width}`);
  const random = seededRandom(options.seed);
  const variants = variantsOf(problem);
  const base = Float64Array.from(problem.indicators, ({ min, max }) => Math.max(0, max - min));
  const weights = new Float64Array(width);
  const totals = new Float64Array(count);
  const orders = variants.map(() => Int32Array.from({ length: count }, (_, i) => i));
  const histogram = new Uint32Array(count * count);
  const places = new Int32Array(count);
  // Twice the number of draws in which the row stands above the column, only for columns behind the row: pair after pair in memory.
  const wins = new Int32Array((count * (count - 1)) / 2);
  const drawOnce = (): void => {
    const pick = Math.floor(random() * variants.length);
    const variant = variants[pick] as Float64Array;
    const order = orders[pick] as Int32Array;
    for (let k = 0; k < width; k++)
      weights[k] = (base[k] as number) * (1 + weightVariation * (2 * random() - 1));
    drawTotals(variant, weights, totals);
    reorder(order, totals);
    placeOrdered(order, totals, places);
    countDraw(places, histogram, wins);
  };
  let left = draws;
  return {
    draw(portion) {
      for (const rest = Math.max(0, left - portion); left > rest; left--) drawOnce();
      return left;
    },
    conclude() {
      if (left > 0) throw new Error(`robustness: ${left} draws are left of ${draws}, expected none`);
      return judge(problem, options, histogram, wins);
    },
  };
}

/** Ranks, ties and pairs from the places that the draws gave: `histogram` by subject and place, `wins` by pair (see countDraw). */
function judge(
  problem: RankingProblem,
  { draws, certainty }: RobustnessOptions,
  histogram: Uint32Array,
  wins: Int32Array,
): Robustness {
  const count = problem.subjectIds.length;
  const above = new Float64Array(count * count).fill(0.5);
  for (let i = 0, at = 0; i < count; i++)
    for (let j = i + 1; j < count; j++, at++) {
      above[i * count + j] = (wins[at] as number) / (2 * draws);
      above[j * count + i] = (2 * draws - (wins[at] as number)) / (2 * draws);
    }
  const ranks = problem.subjectIds.map((subjectId, i): RobustRank => {
    const tiedWith: string[] = [];
    const rankLow = rankAt(histogram, i * count, count, tail, draws);
    const rankHigh = rankAt(histogram, i * count, count, 1 - tail, draws);
    let sure = 1;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      if ((above[j * count + i] as number) >= certainty) sure += 1;
      else if ((above[i * count + j] as number) < certainty) tiedWith.push(problem.subjectIds[j] as string);
    }
    return {
      subjectId,
      rankLow,
      rankHigh,
      rankMedian: rankAt(histogram, i * count, count, 0.5, draws),
      rank: Math.min(rankHigh, Math.max(rankLow, sure)),
      tiedWith,
    };
  });
  return { ranks, above };
}

/**
 * How sure a ranking is: `draws` rankings of the same points under varied weights, normalisation (three) and aggregation
 * (arithmetic, geometric), all from one seed. Returns for each subject, in the order given, its 90 % rank interval and its
 * rank with ties, and P(A above B) for every pair. Who is at least as good on every indicator is never ranked lower.
 */
export function rankRobustly(problem: RankingProblem, options: RobustnessOptions): Robustness {
  const ranking = beginRanking(problem, options);
  ranking.draw(options.draws);
  return ranking.conclude();
}
