import { describe, expect, it } from "vitest";
import { type Condition, conditionSchema, toDisjuncts } from "../../models/rule-condition.js";
import { deadAlternatives, isCoveredBy } from "../../models/rule-reach.js";

const parse = (found: unknown): Condition => conditionSchema.parse(found);
/** A form short enough to compare: `a ge 2 & b eq x|y`. */
const shown = (found: unknown): string[] =>
  toDisjuncts(parse(found)).map((disjunct) =>
    disjunct
      .map(
        (one) => `${one.operandId} ${one.operator}${one.values.length > 0 ? ` ${one.values.join("|")}` : ""}`,
      )
      .join(" & "),
  );

const a = (test: object): object => ({ indicator: "a", ...test });
const b = (test: object): object => ({ indicator: "b", ...test });
const c = (test: object): object => ({ indicator: "c", ...test });

describe("disjunctive normal form", () => {
  it("distributes all over any", () => {
    expect(shown({ all: [a({ ge: 1 }), { any: [b({ lt: 2 }), c({ eq: "x" })] }] })).toEqual([
      "a ge 1 & b lt 2",
      "a ge 1 & c eq x",
    ]);
  });

  it("moves a negation inwards, turning all into any", () => {
    expect(shown({ not: { all: [a({ ge: 1 }), b({ in: ["x", "y"] }), c({ known: true })] } })).toEqual([
      "a lt 1",
      "b ne x & b ne y",
      "c is_missing",
    ]);
    expect(shown({ not: { not: a({ gt: 3 }) } })).toEqual(["a gt 3"]);
  });

  it("keeps a set as one literal of several values, and its negation as one literal a value", () => {
    expect(toDisjuncts(parse(a({ in: ["x", "y"] })))[0]?.[0]?.values).toEqual(["x", "y"]);
    expect(shown(a({ not_in: ["x", "y"] }))).toEqual(["a ne x & a ne y"]);
    expect(shown({ not: a({ not_in: ["x", "y"] }) })).toEqual(["a eq x|y"]);
  });

  it("reads parts and the total", () => {
    expect(toDisjuncts(parse({ part: "inherent", lt: 20 }))[0]?.[0]).toMatchObject({
      operand: "part",
      operandId: "inherent",
    });
    expect(toDisjuncts(parse({ total: true, ge: 60 }))[0]?.[0]).toMatchObject({ operand: "total" });
  });

  it("refuses an expansion that nobody can read", () => {
    const pair = { any: [a({ ge: 1 }), b({ ge: 1 })] };
    expect(() => toDisjuncts(parse({ all: Array.from({ length: 7 }, () => pair) }))).toThrow(
      /128 alternatives/,
    );
    expect(toDisjuncts(parse({ all: Array.from({ length: 6 }, () => pair) }))).toHaveLength(64);
  });

  it("refuses a comparison without operand, or with two tests", () => {
    expect(conditionSchema.safeParse({ ge: 1 }).success).toBe(false);
    expect(conditionSchema.safeParse(a({ ge: 1, lt: 3 })).success).toBe(false);
    expect(conditionSchema.safeParse(a({})).success).toBe(false);
    expect(conditionSchema.safeParse({ all: [] }).success).toBe(false);
  });
});

describe("reach of conditions", () => {
  const dead = (found: unknown): readonly number[] => deadAlternatives(parse(found));
  const covers = (inner: unknown, outer: unknown): boolean => isCoveredBy(parse(inner), parse(outer));

  it("finds contradictions in numbers, codes and presence", () => {
    expect(dead({ all: [a({ ge: 2 }), a({ lt: 2 })] })).toEqual([1]);
    expect(dead({ all: [a({ ge: 2 }), a({ le: 2 })] })).toEqual([]);
    expect(dead({ all: [a({ gt: 2 }), a({ le: 2 })] })).toEqual([1]);
    expect(dead({ all: [a({ in: ["x", "y"] }), a({ in: ["z"] })] })).toEqual([1]);
    expect(dead({ all: [a({ in: ["x"] }), a({ ne: "x" })] })).toEqual([1]);
    expect(dead({ all: [a({ known: false }), a({ ge: 0 })] })).toEqual([1]);
    expect(dead({ all: [a({ in: [1, 2] }), a({ gt: 2 })] })).toEqual([1]);
    expect(dead({ any: [a({ ge: 1 }), { all: [b({ gt: 5 }), b({ lt: 5 })] }] })).toEqual([2]);
  });

  it("knows when one condition says no more than another", () => {
    expect(covers(a({ ge: 3 }), a({ ge: 2 }))).toBe(true);
    expect(covers(a({ ge: 2 }), a({ ge: 3 }))).toBe(false);
    expect(covers(a({ ge: 2 }), a({ gt: 2 }))).toBe(false);
    expect(covers(a({ gt: 2 }), a({ ge: 2 }))).toBe(true);
    expect(covers({ all: [a({ ge: 2 }), b({ eq: "x" })] }, a({ ge: 1 }))).toBe(true);
    expect(covers(a({ ge: 1 }), { all: [a({ ge: 1 }), b({ eq: "x" })] })).toBe(false);
    expect(covers(a({ in: ["x"] }), a({ in: ["x", "y"] }))).toBe(true);
    expect(covers(a({ in: [1, 2] }), a({ lt: 3 }))).toBe(true);
    expect(covers(a({ ge: 1 }), a({ known: true }))).toBe(true);
    expect(covers(a({ known: false }), a({ ge: 0 }))).toBe(false);
    expect(covers(a({ ge: 0 }), a({ ne: 3 }))).toBe(false);
    expect(covers(a({ gt: 3 }), a({ ne: 3 }))).toBe(true);
  });
});
