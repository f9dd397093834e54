/** One observed period of one risk: its weight (exposure) and its ratio (events per unit of weight). */
export interface Observation {
  readonly risk: string;
  readonly weight: number;
  readonly ratio: number;
}

/** One risk over all its periods. */
export interface RiskMean {
  readonly risk: string;
  readonly weight: number;
  readonly ratio: number;
}

/** The structure of a collective: how much risks differ, and how much one risk differs from itself from period to period. */
export interface Structure {
  readonly risks: number;
  readonly observations: number;
  /** s²: variance within a risk per unit of weight; null where no risk was seen twice. */
  readonly within: number | null;
  /** a: variance between risks; may be negative by estimation; null where `within` is null or there is one risk. */
  readonly between: number | null;
}

/** A fitted collective: structure, mean, and of each risk its mean, its credibility and its premium. */
export interface Credibility extends Structure {
  readonly collective: number;
  readonly risksByName: readonly (RiskMean & { readonly z: number; readonly premium: number })[];
}

const byRisk = <One extends { readonly risk: string }>(a: One, b: One): number =>
  a.risk < b.risk ? -1 : a.risk > b.risk ? 1 : 0;

/** The mean of each risk weighted by its periods, ordered by risk; periods without weight tell nothing and are left out. */
export function riskMeans(observations: readonly Observation[]): readonly RiskMean[] {
  const sums = new Map<string, { weight: number; events: number }>();
  for (const { risk, weight, ratio } of observations) {
    if (weight <= 0) continue;
    const sum = sums.get(risk) ?? { weight: 0, events: 0 };
    sum.weight += weight;
    sum.events += weight * ratio;
    sums.set(risk, sum);
  }
  return [...sums]
    .map(([risk, { weight, events }]) => ({ risk, weight, ratio: events / weight }))
    .sort(byRisk);
}

/**
 * The unbiased Bühlmann–Straub estimators of a collective:
 * s² = Σ w_ij (X_ij − X̄_i)² / (N − I); a = w.. (Σ w_i (X̄_i − X̄)² − (I − 1) s²) / (w..² − Σ w_i²).
 * The order of the observations within a risk is the order of summing; callers give a fixed one.
 */
export function estimateStructure(observations: readonly Observation[]): Structure {
  const seen = observations.filter((each) => each.weight > 0);
  const means = riskMeans(seen);
  const meanOf = new Map(means.map((each) => [each.risk, each.ratio]));
  const risks = means.length;
  const freedom = seen.length - risks;
  const unknown = { risks, observations: seen.length, within: null, between: null };
  if (freedom <= 0) return unknown;
  let squares = 0;
  for (const { risk, weight, ratio } of seen) squares += weight * (ratio - (meanOf.get(risk) ?? ratio)) ** 2;
  const within = squares / freedom;
  const total = means.reduce((sum, each) => sum + each.weight, 0);
  const mean = means.reduce((sum, each) => sum + each.weight * each.ratio, 0) / total;
  const spread = means.reduce((sum, each) => sum + each.weight * (each.ratio - mean) ** 2, 0);
  const divisor = total ** 2 - means.reduce((sum, each) => sum + each.weight ** 2, 0);
  if (risks < 2 || divisor <= 0) return { ...unknown, within };
  return { ...unknown, within, between: (total * (spread - (risks - 1) * within)) / divisor };
}

/** Credibility of a risk with this weight, 0 ≤ Z ≤ 1: Z = 1 / (1 + s² / (w a)); 0 where a ≤ 0 or is unknown. */
export function credibilityOf(weight: number, structure: Structure): number {
  const { within, between } = structure;
  if (within === null || between === null || between <= 0 || weight <= 0) return 0;
  return 1 / (1 + within / (weight * between));
}

/** The mean of a collective: by credibility, m = Σ Z_i X̄_i / Σ Z_i; where no risk has any, by weight. 0 where nothing was seen. */
export function collectiveMean(means: readonly RiskMean[], structure: Structure): number {
  const shares = means.map((each) => credibilityOf(each.weight, structure));
  const isCredible = shares.some((share) => share > 0);
  let sum = 0;
  let divisor = 0;
  for (const [index, { weight, ratio }] of means.entries()) {
    const share = isCredible ? (shares[index] ?? 0) : weight;
    sum += share * ratio;
    divisor += share;
  }
  return divisor === 0 ? 0 : sum / divisor;
}

/** A collective fitted to its own observations: premium of a risk = m + Z (X̄ − m). */
export function fitCredibility(observations: readonly Observation[]): Credibility {
  const structure = estimateStructure(observations);
  const means = riskMeans(observations);
  const collective = collectiveMean(means, structure);
  return {
    ...structure,
    collective,
    risksByName: means.map((each) => {
      const z = credibilityOf(each.weight, structure);
      return { ...each, z, premium: collective + z * (each.ratio - collective) };
    }),
  };
}

/** What experience says of a risk against its collective: 1 + Z (X̄ / m − 1); 1 where the collective had no event at all. */
export function experienceRatio(own: { readonly z: number; readonly ratio: number }, mean: number): number {
  return mean <= 0 ? 1 : 1 + own.z * (own.ratio / mean - 1);
}
