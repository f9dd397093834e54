import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { monthNumber, spacingMonths } from "../../models/plan/units.js";
import { daysAgo, type InspectionCity, openInspectionCity } from "./inspection-city.js";
import { enterprise, type Row } from "./small-warehouse.js";

const kinds = ["full", "special", "random", "follow_up", "complaint", "desk"];
const colours = ["red", "orange", "yellow", "blue", "insufficient_data"];
const months = Array.from({ length: 12 }, (_, m) => `2026-${String(m + 1).padStart(2, "0")}-01`);
const count = 240;

/** Seeded numbers below `limit`. */
function random(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

let city: InspectionCity;
const levels: Record<string, string> = {};

beforeAll(async () => {
  city = await openInspectionCity([daysAgo(0), "2025-12-31"]);
  const next = random(20261122);
  const enterprises: Row[] = [];
  const visits: Row[] = [];
  for (let i = 0; i < count; i++) {
    const id = `E${String(i).padStart(3, "0")}`;
    levels[id] = colours[next(5)] ?? "blue";
    enterprises.push(
      enterprise(id, {
        department_code: i % 10 === 0 ? null : ["D1", "D2", "D3"][next(3)]!,
        region_code: i % 20 === 0 ? "659999" : "650203",
        regulated_sector: next(2) ? "chemical" : "other",
        employee_count: next(3000),
      }),
    );
    for (let k = next(4); k > 0; k--)
      visits.push({
        inspection_id: `${id}-${k}`,
        enterprise_id: id,
        inspected_on: daysAgo(next(500)),
        kind: kinds[next(6)]!,
        is_planned: [true, false, null][next(3)]!,
      });
  }
  await city.put("staging.enterprise", enterprises);
  await city.put("staging.inspection", visits);
  await city.put("staging.department", [
    { department_code: "D1", department_name: "甲", region_code: "650203" },
    { department_code: "D2", department_name: "乙", region_code: "650203" },
    { department_code: "D3", department_name: "丙", region_code: "650200" },
  ]);
  await city.put(
    "staging.inspector_capacity",
    months.flatMap((month) => [
      { department_code: "D1", month, person_days: 60 },
      { department_code: "D2", month, person_days: 25 },
      { department_code: "D3", month, person_days: 400 },
    ]),
  );
  await city.inspect(levels);
}, 60_000);
afterAll(() => city.close());

const read = (sql: string) => city.rows<Record<string, string | number | boolean | null>>(sql);

describe.each([true, false])("the plan fed by SQL (current: %s)", (isCurrent) => {
  const of = `is_current = ${isCurrent}`;

  it("takes no more person-days than there are in any month, and says what becomes of each", async () => {
    const rows = await read(
      `select capacity.*, coalesce(visit.person_days, 0) as visited from scores.plan_capacity as capacity
       left join (select department_code, month, sum(person_days) as person_days from scores.planned_visit where ${of} group by all) as visit
         on capacity.department_code = visit.department_code and capacity.month = visit.month
       where capacity.${of}`,
    );
    expect(rows.length).toBe((isCurrent ? 2 : 12) * 4);
    for (const row of rows) {
      expect(Number(row.planned) + Number(row.drawn)).toBeCloseTo(Number(row.visited), 6);
      expect(Number(row.planned) + Number(row.drawn) + Number(row.free)).toBeLessThanOrEqual(
        Math.max(0, Number(row.person_days) - Number(row.taken)) + 1e-9,
      );
    }
  });

  it("breaks no cap and keeps every distance", async () => {
    const day = isCurrent ? daysAgo(0) : "2025-12-31";
    const rows = await read(
      `select requirement.enterprise_id, requirement.max_per_year, requirement.interval_days,
          coalesce((select string_agg(cast(planned.month as varchar), ',' order by planned.month) from scores.planned_visit as planned
            where planned.${of} and planned.enterprise_id = requirement.enterprise_id), '') as planned,
          coalesce((select string_agg(cast(inspection.inspected_on as varchar), ',' order by inspected_on) from staging.inspection as inspection
            where inspection.enterprise_id = requirement.enterprise_id and inspected_on <= date '${day}'), '') as made
       from scores.inspection_requirement as requirement where requirement.as_of = date '${day}'`,
    );
    expect(rows.length).toBe(count);
    for (const row of rows) {
      const split = (text: unknown) => String(text).split(",").filter(Boolean);
      const planned = split(row.planned).map((each) => monthNumber(each.slice(0, 7))!);
      const made = split(row.made).map((each) => monthNumber(each.slice(0, 7))!);
      const inYear = made.filter((each) => Math.floor(each / 12) === 2026).length;
      if (planned.length > 0) expect(planned.length + inYear).toBeLessThanOrEqual(Number(row.max_per_year));
      const spacing = spacingMonths(Number(row.interval_days ?? 365));
      for (const [i, one] of planned.entries())
        for (const other of [...made, ...planned.slice(i + 1)])
          expect(Math.abs(one - other), String(row.enterprise_id)).toBeGreaterThanOrEqual(spacing);
    }
  });

  it("plans or certifies every visit of the minimum", async () => {
    const day = isCurrent ? daysAgo(0) : "2025-12-31";
    const rows = await read(
      `select requirement.enterprise_id, requirement.min_per_year,
          (select count(*) from staging.inspection as inspection where inspection.enterprise_id = requirement.enterprise_id
             and year(inspected_on) = 2026 and inspected_on <= date '${day}' and kind in ('full', 'special')) as made,
          (select count(*) from scores.planned_visit as planned where planned.${of}
             and planned.enterprise_id = requirement.enterprise_id and basis = 'statutory') as planned,
          coalesce((select sum(visits) from scores.plan_unserved as unserved where unserved.${of}
             and unserved.enterprise_id = requirement.enterprise_id), 0) as unserved
       from scores.inspection_requirement as requirement where requirement.as_of = date '${day}'`,
    );
    for (const row of rows) {
      const owed = Number(row.min_per_year) - Number(row.made);
      if (owed > 0) expect(Number(row.planned) + Number(row.unserved), String(row.enterprise_id)).toBe(owed);
    }
    const [sums] = await read(
      `select (select sum(visits) from scores.plan_unserved where ${of}) as visits,
          (select count(*) from (select distinct department_code, month from scores.plan_unserved where ${of})) as slots,
          (select count(*) from scores.plan_shortage where ${of}) as rows`,
    );
    expect(Number(sums?.slots)).toBe(Number(sums?.rows));
  });

  it("draws by numbers that anyone can recompute, lowest first", async () => {
    const rows = await read(
      `select cast(month as varchar) as month, department_code, enterprise_id, draw_number, is_drawn, stratum,
          (select any_value(seed) from scores.plan_bound where ${of}) as seed
       from scores.plan_draw where ${of} order by month, department_code, draw_number`,
    );
    expect(rows.length).toBeGreaterThan(0);
    const over = new Set<string>();
    for (const row of rows) {
      const month = String(row.month).slice(0, 7);
      expect(row.draw_number).toBe(
        createHash("sha256").update(`sise-inspection-2026|${row.enterprise_id}|${month}`).digest("hex"),
      );
      // Within a group, after the first who was not drawn nobody of the month is.
      const key = `${month}|${row.department_code}|${row.stratum}`;
      if (row.is_drawn !== true) over.add(key);
      else expect(over.has(key), key).toBe(false);
    }
  });
});

describe("the draw fed by SQL", () => {
  it("reaches every group that has someone to draw, and comes to the share unless the minimum needs it", async () => {
    const groups = await read(
      `select stratum, count(*) filter (where is_drawn) as drawn from scores.plan_draw where is_current = false
       group by stratum order by stratum`,
    );
    expect(groups.map((row) => row.stratum)).toContain("insufficient_data");
    for (const row of groups) expect(Number(row.drawn), String(row.stratum)).toBeGreaterThan(0);
    const [sums] = await read(
      `select draw_asked, draw_made from scores.plan_bound where is_current = false and department_code = '*'`,
    );
    expect(Number(sums?.draw_asked)).toBeCloseTo((60 + 25 + 400) * 12 * 0.05, 1);
    expect(Number(sums?.draw_made)).toBeGreaterThan(0);
  });
});

describe("done against planned", () => {
  it("counts each visit of the year once, as settling one planned visit or as another", async () => {
    const [sums] = await read(
      `select sum(done_visits) as done, sum(other_visits) as others, sum(settled_visits) as settled, sum(turn_visits) as turn,
          sum(done_person_days + other_person_days) as days,
          (select sum(person_days) from scores.plan_done) as told,
          (select count(*) from staging.inspection where year(inspected_on) = 2026) as made,
          (select count(*) from scores.planned_visit where not is_current) as asked
       from marts.plan_summary`,
    );
    expect(Number(sums?.done)).toBeGreaterThan(0);
    expect(Number(sums?.others)).toBeGreaterThan(0);
    expect(Number(sums?.done) + Number(sums?.others)).toBe(Number(sums?.made));
    expect(sums?.settled).toBe(sums?.done);
    expect(sums?.turn).toBe(sums?.asked);
    expect(Number(sums?.days)).toBeCloseTo(Number(sums?.told), 6);
    const over = await read("select * from marts.plan_summary where settled_visits > turn_visits");
    expect(over).toEqual([]);
  });

  it("lets only a visit of the enterprise settle, of the planned kind or one that counts, and not called unplanned", async () => {
    const rows = await read(
      `select done.inspection_id, done.visit_kind, told.is_planned, told.enterprise_id,
          (select count(*) from scores.planned_visit as planned where not planned.is_current
             and planned.enterprise_id = done.enterprise_id and planned.month = done.settled_month
             and (planned.visit_kind = done.visit_kind or done.visit_kind in ('full', 'special'))) as asked
       from scores.plan_done as done inner join staging.inspection as told on done.inspection_id = told.inspection_id
       where done.settled_month is not null`,
    );
    for (const row of rows) {
      expect(Number(row.asked), String(row.inspection_id)).toBe(1);
      expect(row.is_planned).not.toBe(false);
      expect(["complaint", "follow_up"]).not.toContain(row.visit_kind);
    }
  });
});

describe("marts of the plan", () => {
  it("name each visit once and hold to the contract's columns", async () => {
    const [row] = await read(
      "select count(*) as visits, count(distinct plan_id) as ids from marts.inspection_plan",
    );
    expect(Number(row?.visits)).toBeGreaterThan(0);
    expect(row?.ids).toBe(row?.visits);
    const [shortage] = await read(
      `select sum(capacity_visits + cap_visits + spacing_visits) as visits,
          (select sum(visits) from scores.plan_unserved where is_current) as told from marts.inspection_shortage`,
    );
    expect(shortage?.visits).toBe(shortage?.told);
  });

  it("give enterprises without a department to their region's, or to a team that is short", async () => {
    const rows = await read(
      `select distinct department_code from scores.plan_unserved as unserved
       inner join staging.enterprise as enterprise on unserved.enterprise_id = enterprise.enterprise_id
       where enterprise.department_code is null and is_current order by 1`.replace(
        "select distinct department_code",
        "select distinct unserved.department_code",
      ),
    );
    expect(rows.map((row) => row.department_code)).toContain("unassigned");
    const [other] = await read(
      `select count(*) as visits from scores.planned_visit as planned
       inner join staging.enterprise as enterprise on planned.enterprise_id = enterprise.enterprise_id
       where enterprise.department_code is null and planned.department_code = 'D1'`,
    );
    expect(Number(other?.visits)).toBeGreaterThan(0);
  });

  it("is the same plan when made again", async () => {
    const hash = async () =>
      (
        await read(
          "select md5(string_agg(cast(planned as varchar), '|' order by cast(planned as varchar))) as hash from scores.planned_visit as planned",
        )
      )[0]?.hash;
    const before = await hash();
    await city.inspect(levels);
    expect(await hash()).toBe(before);
  });
});
