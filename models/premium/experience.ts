import {
  collectiveMean,
  credibilityOf,
  estimateStructure,
  experienceRatio,
  type Observation,
  riskMeans,
  type Structure,
} from "./credibility.js";

/** Person-days in the unit in which rates are given: a thousand insured person-years. */
export const personDaysPerUnit = 365_000;

/** What an enterprise lived through under one policy, seen from a day. */
export interface ExperienceRow {
  readonly enterpriseId: string;
  readonly policyId: string;
  readonly sector: string;
  readonly personDays: number;
  /** Weighted claims and accidents. */
  readonly events: number;
}

/** The collective that an enterprise is compared with, per thousand person-years. */
export interface SectorExperience {
  readonly sector: string;
  /** Whose variances are used: the sector's own, those of all sectors, or none (Z = 0). */
  readonly structureOf: "sector" | "all" | "none";
  readonly structure: Structure;
  /** Mean rate of the sector. */
  readonly mean: number;
}

const toObservation = (row: ExperienceRow): Observation => {
  const weight = row.personDays / personDaysPerUnit;
  return { risk: row.enterpriseId, weight, ratio: weight > 0 ? row.events / weight : 0 };
};

const isUsable = (structure: Structure): boolean => (structure.between ?? 0) > 0;

function ordered(rows: readonly ExperienceRow[]): readonly ExperienceRow[] {
  const key = (row: ExperienceRow): string => `${row.enterpriseId} ${row.policyId}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The collectives of all sectors. `past` is the experience older than the pack's lag, from which the variances come: so what
 * happened lately moves an enterprise's own rate and the mean, never its credibility, and one more accident never lowers a
 * coefficient. `now` gives the means. A sector of fewer than `least` enterprises, or with a ≤ 0, takes the variances of
 * all sectors together; where those have a ≤ 0 as well, Z = 0 and the mean is weighted by exposure. Ordered by sector.
 */
export function sectorExperience(
  past: readonly ExperienceRow[],
  now: readonly ExperienceRow[],
  least: number,
): readonly SectorExperience[] {
  const all = estimateStructure(ordered(past).map(toObservation));
  const sectors = [...new Set([...past, ...now].map((row) => row.sector))].sort();
  return sectors.map((sector) => {
    const own = estimateStructure(ordered(past.filter((row) => row.sector === sector)).map(toObservation));
    const structureOf = isUsable(own) && own.risks >= least ? "sector" : isUsable(all) ? "all" : "none";
    const structure = structureOf === "all" ? all : own;
    const used: Structure = structureOf === "none" ? { ...own, between: null } : structure;
    const means = riskMeans(ordered(now.filter((row) => row.sector === sector)).map(toObservation));
    return { sector, structureOf, structure: used, mean: collectiveMean(means, used) };
  });
}

/** An enterprise against its sector: credibility, own rate per thousand person-years, ratio. An enterprise without exposure has Z = 0 and ratio 1. */
export function ownExperience(
  own: { readonly personDays: number; readonly events: number },
  sector: SectorExperience,
): { readonly z: number; readonly rate: number; readonly ratio: number } {
  const weight = own.personDays / personDaysPerUnit;
  const rate = weight > 0 ? own.events / weight : 0;
  const z = credibilityOf(weight, sector.structure);
  return { z, rate, ratio: experienceRatio({ z, ratio: rate }, sector.mean) };
}
