import { statutoryWorth } from "./bound.js";
import { type Candidate, candidatesOf, offerOf, passOrder } from "./candidate.js";
import type { Claim } from "./claim.js";
import { fillMonths } from "./pass.js";

/**
 * A filling of the months: the month of each candidate visit (-1: none), its first-tier worth, and the harm
 * averted with the draws.
 */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly placed: Int8Array;
  readonly statutory: number;
  readonly harm: number;
}

/**
 * How many lengths of the order of merit are tried as the core; fewer where the largest visits are left
 * out.
 */
const CUTS = 160;
const COARSE_CUTS = 12;
/**
 * Work spent on shuffled orders: a small department tries up to 20 of them, a large one hardly any, since
 * it has little to gain.
 */
const SHUFFLES = 20;
const SHUFFLED_VISITS = 3_000;

/**
 * The best of all candidate fillings: more first-tier worth, then more harm averted; the first of equals.
 * Tried are passes over growing cores of the order of merit, within a month by due month, by last possible
 * month, larger visits first, and shuffled; then the same without the largest visits, one of which can
 * close a month that smaller ones would fill. The list of passes depends on nothing but the claims, and its
 * length bounds the work.
 * @param firstTier above this no filling's first-tier worth can be
 * @param bound above this no filling's harm can be that reaches the given first-tier worth
 */
export function bestFilling(
  claims: readonly Claim[],
  draws: Int8Array,
  room: readonly number[],
  firstTier: number,
  bound: (reached: number) => number,
): Found {
  const candidates = candidatesOf(claims);
  const sizeOf = (place: number) => (claims[candidates[place]?.claim as number] as Claim).size;
  const byMerit = Int32Array.from(candidates.keys());
  const bySize = byMerit.slice().sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const shuffles = Math.min(SHUFFLES, Math.floor(SHUFFLED_VISITS / Math.max(1, candidates.length)));
  const shuffled = Array.from({ length: shuffles }, (_, i) => shuffle(byMerit, i + 1));
  const sizes = [...new Set(candidates.map((_, place) => sizeOf(place)))].sort((a, b) => b - a).slice(0, 5);
  let best = valued(claims, draws, candidates, new Int8Array(candidates.length).fill(-1));
  let ceiling = Number.POSITIVE_INFINITY;
  for (const [at, largest] of sizes.entries()) {
    const offer = offerOf(claims, candidates, draws);
    const cuts = at === 0 ? CUTS : COARSE_CUTS;
    let before = -1;
    for (let cut = 0; cut <= cuts; cut++) {
      const core = Math.floor((candidates.length * cut) / cuts);
      if (core === before) continue;
      before = core;
      offer.widen(core);
      for (const [by, within] of [
        [offer.due, byMerit],
        [offer.last, byMerit],
        [offer.last, bySize],
        ...(at === 0 ? shuffled.map((within) => [offer.last, within] as const) : []),
      ] as const) {
        const order = passOrder(offer, by, core, within, largest, room.length);
        const found = valued(
          claims,
          draws,
          candidates,
          fillMonths(offer.items, () => order, room),
        );
        if (
          found.statutory > best.statutory ||
          (found.statutory === best.statutory && found.harm > best.harm)
        ) {
          best = found;
          if (found.statutory >= firstTier) ceiling = Math.min(ceiling, bound(found.statutory));
        }
        if (best.statutory >= firstTier && best.harm >= ceiling) return best;
      }
    }
  }
  return best;
}

/** The same shuffle for the same number, on every machine (mulberry32). */
function shuffle(places: Int32Array, number: number): Int32Array {
  const result = places.slice();
  let state = number;
  for (let i = result.length - 1; i > 0; i--) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (i + 1);
    const kept = result[i] as number;
    result[i] = result[other] as number;
    result[other] = kept;
  }
  return result;
}

function valued(
  claims: readonly Claim[],
  draws: Int8Array,
  candidates: readonly Candidate[],
  placed: Int8Array,
): Found {
  const counts = new Uint8Array(claims.length);
  for (let i = 0; i < placed.length; i++)
    if ((placed[i] as number) >= 0) {
      const claim = (candidates[i] as Candidate).claim;
      counts[claim] = (counts[claim] as number) + 1;
    }
  let statutory = 0;
  let harm = 0;
  for (let i = 0; i < claims.length; i++) {
    const claim = claims[i] as Claim;
    const own = counts[i] as number;
    for (let k = 0; k < own && k < claim.owed; k++) statutory += statutoryWorth(claim.harm[k] ?? 0);
    const all = draws[i] === -1 ? own : own + 1;
    for (let k = 0; k < all; k++) harm += claim.harm[k] ?? 0;
  }
  return { candidates, placed, statutory, harm };
}
