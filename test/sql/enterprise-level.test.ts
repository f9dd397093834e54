import { afterEach, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { asOf, enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

let city: SmallWarehouse;
afterEach(() => city.close());

interface Indicator {
  readonly value: string | null;
  readonly status: string;
  readonly evidence: string;
}

async function indicators(id: string, day = asOf): Promise<Record<string, Indicator>> {
  const rows = await city.rows<{ id: string; value: string | null; status: string; evidence: string }>(
    `select indicator_id as id, coalesce(cast(indicator_value as varchar), value_code) as value, indicator_status as status,
       evidence_count as evidence
     from scores.enterprise_level_indicator where subject_id = '${id}' and as_of = date '${day}'`,
  );
  return Object.fromEntries(rows.map(({ id: indicator, ...rest }) => [indicator, rest]));
}

function found(id: string, more: Row): Row {
  return {
    hazard_id: id,
    enterprise_id: "E1",
    description: `隐患 ${id}`,
    level: "general",
    hazard_source: "inspection",
    ...more,
  };
}

describe("what facts say of an enterprise", () => {
  it("is no data where nobody supplies the entity, and zero where the enterprise has no row", async () => {
    const entities = [
      "hazard",
      "risk_point",
      "installation",
      "discredited",
      "check_task",
      "inspection",
      "penalty",
      "accident",
    ];
    city = await openSmallWarehouse({ unsupplied: entities });
    await city.put("staging.enterprise", [enterprise("E1")]);
    await city.build("scores.enterprise_level_indicator");
    const unsupplied = await indicators("E1");
    for (const id of [
      "open_major_hazard_count",
      "red_risk_point_count",
      "worst_installation_grade",
      "is_discredited",
      "check_task_completion_fraction",
      "days_since_last_look",
      "finding_weight_per_10_inspection_hours",
      "accident_weight_36m",
      "penalty_weight_24m",
    ])
      expect(unsupplied[id], id).toMatchObject({ value: null, status: "no_data" });
    city.close();

    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [enterprise("E1")]);
    await city.build("scores.enterprise_level_indicator");
    const supplied = await indicators("E1");
    expect(supplied.open_major_hazard_count).toMatchObject({ value: "0.000000", status: "scored" });
    expect(supplied.worst_installation_grade).toMatchObject({ value: "none" });
    expect(supplied.is_discredited).toMatchObject({ value: "false" });
    expect(supplied.penalty_weight_24m).toMatchObject({ value: "0.000000" });
    expect(supplied.accident_weight_36m).toMatchObject({ value: "0.000000" });
    // Nobody looked and nothing fell due: there is nothing to divide by.
    expect(supplied.finding_weight_per_10_inspection_hours).toMatchObject({ value: null, status: "no_data" });
    expect(supplied.audited_on_time_closure_fraction).toMatchObject({ value: null });
  });

  it("knows every indicator of the catalogue that a pack reads", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [enterprise("E1")]);
    await city.build("scores.enterprise_level_indicator");
    const made = new Set(Object.keys(await indicators("E1")));
    const asked = await city.rows<{ id: string }>(
      `select distinct indicator_id as id from rules.indicator
       where method like 'enterprise-level-%' and not is_entered order by id`,
    );
    expect(asked.map((row) => row.id).filter((id) => !made.has(id))).toEqual([]);
    const catalogued = new Set(indicatorCatalogue.map((one) => one.id));
    const measures = await city.rows<{ id: string }>("select distinct indicator_id as id from rules.measure");
    const known = new Set([...catalogued, ...measures.map((row) => row.id)]);
    expect([...made].filter((id) => !known.has(id))).toEqual([]);
  });

  it("counts a closure only when it is in time and verified by another than the rectifier", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [enterprise("E1")]);
    const due = { found_at: "2026-09-01 01:00:00", deadline_on: "2026-09-11" };
    const inTime = { ...due, rectified_at: "2026-09-11 01:00:00", rectified_by: "甲" };
    const verified = { ...inTime, verified_at: "2026-09-12 01:00:00" };
    await city.put("staging.hazard", [
      found("good", { ...verified, verified_by: "乙" }),
      found("own word", { ...verified, verified_by: "甲" }),
      found("nobody knows whose", { ...verified, rectified_by: null, verified_by: "乙" }),
      found("unverified", inTime),
      found("late", {
        ...verified,
        rectified_at: "2026-09-12 01:00:00",
        verified_at: "2026-09-13 01:00:00",
        verified_by: "乙",
      }),
      found("self", { ...verified, verified_by: "乙", hazard_source: "self_check" }),
      found("not due", { ...verified, deadline_on: "2026-12-31", verified_by: "乙" }),
    ]);
    await city.build("scores.enterprise_level_indicator", "scores.evidence");
    // good of good, own word, nobody knows whose, unverified, late: 1 / 5; what enterprises find themselves, and what is not due, is not asked.
    expect((await indicators("E1")).audited_on_time_closure_fraction).toEqual({
      value: "0.200000",
      status: "scored",
      evidence: "5",
    });
  });

  it("counts a matter again while an earlier one still stood or within a year after it was rectified, by risk point or by words", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [enterprise("E1"), enterprise("E2"), enterprise("E3")]);
    const closed = (on: string): Row => ({ rectified_at: `${on} 01:00:00`, verified_at: `${on} 02:00:00` });
    await city.put("staging.hazard", [
      found("first", { description: "通道 堵塞", found_at: "2026-01-01 01:00:00", ...closed("2026-01-10") }),
      found("same day", { description: "通道堵塞", found_at: "2026-01-10 03:00:00" }),
      found("again", { description: "通道堵塞", found_at: "2026-03-01 01:00:00" }),
      found("elsewhere", { enterprise_id: "E2", description: "通道堵塞", found_at: "2026-03-01 01:00:00" }),
      found("point", { risk_point_id: "R1", found_at: "2025-03-01 01:00:00", ...closed("2025-03-02") }),
      found("point late", { risk_point_id: "R1", found_at: "2026-03-03 01:00:00" }),
      found("open", { enterprise_id: "E3", description: "缺护栏", found_at: "2024-01-01 01:00:00" }),
      found("still open", { enterprise_id: "E3", description: "缺护栏", found_at: "2026-03-03 01:00:00" }),
    ]);
    await city.build("scores.enterprise_level_indicator", "scores.recurrence");
    // point late comes 366 days after the rectification.
    expect(await city.rows("select hazard_id from scores.recurrence order by hazard_id")).toEqual([
      { hazard_id: "again" },
      { hazard_id: "still open" },
    ]);
    expect((await indicators("E1")).recurrent_finding_count).toMatchObject({ value: "1.000000" });
    expect((await indicators("E2")).recurrent_finding_count).toMatchObject({ value: "0.000000" });
  });

  it("weighs findings by level and age over the hours of inspection", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [enterprise("E1", { employee_count: 250 })]);
    await city.put("staging.inspection", [
      { inspection_id: "I1", enterprise_id: "E1", inspected_on: "2026-11-01", kind: "full", hours: 30 },
      // Outside the two years: neither its hours nor its findings count.
      { inspection_id: "I0", enterprise_id: "E1", inspected_on: "2024-11-01", kind: "full", hours: 500 },
    ]);
    await city.put("staging.hazard", [
      found("new major", { level: "major", found_at: "2026-11-01 01:00:00" }),
      found("older", { found_at: "2026-02-01 01:00:00" }),
      found("too old", { found_at: "2024-11-01 01:00:00" }),
      found("own", { found_at: "2026-11-01 01:00:00", hazard_source: "self_check" }),
    ]);
    await city.put("staging.accident", [
      {
        accident_id: "A1",
        enterprise_id: "E1",
        region_code: "650203",
        occurred_at: "2026-05-01 01:00:00",
        deaths: 4,
        serious_injuries: 0,
        direct_loss_cny: 0,
      },
    ]);
    await city.build("scores.enterprise_level_indicator");
    const values = await indicators("E1");
    // (5 × 1 + 1 × 0.67) × 10 / 30 hours
    expect(values.finding_weight_per_10_inspection_hours).toEqual({
      value: "1.890000",
      status: "scored",
      evidence: "2",
    });
    // A larger accident (3 to 9 deaths) weighs 5: 5 × 100 / 250 staff
    expect(values.accident_weight_36m).toMatchObject({ value: "2.000000" });
    expect(values.larger_accidents_3y).toMatchObject({ value: "1.000000" });
    expect(values.fatal_accidents_1y).toMatchObject({ value: "1.000000" });
    expect(values.days_since_last_look).toMatchObject({ value: "21.000000" });
  });

  it("takes the latest period that has begun of what a person entered", async () => {
    city = await openSmallWarehouse({ days: [asOf, "2025-12-31", "2024-12-31"] });
    await city.put("staging.enterprise", [
      enterprise("E1", { regulated_sector: "chemical" }),
      enterprise("E2", { regulated_sector: "chemical" }),
    ]);
    const input = (subject_id: string, period_start: string, period_end: string, value: number): Row => ({
      subject_type: "enterprise",
      subject_id,
      indicator_id: "chem_process_count",
      period_start,
      period_end,
      value,
    });
    await city.put("staging.assessment_input", [
      input("E1", "2025-01-01", "2025-12-31", 1),
      input("E1", "2026-01-01", "2026-06-30", 2),
      // The running half-year has begun, so it counts; next year has not.
      input("E1", "2026-07-01", "2026-12-31", 3),
      input("E1", "2027-01-01", "2027-12-31", 4),
      // A period that begins on the very day, and of two that begin together the one that ends later.
      input("E2", asOf, asOf, 5),
      input("E2", asOf, "2026-12-31", 6),
    ]);
    await city.build(
      "scores.enterprise_level_indicator",
      "scores.enterprise_level_applicable",
      "scores.enterprise_level_item",
      "scores.enterprise_level_total",
      "scores.evidence",
    );
    expect((await indicators("E1")).chem_process_count).toMatchObject({ value: "3.000000" });
    expect((await indicators("E1", "2025-12-31")).chem_process_count).toMatchObject({ value: "1.000000" });
    expect((await indicators("E2")).chem_process_count).toMatchObject({ value: "6.000000" });
    expect((await indicators("E2", "2025-12-31")).chem_process_count).toBeUndefined();
    // Entered figures decide which guide judges: the chemical one as soon as the period has begun.
    expect(
      await city.rows(
        `select subject_id, cast(as_of as varchar) as as_of, method from scores.enterprise_level_total
         where method = 'enterprise-level-chemical' order by subject_id, as_of`,
      ),
    ).toEqual([
      { subject_id: "E1", as_of: "2025-12-31", method: "enterprise-level-chemical" },
      { subject_id: "E1", as_of: asOf, method: "enterprise-level-chemical" },
      { subject_id: "E2", as_of: asOf, method: "enterprise-level-chemical" },
    ]);
    expect(
      await city.rows(
        "select subject_id, evidence_key from scores.evidence where entity = 'assessment_input' order by subject_id",
      ),
    ).toEqual([
      { subject_id: "E1", evidence_key: "chem_process_count 2026-12-31" },
      { subject_id: "E2", evidence_key: "chem_process_count 2026-12-31" },
    ]);
    // What nobody entered is an item too: missing, for a person to answer.
    const [missing] = await city.rows(
      `select status, points from scores.enterprise_level_item
       where indicator_id = 'chem_explosive_kind_count' and subject_id = 'E1' and as_of = date '${asOf}'`,
    );
    expect(missing).toEqual({ status: "needs_person", points: "2.000000" });
  });
});

