import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { delimiterOf, readDelimited } from "../../pipelines/sources/delimited-text.js";
import { plainNumber } from "../../pipelines/sources/xlsx.js";
import { type TestProject, testProject } from "./ingest-project.js";

const folder = "fixtures/sources";
let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

async function readFixture(path: string, given: { entity?: string; kind?: string; more?: string } = {}) {
  const file = path.split("/").at(-1) ?? "";
  const ending = file.split(".").at(-1) ?? "";
  const kind = given.kind ?? (ending === "gz" || ending === "tsv" ? "csv" : ending);
  project.put(`data/${file}`, readFileSync(`${folder}/${path}`));
  const report = await project.run(
    `  s: {entity: ${given.entity ?? "region"}, kind: ${kind}, path: data/${file}${given.more ?? ""}}\n`,
    "2026-01-02",
  );
  return report.sources[0];
}

const regionColumns = "region_code, region_name, parent_region_code, population";
const regions = [
  { region_code: "650202", region_name: "独山子区", parent_region_code: "650200", population: "84000" },
  { region_code: "650203", region_name: "克拉玛依区", parent_region_code: "650200", population: "310000" },
  { region_code: "650204", region_name: "白碱滩区", parent_region_code: "650200", population: "76000" },
];

describe("the same three regions in every way they arrive", () => {
  const rowNumbers: Record<string, readonly string[]> = {
    "region-gaps.csv": ["3", "6", "8"],
    "region-title.csv": ["4", "5", "6"],
    "region.json": ["1", "2", "3"],
    "region.ndjson": ["1", "2", "3"],
    "region-nested.json": ["1", "2", "3"],
  };
  const files = readdirSync(`${folder}/good`).filter((file) => file.startsWith("region"));

  it.each(files)("%s", async (file) => {
    const more = file === "region-nested.json" ? ", records: data.items" : "";
    expect(await readFixture(`good/${file}`, { more })).toMatchObject({
      state: "read",
      message: null,
      read: 3,
    });
    expect(await project.live("region", regionColumns)).toEqual(regions);
    expect((await project.live("region", "row_number, parse_fault")).map((row) => row.row_number)).toEqual(
      rowNumbers[file] ?? ["2", "3", "4"],
    );
  });

  it("give the same checksums, whatever the file", async () => {
    const sums = new Set<string>();
    for (const file of [
      "region-utf8.csv",
      "region-gb18030.csv",
      "region.parquet",
      "region.json",
      "region-gaps.csv",
    ]) {
      await readFixture(`good/${file}`);
      sums.add(JSON.stringify((await project.live("region", "row_checksum")).slice(-3)));
    }
    expect(sums.size).toBe(1);
  });
});

describe("what no column names", () => {
  it("is kept as JSON, quotes and line breaks within", async () => {
    await readFixture("good/region-quoted.csv");
    expect((await project.live("region", "other_columns")).map((row) => row.other_columns)).toEqual([
      JSON.stringify({ 说明: '两行\r\n的"说明"' }),
      null,
      JSON.stringify({ 说明: "逗号,在内" }),
    ]);
  });

  it("is kept nested from JSON", async () => {
    await readFixture("good/region-nested.json", { more: ", records: data.items" });
    expect((await project.live("region", "other_columns"))[1]).toEqual({
      other_columns: JSON.stringify({ 范围: '{"面积":[1,1.5]}' }),
    });
  });
});

