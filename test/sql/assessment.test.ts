import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainAssessed } from "../../pipelines/explain/assessment.js";
import { enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

const county = "650203";
const street = "650203001";
let city: SmallWarehouse;

/** A hazard found by an inspection, with the days that matter. */
function hazard(id: string, of: string, found: string, deadline: string, more: Row = {}): Row {
  return {
    hazard_id: id,
    enterprise_id: of,
    description: `隐患${id}`,
    level: "general",
    hazard_source: "inspection",
    found_at: `${found} 08:00:00`,
    deadline_on: deadline,
    ...more,
  };
}

const closed = (on: string, by: string, verifiedOn: string, verifiedBy: string): Row => ({
  rectified_at: `${on} 10:00:00`,
  rectified_by: by,
  verified_at: `${verifiedOn} 10:00:00`,
  verified_by: verifiedBy,
});

beforeAll(async () => {
  city = await openSmallWarehouse();
  await city.put("staging.region", [
    { region_code: "650200", region_name: "市" },
    { region_code: county, region_name: "区", parent_region_code: "650200", peer_group: "区县" },
    { region_code: street, region_name: "街道", parent_region_code: county, peer_group: "街道乡镇" },
  ]);
  await city.put("staging.grid_cell", [
    { grid_id: "G1", region_code: street, responsible_unit: "办事处", responsible_person: "甲" },
    { grid_id: "G2", region_code: street, responsible_unit: "办事处" },
  ]);
  await city.put("staging.department", [
    { department_code: "D1", department_name: "应急局", region_code: county },
    { department_code: "D2", department_name: "别的局", region_code: county },
    { department_code: "D3", department_name: "商务局", region_code: "650204" },
    { department_code: "D4", department_name: "水务局", region_code: "650204" },
  ]);
  await city.put("staging.enterprise", [
    enterprise("E1", { grid_id: "G1", department_code: "D1", regulated_sector: "chemical" }),
    enterprise("E2", { grid_id: "G2", department_code: "D1" }),
    enterprise("E3", { department_code: "D9" }),
    enterprise("E4", { department_code: "D3", region_code: "650204" }),
    enterprise("E5", { department_code: "D4", region_code: "650204", regulated_sector: "chemical" }),
  ]);
  const direct = { method: "direct", risk_point_name: "点" };
  await city.put("staging.risk_point", [
    {
      ...direct,
      risk_point_id: "P1",
      enterprise_id: "E1",
      claimed_level: "red",
      responsible_person: "乙",
      reviewed_on: "2025-11-22",
    },
    {
      ...direct,
      risk_point_id: "P2",
      enterprise_id: "E1",
      claimed_level: "orange",
      reviewed_on: "2025-11-21",
    },
    { ...direct, risk_point_id: "P3", enterprise_id: "E2", claimed_level: "blue" },
    { ...direct, risk_point_id: "P4", enterprise_id: "E4", claimed_level: "blue" },
  ]);
  await city.put("staging.control_measure", [
    { measure_id: "M1", risk_point_id: "P1", kind: "engineering", description: "联锁" },
    { measure_id: "M2", risk_point_id: "P2", kind: "engineering", description: "联锁" },
  ]);
  await city.put("staging.hazard", [
    hazard("H1", "E1", "2026-05-01", "2026-05-31", closed("2026-05-20", "A", "2026-05-21", "B")),
    hazard("H2", "E1", "2026-06-01", "2026-06-10", closed("2026-06-05", "A", "2026-06-06", "A")),
    hazard("H3", "E2", "2026-06-01", "2026-07-01", { level: "major" }),
    hazard("H4", "E2", "2026-11-01", "2026-11-22", { level: "major" }),
    hazard("H5", "E1", "2025-03-01", "2025-03-20", closed("2025-03-10", "A", "2025-03-11", "B")),
    ...["重复", "重复", "快", "好"].map((words, index) =>
      hazard(`S${index}`, "E1", "2026-02-01", "2026-03-01", {
        hazard_source: "self_check",
        description: words,
        rectified_at: words === "快" ? "2026-02-01 08:30:00" : "2026-02-01 08:31:00",
      }),
    ),
  ]);
  await city.put("staging.check_task", [
    { task_id: "T1", enterprise_id: "E1", due_on: "2026-03-01", done_on: "2026-03-01" },
    { task_id: "T2", enterprise_id: "E1", due_on: "2026-03-01", done_on: "2026-03-02" },
    { task_id: "T3", enterprise_id: "E1", due_on: "2025-12-15", done_on: "2026-03-02" },
  ]);
  await city.put("staging.inspection", [
    { inspection_id: "V1", enterprise_id: "E2", inspected_on: "2026-04-01", kind: "full", is_planned: true },
    {
      inspection_id: "V2",
      enterprise_id: "E2",
      inspected_on: "2025-04-01",
      kind: "complaint",
      is_planned: false,
    },
    { inspection_id: "V3", enterprise_id: "E4", inspected_on: "2026-04-01", kind: "full", is_planned: true },
  ]);
  await city.put("staging.alarm", [
    {
      alarm_id: "A1",
      enterprise_id: "E1",
      raised_at: "2026-03-01 08:00:00",
      cleared_at: "2026-03-02 08:00:00",
    },
    {
      alarm_id: "A2",
      enterprise_id: "E1",
      raised_at: "2026-03-01 08:00:00",
      cleared_at: "2026-03-02 08:01:00",
    },
    { alarm_id: "A3", enterprise_id: "E1", raised_at: "2026-03-01 08:00:00" },
  ]);
  await city.put("staging.policy", [
    {
      policy_id: "B1",
      insurer_id: "I",
      enterprise_id: "E1",
      starts_on: "2025-11-23",
      ends_on: "2026-11-22",
      base_premium_cny: 1,
    },
  ]);
  const accident = (id: string, on: string, deaths: number, of: string | null): Row => ({
    accident_id: id,
    enterprise_id: of,
    region_code: county,
    occurred_at: `${on} 08:00:00`,
    deaths,
    serious_injuries: 0,
  });
  await city.put("staging.accident", [
    accident("X1", "2026-01-01", 1, "E1"),
    accident("X2", "2026-11-22", 1, null),
    accident("X3", "2025-11-22", 0, "E1"),
    accident("X4", "2025-12-01", 3, "E1"),
  ]);
  const entered = (id: string, value: number, start: string, end: string): Row => ({
    subject_type: "region",
    subject_id: county,
    indicator_id: id,
    period_start: start,
    period_end: end,
    value,
  });
  await city.put("staging.assessment_input", [
    entered("control_number_deaths", 1, "2026-01-01", "2026-12-31"),
    entered("responsibility_system_points", 80, "2026-01-01", "2026-06-30"),
    entered("responsibility_system_points", 90, "2026-07-01", "2026-09-30"),
    entered("emergency_drill_count", 1, "2026-01-01", "2026-06-30"),
    entered("emergency_drill_count", 2, "2026-07-01", "2026-09-30"),
    entered("publicity_training_points", 100, "2026-07-01", "2026-12-31"),
  ]);
  await city.build(
    "marts.assessment_ranking",
    "marts.assessment_notice",
    "marts.assessment_pair",
    "marts.region_level",
    "scores.region_level_item",
    "marts.grid_gap",
    "marts.pilot_comparison",
  );
});
afterAll(() => city.close());

async function valuesOf(subjectId: string): Promise<Record<string, number | null>> {
  const rows = await city.rows<{ indicator_id: string; value: string | null }>(
    `select indicator_id, cast(indicator_value as varchar) as value from scores.assessment_indicator
     where subject_id = '${subjectId}' and indicator_id <> 'subject_type'`,
  );
  return Object.fromEntries(
    rows.map((row) => [row.indicator_id, row.value === null ? null : Number(row.value)]),
  );
}

describe("what a region is assessed on", () => {
  it("is counted over its enterprises and days, both sides of each limit", async () => {
    expect(await valuesOf(county)).toEqual({
      identification_coverage_fraction: 0.666667,
      // reviewed 365 days ago counts, 366 does not, never does not
      review_timeliness_fraction: 0.333333,
      // one of the two has nobody responsible
      major_risk_control_fraction: 0.5,
      grid_gap_fraction: 0.666667,
      // H1 of H1, H2 (verified by the rectifier), H3; H4 falls due on the day and is not due yet
      audited_closure_fraction: 0.333333,
      overdue_major_per_100_enterprises: 33.333333,
      check_task_fraction: 0.5,
      // two of the same words, one closed within 30 minutes, one in 31
      doubtful_report_fraction: 0.75,
      // E1 and E2 are red and owe 4 + 1 visits a year (a fatal accident, an open major hazard), 326 of 365 days of them; E2 was visited
      // once, E3 owes none: 365 / (2 × 5 × 326)
      plan_completion_fraction: 0.111963,
      // 1,440 minutes are in time, 1,441 are not, nor is what still stands
      alarm_timely_fraction: 0.333333,
      insurance_coverage_fraction: 1,
      accident_count_change: 1,
      death_count_change: 2,
      death_count: 2,
      deaths_over_control_number: 1,
      major_accident_count: 0,
      concealed_accident_count: 0,
      control_number_deaths: 1,
      responsibility_system_points: 85,
      // what a period that has not ended says is not counted
      emergency_drill_count: 3,
    });
  });

  it("is the street's through the grid, and the department's through its code", async () => {
    const streetValues = await valuesOf(street);
    expect(streetValues.identification_coverage_fraction).toBe(1);
    expect(streetValues.grid_gap_fraction).toBe(0.5);
    // X1 is placed by its enterprise's cell; X2 names nobody
    expect(streetValues.accident_count_change).toBe(0);
    expect((await valuesOf("D1")).identification_coverage_fraction).toBe(1);
    expect((await valuesOf("D1")).death_count_change).toBe(1);
    expect((await valuesOf("D2")).identification_coverage_fraction).toBeNull();
  });

  it("leaves out what a department does not answer for, and calls unknown what nobody looked at", async () => {
    const statuses = async (subjectId: string): Promise<Record<string, string>> => {
      const rows = await city.rows<{ indicator_id: string; status: string; is_full: boolean }>(
        `select indicator_id, status, points = max_points as is_full from marts.assessment_score_item where subject_id = '${subjectId}'`,
      );
      return Object.fromEntries(
        rows.map((row) => [row.indicator_id, `${row.status}${row.is_full ? ", full" : ""}`]),
      );
    };
    // D3 answers for a shop: no sector that must insure, no alarm, no red or orange enterprise or point, no hazard due.
    expect(await statuses("D3")).toMatchObject({
      insurance_coverage_fraction: "not_applicable, full",
      alarm_timely_fraction: "not_applicable, full",
      plan_completion_fraction: "not_applicable, full",
      major_risk_control_fraction: "not_applicable, full",
      audited_closure_fraction: "not_applicable, full",
      // Its enterprises set themselves no tasks and reported nothing: that is no merit.
      check_task_fraction: "no_data",
      doubtful_report_fraction: "no_data",
      identification_coverage_fraction: "scored, full",
    });
    // D4 answers for a plant where nobody looked and nothing is graded: nothing is known of it.
    expect(await statuses("D4")).toMatchObject({
      insurance_coverage_fraction: "scored",
      plan_completion_fraction: "no_data",
      major_risk_control_fraction: "no_data",
      audited_closure_fraction: "no_data",
      identification_coverage_fraction: "scored",
    });
    // D2 answers for nobody: no indicator applies, and no score either.
    expect(Object.values(await statuses("D2"))).not.toContain("not_applicable, full");
  });

  it("is compared with the same days of the year before", async () => {
    const before = await valuesOf(`${county} 2025-11-22`);
    expect(before.audited_closure_fraction).toBe(1);
    expect(before.check_task_fraction).toBeNull();
    // the only visit of that year followed up a complaint, which counts towards no minimum
    expect(before.plan_completion_fraction).toBe(0);
    expect(before.insurance_coverage_fraction).toBe(0);
  });
});

describe("the ranking", () => {
  it("sets a veto beside the score, ranks each peer group, and nobody without data", async () => {
    const rows = await city.rows(
      `select subject_id, peer_group, grade, veto_reason, rank, rank_low, rank_high, score is null as is_unscored
       from marts.assessment_ranking order by subject_type desc, subject_id`,
    );
    expect(rows.map((row) => [row.subject_id, row.veto_reason, row.rank, row.is_unscored])).toEqual([
      [county, "死亡人数超过控制指标", 1, false],
      [street, null, 1, false],
      ["D1", null, 1, false],
      ["D2", null, null, true],
      ["D3", null, 1, false],
      ["D4", null, null, true],
    ]);
    const [sum] = await city.rows<{ score: string; points: string }>(
      `select cast(max(ranking.score) as varchar) as score, cast(round(sum(item.points), 2) as varchar) as points
       from marts.assessment_ranking as ranking join marts.assessment_score_item as item using (subject_type, subject_id)
       where subject_id = '${county}'`,
    );
    expect(Number(sum?.score)).toBe(Number(sum?.points));
  });

  it("names who is to be noticed and what is to be urged", async () => {
    const rows = await city.rows<{ list: string; reason_id: string }>(
      `select list, reason_id from marts.assessment_notice where subject_id = '${county}' order by list, reason_id`,
    );
    const of = (list: string): string[] =>
      rows.filter((row) => row.list === list).map((row) => row.reason_id);
    expect(of("public_notice")).toContain("deaths_over_control_number");
    expect(of("urge")).toContain("audited_closure_fraction");
    expect(of("urge")).not.toContain("insurance_coverage_fraction");
    expect(of("urge")).not.toContain("publicity_training_points");
  });

  it("lists the gaps of the grid: a cell without a person, an enterprise in no cell", async () => {
    expect(
      await city.rows(
        `select grid_id, gap, enterprise_count from marts.grid_gap where region_code like '${county}%' order by grid_id`,
      ),
    ).toEqual([
      { grid_id: "G2", gap: "no_person", enterprise_count: 1 },
      { grid_id: "none", gap: "no_cell", enterprise_count: 1 },
    ]);
  });

  it("is walked back to the rows that cost points, and to last year", async () => {
    const found = await explainAssessed(city.warehouse, { subjectId: county, lang: "zh" });
    expect(found?.exceptions.map((each) => [each.id, each.kind])).toEqual([
      ["deaths_over_control_number", "veto"],
    ]);
    const keys = (id: string): string[] | undefined =>
      found?.items.find((item) => item.indicator_id === id)?.evidence.map((each) => each.key);
    expect(keys("audited_closure_fraction")).toEqual(["H2", "H3"]);
    expect(keys("overdue_major_per_100_enterprises")).toEqual(["H3"]);
    expect(keys("doubtful_report_fraction")).toEqual(["S0", "S1", "S2"]);
    expect(keys("alarm_timely_fraction")).toEqual(["A2", "A3"]);
    expect(keys("grid_gap_fraction")).toEqual(["E2", "E3"]);
    expect(keys("identification_coverage_fraction")).toEqual(["E3"]);
    expect(keys("review_timeliness_fraction")).toEqual(["P2", "P3"]);
    expect(keys("major_risk_control_fraction")).toEqual(["P2"]);
    expect(keys("check_task_fraction")).toEqual(["T2"]);
    expect(keys("plan_completion_fraction")).toEqual(["E1", "E2"]);
    expect(keys("insurance_coverage_fraction")).toEqual([]);
    expect(keys("accident_count_change")).toEqual(["X1", "X2", "X3"]);
    expect(keys("responsibility_system_points")).toHaveLength(2);
    expect(found?.history.map((each) => each.as_of)).toEqual(["2025-11-22", "2026-11-22"]);
    const points = found?.items.reduce((sum, item) => sum + (item.points ?? 0), 0) ?? 0;
    expect(points).toBeCloseTo(found?.score ?? Number.NaN, 2);
    expect((await explainAssessed(city.warehouse, { subjectId: "650200", lang: "en" }))?.method).toBe(
      "region-level",
    );
    expect(await explainAssessed(city.warehouse, { subjectId: "nobody", lang: "en" })).toBeNull();
  });
});

describe("the level of a region", () => {
  it("counts its enterprises by level, its open major hazards and the accidents on its ground", async () => {
    const rows = await city.rows(
      `select region_code, red_enterprise_count as red, open_major_hazard_count as open, accident_count as accidents
       from marts.region_level order by region_code`,
    );
    expect(rows).toEqual([
      // The accident of the same day a year before lies within the twelve months.
      { region_code: "650200", red: 2, open: 2, accidents: 4 },
      { region_code: county, red: 2, open: 2, accidents: 4 },
      { region_code: street, red: 2, open: 2, accidents: 3 },
    ]);
  });
});

it("says no data, not zero, where no source feeds an entity", async () => {
  const bare = await openSmallWarehouse({ unsupplied: ["hazard", "accident", "policy", "grid_cell"] });
  await bare.put("staging.region", [
    { region_code: "650200", region_name: "市" },
    { region_code: county, region_name: "区", parent_region_code: "650200", peer_group: "区县" },
  ]);
  await bare.put("staging.enterprise", [enterprise("E1", { regulated_sector: "chemical" })]);
  await bare.build("marts.assessment_ranking");
  const rows = await bare.rows<{ indicator_id: string }>(
    `select indicator_id from marts.assessment_score_item where status = 'scored' order by indicator_id`,
  );
  expect(rows.map((row) => row.indicator_id)).toEqual(["identification_coverage_fraction"]);
  expect(await bare.rows("select score, grade, rank from marts.assessment_ranking")).toEqual([
    { score: null, grade: "insufficient_data", rank: null },
  ]);
  bare.close();
});
