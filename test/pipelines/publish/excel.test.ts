import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MartContract, mart } from "../../../models/mart.js";
import { readWorkbook } from "../../../pipelines/publish/excel.js";
import { writeMartWorkbook } from "../../../pipelines/publish/mart-workbook.js";
import { columnLetters } from "../../../pipelines/publish/xlsx.js";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/open.js";

const folder = mkdtempSync(join(tmpdir(), "sise-excel-"));
const sample = mart(
  "sample",
  { title: { zh: "样表", en: "Sample" }, row: { zh: "一行", en: "one row" }, key: ["sample_id"] },
  [
    ["sample_id", "text", "编号", "Id"],
    ["name", "text", "名称", "Name"],
    ["score", "decimal", "得分", "Score"],
    ["count", "integer", "数量", "Count"],
    ["found_on", "date", "日期", "Date"],
    ["found_at", "time", "时间", "Time"],
    ["level", "level", "等级", "Level"],
    ["is_open", "boolean", "未结", "Open"],
  ],
);
let warehouse: Warehouse;

beforeAll(async () => {
  mkdirSync(join(folder, "export"));
  warehouse = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "512MiB", threads: 2 });
  await warehouse.run("create schema marts");
  await warehouse.run(`create table marts.sample as select * from (values
    ('b', '=cmd()', 12.500000::decimal(18, 6), 3::bigint, date '2026-11-22', timestamp '2026-11-22 18:30:00', 'red', true, ['甲', '乙']),
    ('a', '<b>&"''', -0.100000::decimal(18, 6), 1000000, date '1900-03-01', null, 'insufficient_data', false, null),
    ('c', '+1', null, null, null, null, 'green', null, []),
    ('d', '@x', 0, 0, null, null, null, null, []),
    ('e', '-2', 0, 0, null, null, null, null, []),
    ('f', ' space ' || chr(1) || '_x0041_', 123456789012.345678, 0, null, null, null, null, [])
  ) as t(sample_id, name, score, count, found_on, found_at, level, is_open, focus)`);
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = async (of: MartContract = sample): Promise<Buffer> => {
  const job = await readWorkbook(warehouse, folder, of);
  writeMartWorkbook(job);
  return readFileSync(job.path);
};
const sheetOf = (bytes: Buffer): string =>
  strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());

describe("an exported mart", () => {
  test("has Chinese headings, rows by key, numbers as numbers and dates as dates", async () => {
    await write();
    const rows = await readSheet(join(folder, "export/sample.xlsx"));
    expect(rows[0]).toEqual(["编号", "名称", "得分", "数量", "日期", "时间", "等级", "未结", "focus"]);
    expect(rows.slice(1).map((row) => row[0])).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(rows[2]?.slice(2, 4)).toEqual([12.5, 3]);
    expect(rows[2]?.[4]).toEqual(new Date("2026-11-22T00:00:00Z"));
    expect((rows[2]?.[5] as unknown as Date).getTime()).toBeCloseTo(Date.parse("2026-11-22T18:30:00Z"), -2);
    expect(rows[1]?.[4]).toEqual(new Date("1900-03-01T00:00:00Z"));
    expect(rows[2]?.slice(6)).toEqual(["红 重大", "是", "甲；乙"]);
    expect(rows[1]?.[6]).toBe("数据不足");
    expect(rows[3]?.[6]).toBe("green");
  });

  test("holds no formula: text that looks like one is text and stays so when edited", async () => {
    const sheet = sheetOf(await write());
    expect(sheet).not.toContain("<f>");
    for (const text of ["=cmd()", "+1", "@x", "-2"])
      expect(sheet).toMatch(new RegExp(`s="7" t="inlineStr"><is><t>${text.replace(/[+()]/g, "\\$&")}</t>`));
    const rows = await readSheet(join(folder, "export/sample.xlsx"));
    expect(rows[2]?.[1]).toBe("=cmd()");
    expect(rows[1]?.[1]).toBe(`<b>&"'`);
  });

  test("keeps spaces and drops what XML cannot hold", async () => {
    const sheet = sheetOf(await write());
    expect(sheet).toContain('<t xml:space="preserve"> space _x005F_x0041_</t>');
    expect(sheet).toContain("<v>123456789012.345678</v>");
  });

  test("freezes its heading and filters", async () => {
    const sheet = sheetOf(await write());
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(sheet).toContain('<autoFilter ref="A1:I7"/>');
  });

  test("has the same bytes each time", async () => {
    const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
    expect(hash(await write())).toBe(hash(await write()));
  });

  test("without rows still has its headings", async () => {
    await warehouse.run("create or replace table marts.nothing as select * from marts.sample limit 0");
    await write({ ...sample, name: "nothing" });
    expect(await readSheet(join(folder, "export/nothing.xlsx"))).toHaveLength(1);
  });

  test("too long for Excel says where the rows are", async () => {
    await warehouse.run(
      "create or replace table marts.long as select cast(i as varchar) as sample_id from range(300001) as t(i)",
    );
    await write({ ...sample, name: "long" });
    const rows = await readSheet(join(folder, "export/long.xlsx"));
    expect(rows).toHaveLength(2);
    expect(String(rows[1]?.[0])).toContain("data/long.parquet");
  });
});

test("columns are lettered as a spreadsheet does", () => {
  expect([1, 26, 27, 52, 53, 702, 703].map(columnLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});