describe("a workbook", () => {
  it("gives dates as ISO text, serials and numbers as their shortest text, formulas as text", async () => {
    const report = await readFixture("good/hazard.xlsx", { entity: "hazard", more: ", sheet: 隐患" });
    expect(report).toMatchObject({ state: "read", read: 3 });
    expect(
      await project.live(
        "hazard",
        "row_number, hazard_id, description, hazard_source, found_at, deadline_on, funds_cny, other_columns",
      ),
    ).toEqual([
      {
        row_number: "3",
        hazard_id: "YH-001",
        description: "配电箱未接地",
        hazard_source: "企业自查",
        found_at: "2026-03-05 08:30:15",
        deadline_on: "2026-03-20",
        funds_cny: "1200.5",
        other_columns: '{"已公示":"true"}',
      },
      {
        row_number: "4",
        hazard_id: "YH-002",
        description: "=1+1 不是公式",
        hazard_source: "执法检查",
        found_at: "46086",
        deadline_on: "46100",
        funds_cny: "0.30000000000000004",
        other_columns: null,
      },
      {
        row_number: "6",
        hazard_id: "3",
        description: "疏散通道堵塞",
        hazard_source: "举报",
        found_at: "2026年3月7日",
        deadline_on: null,
        funds_cny: "0.0000001",
        other_columns: '{"已公示":"false"}',
      },
    ]);
  });

  it("names its sheets when the one asked for is not there", async () => {
    const report = await readFixture("good/hazard.xlsx", { entity: "hazard", more: ", sheet: 台账" });
    expect(report?.message?.en).toBe(
      'data/hazard.xlsx: found sheets "填表说明", "隐患", expected "台账"; correct sources.s.sheet',
    );
  });

  it("writes numbers without exponents", () => {
    expect([1e21, 1e-7, -2.5e-10, 650200000000, 0.1].map(plainNumber)).toEqual([
      "1000000000000000000000",
      "0.0000001",
      "-0.00000000025",
      "650200000000",
      "0.1",
    ]);
  });
});

describe("typed files", () => {
  const columns =
    "accident_id, region_code, occurred_at, deaths, direct_loss_cny, is_concealed, other_columns";
  const hour = Date.UTC(2026, 2, 5, 8, 30);

  it("Arrow: instants, wall clocks, days, decimals, 64-bit numbers, dictionaries and lists as text", async () => {
    const arrow = await import("apache-arrow");
    const decimal = arrow.makeData({
      type: new arrow.Decimal(2, 18, 128),
      length: 2,
      data: new Uint32Array([123456789, 0, 0, 0, 0xffffff85, 0xffffffff, 0xffffffff, 0xffffffff]),
    });
    const table = new arrow.Table({
      accident_id: arrow.vectorFromArray(
        ["a1", "a2"],
        new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
      ),
      region_code: arrow.vectorFromArray([650202n, 650203n], new arrow.Int64()),
      occurred_at: arrow.vectorFromArray([hour, null], new arrow.TimestampMillisecond("UTC")),
      deaths: arrow.vectorFromArray([0, 3], new arrow.Int16()),
      direct_loss_cny: new arrow.Vector([decimal]),
      is_concealed: arrow.vectorFromArray([true, null], new arrow.Bool()),
      wall: arrow.vectorFromArray([hour, hour + 15_250], new arrow.TimestampMillisecond()),
      day: arrow.vectorFromArray([new Date(hour), null], new arrow.DateDay()),
      list: arrow.vectorFromArray([[1, 2], null], new arrow.List(new arrow.Field("item", new arrow.Int32()))),
      share: arrow.vectorFromArray([0.5, 1e-7], new arrow.Float64()),
    });
    project.put("data/a.arrow", arrow.tableToIPC(table, "stream"));
    const report = await project.run(
      "  a: {entity: accident, kind: arrow, path: data/a.arrow}\n",
      "2026-01-02",
    );
    expect(report.sources[0]).toMatchObject({ state: "read", message: null });
    expect(await project.live("accident", columns)).toEqual([
      {
        accident_id: "a1",
        region_code: "650202",
        occurred_at: "2026-03-05T08:30:00.000Z",
        deaths: "0",
        direct_loss_cny: "1234567.89",
        is_concealed: "true",
        other_columns: JSON.stringify({
          wall: "2026-03-05 08:30:00",
          day: "2026-03-05",
          list: "[1,2]",
          share: "0.5",
        }),
      },
      {
        accident_id: "a2",
        region_code: "650203",
        occurred_at: null,
        deaths: "3",
        direct_loss_cny: "-1.23",
        is_concealed: null,
        other_columns: JSON.stringify({ wall: "2026-03-05 08:30:15.250", share: "0.0000001" }),
      },
    ]);
  });

  it("Parquet: the same", async () => {
    await project.warehouse.run(`copy (select 'a1' as accident_id, 650202::bigint as region_code, timestamptz '2026-03-05 16:30:00+08' as occurred_at,
      0::smallint as deaths, 1234567.89::decimal(18, 2) as direct_loss_cny, true as is_concealed, date '2026-03-05' as day, [1, 2] as list, {'a': null} as thing)
      to '${project.folder}/a.parquet' (format parquet)`);
    await project.run("  a: {entity: accident, kind: parquet, path: a.parquet}\n", "2026-01-02");
    expect(await project.live("accident", `row_number, ${columns}`)).toEqual([
      {
        row_number: "2",
        accident_id: "a1",
        region_code: "650202",
        occurred_at: "2026-03-05 08:30:00+00",
        deaths: "0",
        direct_loss_cny: "1234567.89",
        is_concealed: "true",
        other_columns: JSON.stringify({ day: "2026-03-05", list: "[1,2]", thing: '{"a":null}' }),
      },
    ]);
  });

  it("JSON: numbers that JavaScript would round, keys with any sign in them, null and empty text", async () => {
    project.put(
      "data/a.json",
      '[{"accident_id": 650200000000000001, "a/b~c.\\"d": {"x": [1]}, "deaths": null, "region_code": ""}, {"ACCIDENT_ID": 1, "is_concealed": false}]',
    );
    const report = await project.run(
      "  a: {entity: accident, kind: json, path: data/a.json, columns: {ACCIDENT_ID: accident_id}, set: {region_code: 650202, occurred_at: 2026-01-01}}\n",
      "2026-01-02",
    );
    expect(report.sources[0]?.message).toBeNull();
    expect(await project.live("accident", columns)).toMatchObject([
      {
        accident_id: "650200000000000001",
        region_code: null,
        deaths: null,
        other_columns: '{"a/b~c.\\"d":"{\\"x\\":[1]}"}',
      },
      { accident_id: null, is_concealed: "false" },
    ]);
  });
});

