import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestProject, testProject } from "./ingest-project.js";

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const heading = "区划代码,名称,常住人口\n";
const names = [
  "独山子区",
  "克拉玛依区",
  "白碱滩区",
  "乌尔禾区",
  "红星街道",
  "昆仑路街道",
  "天山路街道",
  "胜利路街道",
];

/** Eight regions, a line each, of which line `row` has bytes of no encoding in the middle of its name. */
function regions(encoding: "utf-8" | "gb18030", row: number, bad: readonly number[]): Buffer {
  const lines = names.map((name, index) => {
    const [start, end] = [name.slice(0, 2), name.slice(2)];
    const bytes = iconv.encode(`65020${index},${start}`, encoding);
    const rest = iconv.encode(`${end},${index * 10}\n`, encoding);
    return Buffer.concat([bytes, index + 2 === row ? Buffer.from(bad) : Buffer.alloc(0), rest]);
  });
  return Buffer.concat([iconv.encode(heading, encoding), ...lines]);
}

const source = (more = ""): string => `  s: {entity: region, kind: csv, path: data/r.csv${more}}\n`;

describe("bytes that cannot be decoded spoil their row alone", () => {
  it.each([
    ["utf-8", [0xff]],
    ["utf-8", [0xe4, 0xb8]],
    ["gb18030", [0xff]],
  ] as const)("%s with %j: the others are read, the row names its column", async (encoding, bad) => {
    project.put("data/r.csv", regions(encoding, 4, bad));
    const report = await project.run(source(), "2026-01-02");
    expect(report.sources[0]).toMatchObject({ state: "read", read: 8, message: null });
    const rows = await project.live(
      "region",
      "row_number, region_code, region_name, parse_fault, other_columns",
    );
    expect(rows.filter((row) => row.parse_fault === null).map((row) => row.region_name)).toEqual(
      names.filter((_, index) => index !== 2),
    );
    const [spoilt] = rows.filter((row) => row.parse_fault !== null);
    expect(spoilt).toMatchObject({
      row_number: "4",
      region_code: null,
      parse_fault: "bytes that cannot be decoded in 名称",
    });
    expect(String(spoilt?.other_columns)).toContain("650202,白碱");
  });

  it("is not taken for GB18030 because one byte is wrong, and says where in a heading", async () => {
    // Valid as GB18030 from end to end, and still UTF-8: each line has an even number of letters of three bytes.
    project.put(
      "data/r.csv",
      Buffer.concat([
        Buffer.from("区划代码,名称\n650202,城区\n650203,城镇\n650204,a"),
        Buffer.from([0x81]),
        Buffer.from("b\n"),
      ]),
    );
    const report = await project.run(source(), "2026-01-02");
    expect(report.sources[0]).toMatchObject({ state: "read", read: 3 });
    expect(await project.live("region", "region_name, parse_fault")).toEqual([
      { region_name: "城区", parse_fault: null },
      { region_name: "城镇", parse_fault: null },
      { region_name: null, parse_fault: "bytes that cannot be decoded in 名称" },
    ]);
    project.put("data/r.csv", regions("utf-8", 4, [0xff]).subarray(1));
    const spoilt = await project.run(source(), "2026-01-03");
    expect(spoilt.sources[0]?.message?.en).toMatch(
      /^data\/r\.csv:1: found a heading with bytes that are not utf-8 \(byte 0\), expected column names/,
    );
  });

  it("fails the file where no encoding fits, with the first row and byte", async () => {
    const latin1 = iconv.encode("region_code,region_name\n650202,Café\n650203,Zoë,\n650204,Né,\n", "latin1");
    project.put("data/r.csv", latin1);
    const report = await project.run(source(), "2026-01-02");
    expect(report.sources[0]).toMatchObject({ state: "failed" });
    expect(report.sources[0]?.message?.en).toContain("neither UTF-8 nor GB18030 (first in row 2, byte 34)");
  });

  it("holds for lines of JSON; a JSON document fails, with the line", async () => {
    const line = (code: number, name: Buffer): Buffer =>
      Buffer.concat([
        Buffer.from(`{"region_code":"65020${code}","region_name":"城`),
        name,
        Buffer.from('区"}\n'),
      ]);
    const lines = Buffer.concat([
      line(1, Buffer.alloc(0)),
      line(2, Buffer.from([0xff])),
      line(3, Buffer.alloc(0)),
      line(4, Buffer.alloc(0)),
    ]);
    project.put("data/r.ndjson", lines);
    await project.run("  s: {entity: region, kind: ndjson, path: data/r.ndjson}\n", "2026-01-02");
    expect(await project.live("region", "row_number, region_code, parse_fault")).toEqual([
      { row_number: "1", region_code: "650201", parse_fault: null },
      { row_number: "2", region_code: null, parse_fault: "bytes that cannot be decoded" },
      { row_number: "3", region_code: "650203", parse_fault: null },
      { row_number: "4", region_code: "650204", parse_fault: null },
    ]);
    project.put(
      "data/r.json",
      Buffer.concat([
        Buffer.from("[\n"),
        line(1, Buffer.alloc(0)),
        Buffer.from(","),
        line(2, Buffer.alloc(0)),
        Buffer.from(","),
        line(3, Buffer.from([0xff])),
        Buffer.from("]"),
      ]),
    );
    const document = await project.run(
      "  s: {entity: region, kind: json, path: data/r.json}\n",
      "2026-01-03",
    );
    expect(document.sources[0]?.message?.en).toMatch(
      /found bytes that are not UTF-8 \(first in line 4, byte \d+\)/,
    );
  });
});

