import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daysAgo, type InspectionCity, openInspectionCity } from "./inspection-city.js";
import { enterprise, type Row } from "./small-warehouse.js";

let city: InspectionCity;
beforeAll(async () => {
  city = await openInspectionCity();
});
afterAll(() => city.close());

/** A risk point under control and reviewed a month ago, unless said otherwise. */
function point(id: string, level: string | null, more: Row = {}): Row {
  return {
    risk_point_id: id,
    enterprise_id: id.split("-")[0]!,
    risk_point_name: `风险点${id}`,
    method: "direct",
    claimed_level: level,
    control_layer: "workshop",
    responsible_person: "甲",
    reviewed_on: daysAgo(30),
    ...more,
  };
}

const levels: Record<string, string> = {
  MANY: "orange",
  YELLOW: "yellow",
  UNKNOWN: "insufficient_data",
  BLUE: "blue",
  UNGRADED: "yellow",
  CONTROL: "yellow",
  STALE: "yellow",
  NEVER: "yellow",
  HAZARD: "yellow",
  DAY: "yellow",
  EMPTY: "insufficient_data",
};

type Line = {
  enterprise_id: string;
  focus_kind: string;
  evidence_key: string;
  focus_zh: string;
  focus_en: string;
};

async function linesOf(id: string, kind?: string): Promise<Line[]> {
  return city.rows<Line>(
    `select * from scores.inspection_focus where enterprise_id = '${id}' ${kind ? `and focus_kind = '${kind}'` : ""}
     order by focus_place`,
  );
}
const keys = async (id: string, kind: string) => (await linesOf(id, kind)).map((line) => line.evidence_key);

