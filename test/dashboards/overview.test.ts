import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { levelTrendSpec } from "../../dashboards/charts/level-trend.js";
import { drawVega } from "../../dashboards/charts/vega.js";
import { overviewPage, type OverviewRows } from "../../dashboards/pages/overview.js";
import { headline } from "../../dashboards/pages/overview-sentences.js";
import type { Publication } from "../../dashboards/shell.js";
import type { LevelTally } from "../../dashboards/tally.js";

const publication: Publication = {
  city: { zh: "示例市", en: "Example City" },
  asOf: "2026-11-22",
  knownAt: "2026-11-22T18:00:00Z",
  timeZone: "Asia/Shanghai",
  editions: [],
  missingEntities: [],
  staleSources: [],
};

/** A city without red and orange: one blue enterprise in each of so many regions. */
function quietRows(regions: number): OverviewRows {
  const codes = Array.from({ length: regions }, (_, index) => `84${String(index).padStart(4, "0")}`);
  return {
    regions: codes.map((code) => ({ region_code: code, region_name: `Region ${code}` })),
    counts: codes.map((region_code) => ({ as_of: "2026-11-22", region_code, level: "blue", enterprises: 1 })),
    changes: [],
    changeTotals: { worse: 0, better: 0, other: 0, newlyRed: 0, noLongerRed: 0 },
    reasons: [],
    overdue: [],
    overdueTotal: 0,
    redWithOverdue: 0,
    shapes: null,
    cardOf: () => null,
  };
}

const drawn = async (regions: number): Promise<Document> =>
  parseHTML(await overviewPage(publication, { lang: "en", path: "index.html" }, quietRows(regions))).document;

test("a sentence that says there is nothing is said once", async () => {
  const document = await drawn(2);
  for (const id of ["changes", "reasons", "overdue"]) {
    const card = document.getElementById(id);
    expect(card?.querySelector(".say")?.textContent, id).toMatch(/^[Nn]o /);
    expect(card?.querySelector(".dim"), id).toBeNull();
    expect(card?.querySelector("table"), id).toBeNull();
  }
});

test("of many regions the charts show those with the largest share and say so; the table has all", async () => {
  const many = await drawn(56);
  expect(many.querySelectorAll("#regions table tbody tr").length).toBe(56);
  for (const id of ["regions", "map"]) {
    expect(many.getElementById(id)?.textContent).toContain(
      "The chart shows the 15 regions with the largest share; all 56 are in the table.",
    );
    const heights = [...(many.getElementById(id)?.querySelectorAll(".chart-wide > svg") ?? [])].map((svg) =>
      Number(svg.getAttribute("height")),
    );
    expect(heights.length).toBe(1);
    expect(heights[0]).toBeLessThan(700);
  }
  expect((await drawn(15)).body.textContent).not.toContain("The chart shows");
});

test("the map's legend shows the ground beside its words", async () => {
  const legend = (await drawn(2)).querySelector("#map .legend");
  const grounds = [...(legend?.querySelectorAll("rect") ?? [])].map(
    (rect) => rect.getAttribute("fill") ?? "",
  );
  expect(new Set(grounds).size).toBe(4);
  // Neighbouring greys must be told apart: at least a fifth brighter or darker (relative luminance with 0.05 of flare).
  const light = grounds.map((ground) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(ground.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  });
  for (let at = 1; at < light.length; at++)
    expect((light[at - 1] ?? 0) / (light[at] ?? 1)).toBeGreaterThan(1.25);
});

test("an axis of few enterprises counts each once", async () => {
  const tally: LevelTally = { red: 1, orange: 0, yellow: 0, blue: 1, insufficient_data: 0 };
  const svg = await drawVega(levelTrendSpec([{ asOf: "2026-11-22", tally }], "en", 640), "x");
  const ticks = [...svg.matchAll(/>(\d+)<\/text>/g)].map((match) => match[1]);
  // Two panels: 0 and 1 on the upper, 0 to 2 on the lower.
  expect(ticks).toEqual(["0", "1", "0", "1", "2"]);
});

const tally = (counts: Partial<LevelTally>): LevelTally => ({
  red: 0,
  orange: 0,
  yellow: 0,
  blue: 0,
  insufficient_data: 0,
  ...counts,
});

test("the headline does not call a city quiet in which hardly anybody has a level", () => {
  const said = (lang: "zh" | "en", counts: Partial<LevelTally>): string =>
    headline(lang, tally(counts), null, [], 0, { newlyRed: 0, noLongerRed: 0 });
  expect(said("zh", { insufficient_data: 40 })).toBe("40 家企业全部数据不足，都不能定级，不等于低风险。");
  expect(said("en", { insufficient_data: 40 })).toBe(
    "Not one of 40 enterprises can be graded: data are insufficient, which is not low risk.",
  );
  expect(said("zh", { insufficient_data: 39, blue: 1 })).toBe(
    "40 家企业中只有 1 家能够定级：没有红色企业；也没有橙色企业。",
  );
  expect(said("en", { insufficient_data: 30, orange: 3 })).toBe(
    "Only 3 of 33 enterprises can be graded. No enterprise is red. 3 enterprises are orange.",
  );
  // Both sides of the half.
  expect(said("zh", { insufficient_data: 5, blue: 5 })).toBe("没有红色企业；也没有橙色企业。");
  expect(said("zh", { insufficient_data: 6, blue: 5 })).toContain("只有 5 家能够定级");
});

test("as many red as before need not be the same: who came and who went is told", () => {
  const before = { asOf: "2026-09-30", tally: tally({ red: 3, blue: 7 }) };
  const said = (lang: "zh" | "en", red: number, came: number, went: number): string =>
    headline(lang, tally({ red, blue: 7 }), before, [], 0, { newlyRed: came, noLongerRed: went });
  expect(said("zh", 3, 2, 2)).toBe("红色企业 3 家，与 2026-09-30 持平（新增、退出各 2 家）。");
  expect(said("en", 3, 2, 2)).toBe("3 enterprises are red, as many as on 2026-09-30 (2 came, as many went).");
  expect(said("zh", 3, 0, 0)).toBe("红色企业 3 家，与 2026-09-30 持平。");
  // One came that was not graded before at all: changes of levels alone do not add up.
  expect(said("zh", 3, 1, 2)).toBe("红色企业 3 家，与 2026-09-30 持平。");
  expect(said("en", 4, 2, 1)).toBe("4 enterprises are red, 1 more than on 2026-09-30.");
});

test("where a count does not fit its column, the letter stands alone", async () => {
  const tally: LevelTally = { red: 52, orange: 179, yellow: 1064, blue: 1511, insufficient_data: 0 };
  const days = ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30", "2026-11-22"].map((asOf) => ({
    asOf,
    tally,
  }));
  const wide = await drawVega(levelTrendSpec(days, "zh", 640), "x");
  expect(wide).toContain(">橙 179</text>");
  const narrow = await drawVega(levelTrendSpec(days, "zh", 330), "x");
  for (const letter of ["红", "橙", "黄", "蓝"]) expect(narrow).toContain(`>${letter}</text>`);
  expect(narrow).not.toContain("179");
});
