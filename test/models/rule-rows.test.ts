import { describe, expect, it } from "vitest";
import { ruleCoverage, ruleRowsOf } from "../../models/rule-coverage.js";
import { editionInForce, effectiveTo } from "../../models/rule-pack.js";
import { limitsOf, pointRange } from "../../models/rule-limits.js";
import { packRows } from "../../models/rule-rows.js";
import { ruleTables } from "../../models/rule-tables.js";
import { packOf, text } from "./pack-of.js";

const place = { effectiveTo: null, isSelected: true, sha256: "0", origin: "shipped" as const };
const indicator = (more: object): object => ({ id: "a", title: text, clause: "art. 2", ...more });

describe("editions", () => {
  const packs = ["2020-01-01", "2024-03-01"].map((edition) => ({ method: "m", edition }));

  it("hold from their first day to the day before the next", () => {
    expect(editionInForce(packs, "m", "2019-12-31")).toBeNull();
    expect(editionInForce(packs, "m", "2020-01-01")?.edition).toBe("2020-01-01");
    expect(editionInForce(packs, "m", "2024-02-29")?.edition).toBe("2020-01-01");
    expect(editionInForce(packs, "m", "2024-03-01")?.edition).toBe("2024-03-01");
    expect(editionInForce(packs, "other", "2024-03-01")).toBeNull();
    expect(packs.map((pack) => effectiveTo(packs, pack))).toEqual(["2024-03-01", null]);
  });
});

describe("rows of a pack", () => {
  it("have exactly the columns of their tables", () => {
    const rows = packRows(
      packOf({
        applies: { indicator: "a", known: true },
        indicators: [
          indicator({
            bands: [{ from: 0, points: 1 }],
            measure: { stream: "penalty", exposure: { of: "employee", per: 100 } },
          }),
          indicator({ id: "b", lookup: [{ code: 1, points: 2 }] }),
        ],
        parts: [
          { id: "p", title: text, aggregate: "sum", bands: [{ from: 0, band: 1 }] },
          { id: "q", title: text, aggregate: "sum", bands: [{ from: 0, band: 1 }] },
        ],
        matrix: { rows: "p", columns: "q", cells: [["red"]] },
        levels: [{ level: "red", title: text }],
        determinations: [
          { id: "d", kind: "exclude", title: text, clause: "art. 3", when: { indicator: "a", ge: 1 } },
        ],
        parameters: [{ id: "days", value: 3, unit: "days", clause: "art. 4" }],
      }),
      place,
    );
    for (const [table, columns] of Object.entries(ruleTables)) {
      const found = rows[table as keyof typeof rows];
      expect(found.length, table).toBeGreaterThan(0);
      for (const row of found)
        expect(
          Object.keys(row).filter((name) => !(name in columns)),
          table,
        ).toEqual([]);
    }
  });

  it("name an indicator as a reason in the pack's words, and by its title where the pack has none", () => {
    const reason = { zh: "率低", en: "Too few" };
    const { indicator: rows } = packRows(
      packOf({ indicators: [indicator({ reason }), indicator({ id: "b" })] }),
      place,
    );
    expect(rows.map((row) => [row.title_zh, row.reason_zh, row.reason_en])).toEqual([
      ["文", "率低", "Too few"],
      ["文", "文", "text"],
    ]);
  });

  it("close a band where the next begins; above begins just after its value", () => {
    expect(limitsOf([{ from: 0 }, { above: 70 }, { from: 160, to: 200 }])).toEqual([
      { value_from: 0, value_to: 70.000001 },
      { value_from: 70.000001, value_to: 160 },
      { value_from: 160, value_to: 200 },
    ]);
  });

  it("number the levels worst first whether worse is higher or lower", () => {
    const limits = (levels: object[]): unknown =>
      packRows(
        packOf({ levels: levels.map((level, index) => ({ level: `l${index}`, title: text, ...level })) }),
        place,
      ).level.map((row) => [row.position, row.value_from, row.value_to]);
    expect(limits([{ from: 90 }, { from: 50 }, {}])).toEqual([
      [1, 90, null],
      [2, 50, 90],
      [3, null, 50],
    ]);
    expect(limits([{}, { from: 60 }, { from: 90 }])).toEqual([
      [1, null, 60],
      [2, 60, 90],
      [3, 90, null],
    ]);
  });

  it("give each way to earn points its range and what not applicable earns", () => {
    const range = (rule: object): unknown =>
      pointRange(packOf({ indicators: [indicator(rule)] }).indicators![0]!);
    expect(range({ per_unit: { points: -2, start: 10, min: 0 } })).toEqual({ min: 0, max: 10 });
    expect(range({ per_unit: { points: 2 } })).toEqual({ min: 0, max: null });
    expect(range({ linear: { from: { value: 0, points: 6 }, to: { value: 9, points: 1 } } })).toEqual({
      min: 1,
      max: 6,
    });
    const full = (aggregate: string): unknown =>
      packRows(
        packOf({
          parts: [{ id: "p", title: text, aggregate }],
          indicators: [
            indicator({
              part: "p",
              bands: [
                { from: 0, points: 3 },
                { from: 1, points: 8 },
              ],
            }),
          ],
        }),
        place,
      ).indicator[0]?.full_points;
    expect([full("sum"), full("deduct"), full("worst"), full("product")]).toEqual([8, 3, 3, 1]);
  });

  it("turn a gate into a determination of the next worse level", () => {
    const rows = packRows(
      packOf({
        indicators: [indicator({ value: {} })],
        levels: [
          { level: "bad", from: 10, title: text },
          { level: "good", title: text, gate: { indicator: "a", le: 5 } },
        ],
      }),
      place,
    );
    expect(rows.determination).toMatchObject([
      { determination_id: "gate_good", kind: "at_least", level: "bad", condition_id: "gate_good" },
    ]);
    expect(rows.condition_literal).toMatchObject([
      { condition_id: "gate_good", operator: "gt", value_number: 5 },
    ]);
  });

  it("write a set as several rows of one literal, numbers and codes apart", () => {
    const rows = packRows(
      packOf({
        determinations: [
          {
            id: "d",
            kind: "exclude",
            title: text,
            clause: "art. 3",
            when: {
              any: [
                { indicator: "s", in: ["x", "y"] },
                { indicator: "n", known: false },
              ],
            },
          },
        ],
      }),
      place,
    );
    expect(
      rows.condition_literal.map((row) => [row.disjunct, row.literal, row.operator, row.value_code]),
    ).toEqual([
      [1, 1, "eq", "x"],
      [1, 1, "eq", "y"],
      [2, 1, "is_missing", null],
    ]);
  });
});

describe("coverage", () => {
  const pack = packOf({
    indicators: [
      indicator({
        bands: [
          { from: 0, points: 1 },
          { from: 1, points: 0 },
        ],
      }),
      indicator({ id: "b", value: {} }),
    ],
    levels: [
      { level: "bad", title: text },
      { level: "good", from: 1, title: text },
    ],
  });

  it("lists every row, and those that no example reaches", () => {
    expect(ruleRowsOf(pack)).toEqual([
      "indicators.a.bands[0]",
      "indicators.a.bands[1]",
      "indicators.b.value",
      "levels[0]",
      "levels[1]",
    ]);
    const hits = new Set(["indicators.a.bands[0]", "indicators.b.value", "levels[1]"]);
    expect(ruleCoverage(pack, hits).missed).toEqual(["indicators.a.bands[1]", "levels[0]"]);
    expect(() => ruleCoverage(pack, new Set(["levels[7]"]))).toThrow(/examples hit levels\[7\]/);
  });
});
