import { afterEach, describe, expect, it } from "vitest";
import { explainAccident } from "../../pipelines/explain/accident.js";
import { explanationText } from "../../pipelines/explain/explanation-text.js";
import { explainInstallation } from "../../pipelines/explain/installation.js";
import { readCheckFiles } from "../../pipelines/warehouse/sql-files.js";
import { enterprise, openSmallWarehouse, type Row, type SmallWarehouse } from "./small-warehouse.js";

// Figures of installations and accidents that are left out: no full points, never blue, and a check that names them.

let city: SmallWarehouse;
afterEach(() => city.close());

/** An enterprise that would be blue: looked at, with one blue risk point, and well run. */
async function putBlue(id: string, more: Row = {}): Promise<void> {
  await city.put("staging.enterprise", [
    enterprise(id, {
      regulated_sector: "other",
      standardization_grade: "1",
      standardization_valid_until: "2027-12-31",
      in_chemical_park: true,
      employee_count: 50,
      ...more,
    }),
  ]);
  await city.put("staging.inspection", [
    { inspection_id: `I-${id}`, enterprise_id: id, inspected_on: "2026-11-01", kind: "full", hours: 20 },
  ]);
  await city.put("staging.risk_point", [
    {
      risk_point_id: `R-${id}`,
      enterprise_id: id,
      risk_point_name: "点",
      method: "LEC",
      l: 0.5,
      e: 1,
      c: 1,
      exposed_count: 0,
      reviewed_on: "2026-11-01",
    },
  ]);
  await city.put("staging.check_task", [
    { task_id: `T-${id}`, enterprise_id: id, due_on: "2026-10-01", done_on: "2026-10-01" },
  ]);
}

async function putInstallation(
  enterpriseId: string,
  people: number | null,
  chemicals: readonly (readonly [cas: string, q: number])[],
  name = "",
): Promise<void> {
  const installation_id = `Z-${enterpriseId}${name}`;
  await city.put("staging.installation", [
    {
      installation_id,
      enterprise_id: enterpriseId,
      installation_name: "罐区",
      exposed_population_500m: people,
    },
  ]);
  await city.put(
    "staging.installation_chemical",
    chemicals.map(([cas_no, quantity_t]) => ({ installation_id, cas_no, quantity_t })),
  );
}

interface Level {
  readonly level: string;
  readonly reason: string | null;
}

