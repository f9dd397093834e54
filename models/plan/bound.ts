/**
 * Further visits of one claim that any plan might make: equal effort, worth by order of making, never
 * rising.
 */
export interface BoundClaim {
  readonly size: number;
  /** Harm averted by the first, second, … visit that could be made. */
  readonly harm: readonly number[];
  /** First-tier worth of the statutory ones among them, from the first. */
  readonly statutory: readonly number[];
}

/**
 * What a statutory visit counts on the first tier: its harm and one unit more, so that none counts for
 * nothing.
 */
export const statutoryWorth = (harm: number): number => harm + 1;

interface Piece {
  readonly worth: bigint;
  readonly size: bigint;
}

/**
 * An upper bound of the worth of any choice of pieces whose sizes sum to at most `capacity`.
 *
 * For every price p ≥ 0 of a person-day and every choice K that fits: Σ_K v ≤ Σ_K v + p (T − Σ_K w) ≤ p T +
 * Σ_all max(0, v − p w). We take as p the worth per size of the piece at which a greedy filling stops (the
 * price at which the right side is least) and compute in whole numbers, so the bound holds whatever
 * rounding did to the order.
 */
function knapsackBound(pieces: readonly Piece[], capacity: bigint): bigint {
  const sorted = pieces
    .map((piece) => ({ piece, density: Number(piece.worth) / Number(piece.size) }))
    .sort((a, b) => b.density - a.density);
  let used = 0n;
  let price: Piece | null = null;
  for (const { piece } of sorted) {
    used += piece.size;
    if (used > capacity) {
      price = piece;
      break;
    }
  }
  if (price === null) return pieces.reduce((sum, piece) => sum + piece.worth, 0n);
  let scaled = price.worth * capacity;
  for (const piece of pieces) {
    const rest = piece.worth * price.size - price.worth * piece.size;
    if (rest > 0n) scaled += rest;
  }
  return scaled / price.size;
}

/**
 * The bound of the first tier: the worth of statutory visits that a department's pooled capacity could
 * hold.
 */
export function statutoryBound(claims: readonly BoundClaim[], capacity: number): number {
  const pieces = claims.flatMap((claim) =>
    claim.statutory.map((worth) => ({ worth: BigInt(worth), size: BigInt(claim.size) })),
  );
  return Number(knapsackBound(pieces, BigInt(capacity)));
}

/**
 * An upper bound of the harm averted by any plan that does at least as well on the first tier.
 *
 * Dropped are the single months (a department's months are pooled), the distance between visits beyond the
 * number it leaves, and whole visits; each of these only adds plans, so the bound holds for all that keep
 * them. Worth falls from visit to visit of a claim at equal size, so taking pieces freely never gains over
 * taking them in order. All statutory visits planned: any plan as good contains them all, so they are set
 * aside with their person-days and the rest is bounded. Otherwise let S be what we reached on the first
 * tier; any plan as good has Σ s ≥ S, so for every μ ≥ 0 Σ v ≤ Σ (v + μ s) − μ S ≤ bound(v + μ s) − μ S,
 * and the least over a fixed list of μ is returned.
 */
export function harmBound(claims: readonly BoundClaim[], capacity: number, reached: number): number {
  const most = claims.reduce((sum, claim) => sum + claim.statutory.reduce((own, worth) => own + worth, 0), 0);
  const further = claims.flatMap((claim) =>
    claim.harm
      .slice(claim.statutory.length)
      .filter((harm) => harm > 0)
      .map((harm) => ({ worth: BigInt(harm), size: BigInt(claim.size) })),
  );
  if (reached >= most) {
    let set = 0n;
    let size = 0;
    for (const claim of claims) {
      size += claim.size * claim.statutory.length;
      for (let k = 0; k < claim.statutory.length; k++) set += BigInt(claim.harm[k] ?? 0);
    }
    return Number(set + knapsackBound(further, BigInt(Math.max(0, capacity - size))));
  }
  let least: bigint | null = null;
  for (const weight of [0n, 1n, 2n, 4n, 8n, 16n, 32n, 64n, 128n, 256n, 1024n, 4096n]) {
    const pieces = claims.flatMap((claim) =>
      claim.statutory.map((worth, k) => ({
        worth: BigInt(claim.harm[k] ?? 0) + weight * BigInt(worth),
        size: BigInt(claim.size),
      })),
    );
    const bound = knapsackBound([...pieces, ...further], BigInt(capacity)) - weight * BigInt(reached);
    if (least === null || bound < least) least = bound;
  }
  return Number(least ?? 0n);
}
