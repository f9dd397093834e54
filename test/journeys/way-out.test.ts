import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { computedTables } from "../../pipelines/computed/tables.js";
import { type BuildNode, buildTables, readBuildNodes } from "../../pipelines/warehouse/build.js";
import type { Warehouse } from "../../pipelines/warehouse/open.js";
import { askWhatIf, type Scenario } from "../../pipelines/what-if/catalog.js";
import { findWaysOut } from "../../pipelines/what-if/way-out.js";
import { publishedSmallCity, scratch } from "./project.js";

const place = scratch("way-out");
const city = join(place.folder, "city");
const asOf = "2026-11-20";
let warehouse: Warehouse;
let nodes: BuildNode[];

beforeAll(async () => {
  warehouse = await publishedSmallCity(city, asOf);
  nodes = await readBuildNodes(warehouse, computedTables);
});
afterAll(() => {
  warehouse.close();
  place.remove();
});

const worst = ["red", "orange", "yellow", "blue"];
const isBetter = (level: string, than: string): boolean => worst.indexOf(level) > worst.indexOf(than);

/** Every set of one change, and of two, whatever it is: any hazard not rectified, any risk point at all. */
function smallSets(hazards: readonly string[], points: readonly string[]): Omit<Scenario, "scenarioId">[] {
  const changes = [
    ...hazards.map((id) => ({ hazard: id, point: null })),
    ...points.map((id) => ({ hazard: null, point: id })),
  ];
  const of = (...chosen: typeof changes): Omit<Scenario, "scenarioId"> => ({
    enterpriseId: "",
    closeHazards: chosen.flatMap((each) => each.hazard ?? []),
    reviewRiskPoints: chosen.flatMap((each) => each.point ?? []),
  });
  return [
    ...changes.map((each) => of(each)),
    ...changes.flatMap((first, at) => changes.slice(at + 1).map((second) => of(first, second))),
  ];
}

/** Tries every one and two changes of some enterprises with a way out and of some without: none is smaller than what is found. */
async function tryEverySmallSet(
  origin = "build",
): Promise<{ decided: number; asked: number; without: number }> {
  const found = await findWaysOut(warehouse, { origin, asOf, nodes });
  const enterprises = await warehouse.rows<{
    id: string;
    level: string;
    hazards: string[];
    points: string[];
  }>(
    `select level.enterprise_id as id, level.level,
        (select list(hazard_id order by hazard_id) from marts.hazard_ledger as ledger
         where ledger.enterprise_id = level.enterprise_id and ledger.state = 'open') as hazards,
        (select list(risk_point_id order by risk_point_id) from staging.risk_point as point
         where point.enterprise_id = level.enterprise_id) as points
     from marts.enterprise_level as level
     where level.level in ('red', 'orange', 'yellow') order by level.enterprise_id`,
  );
  // Who has a way out, and as many who have none.
  const without = enterprises.filter((each) => !found.has(each.id)).slice(0, 8);
  const asked = enterprises.filter((each) => found.has(each.id)).slice(0, 8);
  let decided = 0;
  for (const enterprise of [...asked, ...without]) {
    const sets = smallSets(enterprise.hazards ?? [], enterprise.points ?? []);
    const results = await askWhatIf(warehouse, {
      origin,
      asOf,
      nodes,
      scenarios: sets.map((set, scenarioId) => ({ ...set, scenarioId, enterpriseId: enterprise.id })),
    });
    for (const goal of ["orange", "yellow", "blue"].filter((level) => isBetter(level, enterprise.level))) {
      const sizes = results
        .filter((result) => result.level === goal || isBetter(result.level, goal))
        .map((result) => {
          const set = sets[result.scenarioId];
          return (set?.closeHazards.length ?? 0) + (set?.reviewRiskPoints.length ?? 0);
        });
      const smallest = sizes.length ? Math.min(...sizes) : null;
      const printed = (found.get(enterprise.id) ?? [])
        .filter((way) => way.level === goal || isBetter(way.level, goal))
        .map((way) => way.closeHazards.length + way.reviewRiskPoints.length);
      const least = printed.length ? Math.min(...printed) : null;
      if (smallest !== null) decided += 1;
      expect(least !== null && least <= 2 ? least : null, `${enterprise.id} to ${goal}`).toBe(smallest);
    }
  }
  return { decided, asked: asked.length, without: without.length };
}