it("passes over a line that is too long to be a row, and reads the others", async () => {
  const long = Buffer.alloc(40 << 20, "x");
  project.put(
    "data/r.csv",
    Buffer.concat([
      Buffer.from(`${heading}650202,独山子区,1\n650203,`),
      long,
      Buffer.from(",2\n650204,白碱滩区,3\n"),
    ]),
  );
  const report = await project.run(source(), "2026-01-02");
  expect(report.sources[0]).toMatchObject({ state: "read", read: 3 });
  expect(await project.live("region", "row_number, region_code, parse_fault")).toEqual([
    { row_number: "2", region_code: "650202", parse_fault: null },
    { row_number: "3", region_code: null, parse_fault: "a line longer than 16 MiB" },
    { row_number: "4", region_code: "650204", parse_fault: null },
  ]);
}, 60_000);

describe("a file that a mark says is UTF-16", () => {
  const text = heading + names.map((name, index) => `65020${index},${name},${index}\n`).join("");
  const marked = (encoding: "utf-16le" | "utf-16be"): Buffer =>
    iconv.encode(text, encoding, { addBOM: true });
  const failure = (name: string): string =>
    `data/r.csv: found a byte order mark of ${name} and bytes that are not of it, expected whole ${name}; fetch the file again or save it as UTF-8`;

  it.each(["utf-16le", "utf-16be"] as const)("%s is read", async (encoding) => {
    project.put("data/r.csv", marked(encoding));
    const report = await project.run(source(), "2026-01-02");
    expect(report.sources[0]).toMatchObject({ state: "read", read: 8, message: null });
  });

  it.each([
    ["utf-16le", "UTF-16 LE", marked("utf-16le").subarray(0, -1)],
    ["utf-16be", "UTF-16 BE", marked("utf-16be").subarray(0, -1)],
    ["utf-16le", "UTF-16 LE", Buffer.from([0xff, 0xfe, 0xfa])],
    // Half of a pair, with nothing behind it.
    ["utf-16le", "UTF-16 LE", Buffer.concat([marked("utf-16le"), Buffer.from([0x00, 0xd8])])],
  ] as const)("%s that breaks off fails its source alone", async (_, name, bytes) => {
    project.put("data/r.csv", text);
    await project.run(source(), "2026-01-02");
    project.put("data/r.csv", bytes);
    const report = await project.run(source(), "2026-01-03");
    expect(report.sources[0]).toMatchObject({ state: "failed" });
    expect(report.sources[0]?.message?.en).toBe(failure(name));
    expect(await project.live("region", "region_code")).toHaveLength(8);
  });

  it.each([
    [0xff, 0xfe],
    [0xfe, 0xff],
  ])("and is nothing but the mark is empty", async (...mark) => {
    project.put("data/r.csv", Buffer.from(mark));
    const report = await project.run(source(), "2026-01-02");
    expect(report.sources[0]?.message?.en).toContain("data/r.csv: found an empty file");
  });

  it("fails as NDJSON and JSON too", async () => {
    for (const kind of ["ndjson", "json"]) {
      project.put(`data/r.${kind}`, Buffer.from([0xff, 0xfe, 0x5b]));
      const report = await project.run(
        `  s: {entity: region, kind: ${kind}, path: data/r.${kind}}\n`,
        "2026-01-02",
      );
      expect(report.sources[0]?.message?.en).toBe(failure("UTF-16 LE").replace("r.csv", `r.${kind}`));
    }
  });
});
