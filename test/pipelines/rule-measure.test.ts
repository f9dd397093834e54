import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { loadRules, readRulePacks } from "../../pipelines/rules.js";
import { buildTables, neededFor, readBuildNodes } from "../../pipelines/warehouse/build.js";
import type { Warehouse } from "../../pipelines/warehouse/open.js";
import { openEmpty } from "../rule-harness.js";
import { examplesFolder } from "../rule-examples.js";

const shipped = await readRulePacks({ catalogue: indicatorCatalogue });
const foreign = await readRulePacks({
  shippedFolder: join(examplesFolder, "packs"),
  catalogue: indicatorCatalogue,
});

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openEmpty();
  const packs = [...shipped, ...foreign].filter((one) =>
    ["enterprise-level-general", "fmcsa-like"].includes(one.method),
  );
  await loadRules(warehouse, packs);
  await warehouse.run(`
    create schema staging; create schema facts; create schema scores;
    create table staging.evaluation as select date '2026-11-22' as as_of, true as is_current;
    create table staging.entity_supply as
      select unnest(['enterprise', 'hazard', 'inspection', 'accident', 'penalty', 'risk_point']) as entity, true as is_supplied
      union all select 'alarm', false;
    create table staging.enterprise as select 'E' as enterprise_id;
    create table scores.enterprise_level_subject as select date '2026-11-22' as as_of, 'E' as subject_id, 1 as subject_no;
    create table scores.event (stream varchar, enterprise_id varchar, code varchar, happened_on date, quantity decimal(14, 2));
  `);
});
afterAll(() => warehouse.close());

/** An age from which a quantity has no date: it stands on every day. */
const noDate = 40_000;

type Event = readonly [stream: string, code: string | null, ageDays: number, quantity: number];

/** What turns events into measures; the tables before it are given by the test. */
const measureTables =
  /^(facts\.(calendar_window|enterprise_number|evaluation_day)|scores\.(enterprise_level_(edition|measure_slot|measure)|event_cell|enterprise_event))$/;

/** The measures of one enterprise with these events, aged in days before 2026-11-22. */
async function measures(events: readonly Event[]): Promise<Record<string, number | null>> {
  await warehouse.run("delete from scores.event");
  for (const [stream, code, ageDays, quantity] of events)
    await warehouse.run(
      `insert into scores.event values ('${stream}', 'E', '${code ?? "any"}', ${ageDays >= noDate ? "null" : `date '2026-11-22' - ${ageDays}`}, ${quantity})`,
    );
  const given = ["scores.enterprise_level_subject", "scores.event"];
  const nodes = neededFor(await readBuildNodes(warehouse), ["scores.enterprise_level_measure"]).filter(
    (node) => !given.includes(node.table) && measureTables.test(node.table),
  );
  await buildTables(warehouse, { nodes });
  const rows = await warehouse.rows<{ indicator_id: string; indicator_value: string | null }>(
    `select slot.indicator_id, measured.measured_value as indicator_value
     from scores.enterprise_level_measure_slot as slot
     left join scores.enterprise_level_measure as measured
        on measured.as_of = slot.as_of and measured.slot = slot.slot`,
  );
  return Object.fromEntries(
    rows.map((row) => [row.indicator_id, row.indicator_value === null ? null : Number(row.indicator_value)]),
  );
}

describe("measures", () => {
  it("weigh findings by severity and age, per 10 inspection hours", async () => {
    const events: Event[] = [
      ["inspection", "full", 10, 30],
      ["inspection", "full", 400, 10],
      ["outside_finding", "major", 10, 1],
      ["outside_finding", "general", 200, 1],
      ["outside_finding", "general", 400, 1],
      ["outside_finding", "major", 731, 1],
      ["self_finding", "major", 10, 1],
    ];
    // (5 * 1 + 1 * 0.67 + 1 * 0.33) * 10 / (30 + 10) = 6 / 4 = 1.5; the one of two years and a day ago lies outside, one's own never counts
    expect((await measures(events)).finding_weight_per_10_inspection_hours).toBe(1.5);
  });

  it("changes weight on the very day", async () => {
    const at = async (age: number): Promise<unknown> =>
      (
        await measures([
          ["inspection", null, 0, 10],
          ["outside_finding", "general", age, 1],
        ])
      ).finding_weight_per_10_inspection_hours;
    // 1 * weight * 10 / 10
    expect([
      await at(182),
      await at(183),
      await at(365),
      await at(366),
      await at(730),
      await at(731),
    ]).toEqual([1, 0.67, 0.67, 0.33, 0.33, 0]);
  });

  it("raises a small exposure to its floor, and has no value below its least", async () => {
    const finding: Event = ["outside_finding", "general", 1, 1];
    const id = "finding_weight_per_10_inspection_hours";
    // 1 * 10 / 10 (floor) and not 1 * 10 / 2
    expect((await measures([finding, ["inspection", null, 5, 2]]))[id]).toBe(1);
    expect((await measures([finding, ["inspection", null, 5, 0.5]]))[id]).toBeNull();
    expect((await measures([finding]))[id]).toBeNull();
  });

  it("measures stale reviews as a share of the graded points, red and orange in full, others by half", async () => {
    const events: Event[] = [
      ["risk_point_review", "red", 366, 1],
      ["risk_point_review", "blue", 400, 1],
      ["risk_point_review", "blue", 365, 1],
      ["risk_point_review", "orange", 10, 1],
      ...["red", "blue", "blue", "orange"].map((level): Event => ["risk_point", level, 40_000, 1]),
    ];
    // (1 * 1 + 1 * 0.5) / 4
    expect((await measures(events)).stale_review_fraction).toBe(0.375);
    expect((await measures([])).stale_review_fraction).toBeNull();
  });

  it("counts accidents per 100 staff, fewer than 100 as 100", async () => {
    const accidents: Event[] = [
      ["accident", "general", 100, 1],
      ["accident", "larger", 1000, 1],
      ["accident", "larger", 1097, 1],
    ];
    // (1 + 5) * 100 / 400; (1 + 5) * 100 / 100; the last lies outside three years, of which one has 366 days
    expect((await measures([...accidents, ["employee", null, 40_000, 400]])).accident_weight_36m).toBe(1.5);
    expect((await measures([...accidents, ["employee", null, 40_000, 5]])).accident_weight_36m).toBe(6);
    expect((await measures(accidents)).larger_accidents_3y).toBe(1);
  });

  it("is zero where nothing happened, and weighs penalties by what they concern", async () => {
    expect(await measures([])).toMatchObject({
      penalty_weight_24m: 0,
      fatal_accidents_1y: 0,
      major_accidents_3y: 0,
    });
    const penalties: Event[] = [
      ["penalty", "major_hazard", 3, 1],
      ["penalty", "other", 730, 1],
      ["penalty", "other", 731, 1],
    ];
    // 3 + 1
    expect((await measures(penalties)).penalty_weight_24m).toBe(4);
  });

  it("encodes the FMCSA-like measure: time weight times severity over exposure", async () => {
    const events: Event[] = [
      ["employee", null, 40_000, 50],
      ["outside_finding", "major", 100, 1],
      ["outside_finding", "general", 200, 1],
      ["outside_finding", "general", 500, 1],
      ["inspection", "full", 5, 6.5],
      ["inspection", "full", 729, 4],
    ];
    const found = await measures(events);
    // (8 * 3 + 3 * 2 + 3 * 1) * 100 / 50 = 33 * 2 = 66
    expect(found.weighted_violation_measure).toBe(66);
    expect(found.inspection_hours_2y).toBe(10.5);
  });
});
