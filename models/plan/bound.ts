/**
 * What a statutory visit counts on the first tier: its harm and one unit more, so that none counts for
 * nothing.
 */
export const statutoryWorth = (harm: number): number => harm + 1;

/** What the bounds look at: size, harm and first-tier worth of each visit that a claim may still be given. */
export interface BoundOffer {
  readonly size: number;
  readonly harm: readonly number[];
  readonly statutory: readonly number[];
}

interface Piece {
  readonly worth: number;
  readonly size: number;
}

/** Below it a worth times a size is a safe whole number. */
const LARGEST_WORTH = 2 ** 40;
const LARGEST_SIZE = 2 ** 12;

/**
 * An upper bound of the worth of any choice of pieces whose sizes sum to at most `capacity`.
 *
 * For every price p ≥ 0 of a unit and every choice K that fits: Σ_K v ≤ Σ_K v + p (T − Σ_K w) ≤ p T +
 * Σ_all max(0, v − p w). We take as p the worth per size of the piece at which a greedy filling stops (the
 * price at which the right side is least) and compute in whole numbers, so the bound holds whatever
 * rounding did to the order.
 */
function knapsackBound(pieces: Piece[], capacity: number): bigint {
  pieces.sort((a, b) => b.worth / b.size - a.worth / a.size);
  let used = 0;
  let price: Piece | undefined;
  for (const piece of pieces) {
    used += piece.size;
    if (used > capacity) {
      price = piece;
      break;
    }
  }
  const { worth, size } = price ?? { worth: 0, size: 1 };
  let sum = BigInt(worth) * BigInt(capacity);
  let part = 0;
  for (const piece of pieces) {
    if (Math.max(worth, piece.worth) < LARGEST_WORTH && Math.max(size, piece.size) < LARGEST_SIZE) {
      part += Math.max(0, piece.worth * size - worth * piece.size);
      if (part < Number.MAX_SAFE_INTEGER / 2) continue;
      sum += BigInt(part);
      part = 0;
    } else {
      const rest = BigInt(piece.worth) * BigInt(size) - BigInt(worth) * BigInt(piece.size);
      if (rest > 0n) sum += rest;
    }
  }
  return (sum + BigInt(part)) / BigInt(size);
}

/**
 * The bound of the first tier: the worth of statutory visits that a department's pooled capacity could
 * hold.
 */
export function statutoryBound(offers: readonly BoundOffer[], capacity: number): number {
  const pieces = offers.flatMap(({ size, statutory }) =>
    statutory.filter((worth) => worth > 0).map((worth) => ({ worth, size })),
  );
  return Number(knapsackBound(pieces, capacity));
}

/**
 * An upper bound of the harm averted by any plan that does at least as well on the first tier.
 *
 * Dropped are the single months (a department's months are pooled), the distance between visits beyond the
 * number it leaves, and whole visits; each of these only adds plans, so the bound holds for all that keep
 * them. Worth falls from visit to visit of an offer at equal size, so taking pieces freely never gains over
 * taking them in order. All statutory visits planned: any plan as good contains them all, so they are set
 * aside with their person-days and the rest is bounded. Otherwise let S be what we reached on the first
 * tier; any plan as good has Σ s ≥ S, so for every μ ≥ 0 Σ v ≤ Σ (v + μ s) − μ S ≤ bound(v + μ s) − μ S,
 * and the least over a fixed list of μ is returned.
 */
export function harmBound(offers: readonly BoundOffer[], capacity: number, reached: number): number {
  let most = 0;
  let sure = 0;
  let sureSize = 0;
  const owed: (Piece & { readonly statutory: number })[] = [];
  const further: Piece[] = [];
  for (const { size, harm, statutory } of offers)
    harm.forEach((averted, k) => {
      const worth = statutory[k] as number;
      if (worth === 0) further.push({ worth: averted, size });
      else {
        most += worth;
        sure += averted;
        sureSize += size;
        owed.push({ worth: averted, size, statutory: worth });
      }
    });
  if (reached >= most) return sure + Number(knapsackBound(further, Math.max(0, capacity - sureSize)));
  let least: bigint | null = null;
  for (const weight of [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096]) {
    const pieces = owed.map(({ worth, size, statutory }) => ({ worth: worth + weight * statutory, size }));
    const bound = knapsackBound([...pieces, ...further], capacity) - BigInt(weight) * BigInt(reached);
    if (least === null || bound < least) least = bound;
  }
  return Number(least ?? 0n);
}
