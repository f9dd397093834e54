import { expect, it } from "vitest";
import { rulesByEdition } from "../../dashboards/card/placing.js";
import {
  determinationTable,
  indicatorTable,
  levelTable,
  parameterTable,
} from "../../dashboards/pages/methods-tables.js";
import { isGradedByWorst, perUnitText } from "../../dashboards/pages/methods-points.js";
import type { IndicatorRow, RuleRows } from "../../dashboards/rule-rows.js";

const pack = { method: "fall", edition: "2007-06-01" };
const t = (zh: string): string => zh;

/** Two grades by deaths alone, and a veto to the worse one. */
const all = {
  editions: [{ ...pack }],
  // A pack that names no parts has one of all its indicators, which joins them as the total does.
  parts: [
    {
      ...pack,
      part_id: "all",
      position: 1,
      title_zh: "全部指标",
      title_en: "All indicators",
      aggregate: "worst",
    },
  ],
  partBands: [],
  matrix: [],
  levels: [
    {
      ...pack,
      level: "larger",
      position: 1,
      title_zh: "较大事故",
      title_en: "Larger",
      value_from: "2",
      value_to: null,
    },
    {
      ...pack,
      level: "general",
      position: 2,
      title_zh: "一般事故",
      title_en: "General",
      value_from: null,
      value_to: "2",
    },
  ],
  indicators: [
    {
      ...pack,
      indicator_id: "deaths",
      position: 1,
      part_id: "all",
      title_zh: "死亡人数",
      title_en: "Deaths",
      reason_zh: "有人死亡",
      reason_en: "Deaths",
      unit: "persons",
      rule_kind: "bands",
      missing_status: "no_data",
      missing_points: "1",
    },
  ],
  points: [
    { ...pack, indicator_id: "deaths", code: null, value_from: "0", value_to: "3", points: "1" },
    { ...pack, indicator_id: "deaths", code: null, value_from: "3", value_to: null, points: "2" },
  ],
  determinations: [
    {
      ...pack,
      kind: "veto",
      level: "larger",
      title_zh: "瞒报",
      title_en: "Concealed",
      clause: null,
      basis: null,
    },
    { ...pack, kind: "is", level: "red", title_zh: "重大", title_en: "Major", clause: null, basis: null },
  ],
} as unknown as RuleRows;
const rules = rulesByEdition(all).get("fall 2007-06-01") ?? expect.fail("no edition");
const plain = (table: { readonly html: string } | null): string =>
  (table?.html ?? "").replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

it("names the grade that an indicator gives where the gravest decides, since the text of law knows no points", () => {
  const indicators = plain(indicatorTable(rules, all.points, true, "zh", t));
  expect(indicators).toContain("&lt; 3 → 一般事故");
  expect(indicators).toContain("≥ 3 → 较大事故");
  expect(indicators).toContain("无数据，按一般事故");
  expect(indicators).not.toMatch(/\d 分/);
  expect(plain(levelTable(rules, true, "zh", t))).not.toContain("总分");
});

it("tells points where they are added", () => {
  expect(plain(indicatorTable(rules, all.points, false, "zh", t))).toContain("≥ 3 → 2 分");
  expect(plain(levelTable(rules, false, "zh", t))).toContain("总分");
});

it("tells how an indicator is called as a reason where that is not its title", () => {
  expect(plain(indicatorTable(rules, all.points, false, "zh", t))).toContain("作为原因：有人死亡");
  const inEnglish = (_: string, en: string): string => en;
  expect(plain(indicatorTable(rules, all.points, false, "en", inEnglish))).not.toContain("as a reason");
});

it("takes points for names of grades only where nothing adds them up", () => {
  expect(isGradedByWorst({ total_kind: "worst" }, rules)).toBe(true);
  expect(isGradedByWorst({ total_kind: "sum" }, rules)).toBe(false);
  expect(isGradedByWorst({ total_kind: "worst" }, { ...rules, parts: [{ aggregate: "sum" }] as never })).toBe(
    false,
  );
  const growing = new Map([["deaths", { ...rules.indicators.get("deaths"), rule_kind: "per_unit" }]]);
  expect(isGradedByWorst({ total_kind: "worst" }, { ...rules, indicators: growing as never })).toBe(false);
});

it("names the grade that a veto leads to, which is no missing colour", () => {
  const found = plain(determinationTable(rules, all.determinations, "zh", t));
  expect(found).toContain("瞒报 一票否决 较大事故");
  expect(found).not.toContain("数据不足");
  expect(found).toContain("红");
});

it("tells a switch as yes or no, a seed as it is typed, and other parameters each with its own decimals", () => {
  const row = (parameter_id: string, value_number: string, unit: string) =>
    ({ ...pack, parameter_id, value_number, value_code: null, unit, title_zh: parameter_id }) as never;
  const found = plain(
    parameterTable(
      [
        row("甲", "1.000000", "flag"),
        row("乙", "0.000000", "flag"),
        row("丙", "20161009.000000", "seed"),
        row("丁", "300000.000000", "CNY"),
        row("戊", "0.050000", "fraction"),
      ],
      "zh",
      t,
    ),
  );
  expect(found).toMatch(/甲 是 — .*乙 否 — .*丙 20161009 .*丁 300,000 .*戊 0\.05 /);
});

it("points that grow with a figure are said without an end that is not given", () => {
  const said = (lang: "zh" | "en", of: Partial<IndicatorRow>): string =>
    perUnitText(
      { unit: "persons", unit_size: "1", base_points: "0", points_per_unit: "2", ...of } as IndicatorRow,
      lang,
      (zh, en) => (lang === "zh" ? zh : en),
    );
  expect(said("en", { min_points: "0", max_points: null })).toBe("from 0, 2 for each 1 person, at least 0");
  expect(said("zh", { min_points: "0", max_points: null })).toBe("0 分起，每 1 人 2 分，不低于 0 分");
  expect(said("en", { unit: "count", points_per_unit: "-2", min_points: "-6", max_points: "0" })).toBe(
    "from 0, −2 for each one, held between −6 and 0",
  );
  expect(said("zh", { base_points: null, min_points: null, max_points: null })).toBe("每 1 人 2 分");
});
