import { afterAll, beforeAll, expect, it } from "vitest";
import { enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

// A figure that is left out may never help: each pair of enterprises differs by one figure of one risk point that the second lacks.

let city: SmallWarehouse;
const pairs = 240;
const better = ["blue", "yellow", "orange", "red"];

/** A seeded sequence of whole numbers below `limit`. */
function draws(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}

function points(draw: (limit: number) => number): Row[] {
  const pick = (values: readonly number[]): number => values[draw(values.length)] as number;
  return Array.from({ length: 1 + draw(7) }, (_, index): Row => {
    const point = {
      risk_point_name: `点${index}`,
      exposed_count: pick([0, 1, 2, 3, 9, 10, 29, 30, 80]),
      reviewed_on: pick([0, 1]) === 0 ? "2024-01-01" : "2026-10-01",
    };
    return draw(4) === 0
      ? { ...point, method: "direct", claimed_level: better[draw(4)] as string }
      : {
          ...point,
          method: "LEC",
          l: pick([1, 3, 6, 10]),
          e: pick([1, 3, 6, 10]),
          c: pick([1, 3, 7, 15, 40]),
        };
  });
}

/** The same points with one figure of one of them left out, or with a value that the method's table does not have. */
function without(all: readonly Row[], draw: (limit: number) => number): Row[] {
  const at = draw(all.length);
  return all.map((point, index) => {
    if (index !== at) return point;
    const figures = point.method === "direct" ? ["claimed_level"] : ["l", "e", "c"];
    const column = [...figures, "exposed_count", "reviewed_on"][draw(figures.length + 2)] as string;
    return {
      ...point,
      [column]: figures.includes(column) && column !== "claimed_level" && draw(3) === 0 ? 4.5 : null,
    };
  });
}

beforeAll(async () => {
  city = await openSmallWarehouse();
  const draw = draws(20_261_122);
  for (let pair = 0; pair < pairs; pair++) {
    const whole = points(draw);
    for (const [side, rows] of [
      ["whole", whole],
      ["lacking", without(whole, draw)],
    ] as const) {
      const id = `${String(pair).padStart(3, "0")}-${side}`;
      await city.put("staging.enterprise", [enterprise(id)]);
      await city.put("staging.inspection", [
        { inspection_id: id, enterprise_id: id, inspected_on: "2026-11-01", kind: "full", hours: 20 },
      ]);
      await city.put(
        "staging.risk_point",
        rows.map((row, index) => ({ ...row, risk_point_id: `${id}-${index}`, enterprise_id: id })),
      );
    }
  }
  await city.put("staging.enterprise", [enterprise("nothing")]);
  await city.build(
    "marts.enterprise_level",
    "marts.enterprise_level_item",
    "marts.risk_point_level",
    "scores.evidence",
  );
}, 120_000);
afterAll(() => city.close());

it("an enterprise without a record of any risk point has shown none of them to be harmless", async () => {
  expect(
    await city.rows(
      `select indicator_id, indicator_value, points, status from marts.enterprise_level_item
       where enterprise_id = 'nothing' and indicator_id in ('red_risk_point_count', 'orange_risk_point_count', 'exposed_person_count')
       order by indicator_id`,
    ),
  ).toEqual(
    ["exposed_person_count", "orange_risk_point_count", "red_risk_point_count"].map((indicator_id) => ({
      indicator_id,
      indicator_value: null,
      points: "0.000000",
      status: "no_data",
    })),
  );
  expect(await city.rows("select level from marts.enterprise_level where enterprise_id = 'nothing'")).toEqual(
    [{ level: "insufficient_data" }],
  );
});

it("a figure of a risk point that is left out never earns points and never betters a level", async () => {
  const rows = await city.rows<{
    enterprise_id: string;
    level: string;
    inherent_points: string;
    conduct_points: string;
  }>(
    "select enterprise_id, level, inherent_points, conduct_points from marts.enterprise_level where enterprise_id <> 'nothing' order by enterprise_id",
  );
  expect(rows).toHaveLength(2 * pairs);
  const of = new Map(rows.map((row) => [row.enterprise_id, row]));
  let worse = 0;
  const helped = Array.from({ length: pairs }, (_, pair) => String(pair).padStart(3, "0")).filter((pair) => {
    const whole = of.get(`${pair}-whole`);
    const lacking = of.get(`${pair}-lacking`);
    if (!whole || !lacking) throw new Error(`no pair ${pair}`);
    const gained = (part: "inherent_points" | "conduct_points"): number =>
      Number(lacking[part]) - Number(whole[part]);
    if (gained("inherent_points") < 0 || gained("conduct_points") < 0) worse += 1;
    return (
      gained("inherent_points") > 0 ||
      gained("conduct_points") > 0 ||
      (lacking.level !== "insufficient_data" && better.indexOf(lacking.level) < better.indexOf(whole.level))
    );
  });
  expect(helped).toEqual([]);
  // The pairs can tell: most figures left out cost something.
  expect(worse).toBeGreaterThan(pairs / 3);
});

it("a risk point without a level is insufficient data in its mart, with the reason beside it", async () => {
  const rows = await city.rows<{ status: string; level: string; is_judged: boolean }>(
    `select status, level, bool_and(agrees_with_claim is not null) as is_judged from marts.risk_point_level
     where level = 'insufficient_data' or level is null or status <> 'scored' group by status, level order by status`,
  );
  expect(rows).toEqual([
    { status: "no_data", level: "insufficient_data", is_judged: false },
    { status: "no_rule", level: "insufficient_data", is_judged: false },
  ]);
});

it("an unknown number of people exposed is no data and earns nothing, and every ungraded point is evidence", async () => {
  const [unknown] = await city.rows<{ status: string; points: string; items: number }>(
    `select status, cast(max(points) as varchar) as points, cast(count(*) as integer) as items from marts.enterprise_level_item
     where indicator_id = 'exposed_person_count' and indicator_value is null group by status`,
  );
  expect(unknown).toMatchObject({ status: "no_data", points: "0.000000" });
  expect(unknown?.items).toBeGreaterThan(10);
  const apart = await city.rows(
    `select item.enterprise_id, item.indicator_id from marts.enterprise_level_item as item
     where item.indicator_id in ('red_risk_point_count', 'orange_risk_point_count', 'exposed_person_count', 'stale_review_fraction')
       and item.evidence_count <> (select count(*) from scores.evidence as shown
         where shown.subject_id = item.enterprise_id and shown.indicator_id = item.indicator_id)`,
  );
  expect(apart).toEqual([]);
});
