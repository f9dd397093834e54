import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { templateBytes } from "../../pipelines/template.js";
import { workbookBytes } from "../../pipelines/workbook-bytes.js";
import { type TestProject, testProject } from "./ingest-project.js";

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

type Rows = readonly (readonly (string | number | null)[])[];

async function book(sheets: Readonly<Record<string, Rows>>): Promise<Uint8Array> {
  return workbookBytes(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) => row.map((value) => (value === null ? null : { value }))),
    })) as Parameters<typeof workbookBytes>[0],
  );
}

async function read(bytes: Uint8Array, more = ""): ReturnType<TestProject["run"]> {
  project.put("data/r.xlsx", bytes);
  return project.run(
    `  r: {entity: region, kind: xlsx, path: data/r.xlsx, extract: full${more}}`,
    "2026-01-02",
  );
}

const heading = ["区划代码", "名称", "常住人口"];
const codes = async (): Promise<unknown[]> =>
  (await project.live("region", "region_code")).map((row) => row.region_code);

describe("a workbook of several sheets", () => {
  test("is read from the one with most headings that map", async () => {
    const report = await read(
      await book({ 封面: [["克拉玛依市"], ["名称", "某局"]], 数据: [heading, ["650202", "甲", 5]] }),
    );
    expect(report.sources[0]).toMatchObject({ state: "read", read: 1, message: null });
    expect(await codes()).toEqual(["650202"]);
  });

  test("says which sheets hold rows too that are not read", async () => {
    const both = {
      城区: [heading, ["650202", "甲", 5]],
      郊区: [["郊区台账"], heading, ["650203", "乙", 6]],
      附注: [["名称"], ["甲"]],
    };
    const report = await read(await book(both));
    expect(report.sources[0]?.message).toEqual({
      zh: "data/r.xlsx：只读了工作表“城区”，另有“郊区”也有可识别的表头，应为一个；请合到一张表，或在 sources.r.sheet 写明，各表各写一个来源",
      en: 'data/r.xlsx: read the sheet "城区" alone, found headings that map in "郊区" too, expected one; put them on one sheet, or name it as sources.r.sheet with a source a sheet',
    });
    expect(await codes()).toEqual(["650202"]);
    const named = await read(await book({ ...both, 城区: [heading, ["650202", "丙", 5]] }), ", sheet: 郊区");
    expect(named.sources[0]?.message).toBeNull();
    expect(await codes()).toEqual(["650203"]);
  });

  test("our own templates, whose second sheet explains the columns, say nothing", async () => {
    const parts = unzipSync(new Uint8Array(await templateBytes("region")));
    const sheet = "xl/worksheets/sheet1.xml";
    const cells = ["650202", "甲"].map(
      (value, at) => `<c r="${"AB"[at]}2" t="inlineStr"><is><t>${value}</t></is></c>`,
    );
    parts[sheet] = strToU8(
      strFromU8(parts[sheet] ?? new Uint8Array()).replace(
        "</sheetData>",
        `<row r="2">${cells.join("")}</row></sheetData>`,
      ),
    );
    const report = await read(zipSync(parts));
    expect(report.sources[0]).toMatchObject({ state: "read", read: 1, message: null });
  });
});

describe("a formula that no spreadsheet has worked out", () => {
  test("is empty, and told; one that gave an empty text says nothing", async () => {
    const parts = unzipSync(
      await book({ 数据: [heading, ["650202", "甲", 5], ["650203", "乙", 6], ["650204", "丙", 7]] }),
    );
    const sheet = "xl/worksheets/sheet1.xml";
    parts[sheet] = strToU8(
      strFromU8(parts[sheet] ?? new Uint8Array())
        .replace(/<c r="C2"[^>]*>.*?<\/c>/, '<c r="C2" s="1"><f>2+3</f><v></v></c>')
        .replace(/<c r="C3"[^>]*>.*?<\/c>/, '<c r="C3"><f ca="1">2&lt;3</f></c>')
        .replace(/<c r="C4"[^>]*>.*?<\/c>/, '<c r="C4" t="str"><f>""</f><v></v></c>'),
    );
    const report = await read(zipSync(parts));
    expect(report.sources[0]).toMatchObject({ state: "read", read: 3 });
    expect((await project.live("region", "population")).map((row) => row.population)).toEqual([
      null,
      null,
      null,
    ]);
    expect(report.sources[0]?.message).toEqual({
      zh: "data/r.xlsx：有 2 个单元格只有公式、没有存下结果（如第 2 行“常住人口”），按空读取；请用表格软件打开并重新保存",
      en: 'data/r.xlsx: found 2 cell(s) with a formula and no stored result (in row 2, "常住人口"), read as empty; open it in a spreadsheet program and save it again',
    });
  });
});

