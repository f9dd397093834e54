import {
  collectiveMean,
  constantUnit,
  credibilityOf,
  estimateStructure,
  experienceRatio,
  type Mean,
  noSums,
  type Observation,
  type Structure,
  type Sums,
  sumsByRisk,
  together,
} from "./credibility.js";
import { type Exact, ratioOf } from "./exact.js";

/** Events are weighted, and counted in millionths; exposure in insured person-days. */
export const eventUnit = 1_000_000n;
/** Person-days in the unit in which rates are given: a thousand insured person-years. */
export const personDaysPerUnit = 365_000n;
const daysPerYear = 365n;

/** What an enterprise lived through under one policy. */
export interface ExperienceRow {
  readonly enterpriseId: string;
  readonly sector: string;
  readonly personDays: bigint;
  /** Weighted claims and accidents, in millionths. */
  readonly events: bigint;
}

/** What the edition says of the variances. */
export interface CredibilityRules {
  /** Fewest enterprises from whose experience variances are estimated. */
  readonly least: number;
  /** k in insured person-years for a book outside which too few enterprises are insured; null: then no credibility. */
  readonly personYears: Exact | null;
}

/** Whose variances are used: the sector's, those of all sectors, the edition's k, or none (Z = 0). */
export type StructureSource = "sector" | "all" | "edition" | "none";

/** The collective with which a book compares its enterprises of one sector. */
export interface BookCollective {
  readonly structureOf: StructureSource;
  /** The estimates behind it, from enterprises outside the book. */
  readonly structure: Structure;
  /** k in units of 10^-9 person-days; null: no credibility. */
  readonly constant: bigint | null;
  /** The sector's mean, over every enterprise of it, in or outside the book. */
  readonly mean: Mean;
}

/** All experience of a day, by enterprise and added up once; books take from it what is theirs. */
export interface CityExperience {
  readonly byEnterprise: ReadonlyMap<string, { readonly sector: string; readonly sums: Sums }>;
  readonly bySector: ReadonlyMap<string, { readonly sums: Sums; readonly each: readonly Sums[] }>;
  readonly all: Sums;
}

export function cityExperience(rows: readonly ExperienceRow[]): CityExperience {
  const sectorOf = new Map(rows.map((row) => [row.enterpriseId, row.sector]));
  const observations = function* (): Generator<Observation> {
    for (const row of rows) yield { risk: row.enterpriseId, weight: row.personDays, events: row.events };
  };
  const byEnterprise = new Map<string, { sector: string; sums: Sums }>();
  const bySector = new Map<string, { sums: Sums; each: Sums[] }>();
  let all = noSums;
  for (const [enterpriseId, sums] of sumsByRisk(observations())) {
    const sector = sectorOf.get(enterpriseId) ?? "";
    byEnterprise.set(enterpriseId, { sector, sums });
    const of = bySector.get(sector) ?? { sums: noSums, each: [] };
    of.sums = together(of.sums, sums);
    of.each.push(sums);
    bySector.set(sector, of);
    all = together(all, sums);
  }
  return { byEnterprise, bySector, all };
}

const isUsable = (structure: Structure, least: number): boolean =>
  structure.risks >= least && structure.constant !== null;

/**
 * The collectives of one book, by sector. The variances come from the enterprises outside the book alone: an event of one inside
 * moves nobody's credibility in the book, only its own rate and the mean that all are compared with, so it raises its own
 * ratio and no other, and one more accident never lowers a coefficient (decision 0012). A sector with fewer than
 * `least` enterprises outside, or with a ≤ 0, takes the variances of all sectors; where those have a ≤ 0 as well, Z = 0 and the
 * mean is weighted by exposure. Where all sectors together have too few outside, k is the edition's.
 */
export function bookCollectives(
  city: CityExperience,
  enterprises: ReadonlySet<string>,
  sectors: ReadonlySet<string>,
  rules: CredibilityRules,
): ReadonlyMap<string, BookCollective> {
  const inside = new Map<string, Sums>();
  let allInside = noSums;
  for (const enterpriseId of enterprises) {
    const own = city.byEnterprise.get(enterpriseId);
    if (!own) continue;
    inside.set(own.sector, together(inside.get(own.sector) ?? noSums, own.sums));
    allInside = together(allInside, own.sums);
  }
  const all = estimateStructure(together(city.all, allInside, -1));
  const isEnough = all.risks >= rules.least && all.between !== null;
  const ofEdition =
    rules.personYears === null
      ? null
      : (rules.personYears.digits * daysPerYear * constantUnit) / rules.personYears.scale;
  return new Map(
    [...sectors].map((sector) => {
      const of = city.bySector.get(sector) ?? { sums: noSums, each: [] };
      const own = estimateStructure(together(of.sums, inside.get(sector) ?? noSums, -1));
      const [structureOf, structure, constant]: [StructureSource, Structure, bigint | null] = isUsable(
        own,
        rules.least,
      )
        ? ["sector", own, own.constant]
        : isUsable(all, rules.least)
          ? ["all", all, all.constant]
          : isEnough || ofEdition === null
            ? ["none", all, null]
            : ["edition", all, ofEdition];
      return [sector, { structureOf, structure, constant, mean: collectiveMean(of.each, constant) }];
    }),
  );
}

/** An enterprise against its collective, exactly: credibility, and the experience ratio. Without exposure Z = 0 and the ratio is 1. */
export function ownExperience(
  own: { readonly personDays: bigint; readonly events: bigint },
  collective: BookCollective,
): { readonly z: Exact; readonly ratio: Exact } {
  const weighed = { weight: own.personDays, events: own.events };
  return {
    z: credibilityOf(own.personDays, collective.constant),
    ratio: experienceRatio(weighed, collective.constant, collective.mean),
  };
}

/** Events in millionths per person-day as a rate per thousand insured person-years. */
export function rateOf(events: bigint, personDays: bigint): Exact {
  return personDays > 0n ? ratioOf(events * personDaysPerUnit, personDays * eventUnit) : ratioOf(0n, 1n);
}

/** The variances per thousand insured person-years, as they are published. */
export function variancesOf(structure: Structure): {
  readonly within: Exact | null;
  readonly between: Exact | null;
} {
  const { within, between } = structure;
  const [days, events] = [personDaysPerUnit, eventUnit];
  return {
    within: within && ratioOf(within.digits * days, within.scale * events ** 2n),
    between: between && ratioOf(between.digits * days ** 2n, between.scale * events ** 2n),
  };
}
