import { expect, test } from "vitest";
import { levelBands, matrixTable, rulesByEdition, sayTotal } from "../../dashboards/card/placing.js";
import { wayOutList } from "../../dashboards/card/way-out.js";
import { html } from "../../dashboards/html.js";
import type { EditionRow, LevelRow, RuleRows } from "../../dashboards/rule-rows.js";
import type { EnterpriseRow } from "../../dashboards/rows.js";

const pack = { method: "chemical", edition: "2018-05-10" };
const edition = { ...pack, purpose: "enterprise_level" } as EditionRow;

function rulesOf(levels: readonly Partial<LevelRow>[]): RuleRows {
  return {
    editions: [edition],
    parts: [],
    partBands: [],
    matrix: [],
    indicators: [],
    points: [],
    determinations: [],
    parameters: [],
    levels: levels.map((each, index) => ({ ...pack, position: index + 1, ...each }) as LevelRow),
  };
}

/** 应急〔2018〕19号: ≥ 90 blue, 75–90 yellow, 60–75 orange, below 60 red. */
const chemical = rulesOf([
  { level: "red", value_from: null, value_to: "60.000000" },
  { level: "orange", value_from: "60.000000", value_to: "75.000000" },
  { level: "yellow", value_from: "75.000000", value_to: "90.000000" },
  { level: "blue", value_from: "90.000000", value_to: null },
]);

test("without a matrix the bands of the total place the enterprise", () => {
  const rules = rulesByEdition(chemical).get("chemical 2018-05-10");
  if (!rules) throw new Error("no rules of the edition");
  const bands = levelBands(rules, { level: "yellow", score: "82.500000" } as EnterpriseRow, "zh")?.html ?? "";
  expect(matrixTable(rules, [], "zh")).toBeNull();
  expect(bands.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).toContain("黄 黄色 ≥ 75, &lt; 90 ← 82.5");
  expect(bands.match(/←/g)).toHaveLength(1);
});

test("the arrow stands at the band of the total, also where a determination makes it another level", () => {
  const rules = rulesByEdition(chemical).get("chemical 2018-05-10");
  if (!rules) throw new Error("no rules of the edition");
  const red = { level: "red", score: "68.000000" } as EnterpriseRow;
  const bands =
    levelBands(rules, red, "en")
      ?.html.replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ") ?? "";
  expect(bands).toContain("Orange ≥ 60, &lt; 75 ← 68");
  expect(bands).toContain("Red &lt; 60 O");
  expect(sayTotal(rules, [], red, "zh")).toBe("；总分 68，按下列界限定级。按总分为橙色，因直接判定为红色。");
  expect(sayTotal(rules, [], { ...red, level: "orange" }, "en")).toBe(
    "; total 68, graded by the limits below.",
  );
  const none = { ...red, level: "insufficient_data", score: null };
  expect(sayTotal(rules, [], none, "en")).toBe("");
  expect(levelBands(rules, none, "en")?.html).not.toContain("←");
});

test("the way out is said in words, and its absence too", () => {
  const say = (level: string, ways: Parameters<typeof wayOutList>[2] = []): string =>
    html`${wayOutList("en", level, ways)}`.html.replace(/<[^>]+>/g, "");
  expect(say("blue")).toContain("lowest level already");
  expect(say("insufficient_data")).toContain("needs data first");
  expect(say("red")).toContain("does not change the level");
  expect(say("red", null)).toContain("sise explain");
  expect(
    say("red", [
      { closeHazards: ["H1"], reviewRiskPoints: ["R1", "R2"], level: "yellow", score: "61.500000" },
    ]),
  ).toBe("close 1 hazard (H1) and review 2 risk points (R1 and R2) → Y Yellow, score 61.5");
});
