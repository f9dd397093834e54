import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  collectiveMean,
  estimateStructure,
  experienceRatio,
  fitCredibility,
  type Observation,
  riskMeans,
} from "../../../models/premium/credibility.js";

const classic = join(import.meta.dirname, "../../../../shared/realdata/hachemeister.json");

/** Two enterprises, two years, weight 1 each: rates 1 and 3, then 5 and 7. */
const small: readonly Observation[] = [
  { risk: "甲", weight: 1, ratio: 1 },
  { risk: "甲", weight: 1, ratio: 3 },
  { risk: "乙", weight: 1, ratio: 5 },
  { risk: "乙", weight: 1, ratio: 7 },
];

describe("Bühlmann–Straub", () => {
  it("is worked by hand on two enterprises", () => {
    // means 2 and 6; s² = ((1-2)² + (3-2)² + (5-6)² + (7-6)²) / (4 - 2) = 2
    // a = 4 * (2*(2-4)² + 2*(6-4)² - 1*2) / (4² - (2² + 2²)) = 4 * 14 / 8 = 7
    // Z = 1 / (1 + 2 / (2*7)) = 7/8; m = (2 + 6) / 2 = 4; premium 4 + 7/8 * (2 - 4) = 2.25
    const fitted = fitCredibility(small);
    expect(fitted.within).toBe(2);
    expect(fitted.between).toBe(7);
    expect(fitted.collective).toBe(4);
    expect(fitted.risksByName.map(({ risk, z, premium }) => [risk, z, premium])).toEqual([
      ["乙", 0.875, 5.75],
      ["甲", 0.875, 2.25],
    ]);
  });

  it("gives no credibility and the weighted mean where risks differ less than they vary", () => {
    // means 4 and 4: a = 4 * (0 - s²) / 8 < 0
    const fitted = fitCredibility([
      { risk: "甲", weight: 1, ratio: 1 },
      { risk: "甲", weight: 1, ratio: 7 },
      { risk: "乙", weight: 3, ratio: 2 },
      { risk: "乙", weight: 3, ratio: 6 },
    ]);
    expect(fitted.between).toBeLessThan(0);
    expect(fitted.risksByName.map((each) => each.z)).toEqual([0, 0]);
    expect(fitted.collective).toBe(4);
  });

  it("knows no variance where nobody was seen twice, or one risk alone", () => {
    expect(estimateStructure(small.filter((_, index) => index % 2 === 0))).toEqual({
      risks: 2,
      observations: 2,
      within: null,
      between: null,
    });
    expect(estimateStructure(small.slice(0, 2))).toMatchObject({ within: 2, between: null });
    expect(fitCredibility([])).toMatchObject({ collective: 0, risksByName: [] });
  });

  it("leaves periods without exposure out", () => {
    expect(riskMeans([...small, { risk: "丙", weight: 0, ratio: 99 }])).toHaveLength(2);
  });

  it("says 1 where the collective had no event, and never divides by it", () => {
    expect(experienceRatio({ z: 0.9, ratio: 0 }, 0)).toBe(1);
    expect(experienceRatio({ z: 0.5, ratio: 3 }, 1)).toBe(2);
    expect(collectiveMean([], estimateStructure([]))).toBe(0);
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
        Array.from({ length: 12 }, (_, index) => ({
          risk: `state ${row.state}`,
          weight: row[`weight.${index + 1}`] ?? 0,
          ratio: row[`ratio.${index + 1}`] ?? 0,
        })),
      );
      const fitted = fitCredibility(observations);
      const digits = (value: number | null | undefined): string => (value ?? Number.NaN).toPrecision(8);
      expect(digits(fitted.collective)).toBe(digits(answers.collective));
      expect(digits(fitted.between)).toBe(digits(answers.a_between_variance));
      expect(digits(fitted.within)).toBe(digits(answers.s2_within_variance));
      expect(fitted.risksByName.map((each) => digits(each.z))).toEqual(answers.credibility.map(digits));
      expect(fitted.risksByName.map((each) => digits(each.ratio))).toEqual(
        answers.individual_means.map(digits),
      );
      expect(fitted.risksByName.map((each) => digits(each.premium))).toEqual(answers.premium.map(digits));
    },
  );
});
