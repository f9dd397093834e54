import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
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
} from "../../../models/premium/credibility.js";
import { type Exact, roundRatio, toText } from "../../../models/premium/exact.js";

const classic = join(import.meta.dirname, "../../../../shared/realdata/hachemeister.json");

const numberOf = (value: Exact | null): number =>
  value === null ? Number.NaN : Number(toText(roundRatio(value.digits * 10n ** 15n, value.scale), 15));

/** All sums of all risks, one after another. */
const total = (risks: ReadonlyMap<string, Sums>): Sums =>
  [...risks.values()].reduce((sum, each) => together(sum, each), noSums);

interface Fitted {
  readonly structure: Structure;
  readonly mean: Mean;
  readonly risks: readonly {
    readonly risk: string;
    readonly z: number;
    readonly ratio: number;
    readonly premium: number;
  }[];
}

/** The collective fitted to itself, by the very functions that price a book: premium = mean × what experience says. */
function fitCollective(observations: readonly Observation[]): Fitted {
  const byRisk = sumsByRisk(observations);
  const structure = estimateStructure(total(byRisk));
  const mean = collectiveMean(byRisk.values(), structure.constant);
  return {
    structure,
    mean,
    risks: [...byRisk].map(([risk, own]) => ({
      risk,
      z: numberOf(credibilityOf(own.weight, structure.constant)),
      ratio: numberOf({ digits: own.events, scale: own.weight }),
      premium:
        numberOf({ digits: mean.events, scale: mean.weight }) *
        numberOf(experienceRatio(own, structure.constant, mean)),
    })),
  };
}

const seen = (risk: string, weight: number, ratio: number): Observation => ({
  risk,
  weight: BigInt(weight),
  events: BigInt(weight * ratio),
});

/** Two enterprises, two years, weight 1 each: rates 1 and 3, then 5 and 7. */
const small: readonly Observation[] = [
  seen("甲", 1, 1),
  seen("甲", 1, 3),
  seen("乙", 1, 5),
  seen("乙", 1, 7),
];

const lives = fc.array(
  fc.record({
    risk: fc.constantFrom("甲", "乙", "丙", "丁", "戊"),
    weight: fc.integer({ min: 1, max: 900_000 }).map(BigInt),
    events: fc.nat(30_000_000).map(BigInt),
  }),
  { minLength: 1, maxLength: 15 },
);

