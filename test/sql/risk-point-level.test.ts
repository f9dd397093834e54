import { beforeAll, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { scorePlainly } from "../plain-scorer.js";
import { readExamples } from "../rule-examples.js";
import { openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

// The SQL that grades risk points in production: every combination of every variant, the worked examples, and what no table has.

const packs = (await readRulePacks({ catalogue: indicatorCatalogue })).filter(
  (one) => one.pack.purpose === "risk_point_level",
);
const edition = "2016-10-09";

interface Graded {
  readonly id: string;
  readonly method: string | null;
  readonly score: string | null;
  readonly level: string | null;
  readonly rule_row: string | null;
  readonly status: string;
}

/** Limits of each variant written out once more (methods: LEC, LS and MES variants): from the worst, with the sign at the limit. */
const bands: Readonly<Record<string, (score: number) => string>> = {
  "LEC-A": (d) => (d > 320 ? "red" : d > 160 ? "orange" : d >= 70 ? "yellow" : "blue"),
  "LEC-B": (d) => (d > 160 ? "red" : d > 70 ? "orange" : d > 20 ? "yellow" : "blue"),
  "LEC-C": (d) => (d > 320 ? "red" : d > 160 ? "orange" : d >= 70 ? "yellow" : "blue"),
  "LEC-D": (d) => (d >= 400 ? "red" : d >= 200 ? "orange" : d >= 70 ? "yellow" : "blue"),
  "LS-i": (r) => (r >= 17 ? "red" : r >= 11 ? "orange" : r >= 5 ? "yellow" : "blue"),
  "LS-ii": (r) => (r >= 20 ? "red" : r >= 15 ? "orange" : r >= 9 ? "yellow" : "blue"),
  "MES-5": (r) => (r >= 90 ? "red" : r >= 50 ? "orange" : r >= 20 ? "yellow" : "blue"),
};
const factors: Readonly<Record<string, readonly (readonly [string, readonly number[]])[]>> = {
  LEC: [
    ["l", [10, 6, 3, 1, 0.5, 0.2, 0.1]],
    ["e", [10, 6, 3, 2, 1, 0.5]],
    ["c", [100, 40, 15, 7, 3, 1]],
  ],
  LS: [
    ["l", [5, 4, 3, 2, 1]],
    ["s", [5, 4, 3, 2, 1]],
  ],
  MES: [
    ["m", [5, 3, 1]],
    ["e", [10, 6, 3, 2, 1, 0.5]],
    ["s", [10, 8, 4, 2, 1]],
  ],
};
const sizes: Readonly<Record<string, number>> = { LEC: 252, LS: 25, MES: 90 };

function combinations(family: string): Record<string, number>[] {
  return factors[family]!.reduce<Record<string, number>[]>(
    (left, [name, values]) => left.flatMap((some) => values.map((one) => ({ ...some, [name]: one }))),
    [{}],
  );
}

/** What each variant is asked: every combination, the worked examples, and figures that are missing or stand in no table. */
function pointsOf(family: string, method: string): Row[] {
  const all = combinations(family);
  const usual = all[0]!;
  const points = [
    ...all.map((one, at) => ({ risk_point_id: `combination ${at}`, ...one })),
    ...readExamples(method, edition).map(({ path, given }) => ({ risk_point_id: path, ...(given as Row) })),
    ...factors[family]!.flatMap(([name]) => [
      { risk_point_id: `${name} left out`, ...usual, [name]: null },
      { risk_point_id: `${name} elsewhere`, ...usual, [name]: 4.5 },
      { risk_point_id: `${name} nought`, ...usual, [name]: 0 },
    ]),
  ];
  return points.map((point) => ({
    ...point,
    risk_point_id: `${method} ${point.risk_point_id}`,
    enterprise_id: "E1",
    risk_point_name: "点",
    method: family,
  }));
}

/** The variants that one city can choose together; four cities see them all. */
const choices: readonly Readonly<Record<string, string>>[] = [
  { LEC: "LEC-A", LS: "LS-i", MES: "MES-5" },
  { LEC: "LEC-B", LS: "LS-ii" },
  { LEC: "LEC-C" },
  { LEC: "LEC-D" },
];

const found = new Map<string, Graded>();
let city: SmallWarehouse;
beforeAll(async () => {
  for (const methods of choices) {
    city = await openSmallWarehouse({ methods });
    const points = Object.entries(methods).flatMap(([family, method]) => pointsOf(family, method));
    const point = (id: string, more: Row): Row => ({
      risk_point_id: `${methods.LEC} ${id}`,
      enterprise_id: "E1",
      risk_point_name: id,
      ...more,
    });
    await city.put("staging.risk_point", [
      ...points,
      point("claimed", { method: "direct", claimed_level: "orange", l: 10, e: 10, c: 100 }),
      point("claims nothing", { method: "direct" }),
      // Figures of another family do not count, nor does a claim.
      point("figures of another", { method: "MES", m: 1, e: 0.5, s: 1, l: 10, c: 100, claimed_level: "red" }),
    ]);
    await city.build("scores.risk_point_level");
    const rows = await city.rows<Graded>(
      `select risk_point_id as id, method, cast(score as varchar) as score, level, rule_row, status from scores.risk_point_level`,
    );
    // One row a risk point, also on a limit.
    expect(rows).toHaveLength(points.length + 3);
    for (const row of rows) found.set(row.id, row);
    city.close();
  }
}, 120_000);

it("every variant that is shipped is tested here", () => {
  expect(packs.map((one) => one.method).sort()).toEqual(Object.keys(bands).sort());
  expect(choices.flatMap((one) => Object.values(one)).sort()).toEqual(Object.keys(bands).sort());
});

describe.each(packs.map((loaded) => [loaded.method, loaded] as const))("%s", (method, { pack }) => {
  const family = pack.family!;
  const all = combinations(family);

  it(`grades all combinations as the table says, and as a clerk who reads the pack`, () => {
    expect(all).toHaveLength(sizes[family]!);
    const wrong = all.flatMap((one, at) => {
      const row = found.get(`${method} combination ${at}`)!;
      const product = Number(
        Object.values(one)
          .reduce((left, right) => left * right, 1)
          .toFixed(6),
      );
      const plain = scorePlainly(pack, one);
      const isRight =
        row.method === method &&
        row.status === "scored" &&
        Number(row.score) === product &&
        row.level === bands[method]!(product) &&
        row.level === plain.level &&
        plain.hits.has(row.rule_row ?? "");
      return isRight ? [] : [{ ...one, product, ...row }];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it("grades as its worked examples say", () => {
    const examples = readExamples(method, edition);
    const wrong = examples.flatMap(({ path, expect: expected }) => {
      const row = found.get(`${method} ${path}`)!;
      const level = expected.level === "insufficient_data" ? null : expected.level;
      const isRight =
        (level === undefined || row.level === level) &&
        (expected.score === undefined || level === null || Number(row.score) === expected.score);
      return isRight ? [] : [{ path, expected, row }];
    });
    expect(wrong).toEqual([]);
    expect(examples.length).toBeGreaterThan(10);
  });

  it("gives no level where a figure is left out or stands in no table", () => {
    for (const [name] of factors[family]!) {
      const of = (what: string): Graded | undefined => found.get(`${method} ${name} ${what}`);
      expect(of("left out")).toMatchObject({ level: null, score: null, status: "no_data" });
      expect(of("elsewhere")).toMatchObject({ level: null, score: null, status: "no_rule" });
      expect(of("nought")).toMatchObject({ level: null, score: null, status: "no_rule" });
    }
  });
});

it("takes a direct determination as it is claimed, and reads the figures of its own method alone", () => {
  expect(found.get("LEC-B claimed")).toMatchObject({ method: "direct", level: "orange", status: "scored" });
  expect(found.get("LEC-B claims nothing")).toMatchObject({ level: null, status: "no_data" });
  expect(found.get("LEC-B figures of another")).toMatchObject({ method: "MES-5", level: "blue" });
});
