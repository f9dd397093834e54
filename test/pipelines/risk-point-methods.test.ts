import { describe, expect, it } from "vitest";
import { readRulePacks } from "../../pipelines/rules.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { scorePlainly } from "../plain-scorer.js";

const packs = await readRulePacks({ catalogue: indicatorCatalogue });
const packOf = (method: string) => packs.find((one) => one.method === method)!.pack;
const valuesOf = (method: string, id: string): number[] =>
  packOf(method)
    .indicators!.find((one) => one.id === id)!
    .lookup!.map((row) => row.points);

/** Every combination of the allowed values with its product and its level. */
function combinations(
  method: string,
  ids: readonly string[],
): { product: number; level: string | null; key: string }[] {
  const lists = ids.map((id) => valuesOf(method, id));
  const all = lists.reduce<number[][]>(
    (left, values) => left.flatMap((some) => values.map((one) => [...some, one])),
    [[]],
  );
  return all.map((values) => {
    const given = Object.fromEntries(ids.map((id, index) => [id, values[index]!]));
    const { score, level } = scorePlainly(packOf(method), given);
    return { product: score, level, key: values.join(" ") };
  });
}

describe("LEC", () => {
  const levels = Object.fromEntries(
    ["A", "B", "C", "D"].map((v) => [v, combinations(`LEC-${v}`, ["l", "e", "c"])]),
  );
  const differing = (one: string, other: string): number =>
    levels[one]!.filter((row, index) => row.level !== levels[other]![index]!.level).length;

  it("has 252 combinations with 103 products; 160 and 320 cannot occur, 70 occurs twice", () => {
    const products = levels.A!.map((row) => row.product);
    expect(products).toHaveLength(252);
    expect(new Set(products).size).toBe(103);
    const count = (product: number): number => products.filter((one) => one === product).length;
    expect([160, 320, 70, 20, 200, 400].map(count)).toEqual([0, 0, 2, 5, 4, 2]);
  });

  it("depends on the variant: 95 of 252 change colour between A, B and D, 94 between A and B, 4 between A and D", () => {
    const changed = levels.A!.filter(
      (row, index) => new Set([row.level, levels.B![index]!.level, levels.D![index]!.level]).size > 1,
    );
    // With exclusive limits for D (> 400, > 200, > 70) it would be 99 and 12: at 70, 200 and 400 the sign decides.
    expect(changed).toHaveLength(95);
    expect([differing("A", "B"), differing("A", "D"), differing("A", "C")]).toEqual([94, 4, 0]);
  });
});

describe("LS", () => {
  it("differs between the variants in 8 of 25 cells", () => {
    const one = combinations("LS-i", ["l", "s"]);
    const two = combinations("LS-ii", ["l", "s"]);
    expect(one.filter((row, index) => row.level !== two[index]!.level)).toHaveLength(8);
  });
});

describe("MES", () => {
  it("has no product in the gaps of the integer bands", () => {
    const gaps = [
      [18, 20],
      [48, 50],
      [80, 90],
      [150, 180],
    ] as const;
    const inGap = combinations("MES-5", ["m", "e", "s"]).filter((row) =>
      gaps.some(([low, high]) => row.product > low && row.product < high),
    );
    expect(inGap).toEqual([]);
  });
});
