import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type KnownIndicator, lintPack } from "../../models/rule-lint.js";
import { parseRulePack, type RulePack } from "../../models/rule-pack.js";

const catalogue: readonly KnownIndicator[] = [
  { id: "hazard_count", purpose: "enterprise_level", kind: "number" },
  { id: "staff_count", purpose: "enterprise_level", kind: "number" },
  { id: "sector", purpose: "enterprise_level", kind: "code" },
  { id: "region_count", purpose: "region_level", kind: "number" },
];

const base = `
method: test
edition: 2026-01-01
purpose: enterprise_level
subject: enterprise
basis: default
title: {zh: 测试, en: Test}
clause: art. 1
issued: {by: nobody, on: 2025-12-01}
confirmed_on: 2026-01-01
review_by: 2027-01-01
total: {kind: sum}
indicators:
  - id: hazard_count
    title: {zh: 隐患, en: Hazards}
    clause: art. 2
    missing: {as: no_data, points: 0}
    bands:
      - {from: 0, points: 10}
      - {from: 1, points: 5}
      - {from: 3, points: 0}
levels:
  - {level: red, title: {zh: 红, en: Red}}
  - {level: blue, from: 6, title: {zh: 蓝, en: Blue}}
`;

function packOf(text: string): RulePack {
  const parsed = parseRulePack(parse(text));
  if ("faults" in parsed) throw new Error(parsed.faults.map((fault) => fault.en).join("\n"));
  return parsed.pack;
}