async function levels(): Promise<Map<string, Level>> {
  const rows = await city.rows<Level & { id: string }>(
    "select enterprise_id as id, level, direct_reason_en as reason from marts.enterprise_level",
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** `status points value` of an item. */
async function itemOf(id: string, indicator: string): Promise<string> {
  const [item] = await city.rows<{ text: string }>(
    `select concat(status, ' ', cast(cast(points as decimal(9, 2)) as varchar), ' ', coalesce(indicator_value, 'unknown')) as text
     from marts.enterprise_level_item where enterprise_id = '${id}' and indicator_id = '${indicator}'`,
  );
  return item?.text ?? "no item";
}

const offenders = (name: string): Promise<Record<string, unknown>[]> =>
  city.rows(readCheckFiles().find((file) => file.name === name)!.text);

const tables = ["marts.enterprise_level", "marts.enterprise_level_item", "scores.enterprise_level_indicator"];

describe("an installation of which a figure is left out", () => {
  it("never earns full points and never leaves its enterprise blue, by the general pack", async () => {
    city = await openSmallWarehouse();
    const chlorine = "7782-50-5";
    const cases: readonly [id: string, people: number | null, (readonly [string, number])[]][] = [
      ["nothing", 0, [[chlorine, 1]]],
      ["small", null, [[chlorine, 4]]],
      ["grade-4", 0, [[chlorine, 5]]],
      ["certain-1", null, [[chlorine, 400]]],
      ["certain-4", null, [[chlorine, 5]]],
      ["open", null, [[chlorine, 62.5]]],
      ["proven-2", null, [[chlorine, 200]]],
      ["nameless", 10, [["78-83-1", 1]]],
      ["bare", 10, []],
    ];
    await putBlue("none");
    for (const [id, people, chemicals] of cases) {
      await putBlue(id);
      await putInstallation(id, people, chemicals);
    }
    await city.build(...tables);
    const found = await levels();
    const blue = [...found].filter(([, one]) => one.level === "blue").map(([id]) => id);
    expect(blue.sort()).toEqual(["certain-4", "grade-4", "none", "nothing", "small"]);
    const unknown = "The grade of an installation with hazardous chemicals cannot be told";
    const dangerous =
      "A risk point that is red or cannot be graded, or a major hazard installation of grade 1 or 2";
    expect(found.get("certain-1")).toEqual({ level: "yellow", reason: dangerous });
    expect(found.get("open")).toEqual({ level: "yellow", reason: unknown });
    expect(found.get("proven-2")?.reason).toBe(`${dangerous}; ${unknown}`);
    for (const id of ["nameless", "bare"])
      expect(found.get(id)).toEqual({ level: "yellow", reason: unknown });
    const grade = "worst_installation_grade";
    expect(await itemOf("none", grade)).toBe("scored 10.00 none");
    expect(await itemOf("small", grade)).toBe("scored 10.00 none");
    expect(await itemOf("grade-4", grade)).toBe("scored 6.00 4");
    expect(await itemOf("certain-1", grade)).toBe("scored 0.00 1");
    expect(await itemOf("certain-4", grade)).toBe("scored 6.00 4");
    for (const id of ["open", "proven-2", "nameless", "bare"])
      expect(await itemOf(id, grade), id).toBe("no_data 0.00 unknown");
    const people = "installation_population_500m";
    expect(await itemOf("none", people)).toBe("scored 5.00 0.000000");
    // Not a major hazard installation whoever is near: nobody asks.
    expect(await itemOf("small", people)).toBe("scored 5.00 0.000000");
    expect(await itemOf("nameless", people)).toBe("scored 4.00 10.000000");
    for (const id of ["certain-1", "certain-4", "open"])
      expect(await itemOf(id, people), id).toBe("no_data 0.00 unknown");
    const named = (await offenders("installation_grade__grade_known")).map((row) => row.enterprise_id);
    expect(named.sort()).toEqual(["bare", "nameless", "open", "proven-2"]);
  });

  it("loses what grade 1 loses, and is never blue, by the chemical guide", async () => {
    city = await openSmallWarehouse();
    for (const id of ["told", "untold"]) {
      await putBlue(id, { regulated_sector: "chemical" });
      await putInstallation(id, id === "told" ? 0 : null, [["7782-50-5", 62.5]]);
      const asked = await city.rows<{ id: string }>(
        "select distinct indicator_id as id from rules.indicator where method = 'enterprise-level-chemical' and is_entered",
      );
      await city.put(
        "staging.assessment_input",
        asked.map((row) => ({
          subject_type: "enterprise",
          subject_id: id,
          indicator_id: row.id,
          period_start: "2026-01-01",
          period_end: "2026-12-31",
          value: 0,
        })),
      );
    }
    await city.build(...tables);
    // 100 - 6 (grade 3) + 15 (standardisation) + 5 (no accident); untold 100 - 10 + 20: blue by its points, but not in truth.
    expect(
      await city.rows("select enterprise_id, level, score from marts.enterprise_level order by 1"),
    ).toEqual([
      { enterprise_id: "told", level: "blue", score: "114.000000" },
      { enterprise_id: "untold", level: "yellow", score: "110.000000" },
    ]);
    expect(await itemOf("untold", "worst_installation_grade")).toBe("no_data 10.00 unknown");
  });

  it("is explained without a score that has no value", async () => {
    city = await openSmallWarehouse();
    await putBlue("E1");
    await putInstallation("E1", null, [["7782-50-5", 62.5]], "-people");
    await putInstallation("E1", 60, [["78-83-1", 1]], "-chemical");
    await putInstallation("E1", 60, [["7782-50-5", 10]], "-whole");
    await putInstallation("E1", 60, [["7782-50-5", 0.8]], "-small");
    await city.build("scores.installation_grade");
    const explained = async (name: string) => {
      const found = await explainInstallation(city.warehouse, { subjectId: `Z-E1-${name}`, lang: "en" });
      const status = Object.fromEntries(found!.items.map((item) => [item.indicator_id, item.status]));
      return { level: found!.level, by: found!.determined_by, score: found!.score, status };
    };
    expect(await explained("people")).toEqual({
      level: null,
      by: "insufficient_data",
      score: null,
      status: {
        "7782-50-5": "scored",
        s_ratio: "scored",
        alpha: "no_data",
        r_value: "no_data",
        proven_grade: "no_data",
      },
    });
    expect(await explained("chemical")).toEqual({
      level: null,
      by: "insufficient_data",
      score: null,
      status: {
        "78-83-1": "no_rule",
        s_ratio: "no_data",
        alpha: "scored",
        r_value: "no_data",
        proven_grade: "no_rule",
      },
    });
    expect(await explained("whole")).toEqual({
      level: "3",
      by: "score",
      score: 12,
      status: { "7782-50-5": "scored", s_ratio: "scored", alpha: "scored", r_value: "scored" },
    });
    // Unknown is a dash; known and below the threshold is no dash, in words: the level stays empty.
    expect((await explained("small")).level).toBeNull();
    const second = async (name: string, lang: "zh" | "en") =>
      explanationText(
        (await explainInstallation(city.warehouse, { subjectId: `Z-E1-${name}`, lang }))!,
        lang,
      ).split("\n")[1];
    expect(await second("chemical", "zh")).toBe("— · 无得分");
    expect(await second("small", "zh")).toBe("不构成重大危险源（S 未达辨识限值） · 得分 0.96");
    expect(await second("small", "en")).toBe(
      "no major hazard installation (S is below the threshold) · score 0.96",
    );
    const found = await explainInstallation(city.warehouse, { subjectId: "Z-E1-people", lang: "zh" });
    expect(found!.items.at(-1)?.title).toBe("资料缺失：已能证明的等级为 3，最高可能为 1");
  });

  it("of several takes the worst, and only what is left open of it", async () => {
    city = await openSmallWarehouse();
    await putBlue("worst-known");
    await putInstallation("worst-known", 500, [["7782-50-5", 400]], "-a");
    await putInstallation("worst-known", null, [["7782-50-5", 62.5]], "-b");
    // Grade 2 is known, and the other can be no worse than 3: 0.5 to 2.0 * 4 * 1.5 = 3 to 12.
    await putBlue("worst-certain");
    await putInstallation("worst-certain", 0, [["7782-50-5", 125]], "-a");
    await putInstallation("worst-certain", null, [["7782-50-5", 7.5]], "-b");
    await city.build(...tables);
    expect(await itemOf("worst-known", "worst_installation_grade")).toBe("scored 0.00 1");
    expect(await itemOf("worst-certain", "worst_installation_grade")).toBe("scored 2.00 2");
  });

  it("is no data where the city has no installations at all", async () => {
    city = await openSmallWarehouse({ unsupplied: ["installation", "installation_chemical"] });
    await putBlue("E1");
    await city.build(...tables);
    expect(await itemOf("E1", "worst_installation_grade")).toBe("no_data 0.00 unknown");
    expect(await itemOf("E1", "installation_population_500m")).toBe("no_data 0.00 unknown");
  });
});

describe("an accident of which a figure is left out", () => {
  it("counts as general and keeps its enterprise from blue, unless more is proven", async () => {
    city = await openSmallWarehouse();
    const cases: readonly [id: string, figures: Row][] = [
      ["general", { deaths: 0, serious_injuries: 1, direct_loss_cny: 1000 }],
      ["nothing", {}],
      ["injured", { serious_injuries: 60 }],
      ["old", { occurred_at: "2023-11-21 01:00:00" }],
    ];
    for (const [id, figures] of cases) {
      await putBlue(id, { employee_count: 500 });
      await city.put("staging.accident", [
        {
          accident_id: `A-${id}`,
          enterprise_id: id,
          region_code: "650203",
          occurred_at: "2026-05-01 01:00:00",
          ...figures,
        },
      ]);
    }
    await city.build(...tables);
    const found = await levels();
    // 1 * 100 / 500 staff: 2 of 4 points, with a grade as without.
    expect(await itemOf("general", "accident_weight_36m")).toBe("scored 2.00 0.200000");
    expect(await itemOf("nothing", "accident_weight_36m")).toBe("scored 2.00 0.200000");
    expect(found.get("general")?.level).toBe("blue");
    expect(found.get("nothing")).toEqual({
      level: "yellow",
      reason: "An accident within three years whose grade is unknown",
    });
    const explained = await explainAccident(city.warehouse, { subjectId: "A-nothing", lang: "en" });
    expect(explained).toMatchObject({ level: null, score: null, determined_by: "insufficient_data" });
    // 50 serious injuries and more are a major accident, whatever the number of deaths.
    expect(found.get("injured")).toEqual({
      level: "red",
      reason: "A major accident or worse within three years",
    });
    expect(found.get("old")?.level).toBe("blue");
    expect((await offenders("accident_grade__figures_given")).map((row) => row.enterprise_id).sort()).toEqual(
      ["injured", "nothing", "old"],
    );
  });
});
