import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codesOf } from "../../dashboards/codes.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { scorePlainly } from "../plain-scorer.js";
import { readExamples } from "../rule-examples.js";
import { randomFrom } from "../seeded.js";
import { openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

// The SQL that grades accidents in production, against the worked examples, both sides of every limit, and a clerk.

const { pack } = (await readRulePacks({ catalogue: indicatorCatalogue })).find(
  (one) => one.method === "accident-grade",
)!;
const examples = readExamples("accident-grade", "2007-06-01");

interface Told {
  readonly id: string;
  readonly deaths: number | null;
  readonly serious_injuries: number | null;
  readonly direct_loss_cny: number | null;
}
interface Graded {
  readonly grade: string | null;
  readonly proven_grade: string | null;
  readonly status: string;
}
const limits = {
  deaths: [0, 1, 2, 3, 4, 9, 10, 11, 29, 30, 31, 500],
  serious_injuries: [0, 1, 9, 10, 11, 49, 50, 51, 99, 100, 101],
  direct_loss_cny: [
    0, 1, 9_999_999.99, 10_000_000, 10_000_000.01, 49_999_999.99, 50_000_000, 99_999_999.999999, 100_000_000,
  ],
} as const;
const grades = ["general", "larger", "major", "especially_major"];

/** Order 493, art. 3, written out once more: which grade a criterion reaches. */
function reached(criterion: keyof typeof limits, value: number | null): number {
  const starts = {
    deaths: [3, 10, 30],
    serious_injuries: [10, 50, 100],
    direct_loss_cny: [1e7, 5e7, 1e8],
  }[criterion];
  return starts.filter((start) => (value ?? 0) >= start).length;
}

const told: Told[] = [];
for (const deaths of [null, ...limits.deaths])
  for (const serious_injuries of [null, ...limits.serious_injuries])
    for (const direct_loss_cny of [null, ...limits.direct_loss_cny])
      told.push({ id: `grid ${told.length}`, deaths, serious_injuries, direct_loss_cny });
const random = randomFrom(493);
for (let at = 0; at < 2000; at++) {
  const draw = (most: number): number | null => (random() < 0.15 ? null : Math.floor(random() ** 3 * most));
  told.push({
    id: `random ${at}`,
    deaths: draw(60),
    serious_injuries: draw(200),
    direct_loss_cny: draw(200_000_000),
  });
}
for (const { path, given } of examples) {
  const number = (id: string): number | null => (given[id] === null ? null : Number(given[id]));
  told.push({
    id: path,
    deaths: number("deaths"),
    serious_injuries: number("serious_injuries"),
    direct_loss_cny: number("direct_loss_cny"),
  });
}

let city: SmallWarehouse;
const graded = new Map<string, Graded>();
beforeAll(async () => {
  city = await openSmallWarehouse();
  const row = ({ id, ...figures }: Told, day: string) => ({
    accident_id: id,
    region_code: "650203",
    occurred_at: `${day} 01:00:00`,
    ...figures,
  });
  const one = { deaths: 1, serious_injuries: 0, direct_loss_cny: 0 };
  await city.put("staging.accident", [
    ...told.map((each) => row(each, "2026-05-01")),
    row({ id: "first day", ...one }, "2007-06-01"),
    row({ id: "day before", ...one }, "2007-05-31"),
  ]);
  await city.build("scores.accident_grade");
  for (const { id, ...rest } of await city.rows<Graded & { id: string }>(
    "select accident_id as id, grade, proven_grade, status from scores.accident_grade",
  ))
    graded.set(id, rest);
}, 60_000);
afterAll(() => city.close());

it("the grades are called as the edition calls them", () => {
  expect(codesOf("accident_grade")).toEqual(pack.levels?.map(({ level, title }) => [level, title]).reverse());
});

describe("scores.accident_grade", () => {
  it.each(examples.map((one) => [one.name, one] as const))("grades as the example says: %s", (_, one) => {
    const level = one.expect.level;
    expect(graded.get(one.path)).toMatchObject(
      level === "insufficient_data" ? { grade: null, status: "no_data" } : { grade: level, status: "scored" },
    );
  });

  it("gives the worst of the three criteria, on both sides of every limit", () => {
    const wrong = told.filter((one) => {
      const worst = Math.max(
        reached("deaths", one.deaths),
        reached("serious_injuries", one.serious_injuries),
        reached("direct_loss_cny", one.direct_loss_cny),
      );
      // Without the deaths only the worst grade is certain.
      const isKnown = one.deaths !== null || worst === 3;
      const found = graded.get(one.id)!;
      return (
        found.grade !== (isKnown ? grades[worst] : null) ||
        found.proven_grade !== grades[worst] ||
        found.status !== (isKnown ? "scored" : "no_data")
      );
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(told.length).toBeGreaterThan(3000);
  });

  it("agrees with a clerk who reads the pack, wherever the deaths are known", () => {
    const wrong = told.filter((one) => {
      if (one.deaths === null) return false;
      const { id, ...given } = one;
      return scorePlainly(pack, given).level !== graded.get(id)?.grade;
    });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it("an accident of which nothing is known has no grade", () => {
    const nothing = told.find(
      (one) => one.deaths === null && one.serious_injuries === null && one.direct_loss_cny === null,
    )!;
    expect(graded.get(nothing.id)).toEqual({ grade: null, proven_grade: "general", status: "no_data" });
  });

  it("is one row an accident, also on a limit", async () => {
    expect(await city.rows("select count(*) as n from scores.accident_grade")).toEqual([
      { n: String(told.length + 2) },
    ]);
  });

  it("grades by the edition in force on the day", () => {
    expect(graded.get("first day")).toMatchObject({ grade: "general", status: "scored" });
    expect(graded.get("day before")).toMatchObject({ grade: null, status: "no_rule" });
  });
});
