import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainRequirement, requirementText } from "../../pipelines/explain/requirement.js";
import { daysAgo, type InspectionCity, openInspectionCity } from "./inspection-city.js";
import { asOf, enterprise, type Row } from "./small-warehouse.js";

const levels: Record<string, string> = {
  RED: "red",
  ORANGE: "orange",
  YELLOW: "yellow",
  BLUE: "blue",
  NONE: "insufficient_data",
  FATAL_IN: "blue",
  FATAL_OUT: "blue",
  FINE_IN: "blue",
  FINE_OUT: "blue",
  HAZARD: "orange",
  HAZARD_CLOSED: "orange",
  HAZARD_TOLD: "orange",
  LISTED: "yellow",
  UNLISTED: "yellow",
  RESTARTED: "insufficient_data",
  EVERYTHING: "red",
  RANDOM_ONLY: "yellow",
};

let city: InspectionCity;
let found: Map<string, Row>;

beforeAll(async () => {
  city = await openInspectionCity();
  await city.put(
    "staging.enterprise",
    Object.keys(levels).map((id) => enterprise(id, { department_code: "D1" })),
  );
  const accident = (id: string, days: number): Row => ({
    accident_id: `A-${id}`,
    enterprise_id: id,
    region_code: "650203",
    occurred_at: `${daysAgo(days)} 08:00:00`,
    deaths: 1,
    serious_injuries: 0,
    direct_loss_cny: 0,
  });
  await city.put("staging.accident", [
    accident("FATAL_IN", 1096),
    accident("FATAL_OUT", 1097),
    accident("EVERYTHING", 10),
    { ...accident("BLUE", 10), deaths: 0, serious_injuries: 2 },
    { ...accident("ORANGE", 10), is_work_safety: false },
  ]);
  const penalty = (id: string, days: number, concerns = true): Row => ({
    penalty_id: `P-${id}`,
    enterprise_id: id,
    decided_on: daysAgo(days),
    concerns_major_hazard: concerns,
  });
  await city.put("staging.penalty", [
    penalty("FINE_IN", 365),
    penalty("FINE_OUT", 366),
    penalty("EVERYTHING", 1),
    penalty("YELLOW", 1, false),
  ]);
  const hazard = (id: string, more: Row = {}): Row => ({
    hazard_id: `H-${id}`,
    enterprise_id: id,
    description: "防爆电气失效",
    level: "major",
    hazard_source: "inspection",
    found_at: `${daysAgo(40)} 09:00:00`,
    ...more,
  });
  await city.put("staging.hazard", [
    hazard("HAZARD"),
    hazard("EVERYTHING"),
    hazard("HAZARD_CLOSED", {
      rectified_at: `${daysAgo(1)} 09:00:00`,
      verified_at: `${daysAgo(0)} 09:00:00`,
    }),
    // Rectified by the enterprise's own word: struck off only when it is accepted.
    hazard("HAZARD_TOLD", { rectified_at: `${daysAgo(1)} 09:00:00` }),
  ]);
  await city.put("staging.discredited", [
    {
      enterprise_id: "LISTED",
      listed_on: daysAgo(100),
      removed_on: daysAgo(-1),
      basis: "b",
      list: "serious_dishonesty",
    },
    {
      enterprise_id: "UNLISTED",
      listed_on: daysAgo(100),
      removed_on: daysAgo(0),
      basis: "b",
      list: "serious_dishonesty",
    },
  ]);
  await city.put("staging.assessment_input", [
    {
      subject_type: "enterprise",
      subject_id: "RESTARTED",
      indicator_id: "restarted_count",
      period_start: daysAgo(90),
      period_end: daysAgo(1),
      value: 1,
    },
  ]);
  const visit = (id: string, kind: string, days: number, place = 1): Row => ({
    inspection_id: `I-${id}-${place}`,
    enterprise_id: id,
    inspected_on: daysAgo(days),
    kind,
  });
  await city.put("staging.inspection", [
    visit("ORANGE", "full", 200),
    visit("ORANGE", "special", 100, 2),
    visit("ORANGE", "follow_up", 5, 3),
    visit("YELLOW", "full", 30),
    visit("RANDOM_ONLY", "random", 3),
    visit("BLUE", "desk", 3),
  ]);
  await city.inspect(levels);
  found = new Map(
    (
      await city.rows<Row>(
        `select enterprise_id, min_per_year, max_per_year, interval_days, visit_kind, cast(due_on as varchar) as due_on,
            cast(last_inspected_on as varchar) as last_inspected_on, is_priority, reason, reason_en, focus, focus_en, inspection_class
         from marts.inspection_requirement order by enterprise_id`,
      )
    ).map((row) => [String(row.enterprise_id), row]),
  );
});
afterAll(() => city.close());

