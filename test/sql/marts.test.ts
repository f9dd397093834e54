import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marts } from "../../models/marts.js";
import { asOf, dayBefore, enterprise, openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

const own = [
  "risk_point_level",
  "installation_grade",
  "accident_grade",
  "hazard_ledger",
  "major_risk_register",
  "enterprise_level",
  "enterprise_level_item",
  "level_change",
  "data_quality",
];

const sqlTypes: Readonly<Record<string, RegExp>> = {
  text: /^VARCHAR$/,
  mixed: /^VARCHAR$/,
  level: /^VARCHAR$/,
  integer: /^(BIGINT|INTEGER|HUGEINT)$/,
  decimal: /^DECIMAL/,
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  time: /^TIMESTAMP$/,
};

let city: SmallWarehouse;
beforeAll(async () => {
  city = await openSmallWarehouse({ days: [asOf, dayBefore] });
  await city.put("staging.enterprise", [
    enterprise("E1"),
    enterprise("E2"),
    enterprise("E3", { operating_status: "closed" }),
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
      reviewed_on: "2026-05-01",
    },
    { risk_point_id: "R2", enterprise_id: "E1", risk_point_name: "锅炉", method: "LEC", l: 0.5, e: 1, c: 1 },
    {
      risk_point_id: "R3",
      enterprise_id: "E3",
      risk_point_name: "旧罐",
      method: "LEC",
      l: 10,
      e: 10,
      c: 100,
    },
  ]);
  await city.put("staging.control_measure", [
    { measure_id: "M2", risk_point_id: "R1", kind: "ppe", description: "防毒面具" },
    { measure_id: "M1", risk_point_id: "R1", kind: "engineering", description: "联锁" },
  ]);
  await city.put("staging.hazard", [
    hazard("H1", { level: "major", found_at: "2026-09-20 08:00:00", deadline_on: "2026-10-10" }),
    hazard("H2", { found_at: "2026-10-20 08:00:00", rectified_at: "2026-10-21 08:00:00" }),
  ]);
  await city.put("staging.inspection", [
    { inspection_id: "I1", enterprise_id: "E1", inspected_on: "2026-06-01", kind: "full", hours: 4 },
  ]);
  await city.put("staging.source_count", [
    {
      source: "small",
      entity: "hazard",
      read: 3,
      accepted: 2,
      rejected: 1,
      superseded: 0,
      withdrawn: 0,
      carried_over: 1,
      is_stale: false,
    },
  ]);
  await city.build(...own.map((name) => `marts.${name}`), "scores.enterprise_level_unmatched");
});
afterAll(() => city.close());

function hazard(id: string, more: Record<string, string>): Record<string, string> {
  return {
    hazard_id: id,
    enterprise_id: "E1",
    description: `隐患${id}`,
    level: "general",
    hazard_source: "inspection",
    ...more,
  };
}

describe.each(own)("marts.%s", (name) => {
  const contract = marts.find((each) => each.name === name);

  it("has the columns of its contract, in order, of their types, as_of first", async () => {
    const columns = await city.rows<{ column_name: string; column_type: string }>(`describe marts.${name}`);
    expect(columns.map((column) => column.column_name)).toEqual(
      contract?.columns.map((column) => column.name),
    );
    expect(columns[0]?.column_name).toBe("as_of");
    for (const column of columns) {
      const type = contract?.columns.find((each) => each.name === column.column_name)?.type ?? "";
      expect(column.column_type, column.column_name).toMatch(sqlTypes[type] ?? /^$/);
    }
  });

  it("has one row a key, of the day of the run", async () => {
    const key = contract?.key.join(", ");
    const repeated = await city.rows(`select ${key} from marts.${name} group by ${key} having count(*) > 1`);
    expect(repeated).toEqual([]);
    const days = await city.rows(`select distinct cast(as_of as varchar) as as_of from marts.${name}`);
    expect(days).toEqual(name === "accident_grade" || name === "installation_grade" ? [] : [{ as_of: asOf }]);
  });
});

describe("the register of major risks", () => {
  it("names place, measures in the order of their ids and whether the enterprise reported the point; not those of a closed enterprise", async () => {
    expect(
      await city.rows(
        "select risk_point_id, place, measures, measure_count, is_reported, enterprise from marts.major_risk_register",
      ),
    ).toEqual([
      {
        risk_point_id: "R1",
        place: "罐区",
        measures: "联锁；防毒面具",
        measure_count: "2",
        is_reported: false,
        enterprise: "企业E1",
      },
    ]);
  });
});

describe("level_change", () => {
  it("names the day, both levels and the determination that came", async () => {
    // On 22 November H1 is 43 days past its deadline, more than the 30 of the pack; on 30 September it is not yet due.
    expect(
      await city.rows(
        "select enterprise_id, cast(changed_on as varchar) as changed_on, from_level, to_level, main_reason, main_reason_en from marts.level_change",
      ),
    ).toEqual([
      {
        enterprise_id: "E1",
        changed_on: asOf,
        from_level: "yellow",
        to_level: "red",
        main_reason: "重大隐患逾期超过30日未销号",
        main_reason_en: "A major hazard overdue for more than 30 days",
      },
    ]);
    const [level] = await city.rows(
      "select level, determined_by, previous_level, cast(level_since as varchar) as level_since from marts.enterprise_level where enterprise_id = 'E1'",
    );
    expect(level).toEqual({
      level: "red",
      determined_by: "direct",
      previous_level: "yellow",
      level_since: asOf,
    });
  });
});
