import { expect, test } from "vitest";
import { isLowerWorse, isMoreWorse } from "../../models/rule-direction.js";
import { partsOf, type RulePack } from "../../models/rule-pack.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { packOf, text } from "./pack-of.js";

const level = (name: string, more: object = {}): object => ({ level: name, title: text, ...more });
/** Red below 60 of a score out of a hundred, or red from 70 of one that counts risk. */
const falling = [level("red"), level("blue", { from: 60 })];
const rising = [level("red", { from: 70 }), level("blue")];
const part = (id: string, more: object = {}): object => ({ id, title: text, aggregate: "sum", ...more });
const worse = (pack: RulePack): readonly boolean[] => partsOf(pack).map((each) => isMoreWorse(pack, each));

test("the direction of a score is read from its levels, not assumed", () => {
  expect(isLowerWorse(packOf({ levels: falling }))).toBe(true);
  expect(isLowerWorse(packOf({ levels: rising }))).toBe(false);
  // Nothing is reached by points.
  expect(isLowerWorse(packOf({ levels: [level("red")] }))).toBe(false);
  expect(isLowerWorse(packOf({}))).toBe(false);
});

test("of a matrix it is read from the cells in which the fewest and the most points meet", () => {
  const matrix = {
    rows: "p",
    columns: "q",
    cells: [
      ["blue", "yellow"],
      ["orange", "red"],
    ],
  };
  const levels = ["red", "orange", "yellow", "blue"].map((name) => level(name));
  const parts = (bands: object[]): object[] => [part("p", { bands }), part("q", { bands })];
  const earned = [
    { from: 0, band: 2 },
    { from: 5, band: 1 },
  ];
  const counted = [
    { from: 0, band: 1 },
    { from: 5, band: 2 },
  ];
  expect(isLowerWorse(packOf({ total: { kind: "matrix" }, matrix, levels, parts: parts(earned) }))).toBe(
    true,
  );
  expect(isLowerWorse(packOf({ total: { kind: "matrix" }, matrix, levels, parts: parts(counted) }))).toBe(
    false,
  );
});

test("of two parts of a matrix that run opposite ways each goes its own", () => {
  const levels = ["red", "orange", "yellow", "blue"].map((name) => level(name));
  const pack = packOf({
    total: { kind: "matrix" },
    matrix: {
      rows: "counted",
      columns: "earned",
      cells: [
        ["blue", "yellow"],
        ["orange", "red"],
      ],
    },
    levels,
    parts: [
      part("counted", {
        bands: [
          { from: 0, band: 1 },
          { from: 5, band: 2 },
        ],
      }),
      part("earned", {
        bands: [
          { from: 0, band: 2 },
          { from: 5, band: 1 },
        ],
      }),
      part("member", { parent: "earned" }),
    ],
  });
  expect(worse(pack)).toEqual([true, false, false]);
});

test("every deduction on the way to the total turns it round", () => {
  expect(worse(packOf({ levels: falling }))).toEqual([false]);
  expect(worse(packOf({ levels: rising }))).toEqual([true]);
  // 100 less the points of all indicators: each point is a loss.
  expect(worse(packOf({ levels: falling, total: { kind: "deduct", base: 100 } }))).toEqual([true]);
  const parts = [part("earned"), part("taken", { aggregate: "deduct", base: 10 })];
  expect(worse(packOf({ levels: falling, parts }))).toEqual([false, true]);
  expect(worse(packOf({ levels: rising, parts }))).toEqual([true, false]);
  expect(worse(packOf({ levels: falling, total: { kind: "deduct" }, parts }))).toEqual([true, false]);
  const nested = [part("all", { aggregate: "deduct" }), part("member", { parent: "all" })];
  expect(worse(packOf({ levels: falling, parts: nested }))).toEqual([true, true]);
});

test("the shipped packs go the way their documents say", async () => {
  const packs = (await readRulePacks({ cityFolder: null, catalogue: indicatorCatalogue })).map(
    ({ pack }) => pack,
  );
  const find = (method: string): RulePack => {
    const pack = packs.find((each) => each.method === method);
    if (!pack) throw new Error(method);
    return pack;
  };
  // 应急〔2018〕19号 counts down from 100, each part from what it may lose; bonus points are earned.
  const chemical = find("enterprise-level-chemical");
  expect(isLowerWorse(chemical)).toBe(true);
  expect(
    partsOf(chemical)
      .filter((each) => !isMoreWorse(chemical, each))
      .map(({ id }) => id),
  ).toEqual(["bonus"]);
  expect(worse(find("enterprise-level-general"))).toEqual([false, false]);
  for (const method of ["LEC-A", "LS-i", "MES-5"]) expect(worse(find(method)), method).toEqual([true]);
});