/** Faults of the base pack with texts replaced; every replacement must find its text. */
function lint(...changes: readonly (readonly [string, string])[]): readonly string[] {
  let text = base;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the base pack has no ${from}`);
    text = text.replace(from, to);
  }
  return lintPack(packOf(text), catalogue).map((fault) => {
    expect(fault.zh).toMatch(/^[^：]+：.*\p{Script=Han}/u);
    return fault.en;
  });
}

const bandsOf = (...rows: string[]): readonly [string, string] => [
  "      - {from: 0, points: 10}\n      - {from: 1, points: 5}\n      - {from: 3, points: 0}\n",
  rows.map((row) => `      - ${row}\n`).join(""),
];
const added = (text: string): readonly [string, string] => ["levels:\n", `${text}levels:\n`];
const determined = (text: string): readonly [string, string] => [
  "  - {level: blue, from: 6, title: {zh: 蓝, en: Blue}}\n",
  `  - {level: blue, from: 6, title: {zh: 蓝, en: Blue}}\ndeterminations:\n${text}`,
];
const decides = (id: string, when: string, rest = "kind: is, level: red"): string =>
  `  - {id: ${id}, ${rest}, title: {zh: 判, en: D}, clause: art. 9, when: ${when}}\n`;

describe("lint of a pack", () => {
  it("says of a condition that is too large to read what it is, and does not stumble over it", () => {
    const pair = "{any: [{indicator: hazard_count, gt: 1}, {indicator: staff_count, gt: 1}]}";
    const faults = lint(determined(decides("large", `{all: [${Array(7).fill(pair).join(", ")}]}`)));
    expect(faults).toEqual([
      "determinations.large: 128 alternatives once expanded, expected at most 64; split the condition into several determinations",
    ]);
  });

  it("passes a sound pack", () => {
    expect(lint()).toEqual([]);
  });

  it.each([
    [
      ["{from: 0, points: 10}", "{from: 2, points: 5}", "{from: 2, points: 0}"],
      "bands[2].from: 2 repeats bands[1]; bands must rise",
    ],
    [
      ["{from: 0, points: 10}", "{from: 5, points: 5}", "{from: 3, points: 0}"],
      "bands[2].from: 3 lies below 5",
    ],
    [["{from: 0, to: 1, points: 10}", "{from: 2, points: 5}"], "bands[1].from: a gap from 1 to 2"],
    [
      ["{from: 0, to: 3, points: 10}", "{from: 2, points: 5}"],
      "bands[1].from: overlaps the band before from 2 to 3",
    ],
    [
      ["{from: 1, points: 10}", "{from: 2, points: 5}"],
      "bands[0].from: begins at 1, a gap below it down to 0",
    ],
    [["{from: 0, points: 10}", "{from: 2, to: 9, points: 5}"], "bands[1].to: ends at 9, a gap above it"],
    [
      ["{from: 0, points: 10}", "{from: 2, points: 10}"],
      "bands[1]: says the same as the band before; the row is dead",
    ],
    [["{from: 0, points: 10}", "{points: 5}"], "bands[1].from: found none"],
    [["{from: 0, points: 10}", "{from: 2, above: 2, points: 5}"], "bands[1]: found from and above"],
    [
      ["{from: 0, points: 10}", "{from: 2, to: 2, points: 5}"],
      "bands[1].to: 2 is not above its own beginning",
    ],
  ])("bands %j", (rows, fault) => {
    expect(lint(bandsOf(...rows)).join("\n")).toContain(`indicators.hazard_count.${fault}`);
  });

  it("reports several faults at once", () => {
    const faults = lint(
      bandsOf("{from: 0, points: 10}", "{from: 0, points: 5}"),
      ["    missing: {as: no_data, points: 0}\n", ""],
      ["review_by: 2027-01-01", "review_by: 2025-01-01"],
    );
    expect(faults.length).toBe(3);
  });

  it("asks what a missing value means", () => {
    expect(lint(["    missing: {as: no_data, points: 0}\n", ""])[0]).toMatch(
      /^indicators.hazard_count.missing: found none/,
    );
    expect(lint(["missing: {as: no_data, points: 0}", "missing: {as: no_data}"])[0]).toMatch(
      /^indicators.hazard_count.missing.points: found none/,
    );
    expect(lint(["missing: {as: no_data, points: 0}", "missing: {as: not_applicable}"])).toEqual([]);
  });

  it("refuses a reason of an indicator that costs nobody a point", () => {
    const reason = "    reason: {zh: 有隐患, en: Hazards}\n";
    const unscored = `  - id: staff_count\n    title: {zh: 人数, en: Staff}\n${reason}    clause: art. 3\n`;
    expect(lint(["    clause: art. 2\n", `${reason}    clause: art. 2\n`])).toEqual([]);
    expect(lint(added(unscored))).toEqual([
      expect.stringMatching(/^indicators.staff_count.reason: found one/),
    ]);
  });

  it("refuses an indicator that nothing supplies, unless it is entered", () => {
    const other = (more: string): readonly [string, string] =>
      added(
        `  - {id: odd, title: {zh: 怪, en: Odd}, clause: art. 3, missing: {as: no_data, points: 0}, value: {}${more}}\n`,
      );
    expect(lint(other(""))).toEqual([
      expect.stringMatching(/^indicators.odd: unknown to purpose enterprise_level/),
    ]);
    expect(lint(other(", entered: true"))).toEqual([]);
    const foreign = added("  - {id: region_count, title: {zh: 区, en: R}, clause: art. 3}\n");
    expect(lint(foreign)[0]).toMatch(/^indicators.region_count: unknown to purpose/);
  });

  it("refuses conditions on unknown indicators, parts and levels, and comparisons of the wrong kind", () => {
    expect(lint(determined(decides("d", "{indicator: odd, ge: 1}")))[0]).toMatch(
      /^determinations.d: reads unknown indicator odd/,
    );
    expect(lint(determined(decides("d", "{part: odd, ge: 1}")))[0]).toMatch(
      /^determinations.d: reads unknown part odd/,
    );
    expect(
      lint(determined(decides("d", "{indicator: staff_count, ge: 1}", "kind: is, level: green")))[0],
    ).toMatch(/^determinations.d.level: unknown level green/);
    expect(lint(determined(decides("d", "{indicator: sector, eq: 1}")))[0]).toMatch(
      /compares sector with 1, but it is a code; write "1"/,
    );
    expect(lint(determined(decides("d", "{indicator: staff_count, eq: many}")))[0]).toMatch(
      /but it is a number/,
    );
    expect(lint(determined(decides("d", "{indicator: sector, in: [x, y]}")))).toEqual([]);
  });

  it("finds determinations that can never decide", () => {
    const never = decides("d", "{all: [{indicator: staff_count, ge: 5}, {indicator: staff_count, lt: 5}]}");
    expect(lint(determined(never))[0]).toMatch(/^determinations.d: can never hold/);
    const shadowed =
      decides("wide", "{indicator: staff_count, ge: 5}") +
      decides("narrow", "{indicator: staff_count, ge: 9}");
    expect(lint(determined(shadowed))).toEqual([
      "determinations.narrow: never decides, determinations.wide holds whenever it does; the row is dead, correct or remove it",
    ]);
    const twice =
      decides("one", "{indicator: staff_count, ge: 5}") + decides("two", "{indicator: staff_count, ge: 5}");
    expect(lint(determined(twice))).toEqual([expect.stringMatching(/^determinations.two: never decides/)]);
    const weaker =
      decides("blue", "{indicator: staff_count, ge: 5}", "kind: at_least, level: blue") +
      decides("red", "{indicator: staff_count, ge: 9}", "kind: at_least, level: red");
    expect(lint(determined(weaker))).toEqual([]);
  });

  it("asks for levels that cover every total", () => {
    expect(lint(["  - {level: red, title", "  - {level: red, from: 2, title"])[0]).toMatch(
      /^levels: every level has a lower limit/,
    );
    expect(lint(["  - {level: red, title", "  - {level: red, from: 6, title"]).join("\n")).toContain(
      "levels[1]: begins where levels[0] begins",
    );
    expect(
      lint([
        "levels:\n  - {level: red, title: {zh: 红, en: Red}}\n  - {level: blue, from: 6, title: {zh: 蓝, en: Blue}}\n",
        "",
      ]).length,
    ).toBe(1);
  });

  it("finds ids that stand twice, also in look-ups", () => {
    const twin = added("  - {id: hazard_count, title: {zh: 隐患, en: H}, clause: art. 2}\n");
    expect(lint(twin)).toEqual([expect.stringMatching(/^indicators.hazard_count: stands twice/)]);
    const lookup = added(
      "  - {id: sector, title: {zh: 业, en: S}, clause: art. 2, missing: {as: not_applicable}, lookup: [{code: a, points: 1}, {code: a, points: 2}]}\n",
    );
    expect(lint(lookup)).toEqual([expect.stringMatching(/^indicators.sector.lookup.a: stands twice/)]);
  });

  it("allows at most six factors in a product", () => {
    const factors = (count: number): readonly [string, string] =>
      added(
        Array.from(
          { length: count },
          (_, index) =>
            `  - {id: f${index}, entered: true, title: {zh: 因, en: F}, clause: art. 3, missing: {as: not_applicable}, value: {}}\n`,
        ).join(""),
      );
    expect(lint(["kind: sum", "kind: product"], factors(5))).toEqual([]);
    expect(lint(["kind: sum", "kind: product"], factors(6))[0]).toMatch(/^parts.all: a product of 7 factors/);
  });

  it("allows two levels of parts, and geometric means only of what is never negative", () => {
    const part = (id: string, more: string): string =>
      `  - {id: ${id}, title: {zh: ${id}, en: ${id}}, ${more}}\n`;
    const joined = (parts: string, index: string): readonly string[] =>
      lint(
        ["indicators:\n", `parts:\n${parts}indicators:\n`],
        ["    clause: art. 2\n", "    clause: art. 2\n    part: hazards\n"],
        added(
          `  - {id: index, part: ${index}, entered: true, title: {zh: 指数, en: Index}, clause: art. 3, missing: {as: no_data, points: 0}, value: {min: 0}}\n`,
        ),
      );
    const top = part("top", "aggregate: geometric");
    const hazards = part("hazards", "parent: top, aggregate: sum");
    const other = part("other", "parent: top, aggregate: geometric");
    expect(joined(top + hazards + other, "other")).toEqual([]);
    const faultsOf = (parts: string, index = "other"): string => joined(parts, index).join("\n");
    expect(faultsOf(top + hazards + part("other", "parent: nowhere, aggregate: sum"))).toMatch(
      /^parts.other.parent: unknown part nowhere/,
    );
    expect(faultsOf(top + hazards, "top")).toMatch(/^parts.top: joins hazards and has indicators too/);
    expect(faultsOf(part("top", "aggregate: product") + hazards + other)).toMatch(
      /^parts.top.aggregate: found product/,
    );
    expect(
      faultsOf(
        part("high", "aggregate: sum") + part("top", "parent: high, aggregate: sum") + hazards + other,
      ),
    ).toMatch(/^parts.top.parent: found high, expected none/);
    expect(
      lint(
        ["indicators:\n", `parts:\n${part("all", "aggregate: geometric")}indicators:\n`],
        ["{from: 3, points: 0}", "{from: 3, points: -1}"],
      )[0],
    ).toMatch(/^indicators.hazard_count: may earn less than 0 in the geometric mean all/);
  });

  it("checks measures: streams, codes, ages", () => {
    const measure = (text: string): readonly string[] =>
      lint(["    bands:\n", `    measure: ${text}\n    bands:\n`]);
    expect(measure("{stream: outside_finding, weights: {major: 5, '*': 1}}")).toEqual([]);
    expect(measure("{stream: gossip}")[0]).toMatch(/measure.stream: unknown stream gossip/);
    expect(measure("{stream: outside_finding, weights: {huge: 5}}")[0]).toMatch(/weights.huge: never occurs/);
    expect(measure("{stream: penalty, exposure: {of: moon, per: 1}}")[0]).toMatch(
      /exposure.of: unknown stream moon/,
    );
    expect(measure("{stream: penalty, decay: [{age_from_days: 5, weight: 1}]}")[0]).toMatch(
      /decay\[0\].*begins at 5, expected 0/,
    );
    expect(
      measure("{stream: penalty, decay: [{age_from_days: 0, weight: 1}, {age_from_days: 0, weight: 2}]}")[0],
    ).toMatch(/decay\[1\].*does not rise/);
    expect(
      measure(
        "{stream: penalty, window_days: 100, decay: [{age_from_days: 0, weight: 1}, {age_from_days: 200, weight: 2}]}",
      )[0],
    ).toMatch(/beyond the window/);
    expect(measure("{stream: penalty, window_years: 3}")).toEqual([]);
    expect(measure("{stream: penalty, window_years: 3, window_days: 1095}")[0]).toMatch(
      /found window_days and window_years, expected one/,
    );
    expect(
      measure(
        "{stream: penalty, window_years: 1, decay: [{age_from_days: 0, weight: 1}, {age_from_days: 400, weight: 2}]}",
      )[0],
    ).toMatch(/beyond the window of 366 days/);
  });

  it("checks what a row of a look-up stands under", () => {
    const under = (code: string): readonly string[] =>
      lint([
        "levels:\n",
        `  - id: sector
    title: {zh: 行业, en: Sector}
    clause: art. 3
    missing: {as: no_data, points: 0}
    lookup:
      - {code: mine, points: 1}
      - {code: coal_mine, under: ${code}, points: 0}
levels:\n`,
      ]);
    expect(under("mine")).toEqual([]);
    expect(under("unlisted")).toEqual([]);
    expect(under("quarry")[0]).toMatch(
      /lookup\[1\].under: found quarry, expected a code of this table or unlisted/,
    );
  });
});

describe("lint of a matrix", () => {
  const matrix = (cells: string): readonly string[] =>
    lint(
      ["kind: sum", "kind: matrix"],
      [
        "indicators:\n",
        `parts:
  - {id: one, title: {zh: 一, en: One}, aggregate: sum, floor: 0, bands: [{from: 0, band: 2}, {from: 5, band: 1}]}
  - {id: two, title: {zh: 二, en: Two}, aggregate: sum, floor: 0, bands: [{from: 0, band: 2}, {from: 5, band: 1}]}
matrix: {rows: one, columns: two, cells: ${cells}}
indicators:
  - {id: staff_count, part: two, title: {zh: 人, en: Staff}, clause: art. 4, missing: {as: not_applicable}, value: {}}
`,
      ],
      ["    clause: art. 2\n", "    clause: art. 2\n    part: one\n"],
      ["  - {level: blue, from: 6,", "  - {level: blue,"],
    );

  it("passes when every pair of bands has a cell", () => {
    expect(matrix("[[blue, blue], [blue, red]]")).toEqual([]);
  });

  it("names missing, superfluous and unknown cells", () => {
    expect(matrix("[[blue, blue], [blue]]")).toEqual([
      expect.stringMatching(/^matrix.cells\[1\]\[1\]: missing/),
    ]);
    expect(matrix("[[blue, blue, red], [blue, red]]")).toEqual([
      expect.stringMatching(/^matrix.cells\[0\]\[2\]: no such bands/),
    ]);
    expect(matrix("[[blue, blue], [blue, pink]]")).toEqual([
      expect.stringMatching(/^matrix.cells\[1\]\[1\]: unknown level pink/),
    ]);
  });
});
