import { columnHeading } from "../../dashboards/columns.js";
import { checkOwner } from "../../pipelines/run/checks.js";
import { afterEach, expect, it } from "vitest";
import { readCheckFiles } from "../../pipelines/warehouse/sql-files.js";
import { asOf, enterprise, openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

let city: SmallWarehouse;
afterEach(() => city?.close());

const levelTables = [
  "marts.enterprise_level",
  "marts.enterprise_level_item",
  "scores.enterprise_level_unmatched",
  "scores.enterprise_level_conflict",
];

async function offenders(name: string): Promise<Record<string, unknown>[]> {
  const check = readCheckFiles().find((file) => file.name === name);
  if (!check) throw new Error(`no check ${name}`);
  return city.rows(check.text);
}

it.each(readCheckFiles().map((file) => [file.name, file.text] as const))(
  "%s says in both languages who acts on what",
  (_, text) => {
    const { who, who_zh } = checkOwner(text);
    expect(text.split("\n").slice(0, 2)).toEqual([`-- ${who}`, `-- ${who_zh}`]);
    expect(who).toMatch(
      /^the (?:rule keeper|developer|regulator|insurer|enterprise)(?: acts|, through| acts,)[^:]*: .{10}/,
    );
    expect(who).not.toMatch(/\p{Script=Han}/u);
    expect(who_zh).toMatch(/^(?:规则维护者|开发者|监管部门|保险机构|企业经监管部门)处理：.{8}/u);
  },
);

async function openCity(): Promise<void> {
  city = await openSmallWarehouse();
  await city.put("staging.enterprise", [enterprise("E1"), enterprise("E2", { regulated_sector: "mine" })]);
  await city.put("staging.risk_point", [
    { risk_point_id: "R1", enterprise_id: "E1", risk_point_name: "罐区", method: "LEC", l: 6, e: 6, c: 15 },
  ]);
  await city.put("staging.inspection", [
    { inspection_id: "I1", enterprise_id: "E1", inspected_on: "2026-11-01", kind: "full" },
  ]);
}

it("a sound city passes every check of the levels, and what a check shows has a heading in both languages", async () => {
  await openCity();
  await city.build();
  for (const check of readCheckFiles()) {
    const columns = await city.rows<{ column_name: string }>(`describe (\n${check.text}\n)`);
    for (const { column_name } of columns) {
      const mart = check.name.split("__")[0] ?? "";
      expect(columnHeading(mart, column_name, "zh"), `${check.name}: ${column_name}`).toMatch(
        /\p{Script=Han}|值|^α$/u,
      );
      expect(columnHeading(mart, column_name, "en"), `${check.name}: ${column_name}`).not.toBe(column_name);
    }
  }
  for (const check of readCheckFiles().filter((file) =>
    /^(enterprise|risk_point|hazard|accident|installation|data)/.test(file.name),
  ))
    expect(await city.rows(check.text), check.name).toEqual([]);
});

it("names an enterprise whose code stands in no row of the edition", async () => {
  await openCity();
  await city.warehouse.run(
    "delete from rules.lookup where method = 'enterprise-level-general' and indicator_id = 'regulated_sector' and code = 'mine'",
  );
  await city.build(...levelTables);
  expect(await offenders("enterprise_level_item__value_has_a_rule")).toMatchObject([
    { enterprise_id: "E2", indicator_id: "regulated_sector", indicator_value: "mine" },
  ]);
});

it("names both editions when two judge one enterprise", async () => {
  await openCity();
  // A city's own method beside the shipped one, without a condition that parts them.
  for (const table of ["edition", "part", "part_band", "indicator", "band", "lookup", "level", "matrix"])
    await city.warehouse.run(
      `insert into rules.${table} select * replace ('city-level' as method) from rules.${table} where method = 'enterprise-level-general'`,
    );
  await city.warehouse.run(
    "update rules.edition set applies_condition_id = null where method = 'city-level'",
  );
  await city.build(...levelTables);
  expect(await offenders("enterprise_level__every_enterprise_judged")).toMatchObject([
    {
      subject_id: expect.any(String),
      edition_count: "2",
      first_edition: expect.stringContaining("city-level"),
      last_edition: expect.stringContaining("enterprise-level-general"),
    },
    expect.anything(),
  ]);
  expect(await offenders("enterprise_level__one_row_an_enterprise")).toHaveLength(2);
});

it("names both determinations when two give one enterprise different levels", async () => {
  await openCity();
  for (const [id, level] of [
    ["city_red", "red"],
    ["city_blue", "blue"],
  ]) {
    await city.put("rules.determination", [
      {
        method: "enterprise-level-general",
        edition: "2016-10-09",
        determination_id: id ?? "",
        position: 90,
        kind: "is",
        level: level ?? "",
        condition_id: id ?? "",
      },
    ]);
    await city.put("rules.condition_literal", [
      {
        method: "enterprise-level-general",
        edition: "2016-10-09",
        condition_id: id ?? "",
        disjunct: 1,
        literal: 1,
        operand: "indicator",
        operand_id: "regulated_sector",
        operator: "eq",
        value_code: "mine",
      },
    ]);
  }
  await city.build(...levelTables);
  expect(await offenders("enterprise_level__determinations_agree")).toMatchObject([
    { subject_id: "E2", one: "city_blue says blue", other: "city_red says red" },
  ]);
});

it("names a measure that two editions of one day define differently", async () => {
  await openCity();
  await city.warehouse.run(`
    insert into rules.edition select * replace ('city-level' as method) from rules.edition where method = 'enterprise-level-general';
    insert into rules.measure select * replace ('city-level' as method, 99 as window_days) from rules.measure
      where method = 'enterprise-level-general' and indicator_id = 'penalty_weight_24m'`);
  await city.build(...levelTables);
  expect(await offenders("enterprise_level__measure_defined_once")).toMatchObject([
    { indicator_id: "penalty_weight_24m" },
  ]);
});

it("names values that a table does not have, claims that are milder, chemicals that nobody knows", async () => {
  await openCity();
  await city.put("staging.risk_point", [
    { risk_point_id: "odd", enterprise_id: "E1", risk_point_name: "x", method: "LEC", l: 5, e: 6, c: 15 },
    { risk_point_id: "bare", enterprise_id: "E1", risk_point_name: "x", method: "LEC", l: 6, e: 6 },
    {
      risk_point_id: "mild",
      enterprise_id: "E1",
      risk_point_name: "y",
      method: "LEC",
      l: 10,
      e: 10,
      c: 100,
      claimed_level: "blue",
    },
  ]);
  await city.put("staging.installation", [
    {
      installation_id: "Z1",
      enterprise_id: "E1",
      installation_name: "罐",
      exposed_population_500m: 10,
      claimed_grade: "1",
    },
    {
      installation_id: "Z2",
      enterprise_id: "E1",
      installation_name: "罐",
      exposed_population_500m: 10,
      claimed_grade: "1",
    },
  ]);
  await city.put("staging.installation_chemical", [
    { installation_id: "Z1", cas_no: "7732-18-5", chemical_name: "水", quantity_t: 5 },
    // Chlorine: Q = 5 t, so S = 5, R = 5 × β.
    { installation_id: "Z2", cas_no: "7782-50-5", chemical_name: "氯", quantity_t: 25 },
  ]);
  await city.put("staging.accident", [
    {
      accident_id: "old",
      enterprise_id: "E1",
      region_code: "650203",
      occurred_at: "2001-01-01 00:00:00",
      deaths: 1,
      serious_injuries: 0,
      direct_loss_cny: 0,
    },
  ]);
  await city.build();
  expect(await offenders("risk_point_level__value_in_table")).toMatchObject([{ risk_point_id: "odd" }]);
  expect(await offenders("risk_point_level__figures_given")).toMatchObject([{ risk_point_id: "bare" }]);
  expect(await offenders("risk_point_level__edition_in_force")).toEqual([]);
  expect(await offenders("risk_point_level__claim_differs")).toMatchObject([
    { risk_point_id: "mild", level: "red" },
  ]);
  expect(await offenders("installation_grade__chemical_known")).toMatchObject([{ installation_id: "Z1" }]);
  expect(await offenders("installation_grade__claim_differs")).toMatchObject([
    { installation_id: "Z2", claimed_grade: "1" },
  ]);
  expect(await offenders("accident_grade__edition_in_force")).toMatchObject([{ accident_id: "old" }]);
  const [unknown] = await city.rows(
    "select s_ratio, r_value, grade, status from marts.installation_grade where installation_id = 'Z1'",
  );
  expect(unknown).toEqual({ s_ratio: null, r_value: null, grade: null, status: "no_rule" });
  expect(
    await city.rows(`select as_of from marts.accident_grade where cast(as_of as varchar) = '${asOf}'`),
  ).toHaveLength(1);
});

it("warns of a source with rows that stand in an earlier version", async () => {
  await openCity();
  const sound = {
    entity: "hazard",
    read: 3,
    accepted: 2,
    rejected: 1,
    superseded: 0,
    withdrawn: 0,
    is_stale: false,
  };
  await city.put("staging.source_count", [
    { source: "mended", ...sound, carried_over: 0 },
    { source: "s", ...sound, carried_over: 1 },
  ]);
  expect(await offenders("data_quality__newer_version_accepted")).toEqual([
    { source: "s", entity: "hazard", carried_over: "1", rejected: "1" },
  ]);
});

it("names a source whose counts do not add up", async () => {
  await openCity();
  await city.put("staging.source_count", [
    {
      source: "s",
      entity: "hazard",
      read: 10,
      accepted: 7,
      rejected: 1,
      superseded: 1,
      withdrawn: 0,
      carried_over: 0,
      is_stale: false,
    },
  ]);
  await city.build("marts.data_quality");
  expect(await offenders("data_quality__rows_add_up")).toMatchObject([{ source: "s" }]);
});

it("a method without an edition in force is the rule keeper's matter, not the enterprise's", async () => {
  await openCity();
  await city.put("staging.risk_point", [
    { risk_point_id: "a", enterprise_id: "E1", method: "LEC", l: 3, e: 6, c: 7 },
    { risk_point_id: "b", enterprise_id: "E1", method: "direct", claimed_level: "red" },
  ]);
  await city.warehouse.run(
    "update rules.edition set effective_from = date '2030-01-01' where family = 'LEC'",
  );
  await city.build();
  expect(await offenders("risk_point_level__edition_in_force")).toMatchObject([
    { family: "LEC", risk_point_count: "2" },
  ]);
  expect(await offenders("risk_point_level__value_in_table")).toEqual([]);
  expect(
    await city.rows(
      "select risk_point_id, method, level from scores.risk_point_level order by risk_point_id",
    ),
  ).toEqual([
    { risk_point_id: "R1", method: null, level: null },
    { risk_point_id: "a", method: null, level: null },
    { risk_point_id: "b", method: "direct", level: "red" },
  ]);
});
