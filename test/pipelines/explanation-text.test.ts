import { describe, expect, it } from "vitest";
import type { ExplainedItem, Explanation } from "../../pipelines/explain/explanation.js";
import { explanationText } from "../../pipelines/explain/explanation-text.js";
import { item } from "../../pipelines/explain/plain-subject.js";

function explained(given: Partial<Explanation>, items: readonly ExplainedItem[] = []): Explanation {
  return {
    subject_id: "91",
    subject_type: "enterprise",
    subject_name: "示例企业",
    as_of: "2026-11-22",
    known_at: "2026-11-22T18:00:00.000Z",
    method: null,
    edition: null,
    score: null,
    level: "orange",
    determined_by: "score",
    direct_reason: null,
    exceptions: [],
    history: [],
    way_out: [],
    ...given,
    items,
  };
}

const items = [
  item({
    indicator_id: "a",
    title: "数",
    value: 0,
    unit: "count",
    points: 5,
    max_points: 5,
    clause: "项目默认值 (default of this project)",
  }),
  item({ indicator_id: "b", title: "率", value: 0.094595, unit: "fraction", points: 3 }),
  item({ indicator_id: "c", title: "行业", value: "industry_trade", status: "scored" }),
  item({ indicator_id: "d", title: "失信", value: "false" }),
  item({
    indicator_id: "five_implementations_missing",
    title: "缺项",
    value: "funds_cny,measure_text",
    status: "not_applicable",
  }),
  item({ indicator_id: "e", title: "缺", status: "no_data", unit: "persons" }),
];
const exceptions = [{ id: "x", kind: "at_least", level: "yellow", label: "情形", clause: "条 (art. 1)" }];

describe("an explanation in Chinese", () => {
  const titles = new Map([["c industry_trade", "工贸"]]);

  it("names units, statuses, codes and kinds, and leaves the English gloss of a clause out", () => {
    const lines = explanationText(explained({ exceptions }, items), "zh", titles).split("\n");
    for (const line of [
      "  数: 0 个 → 5 / 5 [已计分]",
      "    项目默认值",
      "  率: 9.4595% → 3 [已计分]",
      "  行业: 工贸 → — [已计分]",
      "  失信: 否 → — [已计分]",
      "  缺项: 资金、措施 → — [不适用]",
      "  缺: — → — [无数据]",
      "  情形 → 黄 一般 (不低于) · 条",
    ])
      expect(lines).toContain(line);
    const said = lines.filter((line) => !line.includes("known") && !line.startsWith("数据截至"));
    expect(said.filter((line) => /[a-z]{3}/.test(line))).toEqual([]);
  });

  it("names grades that are no levels by their own list", () => {
    const second = (type: string, level: string, lang: "zh" | "en"): string =>
      explanationText(explained({ subject_type: type, level }), lang).split("\n")[1] ?? "";
    expect(second("hazard", "general", "zh")).toMatch(/^一般 /);
    expect(second("accident", "larger", "zh")).toMatch(/^较大事故 /);
    expect(second("accident", "especially_major", "en")).toMatch(/^Especially major accident /);
    expect(second("installation", "3", "zh")).toMatch(/^三级 /);
    expect(second("installation", "3", "en")).toMatch(/^Grade 3 /);
    expect(second("enterprise", "orange", "zh")).toMatch(/^橙 较大 /);
  });
});

it("an explanation in English keeps the clause whole and shows an unknown code as it is", () => {
  const text = explanationText(explained({ exceptions }, items), "en");
  expect(text).toContain("项目默认值 (default of this project)");
  expect(text).toContain("行业: industry_trade → — [scored]");
  expect(text).toContain("情形 → Yellow (no better than) · 条 (art. 1)");
});