describe("marts.enterprise_level", () => {
  it("has every enterprise that is not closed; whom no edition fits is insufficient and named by a check", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [
      enterprise("E1"),
      enterprise("E2", { operating_status: "closed" }),
      enterprise("E3", { established_on: "2027-01-01" }),
    ]);
    await city.warehouse.run("delete from rules.edition where purpose = 'enterprise_level'");
    await city.build("marts.enterprise_level", "scores.enterprise_level_unmatched");
    expect(
      await city.rows(
        "select enterprise_id, level, score, determined_by, direct_reason_en from marts.enterprise_level",
      ),
    ).toEqual([
      {
        enterprise_id: "E1",
        level: "insufficient_data",
        score: null,
        determined_by: "insufficient_data",
        direct_reason_en: "No edition applies",
      },
    ]);
    expect(
      await city.rows("select subject_id, edition_count from scores.enterprise_level_unmatched"),
    ).toEqual([{ subject_id: "E1", edition_count: "0" }]);
  });

  it("shows a source row for every event that an item counts", async () => {
    city = await openSmallWarehouse();
    await city.put("staging.enterprise", [
      enterprise("E1", { standardization_grade: "2", standardization_valid_until: "2026-11-21" }),
    ]);
    await city.put("staging.risk_point", [
      {
        risk_point_id: "R1",
        enterprise_id: "E1",
        risk_point_name: "罐区",
        method: "LEC",
        l: 6,
        e: 6,
        c: 15,
        exposed_count: 7,
      },
      {
        risk_point_id: "R2",
        enterprise_id: "E1",
        risk_point_name: "泵房",
        method: "LEC",
        l: 0.5,
        e: 1,
        c: 1,
        reviewed_on: "2026-11-01",
      },
    ]);
    await city.put("staging.inspection", [
      { inspection_id: "I1", enterprise_id: "E1", inspected_on: "2026-11-01", kind: "full", hours: 3 },
      { inspection_id: "I2", enterprise_id: "E1", inspected_on: "2026-05-01", kind: "full", hours: 3 },
    ]);
    await city.put("staging.hazard", [
      found("H1", { level: "major", found_at: "2026-05-01 01:00:00", deadline_on: "2026-05-11" }),
      found("H2", { found_at: "2026-05-01 01:00:00", deadline_on: "2026-05-11" }),
    ]);
    await city.put("staging.check_task", [
      { task_id: "T1", enterprise_id: "E1", due_on: "2026-10-01", done_on: "2026-10-01" },
      { task_id: "T2", enterprise_id: "E1", due_on: "2026-10-02", done_on: "2026-10-03" },
    ]);
    await city.put("staging.penalty", [
      { penalty_id: "P1", enterprise_id: "E1", decided_on: "2026-06-01", concerns_major_hazard: true },
      { penalty_id: "P0", enterprise_id: "E1", decided_on: "2024-06-01", concerns_major_hazard: true },
    ]);
    await city.build("marts.enterprise_level", "marts.enterprise_level_item", "scores.evidence");
    const rows = await city.rows<{ indicator_id: string; counted: number; shown: number }>(
      `select item.indicator_id, cast(item.evidence_count as integer) as counted,
         cast((select count(*) from scores.evidence as evidence
           where evidence.subject_id = item.enterprise_id and evidence.indicator_id = item.indicator_id) as integer) as shown
       from marts.enterprise_level_item as item order by item.indicator_id`,
    );
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => row.counted !== row.shown)).toEqual([]);
    const value = Object.fromEntries(
      (
        await city.rows<{ id: string; value: string; points: string }>(
          "select indicator_id as id, indicator_value as value, points from marts.enterprise_level_item",
        )
      ).map((row) => [row.id, row]),
    );
    // The certificate ran out the day before; half of the points were not reviewed within a year, weighing 1 of 1 + 0.5.
    expect(value.standardization_grade?.value).toBe("none");
    expect(value.check_task_completion_fraction?.value).toBe("0.500000");
    expect(value.penalty_weight_24m?.value).toBe("3.000000");
    expect(value.exposed_person_count?.value).toBe("7.000000");
    const [total] = await city.rows<{ score: string; sum: string }>(
      `select score, cast((select sum(points) from marts.enterprise_level_item) as decimal(18, 2)) as sum from marts.enterprise_level`,
    );
    expect(Number(total?.score)).toBe(Number(total?.sum));
  });
});