describe("a file that cannot be read fails its source and says why", () => {
  const again = "fetch it again, or remove it";
  const zhAgain = "请重新取得，或移除该文件";
  const asText = "correct sources.s.kind or export the file as text";
  const cases: readonly (readonly [file: string, zh: string, en: string])[] = [
    [
      "empty.csv",
      `文件为空，应为表头和数据行；${zhAgain}`,
      `found an empty file, expected a heading and rows; ${again}`,
    ],
    [
      "blank.csv",
      `文件为空，应为表头和数据行；${zhAgain}`,
      `found an empty file, expected a heading and rows; ${again}`,
    ],
    [
      "garbage.csv",
      "内容不是文本，应为文本文件（csv）；请重新取得该文件，或导出为文本",
      "found bytes that are no text, expected text (csv); fetch the file again or export it as text",
    ],
    [
      "workbook.csv",
      "是 Excel 工作簿或其他 ZIP 压缩包，应为文本文件（csv）；请改正 sources.s.kind，或把文件导出为文本",
      `found an Excel workbook or another ZIP archive, expected text (csv); ${asText}`,
    ],
    [
      "latin1.csv",
      "含有既非 UTF-8 也非 GB18030 的字节（首见于第 2 行，第 34 字节），应为两者之一；请把文件另存为 UTF-8",
      "found bytes that are neither UTF-8 nor GB18030 (first in row 2, byte 34), expected one of the two; save the file as UTF-8",
    ],
    [
      "torn.csv.gz",
      "gzip 压缩包不完整或已损坏，应为完整的压缩包；请重新取得该文件",
      "found a gzip archive that breaks off or is damaged, expected a whole one; fetch the file again",
    ],
    [
      "old.xlsx",
      "是 Excel 97 工作簿（.xls），或设有密码的工作簿，应为 Excel 工作簿（.xlsx）；请另存为不设密码的 .xlsx",
      "found an Excel 97 workbook (.xls), or one that asks for a password, expected an Excel workbook (.xlsx); save it as .xlsx without a password",
    ],
    [
      "torn.xlsx",
      "工作簿无法读取（Couldn't unzip `.xlsx` file contents），应为 Excel 工作簿（.xlsx）；请用表格软件打开并重新保存",
      "found a workbook that cannot be read (Couldn't unzip `.xlsx` file contents), expected an Excel workbook (.xlsx); open it in a spreadsheet program and save it again",
    ],
    [
      "broken.json",
      "内容不是 JSON，应为 JSON 文档；请重新导出该文件",
      "found text that is no JSON, expected a JSON document; export the file again",
    ],
    [
      "text.parquet",
      "不是 Parquet 文件，或文件不完整，应为 Parquet 文件；请重新取得，或改正 sources.s.kind",
      "found a file that is no Parquet or breaks off, expected one; fetch it again or correct sources.s.kind",
    ],
    [
      "text.arrow",
      "不是 Arrow IPC 文件，或文件不完整，应为有列的文件或流；请重新取得，或改正 sources.s.kind",
      "found a file that is no Arrow IPC or breaks off, expected a file or stream with columns; fetch it again or correct sources.s.kind",
    ],
  ];
  it.each(cases)("%s", async (file, zh, en) => {
    expect(await readFixture(`bad/${file}`)).toMatchObject({
      state: "failed",
      message: { zh: `data/${file}：${zh}`, en: `data/${file}: ${en}` },
      added: 0,
    });
    expect(await project.live("region", "raw_id")).toEqual([]);
  });

  it("wrong-heading.csv, with every column that is missing and the headings found", async () => {
    const report = await readFixture("bad/wrong-heading.csv");
    const advice = "add the column, or name the heading that means it under sources.s.columns";
    expect(report?.message?.en.split("\n")).toEqual([
      `data/wrong-heading.csv: found no heading for region_code (区划代码), expected one; ${advice}`,
      `data/wrong-heading.csv: found no heading for region_name (名称), expected one; ${advice}`,
      'data/wrong-heading.csv: the headings found are "编码", "区名"',
    ]);
  });

  it("two-headings.csv, unless sise.yaml names the right one", async () => {
    expect((await readFixture("bad/two-headings.csv"))?.message?.en.split("\n")[0]).toBe(
      'data/two-headings.csv: found headings "区划代码" and "region_code" for region_code, expected one; name the right one under sources.s.columns',
    );
    const named = await readFixture("bad/two-headings.csv", { more: ", columns: {区划代码: region_code}" });
    expect(named).toMatchObject({ state: "read", read: 1 });
    expect(await project.live("region", "other_columns")).toEqual([
      { other_columns: '{"region_code":"650202"}' },
    ]);
  });

  it("JSON that is no list, naming the keys", async () => {
    const message = (await readFixture("good/region-nested.json"))?.message?.en;
    expect(message).toBe(
      "data/region-nested.json: found an object with the keys code, data, expected a list of objects; say under sources.s.records which key holds the list",
    );
    expect(
      (await readFixture("good/region-nested.json", { more: ", records: data.total" }))?.message?.en,
    ).toBe(
      "data/region-nested.json: found a number at data.total, expected a list of objects; correct sources.s.records",
    );
  });

  it("GB18030 where sise.yaml says UTF-8, and the other way round", async () => {
    expect((await readFixture("good/region-gb18030.csv", { more: ", encoding: utf-8" }))?.message?.en).toBe(
      "data/region-gb18030.csv: found bytes that are not UTF-8 (first in row 1, byte 0), expected utf-8, as sise.yaml says; save the file as UTF-8, or say encoding: auto",
    );
    expect(await readFixture("good/region-gb18030.csv", { more: ", encoding: gb18030" })).toMatchObject({
      read: 3,
    });
  });
});

