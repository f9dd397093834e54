import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readRulePacks } from "../../pipelines/rules.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { examplesFolder } from "../rule-examples.js";

const loaded = (await readRulePacks({ catalogue: indicatorCatalogue })).find(
  (one) => one.method === "gb18218",
)!;
const pack = loaded.pack;
const read = (file: string): unknown =>
  parse(readFileSync(join(examplesFolder, "gb18218/2019-03-01", file), "utf8"));

const { lookups } = read("tables.yaml") as { lookups: Record<string, Record<string, number>> };

const indicatorOf = (id: string) => pack.indicators!.find((one) => one.id === id)!;

// What is computed from these tables is tested on the SQL itself: test/sql/installation-grade.test.ts.
describe("GB 18218", () => {
  it("has every row of its tables in the second transcription, row for row", () => {
    for (const [id, rows] of Object.entries(lookups)) {
      for (const [code, points] of Object.entries(rows))
        expect(indicatorOf(id).lookup!.find((row) => row.code === code)?.points, `${id} ${code}`).toBe(
          points,
        );
      expect(indicatorOf(id).lookup).toHaveLength(Object.keys(rows).length);
    }
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