describe("the inspection requirement", () => {
  it.each([
    // id, minimum, cap, interval, kind
    ["RED", 4, 6, 91, "full"],
    ["ORANGE", 2, 3, 182, "full"],
    ["YELLOW", 1, 2, 365, "special"],
    ["BLUE", 0, 1, null, "special"],
    ["NONE", 0, 2, null, "desk"],
    ["HAZARD", 3, 3, 121, "full"],
    ["HAZARD_TOLD", 3, 3, 121, "full"],
    ["EVERYTHING", 5, 6, 73, "full"],
    ["LISTED", 2, 2, 182, "full"],
    ["FATAL_IN", 1, 1, 365, "full"],
  ])("of %s is %i to %i visits, %s days apart, %s", (id, minimum, cap, interval, kind) => {
    expect(found.get(id)).toMatchObject({
      min_per_year: minimum,
      max_per_year: cap,
      interval_days: interval,
      visit_kind: kind,
    });
  });

  it.each([
    ["FATAL_IN", "FATAL_OUT"],
    ["FINE_IN", "FINE_OUT"],
    ["HAZARD", "HAZARD_CLOSED"],
    ["LISTED", "UNLISTED"],
    ["RESTARTED", "NONE"],
  ])("%s adds one visit and is a priority, %s does not", (inside, outside) => {
    const base = Number(found.get(outside)?.min_per_year);
    expect(found.get(inside)).toMatchObject({ min_per_year: base + 1, is_priority: true });
    expect(found.get(outside)).toMatchObject({ is_priority: false });
    expect(String(found.get(inside)?.reason)).toContain("加查一次");
    expect(String(found.get(outside)?.reason_en)).not.toContain("one more");
  });

  it("is due an interval after the last visit that counts, now where none was made, never without a minimum", () => {
    expect(found.get("ORANGE")).toMatchObject({
      last_inspected_on: daysAgo(100),
      due_on: daysAgo(100 - 182),
    });
    expect(found.get("YELLOW")).toMatchObject({ last_inspected_on: daysAgo(30), due_on: daysAgo(30 - 365) });
    expect(found.get("RANDOM_ONLY")).toMatchObject({ last_inspected_on: null, due_on: asOf });
    expect(found.get("BLUE")).toMatchObject({ due_on: null, inspection_class: "general" });
    expect(found.get("RED")?.inspection_class).toBe("key");
  });

  it("says what to look at, in both languages", () => {
    expect(String(found.get("HAZARD")?.focus)).toMatch(/^重大隐患未整改：防爆电气失效（逾期\d+天）$/);
    expect(String(found.get("HAZARD")?.focus_en)).toContain("open major hazard");
    expect(String(found.get("HAZARD_TOLD")?.focus)).toBe("重大隐患待验收销号：防爆电气失效");
    expect(found.get("HAZARD_CLOSED")?.focus).toBeNull();
  });

  it("is explained: the items' visits sum to the minimum, each with clause and source rows", async () => {
    const explained = await explainRequirement(city.warehouse, { subjectId: "EVERYTHING", asOf, lang: "en" });
    const points = (part: string) =>
      (explained?.items ?? []).filter((item) => item.part === part).map((item) => item.points ?? 0);
    const base = points("by_level").reduce((sum, value) => sum + value, 0);
    expect(base + Math.max(...points("extra"))).toBe(explained?.min_per_year);
    expect(explained?.items.every((item) => (item.clause ?? "") !== "")).toBe(true);
    const accident = explained?.items.find((item) => item.indicator_id === "fatal_accidents_3y");
    expect(accident?.evidence).toEqual([
      expect.objectContaining({ key: "A-EVERYTHING", file: "data/accident.csv" }),
    ]);
    expect(requirementText(explained!, "zh").join("\n")).toContain("防爆电气失效");
    expect(await explainRequirement(city.warehouse, { subjectId: "NOBODY", asOf, lang: "en" })).toBeNull();
  });
});