describe("a cell with an error of its formula", () => {
  test("comes as it is written where no text is asked for, and is told where one is", async () => {
    const parts = unzipSync(await book({ 数据: [heading, ["650202", "甲", 5], ["650203", "乙", 6]] }));
    const sheet = "xl/worksheets/sheet1.xml";
    const xml = strFromU8(parts[sheet] ?? new Uint8Array());
    const error = (place: string, sign: string): string =>
      `<c r="${place}" t="e"><f>1/0</f><v>${sign}</v></c>`;
    const broken = xml
      .replace(/<c r="C3"[^>]*>.*?<\/c>/, error("C3", "#DIV/0!"))
      .replace(/<c r="B2"[^>]*>.*?<\/c>/, error("B2", "#N/A"));
    expect(broken.match(/t="e"/g)?.length).toBe(2);
    parts[sheet] = strToU8(broken);
    const report = await read(zipSync(parts));
    expect(report.sources[0]).toMatchObject({ state: "read", read: 2 });
    // A name that reads #N/A is none: it is empty, so that a required one is missing.
    expect(await project.live("region", "region_code, region_name, population")).toEqual([
      { region_code: "650202", region_name: null, population: "5" },
      { region_code: "650203", region_name: "乙", population: "#DIV/0!" },
    ]);
    expect(report.sources[0]?.message).toEqual({
      zh: "data/r.xlsx：有 2 个单元格是公式错误（如第 2 行“名称”的 #N/A），文字列按空读取，其余列拒收；请改正公式",
      en: 'data/r.xlsx: found 2 cell(s) with an error of their formula (#N/A in row 2, "名称"), read as empty in columns of text and rejected in others; mend the formulas',
    });
  });
});

describe("a heading with something in brackets behind it", () => {
  test("is not taken over, since a unit may differ, and a person is asked", async () => {
    project.put("data/r.csv", "区划代码,名称,常住人口（万人）,备注（内部）\n650202,甲,5,x\n");
    const source = "  r: {entity: region, kind: csv, path: data/r.csv, extract: full}";
    const report = await project.run(source, "2026-01-02");
    expect(report.sources[0]?.message).toEqual({
      zh: "data/r.csv：表头“常住人口（万人）”没有读入，是不是“常住人口”（population）？若是，请在 sources.r.columns 写明",
      en: 'data/r.csv: the heading "常住人口（万人）" was not taken over, is it population (常住人口)? If so, name it under sources.r.columns',
    });
    expect(await project.live("region", "population, other_columns")).toEqual([
      { population: null, other_columns: '{"常住人口（万人）":"5","备注（内部）":"x"}' },
    ]);
    const named = await project.run(
      source.replace("extract: full", 'extract: full, columns: {"常住人口（万人）": population}'),
      "2026-01-03",
    );
    expect(named.sources[0]?.message).toBeNull();
  });
});

test("a heading that stands twice is told by its columns, mapped or not", async () => {
  project.put("data/r.csv", "区划代码,名称,备注,名称\n650202,甲,x,乙\n");
  const source = "  r: {entity: region, kind: csv, path: data/r.csv, extract: full}";
  const told =
    'data/r.csv: found the heading "名称" more than once (columns 2 and 4), expected it once; rename or delete one';
  for (const each of [
    source,
    source.replace("extract: full", "extract: full, columns: {名称: region_name}"),
  ]) {
    const report = await project.run(each, "2026-01-02");
    expect(report.sources[0]?.state).toBe("failed");
    expect(report.sources[0]?.message?.en.split("\n")[0]).toBe(told);
  }
});

test("a report says how many rows are in no file any more, and does not count those that moved", async () => {
  const source = "  r: {entity: region, kind: csv, path: data/*.csv, extract: full}";
  project.put("data/r.csv", "区划代码,名称\n650202,甲\n650203,乙\n650204,丙\n");
  expect((await project.run(source, "2026-01-02")).sources[0]).toMatchObject({ vanished: 0 });
  project.put("data/r.csv", "区划代码,名称\n650202,甲改\n");
  expect((await project.run(source, "2026-01-03")).sources[0]).toMatchObject({ withdrawn: 3, vanished: 2 });
  expect((await project.run(source, "2026-01-04")).sources[0]).toMatchObject({ withdrawn: 0, vanished: 0 });
  // From a file that is read first to one that is read later.
  project.put("data/a.csv", "区划代码,名称\n650205,丁\n650206,戊\n");
  await project.run(source, "2026-01-05");
  project.put("data/a.csv", "区划代码,名称\n650206,戊\n");
  project.put("data/r.csv", "区划代码,名称\n650202,甲改\n650205,丁\n");
  expect((await project.run(source, "2026-01-06")).sources[0]).toMatchObject({ withdrawn: 1, vanished: 0 });
});

test("a code so long that a workbook has lost its last digits comes as the number it has become", async () => {
  const rows = [heading, [123456789012345680, "甲", 1e15], [2026112000000001, "乙", 5]];
  await read(await book({ 数据: rows }));
  expect(await project.live("region", "region_code, population")).toEqual([
    { region_code: "1.2345678901234568E+17", population: "1000000000000000" },
    { region_code: "2026112000000001", population: "5" },
  ]);
});

test("a web page under the name of a workbook is told from CSV", async () => {
  const page = new TextEncoder().encode(
    "<html><body><table><tr><td>区划代码</td></tr></table></body></html>",
  );
  expect((await read(page)).sources[0]?.message).toEqual({
    zh: "data/r.xlsx：是网页（HTML），改了扩展名，应为 Excel 工作簿（.xlsx）；请用表格软件打开并另存为 .xlsx",
    en: "data/r.xlsx: found a web page (HTML) under another name, expected an Excel workbook (.xlsx); open it in a spreadsheet program and save it as .xlsx",
  });
});
