import { existsSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../pipelines/config.js";
import { checkSources } from "../../pipelines/ingest/check.js";
import { ingest } from "../../pipelines/ingest/ingest.js";
import { decideKnownAt } from "../../pipelines/ingest/known-at.js";
import { type TestProject, testProject } from "./ingest-project.js";

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const regions = (kind = "csv", more = "") =>
  `  regions: {entity: region, kind: ${kind}, path: "data/region*"${more}}\n`;
const heading = "区划代码,名称,备注\n";

describe("ingest", () => {
  it("takes rows as they came, with file, row number and what no column names", async () => {
    project.put("data/region.csv", `${heading}650202,独山子区,甲\n650203, 克拉玛依区 ,\n`);
    const report = await project.run(regions(), "2026-01-02");
    expect(report).toEqual({
      sources: [
        {
          source: "regions",
          entity: "region",
          state: "read",
          message: null,
          read: 2,
          added: 2,
          withdrawn: 0,
          vanished: 0,
          files: [
            {
              source: "regions",
              entity: "region",
              file: "data/region.csv",
              state: "read",
              message: null,
              rows: 2,
              added: 2,
              withdrawn: 0,
            },
          ],
        },
      ],
      read: 2,
      added: 2,
      withdrawn: 0,
    });
    expect(
      await project.live(
        "region",
        "raw_id, source, file, row_number, run_id, known_at, parse_fault, region_code, region_name, parent_region_code, other_columns",
      ),
    ).toEqual([
      {
        raw_id: "2",
        source: "regions",
        file: "data/region.csv",
        row_number: "2",
        run_id: "run-1",
        known_at: "2026-01-02 00:00:00",
        parse_fault: null,
        region_code: "650202",
        region_name: "独山子区",
        parent_region_code: null,
        other_columns: '{"备注":"甲"}',
      },
      {
        raw_id: "3",
        source: "regions",
        file: "data/region.csv",
        row_number: "3",
        run_id: "run-1",
        known_at: "2026-01-02 00:00:00",
        parse_fault: null,
        region_code: "650203",
        region_name: " 克拉玛依区 ",
        parent_region_code: null,
        other_columns: null,
      },
    ]);
  });

  const row = (code: string, name: string): string => `${code},${name},\n`;
  const one = row("650202", "独山子区");
  const two = row("650203", "克拉玛依区");
  const three = row("650204", "白碱滩区");
  const withdrawals = () =>
    project.warehouse.rows(
      "select entity, source, raw_id, run_id, known_at, reason from warehouse.raw.withdrawal order by known_at, raw_id",
    );
  const names = async () => (await project.live("region", "region_name")).map((each) => each.region_name);
  const ledger = () =>
    project.warehouse.rows(
      "select file, state, row_count, run_id from warehouse.control.file order by known_at, file, rowid",
    );

  it("appends what is new and withdraws what is gone from a full extract", async () => {
    project.put("data/region.csv", heading + one + two);
    await project.run(regions(), "2026-01-02");
    project.put("data/region.csv", heading + three + row("650203", "克拉玛依"));
    const report = await project.run(regions(), "2026-01-03");
    expect(report).toMatchObject({ read: 2, added: 2, withdrawn: 2 });
    expect(await names()).toEqual(["白碱滩区", "克拉玛依"]);
    expect(await withdrawals()).toEqual([
      {
        entity: "region",
        source: "regions",
        raw_id: "2",
        run_id: "run-2",
        known_at: "2026-01-03 00:00:00",
        reason: "vanished",
      },
      {
        entity: "region",
        source: "regions",
        raw_id: "3",
        run_id: "run-2",
        known_at: "2026-01-03 00:00:00",
        reason: "changed",
      },
    ]);
  });

  it("keeps all rows of an incremental source, and appends only those it has not seen in the file", async () => {
    project.put("data/region-1.csv", heading + one);
    await project.run(regions("csv", ", extract: incremental"), "2026-01-02");
    project.put("data/region-1.csv", heading + one + two);
    project.put("data/region-2.csv", heading + three);
    const report = await project.run(regions("csv", ", extract: incremental"), "2026-01-03");
    expect(report).toMatchObject({ added: 2, withdrawn: 0 });
    project.put("data/region-1.csv", heading + three);
    project.remove("data/region-2.csv");
    expect(await project.run(regions("csv", ", extract: incremental"), "2026-01-04")).toMatchObject({
      added: 1,
      withdrawn: 0,
    });
    expect(await names()).toEqual(["独山子区", "白碱滩区", "克拉玛依区", "白碱滩区"]);
  });

  it("takes a row back that had vanished", async () => {
    for (const [day, text] of [
      ["2026-01-02", one + two],
      ["2026-01-03", one],
      ["2026-01-04", one + two],
    ] as const) {
      project.put("data/region.csv", heading + text);
      await project.run(regions(), day);
    }
    expect(await names()).toEqual(["独山子区", "克拉玛依区"]);
    expect((await project.live("region", "raw_id, known_at")).map((each) => each.known_at)).toEqual([
      "2026-01-02 00:00:00",
      "2026-01-04 00:00:00",
    ]);
    expect(await withdrawals()).toHaveLength(1);
  });

  it("tells a row that is read in another way from one that the source changed", async () => {
    const mapped = regions("csv", ", columns: {备注: parent_region_code}");
    project.put("data/region-1.csv", `${heading}650202,独山子区,甲\n`);
    project.put("data/region-2.csv", `${heading}650203,克拉玛依区,乙\n`);
    await project.run(mapped, "2026-01-02");
    project.put("data/region-1.csv", `${heading}650202,独山子,甲\n`);
    await project.run(mapped, "2026-01-03");
    await project.run(regions(), "2026-01-04");
    project.put("data/region-3.csv", `${heading}650203,克拉玛依区,\n`);
    project.remove("data/region-2.csv");
    await project.run(mapped, "2026-01-05");
    expect((await withdrawals()).map((each) => each.reason)).toEqual([
      "changed",
      "reread",
      "reread",
      "reread",
      "reread",
    ]);
  });

  it("keeps a row as often as a file has it", async () => {
    project.put("data/region.csv", heading + one + one + two);
    await project.run(regions(), "2026-01-02");
    expect(await names()).toEqual(["独山子区", "独山子区", "克拉玛依区"]);
    project.put("data/region.csv", heading + two + one);
    expect(await project.run(regions(), "2026-01-03")).toMatchObject({ added: 0, withdrawn: 1 });
    expect(await withdrawals()).toMatchObject([{ raw_id: "2", reason: "changed" }]);
    project.put("data/region.csv", heading + one + one + one + two);
    expect(await project.run(regions(), "2026-01-04")).toMatchObject({ added: 2, withdrawn: 0 });
  });

  it("withdraws the rows of a file that vanished from a full source; a key that moved has changed, not vanished", async () => {
    project.put("data/region-1.csv", heading + one + two);
    project.put("data/region-2.csv", heading + three);
    await project.run(regions(), "2026-01-02");
    project.remove("data/region-1.csv");
    project.put("data/region-2.csv", heading + three + two);
    expect(await project.run(regions(), "2026-01-03")).toMatchObject({ added: 1, withdrawn: 2 });
    expect((await withdrawals()).map((each) => each.reason)).toEqual(["vanished", "changed"]);
    expect(await names()).toEqual(["白碱滩区", "克拉玛依区"]);
    expect((await ledger()).filter((each) => each.state === "gone")).toEqual([
      { file: "data/region-1.csv", state: "gone", row_count: null, run_id: "run-2" },
    ]);
    project.put("data/region-1.csv", heading + one);
    expect(await project.run(regions(), "2026-01-04")).toMatchObject({ added: 1, withdrawn: 0 });
  });

  it("leaves everything standing when a source finds no file at all", async () => {
    project.put("data/region.csv", heading + one);
    await project.run(regions(), "2026-01-02");
    project.remove("data/region.csv");
    const report = await project.run(regions(), "2026-01-03");
    expect(report.sources[0]).toMatchObject({
      state: "missing",
      message: {
        zh: "sise.yaml › sources.regions.path：data/region* 找不到文件，应至少有一个；请放入文件，或改正路径",
        en: "sise.yaml › sources.regions.path: found no file for data/region*, expected at least one; put the files there, or correct the path",
      },
    });
    expect(await names()).toEqual(["独山子区"]);
    expect((await ledger()).at(-1)).toMatchObject({ file: "data/region*", state: "failed" });
  });

  it("leaves the earlier rows standing when a file cannot be read, and goes on with the others", async () => {
    project.put("data/region-1.csv", heading + one);
    project.put("data/region-2.csv", heading + two);
    await project.run(regions(), "2026-01-02");
    project.put("data/region-1.csv", "");
    project.put("data/region-2.csv", heading + two + three);
    const report = await project.run(regions(), "2026-01-03");
    expect(report.sources[0]).toMatchObject({
      state: "failed",
      message: {
        zh: "data/region-1.csv：文件为空，应为表头和数据行；请重新取得，或移除该文件",
        en: "data/region-1.csv: found an empty file, expected a heading and rows; fetch it again, or remove it",
      },
      added: 1,
      withdrawn: 0,
    });
    expect(await names()).toEqual(["独山子区", "克拉玛依区", "白碱滩区"]);
    project.put("data/region-1.csv", heading + one);
    expect((await project.run(regions(), "2026-01-04")).sources[0]).toMatchObject({
      state: "unchanged",
      read: 3,
    });
  });

  it("believes a file without rows only when none stood before, or sise.yaml says so", async () => {
    project.put("data/region.csv", heading);
    expect((await project.run(regions(), "2026-01-02")).sources[0]).toMatchObject({ state: "read", read: 0 });
    project.put("data/region.csv", heading + one);
    await project.run(regions(), "2026-01-03");
    project.put("data/region.csv", heading);
    expect((await project.run(regions(), "2026-01-04")).sources[0]).toMatchObject({
      state: "failed",
      message: {
        zh: "data/region.csv：只有表头没有数据行，而该文件此前的行仍在用，应有数据行；请重新取得，若确已清空，请在 sources.regions 下写 allow_empty: true",
        en: "data/region.csv: found a heading and no rows, expected rows, since rows of this file stand; fetch it again, or say allow_empty: true under sources.regions if none are left",
      },
    });
    expect(await names()).toEqual(["独山子区"]);
    await project.run(regions("csv", ", allow_empty: true"), "2026-01-05");
    expect(await names()).toEqual([]);
  });

  it("does not read an unchanged file again, unless sise.yaml maps it otherwise", async () => {
    project.put("data/region.csv", heading + one.replace(",\n", ",甲组\n"));
    await project.run(regions(), "2026-01-02");
    expect((await project.run(regions(), "2026-01-03")).sources[0]).toMatchObject({
      state: "unchanged",
      read: 1,
    });
    const mapped = await project.run(regions("csv", ", columns: {备注: peer_group}"), "2026-01-04");
    expect(mapped.sources[0]).toMatchObject({ state: "read", added: 1, withdrawn: 1 });
    expect(await project.live("region", "peer_group, other_columns")).toEqual([
      { peer_group: "甲组", other_columns: null },
    ]);
    expect((await ledger()).map((each) => each.state)).toEqual(["read", "unchanged", "read"]);
  });

  it("maps headings whatever their width, case and spaces, one to several columns, and composes keys", async () => {
    project.put(
      "data/hazard.csv",
      " 统一社会信用代码 ,单号,日期,描述,ＬＥＶＥＬ,Found at,资金（元）\n91650200MA00000001,7,2026-03-05,未接地,一般,2026-03-05 08:00,12\n,8,,未接地,一般,2026-03-06 08:00,\n",
    );
    const report = await project.run(
      `  h: {entity: hazard, kind: csv, path: data/hazard.csv, set: {source: self_check}, columns: {描述: [description, measure_text], "资金(元)": funds_cny, 网格: found_by}, compose: {hazard_id: "{单号}/{日期}", responsible_person: "{ 单号 }-{日期？}"}}\n`,
      "2026-01-02",
    );
    expect(report.sources[0]).toMatchObject({
      state: "read",
      message: {
        zh: "data/hazard.csv：没有表头“网格”，而 sources.h.columns 写了它；请核对写法",
        en: 'data/hazard.csv: found no heading "网格", which sources.h.columns names; check its spelling',
      },
    });
    expect(
      await project.live(
        "hazard",
        "hazard_id, responsible_person, enterprise_id, description, measure_text, level, hazard_source, found_at, funds_cny, other_columns",
      ),
    ).toEqual([
      {
        hazard_id: "7/2026-03-05",
        responsible_person: "7-2026-03-05",
        enterprise_id: "91650200MA00000001",
        description: "未接地",
        measure_text: "未接地",
        level: "一般",
        hazard_source: null,
        found_at: "2026-03-05 08:00",
        funds_cny: "12",
        other_columns: '{"单号":"7","日期":"2026-03-05"}',
      },
      {
        hazard_id: null,
        responsible_person: "8-",
        enterprise_id: null,
        description: "未接地",
        measure_text: "未接地",
        level: "一般",
        hazard_source: null,
        found_at: "2026-03-06 08:00",
        funds_cny: null,
        other_columns: '{"单号":"8"}',
      },
    ]);
  });

  it("takes hostile names and texts as texts", async () => {
    const evil = `"'); drop table raw.region; --"`;
    project.put(
      "data/region 'x\"; [1]{2}.csv",
      `区划代码,名称,"a'""b","=cmd|' /C calc'!A0"\n650202,${evil},"\u0000x","\ud83d\ude00"\n`.replace(
        "\u0000",
        "",
      ),
    );
    const report = await project.run(regions(), "2026-01-02");
    expect(report.sources[0]).toMatchObject({ state: "read", read: 1 });
    expect(await project.live("region", "file, region_name, other_columns")).toEqual([
      {
        file: "data/region 'x\"; [1]{2}.csv",
        region_name: "'); drop table raw.region; --",
        other_columns: JSON.stringify({ "a'\"b": "x", "=cmd|' /C calc'!A0": "😀" }),
      },
    ]);
  });

  it("reads files outside the project and passes over the lock files of office programs", async () => {
    const outside = await testProject();
    outside.put("region.csv", heading + one);
    outside.put("~$region.csv", "x");
    outside.put(".region.csv", "x");
    const report = await project.run(
      `  regions: {entity: region, kind: csv, path: "${outside.folder}/*region*.csv"}\n`,
      "2026-01-02",
    );
    outside.close();
    expect(report.sources[0]?.files).toHaveLength(1);
    expect(report.sources[0]).toMatchObject({ state: "read", read: 1 });
    expect(report.sources[0]?.files[0]?.file).toMatch(/^\.\.\/sise-ingest-\w+\/region\.csv$/);
  });

  it("tells after each file, and removes its scratch folder", async () => {
    project.put("data/region-1.csv", heading + one);
    project.put("data/region-2.csv", iconv.encode(heading + two, "gb18030"));
    const config = parseConfig(`city: {name: 甲市, region_code: "650200"}\nsources:\n${regions()}`);
    const told: string[] = [];
    await ingest(project.warehouse, {
      config,
      projectFolder: project.folder,
      runId: "run-1",
      knownAt: "2026-01-02T00:00:00.000Z",
      onFile: ({ file, state, rows }) => told.push(`${file} ${state} ${rows}`),
    });
    expect(told).toEqual(["data/region-1.csv read 1", "data/region-2.csv read 1"]);
    expect(existsSync(join(project.folder, ".tmp"))).toBe(false);
  });

  it("begins with the entity whose files are longest, and reports in the order of the names", async () => {
    project.put("data/region.csv", heading + one + two.repeat(40));
    project.put("data/department.csv", "部门编码,部门名称\nD1,应急局\n");
    const config = parseConfig(
      `city: {name: 甲市, region_code: "650200"}\nsources:\n${regions()}  departments: {entity: department, kind: csv, path: data/department.csv}\n`,
    );
    const told: string[] = [];
    const report = await ingest(project.warehouse, {
      config,
      projectFolder: project.folder,
      runId: "run-1",
      knownAt: "2026-01-02T00:00:00.000Z",
      onFile: ({ file }) => told.push(file),
    });
    expect(told).toEqual(["data/region.csv", "data/department.csv"]);
    expect(report.sources.map((source) => source.source)).toEqual(["departments", "regions"]);
  });

  it("undoes the whole file when anything fails within its transaction", async () => {
    project.put("data/region.csv", heading + one);
    await project.run(regions(), "2026-01-02");
    project.put("data/region.csv", heading + two);
    await project.warehouse.run("alter table warehouse.control.file rename column message to words");
    await expect(project.run(regions(), "2026-01-03")).rejects.toThrow(/message/);
    expect(await names()).toEqual(["独山子区"]);
    expect(await withdrawals()).toEqual([]);
  });
});

describe("known_at", () => {
  it("moves forward only: a run that looks back stamps new rows later and does not see them", async () => {
    const now = new Date("2026-05-01T08:00:00.123Z");
    const decide = (requested: string | null, at = now) => decideKnownAt(project.warehouse, requested, at);
    expect(await decide(null)).toEqual({
      runKnownAt: "2026-05-01T08:00:00.123Z",
      stamp: "2026-05-01T08:00:00.123Z",
    });
    expect(await decide("2026-03-01")).toEqual({
      runKnownAt: "2026-03-01T00:00:00.000Z",
      stamp: "2026-03-01T00:00:00.000Z",
    });
    project.put("data/region.csv", `${heading}650202,独山子区,\n`);
    await project.run(regions(), "2026-03-01");
    expect(await decide("2026-03-01T00:00:00Z")).toEqual({
      runKnownAt: "2026-03-01T00:00:00.000Z",
      stamp: "2026-05-01T08:00:00.123Z",
    });
    expect(await decide("2026-02-01T00:00:00Z", new Date("2026-02-01T00:00:00Z"))).toEqual({
      runKnownAt: "2026-02-01T00:00:00.000Z",
      stamp: "2026-03-01T00:00:00.001Z",
    });
    expect(await decide("2026-03-01T00:00:00.001Z")).toMatchObject({ stamp: "2026-03-01T00:00:00.001Z" });
    // A clock behind the newest stamp: the run comes after it all the same.
    expect(await decide(null, new Date("2026-01-01T00:00:00Z"))).toEqual({
      runKnownAt: "2026-03-01T00:00:00.001Z",
      stamp: "2026-03-01T00:00:00.001Z",
    });
  });

  it("is the same for all rows of a run, and a late row gets a later one", async () => {
    project.put("data/region.csv", `${heading}650202,独山子区,\n`);
    await project.run(regions(), "2026-03-01");
    project.put("data/region.csv", `${heading}650202,独山子区,\n650203,克拉玛依区,\n`);
    await project.run(regions(), "2026-02-01");
    expect((await project.live("region", "known_at")).map((each) => each.known_at)).toEqual([
      "2026-03-01 00:00:00",
      "2026-03-01 00:00:00.001",
    ]);
  });
});

describe("check", () => {
  it("opens every file and maps its headings without a warehouse", async () => {
    project.put("data/region-1.csv", `${heading}650202,独山子区,\n`);
    project.put("data/region-2.csv", "编码,名称\n1,2\n");
    project.put("data/noted.csv", "区划代码,名称,常住人口（万人）\n650202,独山子区,9\n");
    const config = parseConfig(
      `city: {name: 甲市, region_code: "650200"}\nsources:\n  a: {entity: region, kind: csv, path: data/region-1.csv}\n  b: {entity: region, kind: csv, path: data/region-*.csv}\n  c: {entity: region, kind: csv, path: none.csv}\n  d: {entity: region, kind: csv, path: data/noted.csv}`,
    );
    const checked = await checkSources(project.folder, config, {});
    expect(checked.map(({ source, files, is_readable }) => [source, files, is_readable])).toEqual([
      ["a", 1, true],
      ["b", 2, false],
      ["c", 0, false],
      ["d", 1, true],
    ]);
    expect(checked[3]?.message?.en).toMatch(
      /the heading "常住人口（万人）" was not taken over, is it population/,
    );
    expect(checked[0]?.message).toBeNull();
    // A mapping is seen at a glance: what stays empty, and what is not used.
    const unfilled = checked[0]?.unfilled_columns ?? [];
    expect(unfilled.map((column) => column.name).sort()).toEqual([
      "gdp_cny",
      "parent_region_code",
      "peer_group",
      "population",
    ]);
    expect(unfilled.find((column) => column.name === "population")?.heading).toEqual({
      zh: "常住人口",
      en: "Resident population",
    });
    expect(checked[0]?.unread_headings).toEqual(["备注"]);
    expect(checked[2]).toMatchObject({ unfilled_columns: [], unread_headings: [] });
    expect(checked[1]?.message?.en).toMatch(/^data\/region-2\.csv: found no heading for region_code/);
    expect(checked[2]?.message?.en).toMatch(/found no file for none\.csv/);
  });
});

describe("speed", () => {
  it("says how long 200,000 rows of CSV take, and a run without changes", async () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, index) =>
        `YH-${index},91650200MA0000${index % 1000},"隐患 ""${index}""",一般,企业自查,2026-03-05 08:00:00,2026-03-20,${index}.5\n`,
    );
    const text = `隐患编号,统一社会信用代码,隐患描述,隐患等级,来源,发现时间,整改期限,整改资金\n${lines.join("")}`;
    const sources = `  h: {entity: hazard, kind: csv, path: "data/*.csv"}\n`;
    const timed = async (title: string, day: string): Promise<void> => {
      const start = performance.now();
      const report = await project.run(sources, day);
      console.log(
        `ingest: ${title}: ${(performance.now() - start).toFixed(0)} ms, ${report.added} added, ${report.withdrawn} withdrawn`,
      );
    };
    project.put("data/a.csv", text);
    await timed("200,000 rows read", "2026-01-02");
    project.put("data/a.csv", text.replaceAll("0.5\n", "0.6\n"));
    await timed("200,000 rows, a tenth changed", "2026-01-03");
    project.put("data/c.csv", `${text.slice(0, 2_000_000).replace(/[^\n]*$/, "")}broken\n`);
    await timed("a file of 2 MB with a broken row, read in JavaScript", "2026-01-04");
    for (let file = 0; file < 24; file++)
      project.put(`data/b${file}.csv`, text.slice(0, 20_000).replace(/[^\n]*$/, ""));
    await timed("24 small files more", "2026-01-05");
    await timed("26 files unchanged", "2026-01-06");
    const [count] = await project.warehouse.rows<{ n: string }>(
      "select count(*) as n from warehouse.raw.hazard",
    );
    expect(Number(count?.n)).toBeGreaterThan(200_000);
  });
});
