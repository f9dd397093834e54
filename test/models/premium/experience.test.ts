import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BalanceRules, BalanceState } from "../../../models/premium/balance.js";
import { chargedCoefficient, priceBooks, type PricedPolicy } from "../../../models/premium/book.js";
import { exact, roundRatio, toText } from "../../../models/premium/exact.js";
import {
  bookCollectives,
  cityExperience,
  eventUnit,
  type ExperienceRow,
  ownExperience,
} from "../../../models/premium/experience.js";

const cases = { numRuns: 10_000, seed: 20_261_125 };
const digits = (text: string): bigint => BigInt(text.replace(".", ""));
const decimal = (least: number, most: number, places: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((value) => toText(BigInt(value), places));

/** An enterprise: its policy years of the window, each with exposure and weighted events, and one or two policies of today. */
const lives = fc.array(
  fc.record({
    sector: fc.constantFrom("mine", "transport"),
    years: fc.array(fc.tuple(fc.integer({ min: 1_000, max: 900_000 }), fc.nat(6)), {
      minLength: 1,
      maxLength: 3,
    }),
    policies: fc.array(
      fc.record({
        insurerId: fc.constantFrom("A", "B", "C"),
        base: decimal(1, 5_000_000, 2),
        written: fc.option(decimal(0, 9_000_000, 2)),
        /** The product of all other factors. */
        others: decimal(4_000, 20_000, 4),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  { minLength: 1, maxLength: 9 },
);
type Life = typeof lives extends fc.Arbitrary<(infer One)[]> ? One : never;

const ruleSets = fc.record({
  floor: fc.constantFrom("0.6", null),
  cap: fc.constantFrom("2", null),
  swing: fc.constantFrom("0.3", "0.05", null),
  target: fc.constantFrom("1", "0.9", null),
  least: fc.constantFrom(null, 3, 6),
  enough: fc.constantFrom(2, 3),
  personYears: fc.constantFrom("1000", "50.5", null),
});
type RuleSet = typeof ruleSets extends fc.Arbitrary<infer One> ? One : never;

interface Priced {
  readonly coefficient: bigint;
  readonly previous: string | null;
  readonly raw: bigint;
  readonly state: BalanceState;
  readonly structureOf: string;
}

/** The whole chain as the pipeline walks it: experience of a day, collectives of each book, factors, balance. */
function price(city: readonly Life[], rules: RuleSet): ReadonlyMap<string, Priced> {
  const rows = city.flatMap((life, at) =>
    life.years.map(
      ([personDays, events]): ExperienceRow => ({
        enterpriseId: `E${at}`,
        sector: life.sector,
        personDays: BigInt(personDays),
        events: BigInt(events) * eventUnit,
      }),
    ),
  );
  const experience = cityExperience(rows);
  const sourceOf = new Map<string, string>();
  const policies = ["A", "B", "C"].flatMap((insurerId) => {
    const inside = city.flatMap((life, at) =>
      life.policies.flatMap((policy, no) =>
        policy.insurerId === insurerId ? [{ id: `E${at}-${no}`, enterpriseId: `E${at}`, life, policy }] : [],
      ),
    );
    const collectives = bookCollectives(
      experience,
      new Set(inside.map((each) => each.enterpriseId)),
      new Set(inside.map((each) => each.life.sector)),
      { least: rules.enough, personYears: rules.personYears === null ? null : exact(rules.personYears) },
    );
    return inside.map(({ id, enterpriseId, life, policy }): PricedPolicy => {
      const collective = collectives.get(life.sector);
      if (!collective) throw new Error("a sector without a collective");
      sourceOf.set(id, collective.structureOf);
      const own = rows.filter((row) => row.enterpriseId === enterpriseId);
      const { ratio } = ownExperience(
        {
          personDays: own.reduce((sum, row) => sum + row.personDays, 0n),
          events: own.reduce((sum, row) => sum + row.events, 0n),
        },
        collective,
      );
      const rounded = roundRatio(ratio.digits * 10_000n, ratio.scale);
      const factor = rounded > 15_000n ? 15_000n : rounded < 7_500n ? 7_500n : rounded;
      return {
        policyId: id,
        insurerId,
        base: policy.base,
        raw: toText(digits(policy.others) * factor, 8),
        previous: chargedCoefficient(policy.written, policy.base),
      };
    });
  });
  const balance: BalanceRules = rules;
  const rawOf = new Map(policies.map((policy) => [policy.policyId, digits(policy.raw)]));
  return new Map(
    priceBooks(policies, balance).map((each) => [
      each.policyId,
      {
        coefficient: digits(each.coefficient),
        previous: each.previous,
        raw: rawOf.get(each.policyId) ?? 0n,
        state: each.state,
        structureOf: sourceOf.get(each.policyId) ?? "",
      },
    ]),
  );
}

describe("experience in the book", () => {
  it("one more accident or claim, of any weight and in any year of the window, never lowers a coefficient of its enterprise", () => {
    const met = new Map<string, number>();
    let raised = 0;
    fc.assert(
      fc.property(
        lives,
        ruleSets,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(1, 2, 5, 10, 20),
        (city, rules, pick, year, weight) => {
          const at = pick % city.length;
          const worse = city.map((life, index): Life => {
            if (index !== at) return life;
            const of = year % life.years.length;
            return {
              ...life,
              years: life.years.map(([days, events], no) => [days, no === of ? events + weight : events]),
            };
          });
          const [before, after] = [price(city, rules), price(worse, rules)];
          for (const [id, one] of before) {
            const other = after.get(id);
            met.set(one.structureOf, (met.get(one.structureOf) ?? 0) + 1);
            met.set(one.state, (met.get(one.state) ?? 0) + 1);
            // What was charged a year ago is on record; whatever happened when, nobody's moves.
            expect(other?.previous).toBe(one.previous);
            if (!id.startsWith(`E${at}-`)) continue;
            expect(other?.coefficient).toBeGreaterThanOrEqual(one.coefficient);
            if ((other?.coefficient ?? 0n) > one.coefficient) raised += 1;
          }
        },
      ),
      cases,
    );
    // The property was put to the test: coefficients rose, under every source of variances and every state of a book.
    expect(raised).toBeGreaterThan(1_000);
    for (const name of [
      "sector",
      "all",
      "edition",
      "none",
      "balanced",
      "out_of_reach",
      "too_few",
      "no_target",
    ])
      expect(met.get(name) ?? 0, name).toBeGreaterThan(300);
  });

  it("lets no event inside a book touch the variances with which the book is judged", () => {
    const year = (id: string, sector: string, events: number): ExperienceRow => ({
      enterpriseId: id,
      sector,
      personDays: 365_000n,
      events: BigInt(events) * eventUnit,
    });
    const rates: readonly (readonly [string, readonly [number, number]])[] = [
      ["E1", [1, 3]],
      ["E2", [5, 7]],
      ["E3", [9, 11]],
    ];
    const city = (inside: number): ExperienceRow[] => [
      ...rates.flatMap(([id, [one, two]]) => [year(id, "mine", one), year(id, "mine", two)]),
      year("IN", "mine", inside),
      year("IN", "mine", 2),
    ];
    const of = (inside: number) =>
      bookCollectives(cityExperience(city(inside)), new Set(["IN"]), new Set(["mine"]), {
        least: 3,
        personYears: null,
      }).get("mine");
    expect(of(0)?.structureOf).toBe("sector");
    // means 2, 6, 10; s² = 6 * 1 / 3 = 2; a = 6 * (2 * (16 + 0 + 16) - 2 * 2) / (36 - 12) = 15; k = 2/15 of a thousand person-years
    expect(of(0)?.constant).toBe(48_666_666_666_667n);
    expect(of(40)).toMatchObject({
      structureOf: "sector",
      structure: of(0)?.structure,
      constant: of(0)?.constant,
    });
    // The mean is everybody's, weighted by equal credibility: (2 + 6 + 10 + 1) / 4, then 21 of the one inside.
    const mean = (inside: number): number => {
      const { events = 0n, weight = 1n } = of(inside)?.mean ?? {};
      return Number((events * 365_000_000_000n) / (weight * eventUnit)) / 1e6;
    };
    expect([mean(0), mean(40)]).toEqual([4.75, 9.75]);
  });

  it("takes all sectors where one is too small or does not differ, the edition's constant where too few are outside, and says which", () => {
    const rows = (sector: string, rates: readonly (readonly number[])[]): ExperienceRow[] =>
      rates.flatMap((years, index) =>
        years.map((events) => ({
          enterpriseId: `${sector}${index}`,
          sector,
          personDays: 365_000n,
          events: BigInt(events) * eventUnit,
        })),
      );
    const differing = rows("mine", [
      [1, 3],
      [5, 7],
      [9, 11],
    ]);
    const like = rows("fish", [
      [1, 7],
      [2, 6],
      [3, 5],
    ]);
    const city = cityExperience([...differing, ...like, ...rows("other", [[4, 5]])]);
    const sources = (inside: readonly string[], personYears: string | null, least = 3): unknown[] => {
      const found = bookCollectives(city, new Set(inside), new Set(["mine", "fish", "other"]), {
        least,
        personYears: personYears === null ? null : exact(personYears),
      });
      return ["mine", "fish", "other"].map((sector) => found.get(sector)?.structureOf);
    };
    expect(sources([], "1000")).toEqual(["sector", "all", "all"]);
    // With one mine inside the book two are left outside: too few for a sector of its own.
    expect(sources(["mine0"], "1000")).toEqual(["all", "all", "all"]);
    // Outside are only those that do not differ: no credibility, and no constant of the edition for it.
    expect(sources(["mine0", "mine1", "mine2", "other0"], "1000")).toEqual(["none", "none", "none"]);
    expect(sources([...city.byEnterprise.keys()], "1000")).toEqual(["edition", "edition", "edition"]);
    expect(sources([...city.byEnterprise.keys()], null)).toEqual(["none", "none", "none"]);
    // k of 1,000 person-years: 365,000 person-days have Z = 1/2; 9 events against 4.5: 1 + 1/2 * (9 / 4.5 - 1)
    const [own] = bookCollectives(city, new Set(city.byEnterprise.keys()), new Set(["other"]), {
      least: 3,
      personYears: exact("1000"),
    }).values();
    if (!own) throw new Error("no collective");
    const { z, ratio } = ownExperience({ personDays: 365_000n, events: 9n * eventUnit }, own);
    expect([
      roundRatio(z.digits * 10_000n, z.scale),
      roundRatio(ratio.digits * 10_000n, ratio.scale),
    ]).toEqual([5_000n, 15_000n]);
  });

  it("reads the year before from what was written for it", () => {
    expect(chargedCoefficient("850", "1000.00")).toBe("0.8500");
    expect(chargedCoefficient("2.00", "3.00")).toBe("0.6667");
    expect([
      chargedCoefficient(null, "1"),
      chargedCoefficient("0.00", "1"),
      chargedCoefficient("1", null),
    ]).toEqual([null, null, null]);
  });
});