describe("a row that cannot be read stays in raw with its number and the reason", () => {
  it("ragged.csv", async () => {
    expect(await readFixture("bad/ragged.csv")).toMatchObject({ state: "read", read: 4 });
    expect(await project.live("region", "row_number, region_code, parse_fault, other_columns")).toEqual([
      { row_number: "2", region_code: "650202", parse_fault: null, other_columns: null },
      {
        row_number: "3",
        region_code: null,
        parse_fault: "found 2 cells, expected 3",
        other_columns: '{"unread row":"650203,克拉玛依区"}',
      },
      {
        row_number: "4",
        region_code: null,
        parse_fault: "found 4 cells, expected 3",
        other_columns: '{"unread row":"650204,白碱滩区,650200,多一格"}',
      },
      { row_number: "5", region_code: "650205", parse_fault: null, other_columns: null },
    ]);
  });

  it("unterminated-quote.csv, which spoils nothing but its own line", async () => {
    await readFixture("bad/unterminated-quote.csv");
    expect(await project.live("region", "row_number, region_code, parse_fault")).toEqual([
      { row_number: "2", region_code: "650202", parse_fault: null },
      { row_number: "3", region_code: null, parse_fault: "text after a closing quote" },
      { row_number: "4", region_code: "650204", parse_fault: null },
      { row_number: "5", region_code: null, parse_fault: "text after a closing quote" },
    ]);
  });

  it("broken.ndjson", async () => {
    await readFixture("bad/broken.ndjson");
    expect(await project.live("region", "row_number, region_code, parse_fault")).toEqual([
      { row_number: "1", region_code: "650202", parse_fault: null },
      { row_number: "3", region_code: null, parse_fault: "not JSON" },
      { row_number: "4", region_code: null, parse_fault: "found a list, expected an object" },
      { row_number: "5", region_code: "650205", parse_fault: null },
    ]);
  });

  it("tip-reporter.csv: the rows are refused and nobody's name reaches the warehouse", async () => {
    const report = await readFixture("bad/tip-reporter.csv", { entity: "tip_report" });
    expect(report?.message?.en).toBe(
      'data/tip-reporter.csv: found the heading "举报人姓名", which would identify a person who is protected, expected none such; the column was not taken over and its rows are refused, export the file without it',
    );
    expect(await project.live("tip_report", "tip_id, parse_fault, other_columns")).toEqual([
      { tip_id: "T-1", parse_fault: "refused_column: 举报人姓名", other_columns: null },
    ]);
  });
});

