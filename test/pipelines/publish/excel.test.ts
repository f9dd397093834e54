import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MartContract, mart } from "../../../models/mart.js";
import { marts } from "../../../models/marts.js";
import { writeDataFiles } from "../../../pipelines/publish/data-files.js";
import { readWorkbook } from "../../../pipelines/publish/excel.js";
import { codeNamesOf } from "../../../pipelines/publish/workbook-names.js";
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
  await warehouse.run("create schema staging");
  await warehouse.run(`create table staging.enterprise as select * from (values
    ('e1', '企业一'), ('e2', '=cmd()')) as t(enterprise_id, enterprise_name)`);
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
  await writeDataFiles(warehouse, folder, [of], "2026-01-01");
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
    expect((rows[2]?.[5] as Date | undefined)?.getTime()).toBeCloseTo(Date.parse("2026-11-22T18:30:00Z"), -2);
    expect(rows[1]?.[4]).toEqual(new Date("1900-03-01T00:00:00Z"));
    expect(rows[2]?.slice(6)).toEqual(["红 重大", "是", "甲；乙"]);
    expect(rows[1]?.[6]).toBe("数据不足");
    expect(rows[3]?.[6]).toBe("green");
  });

  test("of numbers and codes has number cells for the numbers, names for the codes of its own edition", async () => {
    await warehouse.run("create schema rules");
    await warehouse.run(`create table rules.edition as select * from (values
      ('m', date '2026-01-01', '方法一'), ('m', date '2025-01-01', '旧方法')) as t(method, edition, title_zh)`);
    await warehouse.run(
      `create table rules.part as select 'm' as method, date '2026-01-01' as edition, 'p' as part_id, '部分一' as title_zh`,
    );
    await warehouse.run(`create table rules.indicator as select * from (values
      ('m', date '2026-01-01', 'alarm_share', '报警率'), ('m', date '2025-01-01', 'alarm_share', '旧报警率'),
      ('m', date '2026-01-01', 'safety_grade', '等级')) as t(method, edition, indicator_id, title_zh)`);
    await warehouse.run(`create table rules.lookup as select * from (values
      ('m', date '2026-01-01', 'safety_grade', '1', '一级'), ('m', date '2026-01-01', 'safety_grade', '1', '一级（又）')
      ) as t(method, edition, indicator_id, code, title_zh)`);
    await warehouse.run(`create table marts.item as select * from (values
      ('e1', 'm', date '2026-01-01', 'safety_grade', 'p', '1', '1', 'scored', 'funds_cny,measure_text'),
      ('e1', 'm', date '2026-01-01', 'alarm_share', 'p', '0.125000', null, 'no_data', null),
      ('e2', 'm', date '2025-01-01', 'alarm_share', 'q', '0123', 'odd', 'scored', 'unheard_of'),
      ('e3', 'm', date '2024-01-01', 'chem_tank_count', 'q', '-3.000000', 'true', 'scored', '')
      ) as t(enterprise_id, method, edition, indicator_id, part_id, indicator_value, value_code, status, five_implementations_missing)`);
    const item = mart(
      "item",
      {
        title: { zh: "项", en: "Items" },
        row: { zh: "一项", en: "one item" },
        key: ["enterprise_id", "indicator_id"],
      },
      [
        ["enterprise_id", "text", "企业", "Enterprise"],
        ["method", "text", "方法", "Method"],
        ["edition", "date", "版本", "Edition"],
        ["indicator_id", "text", "指标", "Indicator"],
        ["part_id", "text", "部分", "Part"],
        ["indicator_value", "mixed", "指标值", "Value"],
        ["value_code", "text", "代码值", "Code"],
        ["status", "text", "状态", "Status"],
        ["five_implementations_missing", "text", "缺项", "Missing"],
      ],
    );
    await write(item);
    const [heads, ...rows] = await readSheet(join(folder, "export/item.xlsx"));
    expect(heads?.slice(0, 3)).toEqual(["企业", "企业名称", "方法"]);
    // Who is unknown has no name.
    expect(rows.map((row) => row[1])).toEqual(["企业一", "企业一", "=cmd()", null]);
    const notes = await readSheet(join(folder, "export/item.xlsx"), "说明 Notes");
    expect(notes.filter((row) => /enterprise/.test(String(row[0])))).toEqual([
      ["列 Column enterprise_id", "企业", "Enterprise"],
      ["列 Column enterprise_name", "企业名称（仅见于本工作簿）", "Enterprise name (in the workbook only)"],
    ]);
    const shown = rows.map((row) => [row[0], row[2], ...row.slice(4, 9)]);
    expect(shown).toEqual([
      // In the order of the key (alarm_share before safety_grade), not of the names.
      ["e1", "方法一", "报警率", "部分一", 0.125, null, "无数据"],
      ["e1", "方法一", "等级", "部分一", "一级", "一级", "已计分"],
      ["e2", "旧方法", "旧报警率", "q", "0123", "odd", "已计分"],
      ["e3", "m", "chem_tank_count", "q", -3, "是", "已计分"],
    ]);
    expect(rows).toHaveLength(4);
  });

  test("names every code of a list, and the codes of a hazard", async () => {
    await warehouse.run(`create table marts.hazard_ledger as
      select 'h1' as hazard_id, 'e1' as enterprise_id, 'measure_text,funds_cny' as five_implementations_missing, 'county' as supervised_by_level, 'open' as state
      union all select 'h2', 'e1', null, null, 'verified'`);
    const ledger = marts.find((each) => each.name === "hazard_ledger") as MartContract;
    const columns = ledger.columns.filter((each) =>
      ["hazard_id", "enterprise_id", "state"].includes(each.name),
    );
    await write({ ...ledger, columns });
    expect((await readSheet(join(folder, "export/hazard_ledger.xlsx"))).slice(1)).toEqual([
      ["h1", "e1", "企业一", "措施、资金", "县", "未整改"],
    ]);
  });

  test("names every code that its columns can hold", () => {
    const names = (martName: string, column: string, ...codes: string[]) => {
      const found = codeNamesOf(marts.find((each) => each.name === martName) as MartContract, column);
      return codes.map((code) => found.get(code));
    };
    const kinds = ["moved", "same", "became_unknown", "became_known", "no_longer_applies", "newly_applies"];
    const kindNames = [
      "两期均计分",
      "两期均未计分",
      "变为无数据",
      "由无数据变为有数据",
      "变为不适用",
      "变为适用",
    ];
    expect(names("assessment_score_item", "change_kind", ...kinds)).toEqual(kindNames);
    expect(names("assessment_ranking", "driver_change_kind", ...kinds)).toEqual(kindNames);
    expect(names("accident_grade", "proven_grade", "general", "larger", "major", "especially_major")).toEqual(
      ["一般事故", "较大事故", "重大事故", "特别重大事故"],
    );
    expect(names("assessment_ranking", "score_grade", "qualified", "insufficient_data")).toEqual([
      "合格",
      "数据不足",
    ]);
    expect(names("assessment_pair", "relation", "above", "below", "tied")).toEqual(["在前", "在后", "并列"]);
    expect(names("inspection_draw", "stratum", "blue", "non_reporting", "insufficient_data")).toEqual([
      "蓝 低",
      "不报送",
      "数据不足",
    ]);
    for (const of of ["inspection_shortage", "plan_bound", "plan_summary", "inspection_draw"])
      expect(names(of, "department_code", "unassigned", "650203YJ")).toEqual(["无承办机构", undefined]);
  });

  test("that keeps only some rows says so, and where all are", async () => {
    const only = { where: "level = 'red'", scope: { zh: "红色样品", en: "red samples" } };
    await write({ ...sample, excelOnly: only });
    expect(await readSheet(join(folder, "export/sample.xlsx"))).toHaveLength(2);
    const notes = await readSheet(join(folder, "export/sample.xlsx"), "说明 Notes");
    expect(notes.find((row) => row[0] === "范围 Scope")).toEqual([
      "范围 Scope",
      "只含红色样品：1 行，全部 6 行在 data/sample.parquet",
      "red samples only: 1 row; all 6 are in data/sample.parquet",
    ]);
    expect(notes.find((row) => row[0] === "主键 Key")).toEqual(["主键 Key", "编号", "sample_id"]);
    expect(notes.at(-1)).toEqual(["列 Column is_open", "未结", "Open"]);
    await write();
    const all = await readSheet(join(folder, "export/sample.xlsx"), "说明 Notes");
    expect(all.find((row) => row[0] === "范围 Scope")?.[1]).toBe("全部 6 行，同 data/sample.parquet");
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
