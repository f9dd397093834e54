import { afterAll, beforeAll, expect, it } from "vitest";
import { explainHazard } from "../../pipelines/explain/hazard.js";
import {
  asOf,
  dayBefore,
  enterprise,
  openSmallWarehouse,
  type Row,
  type SmallWarehouse,
} from "./small-warehouse.js";

let city: SmallWarehouse;

function hazard(id: string, more: Row): Row {
  return {
    hazard_id: id,
    enterprise_id: "E1",
    description: `隐患${id}`,
    level: "general",
    hazard_source: "self_check",
    ...more,
  };
}

const ledger = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  city = await openSmallWarehouse({ days: [asOf, dayBefore] });
  await city.put("staging.enterprise", [enterprise("E1"), enterprise("E2")]);
  await city.put("staging.hazard", [
    // The deadline day itself is not overdue.
    hazard("last-day", { found_at: "2026-11-01 01:00:00", deadline_on: asOf }),
    hazard("one-day", { found_at: "2026-11-01 01:00:00", deadline_on: "2026-11-21" }),
    // Rectified and verified after the day of the run: still open, as nobody could know.
    hazard("later", {
      found_at: "2026-11-01 01:00:00",
      rectified_at: "2026-11-23 01:00:00",
      verified_at: "2026-11-24 01:00:00",
    }),
    hazard("rectified", { found_at: "2026-11-01 01:00:00", rectified_at: "2026-11-02 01:00:00" }),
    hazard("verified", {
      found_at: "2026-11-01 01:00:00",
      rectified_at: "2026-11-02 01:00:00",
      verified_at: "2026-11-03 01:00:00",
    }),
    hazard("future", { found_at: "2026-11-30 01:00:00" }),
    hazard("no-limit", { found_at: "2026-01-01 01:00:00" }),
    hazard("bare-major", { level: "major", found_at: "2026-11-01 01:00:00" }),
    hazard("full-major", {
      level: "major",
      found_at: "2026-11-01 01:00:00",
      deadline_on: "2026-12-31",
      responsible_person: "王",
      measure_text: "更换",
      funds_cny: 1,
      emergency_plan: "有",
    }),
  ]);
  await city.build("marts.hazard_ledger", "scores.enterprise_state");
  for (const row of await city.rows<{ hazard_id: string }>("select * from marts.hazard_ledger"))
    ledger.set(row.hazard_id, row);
});
afterAll(() => city.close());

it("says what state a hazard is in on the day", () => {
  const states = ["last-day", "later", "rectified", "verified"].map((id) => ledger.get(id)?.state);
  expect(states).toEqual(["open", "open", "rectified", "verified"]);
  expect(ledger.has("future")).toBe(false);
});

it("counts days overdue from the day after the deadline", () => {
  expect(ledger.get("last-day")).toMatchObject({ is_overdue: false, overdue_days: null });
  expect(ledger.get("one-day")).toMatchObject({ is_overdue: true, overdue_days: "1" });
  expect(ledger.get("rectified")).toMatchObject({ is_overdue: false, overdue_days: null });
});

it("is explained with one day as no plural", async () => {
  const reason = async (lang: "zh" | "en") =>
    (await explainHazard(city.warehouse, { subjectId: "one-day", lang }))?.direct_reason;
  expect(await reason("zh")).toBe("未整改，逾期 1 天");
  expect(await reason("en")).toBe("open and 1 day overdue");
});

it("takes the limit of the pack in force when the hazard was found, where no deadline is given", async () => {
  const [limit] = await city.rows<{ days: number }>(
    "select cast(value_number as integer) as days from rules.parameter where parameter_id = 'rectification_days_general' order by edition desc limit 1",
  );
  expect(Number(ledger.get("no-limit")?.allowed_days)).toBe(limit?.days);
  // 1 January to 22 November 2026 are 325 days.
  expect(Number(ledger.get("no-limit")?.overdue_days)).toBe(325 - Number(limit?.days));
});

it("names what of the five implementations is missing, of major hazards alone", () => {
  expect(ledger.get("bare-major")?.five_implementations_missing).toBe(
    "responsible_person,measure_text,funds_cny,deadline_on,emergency_plan",
  );
  expect(ledger.get("full-major")?.five_implementations_missing).toBeNull();
  expect(ledger.get("one-day")?.five_implementations_missing).toBeNull();
});

it("counts an enterprise's hazards as they stood on each day", async () => {
  const rows = await city.rows(
    `select cast(as_of as varchar) as as_of, open_major_hazard_count as major, overdue_general_hazard_count as overdue
     from scores.enterprise_state where enterprise_id = 'E1' order by as_of`,
  );
  expect(rows).toEqual([
    { as_of: dayBefore, major: "0", overdue: "1" },
    // one-day, no-limit, and later with the pack's limit; its closing of tomorrow is not known.
    { as_of: asOf, major: "2", overdue: "3" },
  ]);
});
