import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ruleCoverage } from "../../models/rule-coverage.js";
import { levelLimits, limitsOf } from "../../models/rule-limits.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { examplesFolder } from "../rule-examples.js";

const loaded = (await readRulePacks({ catalogue: indicatorCatalogue })).find(
  (one) => one.method === "gb18218",
)!;
const pack = loaded.pack;
const read = (file: string): unknown =>
  parse(readFileSync(join(examplesFolder, "gb18218/2019-03-01", file), "utf8"));

interface Installation {
  readonly name: string;
  readonly people: number;
  readonly chemicals: readonly { readonly cas: string; readonly class?: string; readonly q: number }[];
  readonly expect: { readonly s: number; readonly r: number; readonly grade: string | null };
}
const { examples } = read("installations.yaml") as { examples: Installation[] };
const { lookups } = read("tables.yaml") as { lookups: Record<string, Record<string, number>> };

const hits = new Set<string>();
const indicatorOf = (id: string) => pack.indicators!.find((one) => one.id === id)!;

function look(id: string, code: string | undefined): number | undefined {
  const rows = indicatorOf(id).lookup!;
  const row = rows.findIndex((one) => one.code === code);
  if (row >= 0) hits.add(`indicators.${id}.lookup[${row}]`);
  return rows[row]?.points;
}

const inside = (value: number) => (limits: { value_from: number | null; value_to: number | null }) =>
  (limits.value_from ?? Number.NEGATIVE_INFINITY) <= value &&
  value < (limits.value_to ?? Number.POSITIVE_INFINITY);

describe("GB 18218", () => {
  it("grades the worked installations", () => {
    const bands = indicatorOf("alpha").bands!;
    for (const one of examples) {
      let s = 0;
      let weighed = 0;
      for (const { cas, class: symbol, q } of one.chemicals) {
        const share =
          q / (look("threshold_t", symbol) ?? look("threshold_t", cas) ?? look("class_threshold_t", symbol))!;
        s += share;
        weighed +=
          share *
          (look("beta", cas) ??
            look("class_beta", symbol) ??
            look("named_beta", symbol) ??
            look("named_beta", cas))!;
      }
      const row = limitsOf(bands).findIndex(inside(one.people));
      hits.add(`indicators.alpha.bands[${row}]`);
      const r = bands[row]!.points * weighed;
      const place = levelLimits(pack.levels!).findIndex(inside(r));
      const isMajor =
        s >= (pack.parameters!.find((p) => p.id === "identification_threshold")!.value as number);
      if (isMajor) hits.add(`levels[${place}]`);
      expect(s, `${one.name}: S`).toBeCloseTo(one.expect.s, 9);
      expect(r, `${one.name}: R`).toBeCloseTo(one.expect.r, 9);
      expect(isMajor ? pack.levels![place]!.level : null, one.name).toBe(one.expect.grade);
    }
  });

  it("has every row of its tables in the second transcription, and every row hit", () => {
    for (const [id, rows] of Object.entries(lookups)) {
      for (const [code, points] of Object.entries(rows)) expect(look(id, code), `${id} ${code}`).toBe(points);
      expect(indicatorOf(id).lookup).toHaveLength(Object.keys(rows).length);
    }
    expect(ruleCoverage(pack, hits).missed).toEqual([]);
  });

  it("keys Table 1 by CAS numbers whose check digits hold", () => {
    const codes = indicatorOf("threshold_t").lookup!.map((row) => row.code);
    const numbers = codes.filter((code) => /^\d/.test(code));
    for (const number of numbers) {
      expect(number).toMatch(/^\d{2,7}-\d{2}-\d$/);
      const digits = [...number.replaceAll("-", "")].map(Number);
      const check = digits.pop();
      const sum = digits.reverse().reduce((total, digit, index) => total + digit * (index + 1), 0);
      expect(sum % 10, number).toBe(check);
    }
    // Rows that one CAS number cannot decide, by name code: six nitrocelluloses, three ammonium nitrates, coal gas, aluminium alkyls.
    expect(codes.length - numbers.length).toBe(11);
  });

  it("holds the 85 rows of Table 1", () => {
    // Numbers beside the standard's row: isomers, an older number, CO as coal gas, components of LPG and natural gas, bare numbers of several rows.
    const beside = [
      "584-84-9 91-08-7 8006-61-9 630-08-0",
      "74-98-6 106-97-8 8006-14-2",
      "9004-70-0 6484-52-2",
    ].flatMap((line) => line.split(" "));
    expect(indicatorOf("threshold_t").lookup!.filter((row) => !beside.includes(row.code))).toHaveLength(85);
  });

  it("gives β to every row of Table 1 exactly once", () => {
    for (const { code } of indicatorOf("threshold_t").lookup!) {
      const found = ["beta", "named_beta"].filter((id) =>
        indicatorOf(id).lookup!.some((row) => row.code === code),
      );
      expect(found, code).toHaveLength(1);
    }
  });
});