describe("delimited text", () => {
  async function read(parts: readonly string[], headings: readonly string[] | null = null) {
    const rows = [];
    for await (const some of readDelimited(parts, ",", headings)) rows.push(...some);
    return rows.map(({ rowNumber, fault, cells }) => [rowNumber, fault, ...cells]);
  }

  it("does not care where its parts are cut", async () => {
    const text = 'a,"b ""c""\r\nd",\r\n\r\n"x",y\r"z\n",,\n1,2,3';
    const whole = await read([text]);
    expect(whole).toEqual([
      [1, null, "a", 'b "c"\r\nd', null],
      [2, null],
      [3, null, "x", "y"],
      [4, null, "z\n", null, null],
      [5, null, "1", "2", "3"],
    ]);
    for (let cut = 1; cut < text.length; cut++)
      expect(await read([text.slice(0, cut), text.slice(cut)])).toEqual(whole);
    expect(await read([...text])).toEqual(whole);
  });

  it("loses one line to a quote that is never closed, also at the end of a long file", async () => {
    const lines = Array.from({ length: 500 }, (_, index) => (index === 490 ? '"k490,v' : `k${index},v`));
    const rows = await read([lines.join("\n")], ["k", "v"]);
    expect(rows).toHaveLength(500);
    expect(rows.filter((row) => row[1] !== null)).toEqual([[491, "unterminated quote"]]);
  });

  it("forgives empty cells too many, and cells missing under no heading", async () => {
    expect(await read(["1,2,,\n1\n"], ["a", ""])).toEqual([
      [1, null, "1", "2"],
      [2, null, "1"],
    ]);
  });

  it("finds the delimiter in the headings, not in what they name", () => {
    expect(delimiterOf(["a;b;c", "1,2;3;4"])).toBe(";");
    expect(delimiterOf(['"a;b;c;d",e', "x"])).toBe(",");
    expect(delimiterOf(["台账", "a\tb"])).toBe("\t");
    expect(delimiterOf(["one"])).toBe(",");
  });
});
