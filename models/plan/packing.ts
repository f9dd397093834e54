import { statutoryWorth } from "./bound.js";
import type { Claim } from "./claim.js";
import { type Months, mostVisits, nearMask } from "./window.js";

/** Worth of a department's plan: first-tier worth, then harm averted by its planned and drawn visits. */
export interface Worth {
  readonly statutory: number;
  readonly harm: number;
}

export const isBetter = (one: Worth, other: Worth): boolean =>
  one.statutory > other.statutory || (one.statutory === other.statutory && one.harm > other.harm);

/** What may still be planned for a claim beside its draw. Positions are those of the department's claims. */
export interface Offer {
  readonly claim: number;
  readonly size: number;
  /** Months, as bits, that can hold a visit. */
  readonly mask: number;
  readonly spacing: number;
  /** First-tier worth and harm of its first, second, … visit; as many as can be made. */
  readonly statutory: readonly number[];
  readonly harm: readonly number[];
  /** Both in one figure, the first tier outweighing the second. */
  readonly merit: readonly number[];
}

/** A department's months and offers; sizes and room are whole units, the largest that divides every size. */
export interface Department {
  readonly offers: readonly Offer[];
  readonly room: readonly number[];
  readonly unit: number;
  /** What a unit of the first tier counts in `merit`; whether `merit` orders fillings exactly as the tiers do. */
  readonly weight: number;
  readonly isExact: boolean;
  /** Harm averted by the draws, which stand. */
  readonly drawnHarm: number;
}

/**
 * The offers of a department beside its draws (month by claim, -1: none), over the given thousandths of a
 * person-day by month. Months are cut to whole units, since no visit can use the rest; a claim that no month
 * can hold has no offer.
 */
export function departmentOf(
  claims: readonly Claim[],
  draws: Int8Array,
  room: readonly number[],
  monthsOf: (claim: Claim) => Months = (claim) => claim.months,
): Department {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const unit = claims.reduce((common, claim) => divisor(common, claim.size), 0) || 1;
  let drawnHarm = 0;
  let harmInAll = 1;
  let worthInAll = 1;
  const holding = new Map<number, Months>();
  const open: Omit<Offer, "merit">[] = [];
  claims.forEach((claim, index) => {
    let mask = holding.get(claim.size);
    if (mask === undefined) {
      mask = room.reduce((months, days, month) => (days >= claim.size ? months | (1 << month) : months), 0);
      holding.set(claim.size, mask);
    }
    const draw = draws[index] as number;
    const isDrawn = draw >= 0;
    if (isDrawn) drawnHarm += claim.harm[0] ?? 0;
    mask &= isDrawn ? monthsOf(claim) & ~nearMask(draw, claim.spacing) : monthsOf(claim);
    const most = Math.min(claim.cap - (isDrawn ? 1 : 0), mostVisits(mask, claim.spacing));
    const harm: number[] = [];
    const statutory: number[] = [];
    for (let k = 0; k < most; k++) {
      const averted = claim.harm[isDrawn ? k + 1 : k] ?? 0;
      const owed = k < claim.owed ? statutoryWorth(claim.harm[k] ?? 0) : 0;
      if (averted + owed === 0) break;
      harm.push(averted);
      statutory.push(owed);
      harmInAll += averted;
      worthInAll += owed;
    }
    if (harm.length > 0)
      open.push({ claim: index, size: claim.size / unit, mask, spacing: claim.spacing, harm, statutory });
  });
  // Exact as long as both tiers fit into one whole number; beyond that it only guides the search.
  const weight = Math.min(harmInAll, Math.floor(Number.MAX_SAFE_INTEGER / 2 / worthInAll));
  return {
    unit,
    weight,
    isExact: weight === harmInAll,
    drawnHarm,
    room: room.map((days) => Math.floor(days / unit)),
    offers: open.map((offer) => ({
      ...offer,
      merit: offer.harm.map((averted, k) => averted + weight * (offer.statutory[k] as number)),
    })),
  };
}

/** A packing's state. */
interface Standing {
  readonly placed: Int32Array;
  readonly counts: Uint8Array;
  readonly left: Int32Array;
}

/** Visits placed so far: by offer the months as bits, by month the units left. */
export class Packing {
  readonly placed: Int32Array;
  readonly counts: Uint8Array;
  readonly left: Int32Array;
  private readonly near: readonly Int32Array[];

  constructor(readonly department: Department) {
    this.placed = new Int32Array(department.offers.length);
    this.counts = new Uint8Array(department.offers.length);
    this.left = Int32Array.from(department.room);
    const spacings = new Map<number, Int32Array>();
    for (const { spacing } of department.offers)
      if (!spacings.has(spacing))
        spacings.set(
          spacing,
          Int32Array.from({ length: 24 }, (_, month) => nearMask(month, spacing)),
        );
    this.near = department.offers.map((offer) => spacings.get(offer.spacing) as Int32Array);
  }

  /** Whether the offer's next visit keeps its distance in the month; `without`: months (bits) thought away. */
  keepsDistance(at: number, month: number, without = 0): boolean {
    const offer = this.department.offers[at] as Offer;
    return (
      (offer.mask & (1 << month)) !== 0 &&
      ((this.placed[at] as number) & ~without & ((this.near[at] as Int32Array)[month] as number)) === 0
    );
  }

  /** Merit of the next visit, 0 where none is left; `fewer` thinks so many of its visits away. */
  merit(at: number, fewer = 0): number {
    return (this.department.offers[at] as Offer).merit[(this.counts[at] as number) - fewer] ?? 0;
  }

  /** How many more visits could follow a next one in the month, by distance alone. */
  further(at: number, month: number): number {
    const near = this.near[at] as Int32Array;
    const offer = this.department.offers[at] as Offer;
    let open = offer.mask & ~(near[month] as number);
    for (let placed = this.placed[at] as number, other = 0; placed !== 0; placed >>= 1, other++)
      if ((placed & 1) !== 0) open &= ~(near[other] as number);
    let count = 0;
    for (let other = 0; open !== 0; other++)
      if ((open & (1 << other)) !== 0) {
        count++;
        open &= ~(near[other] as number) & ~((1 << other) - 1);
      }
    return count;
  }

  put(at: number, month: number): void {
    this.placed[at] = (this.placed[at] as number) | (1 << month);
    this.counts[at] = (this.counts[at] as number) + 1;
    this.left[month] = (this.left[month] as number) - (this.department.offers[at] as Offer).size;
  }

  take(at: number, month: number): void {
    this.placed[at] = (this.placed[at] as number) & ~(1 << month);
    this.counts[at] = (this.counts[at] as number) - 1;
    this.left[month] = (this.left[month] as number) + (this.department.offers[at] as Offer).size;
  }

  /** What stands now, to come back to. */
  saved(): Standing {
    return { placed: this.placed.slice(), counts: this.counts.slice(), left: this.left.slice() };
  }

  restore({ placed, counts, left }: Standing): void {
    this.placed.set(placed);
    this.counts.set(counts);
    this.left.set(left);
  }

  worth(): Worth {
    let statutory = 0;
    let harm = this.department.drawnHarm;
    this.department.offers.forEach((offer, at) => {
      for (let k = 0; k < (this.counts[at] as number); k++) {
        statutory += offer.statutory[k] as number;
        harm += offer.harm[k] as number;
      }
    });
    return { statutory, harm };
  }
}
