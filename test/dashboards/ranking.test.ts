import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { RankingRow, RankingRows } from "../../dashboards/assessment-rows.js";
import { peerGroups, rankingPage } from "../../dashboards/pages/ranking.js";
import { sayGroup } from "../../dashboards/pages/ranking-sentences.js";
import type { Publication } from "../../dashboards/shell.js";

const publication: Publication = {
  city: { zh: "示例市", en: "Example City" },
  asOf: "2026-11-22",
  knownAt: "2026-11-22T18:00:00Z",
  timeZone: "Asia/Shanghai",
  editions: [],
  missingEntities: [],
  staleSources: [],
};

function subject(id: string, more: Partial<RankingRow>): RankingRow {
  return {
    subject_type: "region",
    subject_id: id,
    subject_name: `<${id}>`,
    peer_group: "区县",
    period_start: "2026-01-01",
    period_end: "2026-11-22",
    score: "80.000000",
    grade: "good",
    grade_zh: "良好",
    grade_en: "Good",
    score_grade_zh: "良好",
    score_grade_en: "Good",
    veto_reason: null,
    veto_reason_en: null,
    rank: 1,
    rank_low: 1,
    rank_high: 1,
    rank_median: 1,
    tied_with: "",
    previous_rank: 2,
    previous_rank_low: 2,
    previous_rank_high: 4,
    previous_score: "70.000000",
    score_change: "10.000000",
    driver_title: "主因",
    driver_title_en: "driver",
    driver_points_change: "-2.50",
    driver_change_kind: "moved",
    ...more,
  };
}

const rows: RankingRows = {
  ranking: [
    subject("c", { rank: 2, rank_low: 2, rank_high: 3, rank_median: 2, tied_with: "b", score: "79.990000" }),
    subject("a", { rank_high: 2 }),
    subject("b", {
      rank: 2,
      rank_low: 2,
      rank_high: 3,
      rank_median: 3,
      tied_with: "c",
      grade: "unqualified",
      grade_zh: "不合格",
      grade_en: "Unqualified",
      veto_reason: "瞒报",
      veto_reason_en: "concealed",
    }),
    subject("d", {
      subject_type: "department",
      peer_group: "本级部门",
      rank: null,
      rank_low: null,
      rank_high: null,
      rank_median: null,
      tied_with: null,
      score: null,
      grade: "insufficient_data",
      grade_zh: null,
      grade_en: null,
      score_change: null,
      driver_title: null,
    }),
  ],
  items: [
    {
      subject_type: "region",
      subject_id: "a",
      indicator_id: "x",
      title_zh: "指标甲",
      title_en: "Indicator X",
      unit: "fraction",
      value: null,
      points: "3.00",
      max_points: "6.000000",
      status: "no_data",
      clause: null,
    },
  ],
  notices: [],
  regions: [
    {
      region_code: "990101",
      region_name: "一区",
      parent_region_code: "9901",
      score: "66.000000",
      level: "red",
      direct_reason: null,
      direct_reason_en: null,
      red_enterprise_count: 3,
      orange_enterprise_count: 2,
      yellow_enterprise_count: 1,
      blue_enterprise_count: 4,
      insufficient_data_enterprise_count: 5,
      open_major_hazard_count: 6,
      accident_count: 7,
    },
  ],
  gaps: [],
  pilots: [],
};

