import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceBook, type BalancedPolicy, type BalanceRules } from "../../../models/premium/balance.js";
import { priceBooks, type PricedPolicy } from "../../../models/premium/book.js";
import { type ExperienceRow, ownExperience, sectorExperience } from "../../../models/premium/experience.js";

const rules: BalanceRules = { floor: "0.6", cap: "2", swing: "0.3", target: "1" };
const cases = { numRuns: 10_000, seed: 20_261_123 };

const cents = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: most }).map((value) => (value / 100).toFixed(2));
const four = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((value) => (value / 10_000).toFixed(4));

const policies: fc.Arbitrary<BalancedPolicy[]> = fc
  .array(
    fc.record({
      base: cents(5_000_000),
      raw: four(2_000, 40_000),
      previous: fc.option(four(6_000, 20_000)),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) => rows.map((row, index) => ({ ...row, policyId: `P${String(index).padStart(2, "0")}` })));

const meanOf = (book: readonly BalancedPolicy[], coefficients: readonly string[]): number =>
  book.reduce((sum, policy, index) => sum + Number(policy.base) * Number(coefficients[index]), 0) /
  book.reduce((sum, policy) => sum + Number(policy.base), 0);

describe("a book", () => {
  it("is balanced by hand", () => {
    // bases 100 and 300, products 1.2 and 0.8: mean (120 + 240) / 400 = 0.9, so f = 1 / 0.9
    const book = [
      { policyId: "A", base: "100", raw: "1.2", previous: null },
      { policyId: "B", base: "300", raw: "0.8", previous: null },
    ];
    expect(balanceBook(book, rules)).toEqual({
      factor: "1.111111111111",
      isFeasible: true,
      policies: [
        { policyId: "A", uncapped: "1.3333", coefficient: "1.3333", cappedBy: null },
        { policyId: "B", uncapped: "0.8889", coefficient: "0.8889", cappedBy: null },
      ],
    });
  });

  it("names what held a coefficient, and lets the others pay for it", () => {
    // A may rise to 1 * 1.3; B then pays (400 - 130) / 300 = 0.9; f = 0.9 / 0.45 = 2
    const book = [
      { policyId: "A", base: "100", raw: "1.2", previous: "1" },
      { policyId: "B", base: "300", raw: "0.45", previous: null },
    ];
    const balanced = balanceBook(book, rules);
    expect(balanced.factor).toBe("2.000000000000");
    expect(balanced.policies).toEqual([
      { policyId: "A", uncapped: "2.4000", coefficient: "1.3000", cappedBy: "swing_up" },
      { policyId: "B", uncapped: "0.9000", coefficient: "0.9000", cappedBy: null },
    ]);
    const names = (raw: string, previous: string | null): string | null =>
      balanceBook([{ policyId: "A", base: "1", raw, previous }], { ...rules, target: null }).policies[0]
        ?.cappedBy ?? null;
    expect([
      names("0.5", null),
      names("2.1", null),
      names("0.6", "1"),
      names("1.31", "1"),
      names("1.3", "1"),
    ]).toEqual(["floor", "cap", "swing_down", "swing_up", null]);
    expect([names("2.5", "1.9"), names("0.5", "0.7")]).toEqual(["cap", "floor"]);
  });

  it("says so when the limits leave no room for the target", () => {
    // Both may fall to 0.7 * 2 = 1.4 at most.
    const book = [1, 2].map((at) => ({ policyId: `P${at}`, base: "100", raw: "1", previous: "2" }));
    const balanced = balanceBook(book, rules);
    expect(balanced.isFeasible).toBe(false);
    expect(balanced.policies.map((each) => each.coefficient)).toEqual(["1.4000", "1.4000"]);
    const low = balanceBook([{ policyId: "A", base: "1", raw: "3", previous: "0.6" }], rules);
    expect([low.isFeasible, low.policies[0]?.coefficient]).toEqual([false, "0.7800"]);
    expect(balanceBook([], rules)).toEqual({ factor: "1.000000000000", isFeasible: true, policies: [] });
  });

  it("keeps its target within 0.001 after all limits wherever they leave room for it", () => {
    fc.assert(
      fc.property(policies, (book) => {
        const balanced = balanceBook(book, rules);
        const mean = meanOf(
          book,
          balanced.policies.map((each) => each.coefficient),
        );
        const bound = (side: "low" | "high"): number =>
          meanOf(
            book,
            book.map(({ previous }) => {
              const swing = previous === null ? null : Number(previous) * (side === "low" ? 0.7 : 1.3);
              const limit = side === "low" ? Math.max(0.6, swing ?? 0) : Math.min(2, swing ?? 2);
              return String(limit);
            }),
          );
        if (bound("low") <= 0.999 && bound("high") >= 1.001) expect(balanced.isFeasible).toBe(true);
        if (balanced.isFeasible) expect(Math.abs(mean - 1)).toBeLessThanOrEqual(0.001);
        else expect(bound("low") > 0.9999 || bound("high") < 1.0001).toBe(true);
      }),
      cases,
    );
  });

  it("never charges less for a higher product", () => {
    fc.assert(
      fc.property(policies, fc.nat(), fc.integer({ min: 1, max: 20_000 }), (book, pick, more) => {
        const at = pick % book.length;
        const worse = book.map((policy, index) =>
          index === at ? { ...policy, raw: (Number(policy.raw) + more / 10_000).toFixed(4) } : policy,
        );
        const before = Number(balanceBook(book, rules).policies[at]?.coefficient);
        const after = Number(balanceBook(worse, rules).policies[at]?.coefficient);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
      cases,
    );
  });

  it("holds floor, cap and swing exactly in the published four decimals", () => {
    // 0.6005 * 1.3 = 0.78065 would round to 0.7807, +30.008 %; 1.5005 * 0.7 = 1.05035 lies between 1.0503, -30.003 %, and 1.0504.
    const one = (raw: string, previous: string): string | undefined =>
      balanceBook([{ policyId: "A", base: "1", raw, previous }], { ...rules, target: null }).policies[0]
        ?.coefficient;
    expect([one("1.9", "0.6005"), one("0.61", "1.5005")]).toEqual(["0.7806", "1.0504"]);
    const units = (text: string): bigint => BigInt(text.replace(".", ""));
    const odd = { floor: "0.60004", cap: "1.99996", swing: "0.29997", target: "1" };
    fc.assert(
      fc.property(policies, fc.boolean(), (book, isOdd) => {
        const { policies: balanced } = balanceBook(book, isOdd ? odd : rules);
        const outside = book.filter(({ previous }, index) => {
          const found = units(balanced[index]?.coefficient ?? "");
          // 60004 is 0.60004 in hundred-thousandths, and so on.
          const [floor, cap, swing] = isOdd ? [60_004n, 199_996n, 29_997n] : [60_000n, 200_000n, 30_000n];
          if (found * 10n < floor || found * 10n > cap) return true;
          if (previous === null) return false;
          const before = units(previous);
          const change = found > before ? found - before : before - found;
          return change * 100_000n > before * swing;
        });
        expect(outside).toEqual([]);
      }),
      cases,
    );
  });

  it("is recomputed by anyone from what is shown: product × factor, rounded once, then the limits", () => {
    const scaled = (text: string): [bigint, bigint] => {
      const [whole = "", decimals = ""] = text.split(".");
      return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
    };
    fc.assert(
      fc.property(policies, (book) => {
        const balanced = balanceBook(book, rules);
        const [factor, factorScale] = scaled(balanced.factor);
        const otherwise = book.filter(({ raw }, index) => {
          const [digits, scale] = scaled(raw);
          const below = scale * factorScale;
          const shown = balanced.policies[index];
          const units = (2n * digits * factor * 10_000n + below) / (2n * below);
          const isHeld = shown?.coefficient !== shown?.uncapped;
          return (
            BigInt((shown?.uncapped ?? "").replace(".", "")) !== units ||
            isHeld !== (shown?.cappedBy !== null)
          );
        });
        expect(otherwise).toEqual([]);
      }),
      cases,
    );
  });

  it("does not depend on the order of its policies", () => {
    fc.assert(
      fc.property(policies, (book) => {
        const there = balanceBook(book, rules);
        const back = balanceBook([...book].reverse(), rules);
        expect([...back.policies].reverse()).toEqual(there.policies);
      }),
      { ...cases, numRuns: 500 },
    );
  });
});

const lives = fc.array(
  fc.record({
    sector: fc.constantFrom("mine", "transport"),
    past: fc.array(fc.tuple(fc.integer({ min: 1_000, max: 400_000 }), fc.nat(4)), { maxLength: 3 }),
    days: fc.integer({ min: 1, max: 900_000 }),
    events: fc.nat(6),
    base: cents(5_000_000),
    others: four(4_000, 20_000),
    insurerId: fc.constantFrom("A", "B"),
  }),
  { minLength: 1, maxLength: 8 },
);

describe("experience in the book", () => {
  it("one more claim or accident never lowers a coefficient", () => {
    type Life = {
      sector: string;
      past: [number, number][];
      days: number;
      events: number;
      base: string;
      others: string;
      insurerId: string;
    };
    const price = (book: readonly Life[]): Map<string, number> => {
      const row = (
        index: number,
        policy: string,
        sector: string,
        personDays: number,
        events: number,
      ): ExperienceRow => ({
        enterpriseId: `E${index}`,
        policyId: policy,
        sector,
        personDays,
        events,
      });
      const past = book.flatMap((life, index) =>
        life.past.map(([days, events], year) => row(index, `P${year}`, life.sector, days, events)),
      );
      const now = book.map((life, index) => row(index, "P9", life.sector, life.days, life.events));
      const sectors = new Map(sectorExperience(past, now, 2).map((each) => [each.sector, each]));
      const priced = book.map((life, index): PricedPolicy => {
        const sector = sectors.get(life.sector);
        if (!sector) throw new Error("a sector without experience");
        const { ratio } = ownExperience({ personDays: life.days, events: life.events }, sector);
        const factor = Math.min(1.5, Math.max(0.75, ratio)).toFixed(4);
        // Both factors have four decimals: their product has eight, exactly.
        const raw = String(BigInt(life.others.replace(".", "")) * BigInt(factor.replace(".", ""))).padStart(
          9,
          "0",
        );
        return {
          policyId: `E${index}`,
          role: "current",
          previousPolicyId: null,
          insurerId: life.insurerId,
          base: life.base,
          raw: `${raw.slice(0, -8)}.${raw.slice(-8)}`,
        };
      });
      return new Map(priceBooks(priced, rules).map((each) => [each.policyId, Number(each.coefficient)]));
    };
    fc.assert(
      fc.property(lives, fc.nat(), fc.constantFrom(1, 2, 5, 10, 20), (book, pick, weight) => {
        const at = pick % book.length;
        const worse = book.map((life, index) =>
          index === at ? { ...life, events: life.events + weight } : life,
        );
        expect(price(worse).get(`E${at}`)).toBeGreaterThanOrEqual(price(book).get(`E${at}`) ?? Number.NaN);
      }),
      cases,
    );
  });

  it("takes the variances of all sectors where a sector is too small, and none where nothing is known", () => {
    const rows = (sector: string, rates: readonly number[][]): ExperienceRow[] =>
      rates.flatMap((years, index) =>
        years.map((events, year) => ({
          enterpriseId: `${sector}${index}`,
          policyId: `${year}`,
          sector,
          personDays: 365_000,
          events,
        })),
      );
    const past = [
      ...rows("mine", [
        [1, 3],
        [5, 7],
        [9, 11],
      ]),
      ...rows("other", [[4, 5]]),
    ];
    const [mine, other] = sectorExperience(past, past, 3);
    expect([mine?.structureOf, other?.structureOf]).toEqual(["sector", "all"]);
    // The mean stays the sector's own: the base premium carries what sectors differ by.
    expect(other?.mean).toBe(4.5);
    const [nobody] = sectorExperience([], past, 3);
    expect([
      nobody?.structureOf,
      nobody && ownExperience({ personDays: 365_000, events: 9 }, nobody),
    ]).toEqual(["none", { z: 0, rate: 9, ratio: 1 }]);
  });
});
