import { groupBy } from "../group-by.js";
import { ceilRatio, type Exact, floorRatio, ratioOf, roundRatio } from "./exact.js";

/**
 * Bühlmann–Straub credibility in whole numbers: weights and events are counted in units that the caller chooses, sums are exact
 * and do not depend on their order, and the same digits come out on every machine. Three things are rounded, each where it says:
 * a square over a weight (12 decimals), the constant k (9 decimals of a unit of weight), a share in the mean (24 decimals).
 */

/** One observed period of one risk: its weight (exposure) and its events; its ratio is events / weight. */
export interface Observation {
  readonly risk: string;
  readonly weight: bigint;
  readonly events: bigint;
}

/** What the estimators need to know of a group of risks; two groups without a common risk add up, and can be taken apart again. */
export interface Sums {
  readonly risks: number;
  readonly observations: number;
  /** Σ w. */
  readonly weight: bigint;
  /** Σ w_i². */
  readonly weightSquares: bigint;
  /** Σ w X, the events. */
  readonly events: bigint;
  /** Σ w_ij (X_ij − X̄_i)² in units of 10^-12, each term rounded up. */
  readonly within: bigint;
  /** Σ w_i X̄_i² in units of 10^-12, each term rounded down: so rounding never makes risks differ. */
  readonly squares: bigint;
}

/** The structure of a collective: how much risks differ, and how much one risk differs from itself from period to period. */
export interface Structure {
  readonly risks: number;
  readonly observations: number;
  /** s²: variance within a risk per unit of weight; null where no risk was seen twice. */
  readonly within: Exact | null;
  /** a: variance between risks; may be negative by estimation; null where `within` is null or there is one risk. */
  readonly between: Exact | null;
  /** k = s² / a in units of 10^-9 of a unit of weight, half up; null where a ≤ 0 or is unknown: no credibility. */
  readonly constant: bigint | null;
}

/** The mean of a collective as a fraction: events / weight, both weighted by credibility. */
export interface Mean {
  readonly events: bigint;
  readonly weight: bigint;
}

const squareUnit = 10n ** 12n;
/** What a constant k is counted in: units of 10^-9 of a unit of weight. */
export const constantUnit = 10n ** 9n;
const shareUnit = 10n ** 24n;

export const noSums: Sums = {
  risks: 0,
  observations: 0,
  weight: 0n,
  weightSquares: 0n,
  events: 0n,
  within: 0n,
  squares: 0n,
};

/** Two groups that have no risk in common, as one; `sign` -1 takes the second out of the first. */
export function together(one: Sums, other: Sums, sign: 1 | -1 = 1): Sums {
  const by = BigInt(sign);
  return {
    risks: one.risks + sign * other.risks,
    observations: one.observations + sign * other.observations,
    weight: one.weight + by * other.weight,
    weightSquares: one.weightSquares + by * other.weightSquares,
    events: one.events + by * other.events,
    within: one.within + by * other.within,
    squares: one.squares + by * other.squares,
  };
}

/** The sums of each risk for itself, in the order in which they are first met; periods without weight tell nothing and are left out. */
export function sumsByRisk(observations: Iterable<Observation>): ReadonlyMap<string, Sums> {
  const periods = groupBy(
    [...observations].filter((each) => each.weight > 0n),
    (each) => each.risk,
  );
  const sums = new Map<string, Sums>();
  for (const [risk, of] of periods) {
    let [weight, events, within] = [0n, 0n, 0n];
    for (const period of of) {
      weight += period.weight;
      events += period.events;
    }
    // w_ij (X_ij − X̄_i)² = (e_ij w_i − e_i w_ij)² / (w_ij w_i²); most risks live without any event, and then all of it is 0.
    if (of.length > 1 && events !== 0n)
      for (const period of of)
        within += ceilRatio(
          squareUnit * (period.events * weight - events * period.weight) ** 2n,
          period.weight * weight * weight,
        );
    sums.set(risk, {
      risks: 1,
      observations: of.length,
      weight,
      weightSquares: weight * weight,
      events,
      within,
      squares: events === 0n ? 0n : floorRatio(squareUnit * events * events, weight),
    });
  }
  return sums;
}

/**
 * The unbiased Bühlmann–Straub estimators of a collective:
 * s² = Σ w_ij (X_ij − X̄_i)² / (N − I); a = w.. (Σ w_i (X̄_i − X̄)² − (I − 1) s²) / (w..² − Σ w_i²).
 */
export function estimateStructure(sums: Sums): Structure {
  const { risks, observations } = sums;
  const freedom = BigInt(observations - risks);
  const unknown = { risks, observations, within: null, between: null, constant: null };
  if (freedom <= 0n) return unknown;
  const within = ratioOf(sums.within, freedom * squareUnit);
  const divisor = sums.weight ** 2n - sums.weightSquares;
  if (risks < 2 || divisor <= 0n) return { ...unknown, within };
  // Σ w_i (X̄_i − X̄)² = Σ w_i X̄_i² − (Σ w X)² / w..; all of it times w.. (N − I).
  const above =
    freedom * (sums.weight * sums.squares - squareUnit * sums.events ** 2n) -
    BigInt(risks - 1) * sums.weight * sums.within;
  return {
    risks,
    observations,
    within,
    between: ratioOf(above, freedom * divisor * squareUnit),
    constant: above > 0n ? roundRatio(constantUnit * sums.within * divisor, above) : null,
  };
}

/** Credibility of a risk with this weight, 0 ≤ Z ≤ 1, exactly: Z = w / (w + k). */
export function credibilityOf(weight: bigint, constant: bigint | null): Exact {
  if (constant === null || weight <= 0n) return ratioOf(0n, 1n);
  return ratioOf(weight * constantUnit, weight * constantUnit + constant);
}

/**
 * The mean of a collective: by credibility, Σ Z_i X̄_i / Σ Z_i; without credibility by weight. A share Z_i / w_i knows nothing of
 * the events and is rounded before they come in, so one more event always raises the mean by its exact share.
 */
export function collectiveMean(risks: Iterable<Sums>, constant: bigint | null): Mean {
  let [events, weight] = [0n, 0n];
  for (const each of risks) {
    const share = constant === null ? 1n : shareUnit / (each.weight * constantUnit + constant);
    events += share * each.events;
    weight += share * each.weight;
  }
  return { events, weight };
}

/** What experience says of a risk against its collective, exactly: 1 + Z (X̄ / m − 1); 1 without credibility or where the collective had no event at all. */
export function experienceRatio(
  own: { readonly weight: bigint; readonly events: bigint },
  constant: bigint | null,
  mean: Mean,
): Exact {
  if (constant === null || own.weight <= 0n || mean.events <= 0n) return ratioOf(1n, 1n);
  return ratioOf(
    constant * mean.events + constantUnit * own.events * mean.weight,
    (own.weight * constantUnit + constant) * mean.events,
  );
}
