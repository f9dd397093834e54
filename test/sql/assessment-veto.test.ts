import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainAssessed } from "../../pipelines/explain/assessment.js";
import { explanationText } from "../../pipelines/explain/explanation-text.js";
import { enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

type Entry = readonly [from: string, to: string, value: number];

/** One death each on 2026-10-01; the day of the run is 2026-11-22. What was entered, and deaths over it (null: no data). */
const cases: readonly (readonly [
  code: string,
  why: string,
  entries: readonly Entry[],
  over: number | null,
])[] = [
  ["650301", "nothing entered", [], null],
  ["650302", "the first half only, smaller than the deaths", [["2026-01-01", "2026-06-30", 0]], null],
  [
    "650303",
    "both halves, together smaller",
    [
      ["2026-01-01", "2026-06-30", 0],
      ["2026-07-01", "2026-12-31", 0],
    ],
    1,
  ],
  [
    "650304",
    "both halves, together equal",
    [
      ["2026-01-01", "2026-06-30", 0],
      ["2026-07-01", "2026-12-31", 1],
    ],
    0,
  ],
  [
    "650305",
    "halves with a day between them",
    [
      ["2026-01-01", "2026-06-30", 0],
      ["2026-07-02", "2026-12-31", 0],
    ],
    null,
  ],
  ["650306", "the year", [["2026-01-01", "2026-12-31", 0]], 1],
  ["650307", "a day short of the day of the run", [["2026-01-01", "2026-11-21", 0]], null],
  ["650308", "exactly to the day of the run", [["2026-01-01", "2026-11-22", 0]], 1],
  [
    "650309",
    "parts that say some days twice",
    [
      ["2026-01-01", "2026-06-30", 0],
      ["2026-04-01", "2026-12-31", 0],
    ],
    null,
  ],
  ["650310", "a year that begins in another", [["2025-07-01", "2026-12-31", 0]], null],
  ["650311", "a year that ends in another", [["2026-01-01", "2027-06-30", 0]], null],
  [
    "650312",
    "the year, and its first half beside",
    [
      ["2026-01-01", "2026-06-30", 0],
      ["2026-01-01", "2026-12-31", 5],
    ],
    -4,
  ],
];

let city: SmallWarehouse;
const vetoed = "650306";

beforeAll(async () => {
  city = await openSmallWarehouse();
  const codes = cases.map(([code]) => code);
  await city.put("staging.region", [
    { region_code: "650200", region_name: "市" },
    ...codes.map((code) => ({
      region_code: code,
      region_name: `区${code}`,
      parent_region_code: "650200",
      peer_group: "区县",
    })),
  ]);
  await city.put(
    "staging.enterprise",
    codes.map((code) => enterprise(`E${code}`, { region_code: code })),
  );
  await city.put(
    "staging.risk_point",
    codes.map((code) => ({
      risk_point_id: `P${code}`,
      enterprise_id: `E${code}`,
      method: "direct",
      risk_point_name: "点",
      claimed_level: "blue",
      reviewed_on: "2026-05-01",
      responsible_person: "甲",
    })),
  );
  await city.put(
    "staging.check_task",
    codes.flatMap((code, index) =>
      [0, 1, 2, 3].map((number) => ({
        task_id: `T${code}${number}`,
        enterprise_id: `E${code}`,
        due_on: "2026-03-01",
        done_on: number * 3 < index ? "2026-03-01" : "2026-03-02",
      })),
    ),
  );
  await city.put(
    "staging.accident",
    codes.map((code) => ({
      accident_id: `X${code}`,
      enterprise_id: `E${code}`,
      region_code: code,
      occurred_at: "2026-10-01 08:00:00",
      deaths: 1,
      serious_injuries: 0,
    })),
  );
  const entered = (code: string, indicator: string, [from, to, value]: Entry): Row => ({
    subject_type: "region",
    subject_id: code,
    indicator_id: indicator,
    period_start: from,
    period_end: to,
    value,
  });
  await city.put("staging.assessment_input", [
    ...cases.flatMap(([code, , entries]) =>
      entries.map((entry) => entered(code, "control_number_deaths", entry)),
    ),
    ...codes.flatMap((code) => [
      entered(code, "responsibility_system_points", ["2026-01-01", "2026-06-30", 90]),
      entered(code, "publicity_training_points", ["2026-01-01", "2026-06-30", 90]),
      entered(code, "responsibility_system_points", ["2025-01-01", "2025-06-30", 95]),
    ]),
    // Known last year, unknown now: what fell, though nobody did worse.
    entered("650301", "emergency_drill_count", ["2025-01-01", "2025-06-30", 4]),
  ]);
  await city.build("marts.assessment_notice", "marts.assessment_pair");
});
afterAll(() => city.close());

describe("deaths over the control number", () => {
  it.each(cases)("%s %s", async (code, _, entries, over) => {
    const rows = await city.rows<{ value: string | null; status: string }>(
      `select cast(indicator_value as varchar) as value, indicator_status as status from scores.assessment_indicator
       where subject_id = '${code}' and indicator_id = 'deaths_over_control_number'`,
    );
    const [row] = rows;
    expect(rows).toHaveLength(1);
    expect(row?.value === null ? null : Number(row?.value)).toBe(over);
    expect(row?.status).toBe(over === null ? "no_data" : "scored");
    const vetoes = await city.rows(
      `select veto_reason from marts.assessment_ranking where subject_id = '${code}' and veto_reason is not null`,
    );
    expect(vetoes).toHaveLength(over !== null && over > 0 ? 1 : 0);
    const counted = await city.rows<{ entries: number }>(
      `select cast(entry_count as integer) as entries from scores.assessment_control_number where case_id = '${code}'`,
    );
    // What straddles two years is not even an entry for this one.
    const within = entries.filter(([from, to]) => from >= "2026-01-01" && to <= "2026-12-31").length;
    expect(counted[0]?.entries ?? 0).toBe(within);
  });
});

describe("a veto", () => {
  it("decides the grade and leaves score and rank alone", async () => {
    const rows = await city.rows<Record<string, string | number | null>>(
      `select subject_id, grade, score_grade, score > 0 as is_scored, rank is not null as is_ranked
       from marts.assessment_ranking where subject_id in ('${vetoed}', '650304') order by subject_id`,
    );
    expect(rows[0]).toMatchObject({ is_scored: true, is_ranked: true });
    expect(rows[0]?.grade).toBe(rows[0]?.score_grade);
    expect(rows[1]).toMatchObject({ grade: "unqualified", is_scored: true, is_ranked: true });
    expect(rows[1]?.score_grade).not.toBe("unqualified");
    // The score was no reason for the notice: the veto alone.
    expect(
      await city.rows(
        `select reason_id, cast(value as varchar) as value, detail, detail_en from marts.assessment_notice
         where list = 'public_notice' and subject_id = '${vetoed}'`,
      ),
    ).toEqual([
      {
        reason_id: "deaths_over_control_number",
        value: "1.000000",
        detail: "死亡人数超出控制指标 1，考核期死亡人数 1，死亡人数控制指标（填报） 0",
        detail_en:
          "Deaths over the control number 1, Deaths of the period 1, Control number of deaths entered 0",
      },
    ]);
  });

  it("is walked back to the deaths, the control number, the accident and the entry", async () => {
    const found = await explainAssessed(city.warehouse, { subjectId: vetoed, lang: "zh" });
    expect(found).toMatchObject({
      level: "unqualified",
      determined_by: "direct",
      direct_reason: "死亡人数超过控制指标",
    });
    const [veto] = found?.exceptions ?? [];
    expect(
      veto?.facts?.map((fact) => [
        fact.indicator_id,
        fact.value,
        fact.evidence.map((each) => `${each.file} ${each.key}`),
      ]),
    ).toEqual([
      [
        "deaths_over_control_number",
        1,
        ["data/accident.csv X650306", "data/assessment_input.csv control_number_deaths 2026-12-31"],
      ],
      ["death_count", 1, ["data/accident.csv X650306"]],
      ["control_number_deaths", 0, ["data/assessment_input.csv control_number_deaths 2026-12-31"]],
    ]);
    for (const fact of veto?.facts ?? [])
      expect(fact.evidence_count, fact.indicator_id).toBe(fact.evidence.length);
    const text = explanationText(found ?? expect.fail("nothing explained"), "zh");
    expect(text).toContain("一票否决决定等次；按得分为");
    expect(text).toContain("考核期死亡人数: 1 人");
  });
});

describe("the standing in explain", () => {
  it("has rank, interval, ties with their probability as published, and the driver", async () => {
    const found = await explainAssessed(city.warehouse, { subjectId: "650305", lang: "en" });
    const standing = found?.standing ?? expect.fail("no standing");
    expect(standing.pairs).toHaveLength(cases.length - 1);
    const tied = standing.pairs.filter((pair) => pair.relation === "tied").map((pair) => pair.subject_id);
    const [ranking] = await city.rows<{
      rank: number;
      rank_low: number;
      rank_high: number;
      tied_with: string;
    }>(
      "select rank, rank_low, rank_high, tied_with from marts.assessment_ranking where subject_id = '650305'",
    );
    expect(tied.sort().join(",")).toBe(ranking?.tied_with);
    expect(standing).toMatchObject({
      rank: ranking?.rank,
      rank_low: ranking?.rank_low,
      rank_high: ranking?.rank_high,
    });
    for (const pair of standing.pairs) {
      expect(pair.relation).toBe(
        pair.probability_above >= 0.9 ? "above" : pair.probability_above <= 0.1 ? "below" : "tied",
      );
      const other = await explainAssessed(city.warehouse, { subjectId: pair.subject_id, lang: "en" });
      const back = other?.standing?.pairs.find((each) => each.subject_id === "650305");
      expect((back?.probability_above ?? Number.NaN) + pair.probability_above).toBeCloseTo(1, 9);
    }
  });

  it("names a driver that goes the way of the change, and what became unknown as such", async () => {
    const rows = await city.rows<{
      subject_id: string;
      change: string;
      driver: string;
      points: string;
      kind: string;
    }>(
      `select subject_id, cast(score_change as varchar) as change, driver_indicator_id as driver,
          cast(driver_points_change as varchar) as points, driver_change_kind as kind
       from marts.assessment_ranking where score_change <> 0 order by subject_id`,
    );
    expect(rows).toHaveLength(cases.length);
    for (const row of rows)
      expect(Math.sign(Number(row.points)), row.subject_id).toBe(Math.sign(Number(row.change)));
    const items = await city.rows<{ sum: string; kind: string }>(
      `select cast(sum(points_change) as varchar) as sum, max(case when indicator_id = 'emergency_drill_count' then change_kind end) as kind
       from marts.assessment_score_item where subject_id = '650301'`,
    );
    expect(Number(items[0]?.sum)).toBeCloseTo(Number(rows[0]?.change), 2);
    expect(items[0]?.kind).toBe("became_unknown");
  });
});