it("prints a way that no smaller set of changes replaces, and finds each that one or two changes make", async () => {
  const { decided, asked, without } = await tryEverySmallSet();
  expect(asked).toBeGreaterThan(4);
  expect(without).toBeGreaterThan(4);
  expect(decided).toBeGreaterThan(3);
});

it("tells scenarios apart where a foreign id holds the sign that marks them", async () => {
  const ids = (
    await warehouse.rows<{ id: string }>(
      "select enterprise_id as id from marts.enterprise_level order by enterprise_id limit 12",
    )
  ).map((row) => row.id);
  const unchanged = (before: string): Scenario[] =>
    ids.map((id, scenarioId) => ({
      scenarioId,
      enterpriseId: before + id,
      closeHazards: [],
      reviewRiskPoints: [],
    }));
  const asIs = await askWhatIf(warehouse, {
    origin: "build",
    asOf,
    nodes,
    scenarios: unchanged(""),
  });
  await warehouse.run("attach ':memory:' as foreign_city");
  for (const schema of ["staging", "rules"]) {
    await warehouse.run(`create schema foreign_city.${schema}`);
    const columns = await warehouse.rows<{ table_name: string; is_owned: boolean }>(
      `select table_name, bool_or(column_name = 'enterprise_id') as is_owned from duckdb_columns()
       where database_name = 'build' and schema_name = $1 group by table_name`,
      [schema],
    );
    for (const { table_name, is_owned } of columns) {
      const renamed = is_owned
        ? "replace ('a#1#' || enterprise_id as enterprise_id)"
        : table_name === "assessment_input"
          ? "replace (case when subject_type = 'enterprise' then 'a#1#' || subject_id else subject_id end as subject_id)"
          : "";
      await warehouse.run(
        `create table foreign_city.${schema}.${table_name} as
         select * ${renamed} from build.${schema}.${table_name}`,
      );
    }
  }
  const marked = await askWhatIf(warehouse, {
    origin: "foreign_city",
    asOf,
    nodes,
    scenarios: unchanged("a#1#"),
  });
  await warehouse.run("use build");
  expect(asIs.length).toBe(12);
  expect(marked).toEqual(asIs);
});

/** The city under other rules for stale_review_fraction, in a catalog of its own that is then in use. */
async function underOtherRules(name: string, changes: readonly string[]): Promise<void> {
  await warehouse.run(`attach ':memory:' as ${name}; copy from database build to ${name}; use ${name}`);
  for (const change of changes) await warehouse.run(`${change} and indicator_id = 'stale_review_fraction'`);
  await buildTables(warehouse, { nodes });
}

it("is as small where the rules weigh the reviews of risk points of one colour otherwise than of another", async () => {
  // The oldest review is not the one that weighs most, and that of a blue point weighs nothing.
  const weights = { red: 0.2, orange: 0.4, yellow: 1, blue: 0, ungraded: 0.7 };
  await underOtherRules(
    "weighed",
    Object.entries(weights).map(
      ([code, weight]) => `update rules.measure_weight set weight = ${weight} where code = '${code}'`,
    ),
  );
  expect((await tryEverySmallSet("weighed")).decided).toBeGreaterThan(3);
});

it("is as small where the rules count the reviews that are fresh", async () => {
  await underOtherRules("fresh", [
    "update rules.measure_decay set weight = 1 - weight where true",
    "update rules.indicator set linear_points_from = 0, linear_points_to = 8 where true",
  ]);
  expect((await tryEverySmallSet("fresh")).decided).toBeGreaterThan(1);
});