describe("Bühlmann–Straub", () => {
  it("is worked by hand on two enterprises", () => {
    // means 2 and 6; s² = ((1-2)² + (3-2)² + (5-6)² + (7-6)²) / (4 - 2) = 2
    // a = 4 * (2*(2-4)² + 2*(6-4)² - 1*2) / (4² - (2² + 2²)) = 4 * 14 / 8 = 7
    // k = 2/7; Z = 2 / (2 + 2/7) = 7/8; m = (2 + 6) / 2 = 4; premium 4 + 7/8 * (2 - 4) = 2.25
    const { structure, mean, risks } = fitCollective(small);
    expect(numberOf(structure.within)).toBe(2);
    expect(numberOf(structure.between)).toBe(7);
    expect(structure.constant).toBe(285_714_286n);
    expect(numberOf({ digits: mean.events, scale: mean.weight })).toBeCloseTo(4, 12);
    expect(risks.map(({ risk }) => risk)).toEqual(["甲", "乙"]);
    for (const [at, premium] of [2.25, 5.75].entries()) {
      expect(risks[at]?.z).toBeCloseTo(0.875, 9);
      expect(risks[at]?.premium).toBeCloseTo(premium, 8);
    }
  });

  it("gives no credibility and the weighted mean where risks differ less than they vary", () => {
    // means 4 and 4: a = 4 * (0 - s²) / 8 < 0
    const { structure, mean, risks } = fitCollective([
      seen("甲", 1, 1),
      seen("甲", 1, 7),
      seen("乙", 3, 2),
      seen("乙", 3, 6),
    ]);
    expect(numberOf(structure.between)).toBeLessThan(0);
    expect(structure.constant).toBeNull();
    expect(risks.map((each) => each.z)).toEqual([0, 0]);
    expect(mean).toEqual({ events: 32n, weight: 8n });
    expect(experienceRatio({ weight: 1n, events: 99n }, null, mean)).toEqual({ digits: 1n, scale: 1n });
  });

  it("makes no credibility by rounding: risks of one and the same rate do not differ", () => {
    // 2/3 each, whose square over the weight has no end in decimals.
    const { structure } = fitCollective([
      seen("甲", 3, 2 / 3),
      seen("甲", 3, 2 / 3),
      seen("乙", 9, 2 / 3),
      seen("乙", 3, 2 / 3),
    ]);
    expect([structure.within?.digits, structure.constant]).toEqual([0n, null]);
  });

  it("knows no variance where nobody was seen twice, or one risk alone", () => {
    const none = { within: null, between: null, constant: null };
    expect(fitCollective(small.filter((_, index) => index % 2 === 0)).structure).toEqual({
      risks: 2,
      observations: 2,
      ...none,
    });
    const alone = fitCollective(small.slice(0, 2)).structure;
    expect([numberOf(alone.within), alone.between, alone.constant]).toEqual([2, null, null]);
    expect(fitCollective([])).toMatchObject({ mean: { events: 0n, weight: 0n }, risks: [] });
  });

  it("leaves periods without exposure out", () => {
    expect(sumsByRisk([...small, seen("丙", 0, 99)]).size).toBe(2);
  });

  it("says 1 where the collective had no event, and never divides by it", () => {
    const one = { digits: 1n, scale: 1n };
    expect(experienceRatio({ weight: 5n, events: 0n }, constantUnit, { events: 0n, weight: 9n })).toEqual(
      one,
    );
    expect(experienceRatio({ weight: 0n, events: 0n }, constantUnit, { events: 3n, weight: 9n })).toEqual(
      one,
    );
    // Z = 1 / (1 + 1) and a rate three times the mean: 1 + 0.5 * 2
    expect(
      numberOf(experienceRatio({ weight: 1n, events: 3n }, constantUnit, { events: 9n, weight: 9n })),
    ).toBe(2);
    expect(collectiveMean([], null)).toEqual({ events: 0n, weight: 0n });
  });

  it("takes a group out of a total to the last digit, in whatever order both were added up", () => {
    fc.assert(
      fc.property(lives, fc.constantFrom("甲", "乙", "丙", "丁", "戊"), (observations, gone) => {
        const out = sumsByRisk(observations).get(gone) ?? noSums;
        const without = together(total(sumsByRisk(observations)), out, -1);
        const rest = [...observations].reverse().filter(({ risk }) => risk !== gone);
        expect(without).toEqual(total(sumsByRisk(rest)));
      }),
      { numRuns: 2_000, seed: 20_261_125 },
    );
  });

  it("agrees with the formulas in doubles", () => {
    fc.assert(
      fc.property(lives, (observations) => {
        const { structure } = fitCollective(observations);
        const risks = [...new Set(observations.map(({ risk }) => risk))].map((name) => {
          const own = observations
            .filter(({ risk }) => risk === name)
            .map(({ weight, events }) => [Number(weight), Number(events) / Number(weight)] as const);
          const weight = own.reduce((sum, [w]) => sum + w, 0);
          const mean = own.reduce((sum, [w, x]) => sum + w * x, 0) / weight;
          return { weight, mean, squares: own.reduce((sum, [w, x]) => sum + w * (x - mean) ** 2, 0) };
        });
        if (observations.length === risks.length || risks.length < 2) return;
        const within =
          risks.reduce((sum, { squares }) => sum + squares, 0) / (observations.length - risks.length);
        const weight = risks.reduce((sum, each) => sum + each.weight, 0);
        const mean = risks.reduce((sum, each) => sum + each.weight * each.mean, 0) / weight;
        const spread = risks.reduce((sum, each) => sum + each.weight * (each.mean - mean) ** 2, 0);
        const divisor = weight ** 2 - risks.reduce((sum, each) => sum + each.weight ** 2, 0);
        const scale = (weight * (spread + (risks.length - 1) * within)) / divisor;
        const between = (weight * (spread - (risks.length - 1) * within)) / divisor;
        expect(Math.abs(numberOf(structure.within) - within)).toBeLessThanOrEqual(1e-9 * (1 + within));
        expect(Math.abs(numberOf(structure.between) - between)).toBeLessThanOrEqual(1e-9 * (1 + scale));
      }),
      { numRuns: 2_000, seed: 20_261_125 },
    );
  });

  it.skipIf(!existsSync(classic))(
    "agrees with the published answers of Hachemeister to 8 significant digits (needs ../shared/realdata)",
    () => {
      const { data, answers } = JSON.parse(readFileSync(classic, "utf8")) as {
        data: Record<string, number>[];
        answers: {
          collective: number;
          a_between_variance: number;
          s2_within_variance: number;
          credibility: number[];
          individual_means: number[];
          premium: number[];
        };
      };
      const observations = data.flatMap((row) =>
        Array.from({ length: 12 }, (_, index) =>
          seen(`state ${row.state}`, row[`weight.${index + 1}`] ?? 0, row[`ratio.${index + 1}`] ?? 0),
        ),
      );
      const { structure, mean, risks } = fitCollective(observations);
      const digits = (value: number): string => value.toPrecision(8);
      expect(digits(numberOf({ digits: mean.events, scale: mean.weight }))).toBe(digits(answers.collective));
      expect(digits(numberOf(structure.between))).toBe(digits(answers.a_between_variance));
      expect(digits(numberOf(structure.within))).toBe(digits(answers.s2_within_variance));
      expect(risks.map((each) => digits(each.z))).toEqual(answers.credibility.map(digits));
      expect(risks.map((each) => digits(each.ratio))).toEqual(answers.individual_means.map(digits));
      expect(risks.map((each) => digits(each.premium))).toEqual(answers.premium.map(digits));
    },
  );
});