describe("what a visit looks at", () => {
  beforeAll(async () => {
    const points = [
      point("MANY-1", "blue"),
      point("MANY-2", "yellow"),
      point("MANY-3", "red"),
      point("MANY-4", "orange"),
      point("MANY-5", null),
      point("YELLOW-1", "blue"),
      point("YELLOW-2", "yellow"),
      point("UNKNOWN-1", "yellow"),
      point("BLUE-1", "blue"),
      point("UNGRADED-1", "yellow"),
      point("UNGRADED-2", null),
      point("CONTROL-1", "yellow"),
      point("CONTROL-2", "yellow", { control_layer: null }),
      point("CONTROL-3", "blue", { responsible_person: null }),
      point("CONTROL-4", "blue"),
      point("STALE-1", "yellow", { reviewed_on: daysAgo(365) }),
      point("STALE-2", "yellow", { reviewed_on: daysAgo(366) }),
      point("STALE-3", "yellow", { reviewed_on: null }),
      point("NEVER-1", "yellow", { reviewed_on: "1900-01-01" }),
      point("NEVER-2", "yellow", { reviewed_on: "1900-01-02" }),
      point("NEVER-3", "yellow", { reviewed_on: null }),
    ];
    await city.put(
      "staging.enterprise",
      Object.keys(levels).map((id) => enterprise(id)),
    );
    await city.put("staging.risk_point", points);
    await city.put(
      "staging.control_measure",
      points
        .filter(({ risk_point_id }) => risk_point_id !== "CONTROL-4")
        .map(({ risk_point_id }) => ({
          measure_id: `M-${risk_point_id}`,
          risk_point_id: risk_point_id!,
          kind: "management",
          description: "巡检",
        })),
    );
    const hazard = (id: string, more: Row): Row => ({
      hazard_id: id,
      enterprise_id: "HAZARD",
      description: "通道堵塞",
      level: "general",
      hazard_source: "inspection",
      found_at: `${daysAgo(1)} 09:00:00`,
      ...more,
    });
    await city.put("staging.hazard", [
      hazard("H-OPEN", {}),
      hazard("H-LATE", { found_at: `${daysAgo(200)} 09:00:00` }),
      hazard("H-MAJOR", { level: "major" }),
      hazard("H-DAY", { enterprise_id: "DAY", found_at: `${daysAgo(40)} 09:00:00`, deadline_on: daysAgo(1) }),
      hazard("H-DONE", { rectified_at: `${daysAgo(0)} 10:00:00` }),
    ]);
    await city.inspect(levels);
  }, 60_000);

  it("is its own worst risk points, whatever the level that they or it have", async () => {
    expect(await keys("MANY", "top_risk")).toEqual(["MANY-3", "MANY-4", "MANY-5"]);
    expect(await keys("YELLOW", "top_risk")).toEqual(["YELLOW-2", "YELLOW-1"]);
    expect(await keys("UNKNOWN", "top_risk")).toEqual(["UNKNOWN-1"]);
    expect(await keys("BLUE", "top_risk")).toEqual(["BLUE-1"]);
    // A point without a level may be any: it goes before a yellow one.
    expect(await keys("UNGRADED", "top_risk")).toEqual(["UNGRADED-2", "UNGRADED-1"]);
    const [line] = await linesOf("UNKNOWN", "top_risk");
    expect(line).toMatchObject({
      focus_zh: "一般风险点：风险点UNKNOWN-1",
      focus_en: "yellow risk point: 风险点UNKNOWN-1",
    });
  });

  it("is points of any level without layer, person or measure, and no other", async () => {
    expect((await linesOf("CONTROL", "uncontrolled")).map((line) => line.focus_zh)).toEqual([
      "管控未落实：风险点CONTROL-2（未定管控层级）",
      "管控未落实：风险点CONTROL-3（未定责任人）",
      "管控未落实：风险点CONTROL-4（无管控措施）",
    ]);
    expect(await keys("YELLOW", "uncontrolled")).toEqual([]);
  });

  it("is reviews past the limit of the edition, by a day, or never made", async () => {
    expect(await keys("STALE", "stale_review")).toEqual(["STALE-3", "STALE-2"]);
    const limit = (days: number) =>
      city.warehouse.run(
        `update rules.parameter set value_number = ${days} where method = 'inspection-requirement' and parameter_id = 'review_interval_days'`,
      );
    await limit(366);
    await city.inspect(levels);
    expect(await keys("STALE", "stale_review")).toEqual(["STALE-3"]);
    await limit(29);
    await city.inspect(levels);
    expect(await keys("YELLOW", "stale_review")).toEqual(["YELLOW-2", "YELLOW-1"]);
    await limit(365);
    await city.inspect(levels);
  });

  it("calls a review of 1900-01-01 never made, as an empty one", async () => {
    expect((await linesOf("NEVER", "stale_review")).map((line) => [line.focus_zh, line.focus_en])).toEqual([
      ["评估已过期：风险点NEVER-3（从未评估）", "stale review: 风险点NEVER-3 (never)"],
      ["评估已过期：风险点NEVER-1（从未评估）", "stale review: 风险点NEVER-1 (never)"],
      [
        expect.stringMatching(/^评估已过期：风险点NEVER-2（\d+天前）$/),
        expect.stringMatching(/^stale review: 风险点NEVER-2 \(\d+ days ago\)$/),
      ],
    ]);
  });

  it("is open hazards: major, overdue, then the others", async () => {
    expect(
      (await linesOf("HAZARD", "open_hazard")).map((line) => [line.evidence_key, line.focus_en]),
    ).toEqual([
      ["H-MAJOR", "open major hazard: 通道堵塞"],
      ["H-LATE", expect.stringMatching(/^overdue general hazard: 通道堵塞 \(\d+ days overdue\)$/)],
      ["H-OPEN", "open general hazard: 通道堵塞"],
    ]);
    expect((await linesOf("DAY", "open_hazard")).map((line) => line.focus_en)).toEqual([
      "overdue general hazard: 通道堵塞 (1 day overdue)",
    ]);
  });

  it("is nothing only where neither a risk point nor an open hazard is on record", async () => {
    const empty = await city.rows<{ enterprise_id: string }>(
      "select enterprise_id from marts.inspection_requirement where focus is null or focus_en is null",
    );
    expect(empty.map((row) => row.enterprise_id)).toEqual(["EMPTY"]);
  });
});
