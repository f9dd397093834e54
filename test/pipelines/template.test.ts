import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnForHeading, entities, entityContract } from "../../models/entities.js";
import { dictionaryMarkdown, jsonSchema } from "../../pipelines/dictionary.js";
import { templateBytes, writeTemplate } from "../../pipelines/template.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sise-template-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("templates", () => {
  test("the first sheet is one row of headings, each of which maps by itself", async () => {
    for (const contract of entities) {
      const path = join(folder, "deep", `${contract.name}.xlsx`);
      await writeTemplate(contract.name, path);
      const sheet = await readSheet(path);
      expect(sheet).toHaveLength(1);
      const headings = (sheet[0] ?? []).map(String);
      expect(headings.map((heading) => columnForHeading(contract.name, heading))).toEqual(
        contract.columns.map((column) => column.name),
      );
    }
  });

  test("the second sheet explains every column", async () => {
    const path = join(folder, "hazard.xlsx");
    await writeTemplate("hazard", path);
    const notes = await readSheet(path, 2);
    expect(notes.length).toBe(entityContract("hazard").columns.length + 1);
    expect(notes[6]).toEqual([
      "隐患等级",
      "level",
      "必填\nrequired",
      "枚举\none of a list",
      "一般、重大（general, major）\none of general, major (一般, 重大)",
      null,
      null,
    ]);
    expect(notes[7]?.[1]).toBe("source");
  });

  test("the same contract gives the same bytes, without a clock in them", async () => {
    const [first, second] = [await templateBytes("enterprise"), await templateBytes("enterprise")];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    await writeTemplate("enterprise", join(folder, "again.xlsx"));
    expect(readFileSync(join(folder, "again.xlsx")).equals(Buffer.from(first))).toBe(true);
    // MS-DOS date of 1980-01-01 in the first local header.
    expect(Buffer.from(first).readUInt16LE(12)).toBe(0x21);
  });

  test("columns of codes have the text format, so that eighteen digits stay eighteen digits", async () => {
    const parts = unzipSync(await templateBytes("enterprise"));
    const styles = strFromU8(parts["xl/styles.xml"] ?? new Uint8Array());
    const formats = [...styles.slice(styles.indexOf("<cellXfs")).matchAll(/<xf [^>]*>/g)].map(
      (found) => found[0],
    );
    const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    const style = Number(/<col min="1" style="(\d+)"/.exec(sheet)?.[1]);
    expect(formats[style]).toContain('numFmtId="49"');
    expect(sheet).not.toMatch(/<col min="8" style/);
  });
});

describe("dictionary", () => {
  test("names every column of every entity, in both languages", () => {
    for (const lang of ["zh", "en"] as const) {
      const page = dictionaryMarkdown(lang);
      for (const contract of entities) {
        expect(page).toContain(`\`${contract.name}\``);
        for (const column of contract.columns)
          expect(page).toContain(`\`${column.publicName ?? column.name}\``);
      }
    }
    expect(dictionaryMarkdown("zh")).toContain(
      "| 最大存量吨 | `quantity_t` | 小数 |  | 是 | 数字（整数部分不超过 12 位）；大于 0 且不大于 100,000,000 | 吨 |  |",
    );
    expect(dictionaryMarkdown("en")).toContain(
      "Rules: `found_at` ≤ `rectified_at`, `rectified_at` ≤ `verified_at`",
    );
    expect(dictionaryMarkdown("en")).toContain("Refused columns (headings that contain): 举报人");
  });
});

describe("JSON Schema", () => {
  test("says what the contract says", () => {
    const hazard = jsonSchema(entityContract("hazard")) as {
      required: string[];
      properties: Record<string, Record<string, unknown>>;
    };
    expect(hazard.required).toEqual([
      "hazard_id",
      "enterprise_id",
      "description",
      "level",
      "source",
      "found_at",
    ]);
    expect(hazard.properties.level).toMatchObject({
      enum: ["general", "major"],
      title: "隐患等级 / Hazard level",
      "x-labels": { major: { zh: "重大", en: "Major" } },
    });
    const chemical = jsonSchema(entityContract("installation_chemical")) as typeof hazard;
    expect(chemical.properties.quantity_t).toMatchObject({
      type: "number",
      exclusiveMinimum: 0,
      "x-unit": "t",
    });
    expect(chemical.properties.cas_no).toMatchObject({
      pattern: "^[0-9]{2,7}-[0-9]{2}-[0-9]$",
      "x-check-digit": "cas",
    });
    expect(jsonSchema(entityContract("installation_chemical"))["x-key"]).toEqual([
      "installation_id",
      "cas_no",
    ]);
  });
});
