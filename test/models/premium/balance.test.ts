import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceBook, type BalancedPolicy, type BalanceRules } from "../../../models/premium/balance.js";

const rules: BalanceRules = { floor: "0.6", cap: "2", swing: "0.3", target: "1", least: null };
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
      state: "balanced",
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
    // Charged before below the floor, or above the cap: 0.3 * 1.3 is 0.39, 4 * 0.7 is 2.8, and floor and cap come first.
    const charged = (raw: string, previous: string, cap: string | null): (string | null | undefined)[] => {
      const [one] = balanceBook([{ policyId: "A", base: "1", raw, previous }], {
        ...rules,
        cap,
        target: null,
      }).policies;
      return [one?.coefficient, one?.cappedBy];
    };
    expect(charged("1.2", "0.3", "2")).toEqual(["0.6000", "swing_up"]);
    expect(charged("1.2", "0.3", null)).toEqual(["0.6000", "swing_up"]);
    expect(charged("1.2", "4", "2")).toEqual(["2.0000", "swing_down"]);
    expect(charged("1.2", "4", null)).toEqual(["2.8000", "swing_down"]);
  });

  it("says so when the limits leave no room for the target", () => {
    // Both may fall to 0.7 * 2 = 1.4 at most.
    const book = [1, 2].map((at) => ({ policyId: `P${at}`, base: "100", raw: "1", previous: "2" }));
    const balanced = balanceBook(book, rules);
    expect(balanced.state).toBe("out_of_reach");
    expect(balanced.policies.map((each) => each.coefficient)).toEqual(["1.4000", "1.4000"]);
    const low = balanceBook([{ policyId: "A", base: "1", raw: "3", previous: "0.6" }], rules);
    expect([low.state, low.policies[0]?.coefficient]).toEqual(["out_of_reach", "0.7800"]);
  });

  it("of too few policies is not balanced, for it would pay a policy its own change back", () => {
    const book = ["1.3", "0.5", "0.9"].map((raw, at) => ({
      policyId: `P${at}`,
      base: "100",
      raw,
      previous: null,
    }));
    const small = balanceBook(book, { ...rules, least: 4 });
    expect([small.state, small.factor]).toEqual(["too_few", "1.000000000000"]);
    // Limits hold all the same: 0.5 is below the floor.
    expect(small.policies.map((each) => [each.coefficient, each.cappedBy])).toEqual([
      ["1.3000", null],
      ["0.6000", "floor"],
      ["0.9000", null],
    ]);
    expect(balanceBook(book, { ...rules, least: 3 }).state).toBe("balanced");
    expect(balanceBook(book, { ...rules, least: 3, target: null }).state).toBe("no_target");
    expect(balanceBook([], rules)).toEqual({ factor: "1.000000000000", state: "too_few", policies: [] });
  });

  it("of enough policies keeps its target within 0.001 after all limits, wherever they leave room for it", () => {
    const least = 4;
    const states = new Map<string, number>();
    fc.assert(
      fc.property(policies, (book) => {
        const balanced = balanceBook(book, { ...rules, least });
        states.set(balanced.state, (states.get(balanced.state) ?? 0) + 1);
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
        if (book.length < least) {
          expect([balanced.state, balanced.factor]).toEqual(["too_few", "1.000000000000"]);
          return;
        }
        if (bound("low") <= 0.999 && bound("high") >= 1.001) expect(balanced.state).toBe("balanced");
        if (balanced.state === "balanced") expect(Math.abs(mean - 1)).toBeLessThanOrEqual(0.001);
        else {
          // Why not: every policy lies at its lower limit, or every one at its upper, and still the mean is off.
          expect(balanced.state).toBe("out_of_reach");
          expect(bound("low") > 0.9999 || bound("high") < 1.0001).toBe(true);
          const extreme = bound(mean > 1 ? "low" : "high");
          expect(Math.abs(mean - extreme)).toBeLessThanOrEqual(0.0001);
        }
      }),
      cases,
    );
    expect(states.get("balanced")).toBeGreaterThan(2_000);
    expect(states.get("out_of_reach")).toBeGreaterThan(20);
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
    const odd = { floor: "0.60004", cap: "1.99996", swing: "0.29997", target: "1", least: null };
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