describe("the ranking page", () => {
  it("prints a group by rank, then score, regions before departments", () => {
    expect(peerGroups(rows.ranking).map((group) => group.map((row) => row.subject_id))).toEqual([
      ["a", "b", "c"],
      ["d"],
    ]);
  });

  it("says in words who leads, who is tied, who is not ranked", () => {
    const [regions = [], departments = []] = peerGroups(rows.ranking);
    expect(sayGroup(regions, rows.items, "zh")).toBe(
      "<a>居首；3 个中 2 个与别的对象分不出先后，按并列列出。",
    );
    expect(sayGroup(regions, rows.items, "en")).toBe(
      "<a> leads; of 3, 2 cannot be told apart from others and are printed as tied.",
    );
    const [, second, third] = regions;
    expect(
      sayGroup(
        [second, third].filter((row) => row !== undefined),
        [],
        "zh",
      ),
    ).toBe("<b>在最前，但与 1 个分不出先后；2 个中 2 个与别的对象分不出先后，按并列列出。");
    expect(sayGroup(departments, [], "zh")).toBe("1 个数据不足，不排名。");
  });

  it("names the data that all of the unranked lack", () => {
    const [, departments = []] = peerGroups(rows.ranking);
    const [one] = departments;
    const [item] = rows.items;
    if (!one || !item) throw new Error("no row");
    const two = [one, { ...one, subject_id: "e" }];
    const without = (subject_id: string, at: number, status = "no_data") => ({
      ...item,
      subject_id,
      indicator_id: `i${at}`,
      title_zh: `指标${at}`,
      title_en: `Figure ${at}`,
      status,
    });
    const lacking = ["d", "e"].flatMap((id) => [1, 2, 3, 4].map((at) => without(id, at)));
    expect(sayGroup(two, lacking, "zh")).toBe(
      "2 个数据不足，不排名：都缺 4 项指标的数据，如指标1、指标2、指标3。",
    );
    expect(sayGroup(two, lacking, "en")).toBe(
      "2 subjects without enough data are not ranked: all lack data of 4 indicators, such as Figure 1, Figure 2 and Figure 3.",
    );
    expect(sayGroup([one], [without("d", 1), without("d", 2, "scored")], "zh")).toBe(
      "1 个数据不足，不排名：缺指标1的数据。",
    );
    // What one of them has is nothing that all lack.
    expect(sayGroup(two, [without("d", 1), without("e", 1, "scored")], "en")).toBe(
      "2 subjects without enough data are not ranked.",
    );
  });

  it.each(["zh", "en"] as const)(
    "is plain and complete in %s: bars, ties, veto beside the score, names as text",
    (lang) => {
      const text = rankingPage(publication, { lang, path: "ranking.html" }, rows);
      const { document } = parseHTML(text);
      expect(document.querySelectorAll("h1").length).toBe(1);
      expect(document.querySelectorAll("#group-1 .chart-wide circle").length).toBe(3);
      expect(document.querySelectorAll("#group-1 .chart-wide rect").length).toBe(3);
      expect(document.querySelector("#group-2 svg")).toBeNull();
      const cells = [...document.querySelectorAll("#group-1 table")]
        .flatMap((table) => [...table.querySelectorAll("tbody tr")])
        .map((line) => [...line.children].map((cell) => cell.textContent ?? ""));
      expect(cells[1]?.[0]).toBe("<b>");
      expect(cells[0]?.[1]).toBe(lang === "zh" ? "第 1（1–2）" : "1 (1–2)");
      expect(cells[1]?.[1]).toBe(lang === "zh" ? "并列 2–3" : "tied 2–3");
      expect(cells[1]?.[8]).toBe("2–4");
      expect(cells[1]?.[2]).toBe("80.00");
      expect(cells[0]?.[3]).toBe(lang === "zh" ? "良好" : "Good");
      // The veto decides, and the grade by the score is said to be no more than that.
      expect(cells[1]?.[3]).toBe(
        lang === "zh" ? "不合格一票否决；按得分为良好" : "Unqualifiedby the veto; Good by the score",
      );
      expect(cells[1]?.[4]).toBe(lang === "zh" ? "瞒报" : "concealed");
      expect(cells[1]?.[5]).toBe("<c>");
      expect(cells[1]?.[6]).toBe("+10");
      expect(cells[1]?.[7]).toBe(lang === "zh" ? "主因：得分 −2.5" : "driver: points −2.5");
      expect(text).not.toContain("<b></");
      expect(text).not.toContain("><a><");
      expect(document.querySelector("#regions .lv-red")).not.toBeNull();
      expect(text).toContain('3<span class="mk">*</span>');
      for (const element of document.querySelectorAll("*")) expect(element.hasAttribute("style")).toBe(false);
    },
  );

  it("draws the level of each region on its boundary and as a tile without one, by letter, pattern and name", () => {
    const [red] = rows.regions;
    if (!red) throw new Error("no region");
    const regions = [
      red,
      { ...red, region_code: "990102", region_name: "<二区>", level: "insufficient_data" },
      { ...red, region_code: "990102001", region_name: "街道", level: "yellow" },
    ];
    const square = (x: number): object => ({
      type: "Polygon",
      coordinates: [
        [
          [x, 40],
          [x + 1, 40],
          [x + 1, 41],
          [x, 41],
          [x, 40],
        ],
      ],
    });
    const feature = (code: string, x: number) =>
      ({ type: "Feature", properties: { region_code: code }, geometry: square(x) }) as const;
    const shapes = {
      type: "FeatureCollection",
      features: [feature("990101", 80), feature("990102", 81), feature("990199", 82)],
    } as const;
    const drawn = (given: RankingRows): Document =>
      parseHTML(rankingPage(publication, { lang: "zh", path: "ranking.html" }, given))
        .document as unknown as Document;
    const onMap = drawn({ ...rows, regions, shapes });
    const fills = [...onMap.querySelectorAll("#regions .chart-wide path")].map((each) =>
      each.getAttribute("fill"),
    );
    // Nobody is graded in 990199: white, not grey.
    expect(fills).toEqual(["url(#lv-red)", "#C9CDD3", "#FFFFFF"]);
    const words = (document: Document): string[] =>
      [...document.querySelectorAll("#regions .chart-wide text")].map((each) => each.textContent ?? "");
    expect(words(onMap)).toEqual(["红", "一区", "缺", "<二区>", "黄", "街道"]);
    expect(onMap.querySelector("#regions .say")?.textContent).toBe(
      "3 个区域（各级合计）：红 1、橙 0、黄 1、蓝 0、数据不足 1。红橙区域：一区。分值越高风险越大。",
    );
    expect(onMap.querySelector("#lv-red")).not.toBeNull();
    expect(onMap.querySelector("#regions")?.textContent).toContain("数据不足");
    const tiles = drawn({ ...rows, regions });
    expect(tiles.querySelectorAll("#regions .chart-wide path").length).toBe(0);
    expect(words(tiles)).toEqual(["红", "一区", "缺", "<二区>", "黄", "街道"]);
  });

  it("stands without a single subject", () => {
    const bare: RankingRows = { ranking: [], items: [], notices: [], regions: [], gaps: [], pilots: [] };
    expect(rankingPage(publication, { lang: "zh", path: "ranking.html" }, bare)).toContain("没有考核对象");
  });
});
