import { describe, expect, it } from "vitest";
import { decideConfig } from "../../models/config.js";
import { nearestWord } from "../../models/nearest.js";
import type { Lang } from "../../models/text.js";
import { Fault } from "../../pipelines/fault.js";
import { parseConfig, readConfig, resolveSecrets } from "../../pipelines/config.js";

const city = "city: {name: {zh: 克拉玛依市, en: Karamay}, region_code: '650200'}\n";

function faultsOfText(text: string, lang: Lang = "en"): readonly string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof Fault) return error.messagesIn(lang);
    throw error;
  }
  return [];
}

describe("sise.yaml", () => {
  it("takes the example of the contracts as it stands", () => {
    const config = parseConfig(`
city: {name: {zh: 克拉玛依市, en: Karamay}, region_code: "650200", time_zone: Asia/Shanghai, currency: CNY}
sources:
  hazards:
    entity: hazard
    kind: csv
    path: data/hazard-*.csv
    encoding: auto
    extract: full
    columns: {隐患编号: hazard_id, 等级: level}
    set: {source: self_check}
    values: {level: {重大: major, 一般: general}}
    corrections: []
methods: {LEC: LEC-A, LS: LS-ii, MES: MES-5}
schedule:
  nightly: {cron: "0 2 * * *", run: all, catch_up: latest}
limits: {level_change_share: 0.05, rejected_share: 0.02, memory: 8GiB, threads: 2}
`);
    expect(config.sources).toEqual([
      {
        name: "hazards",
        position: 0,
        entity: "hazard",
        kind: "csv",
        path: "data/hazard-*.csv",
        encoding: "auto",
        extract: "full",
        columns: { 隐患编号: ["hazard_id"], 等级: ["level"] },
        compose: {},
        set: { hazard_source: "self_check" },
        values: { level: { 重大: "major", 一般: "general" } },
        corrections: [],
        foreign_ids: false,
        allow_empty: false,
        sheet: null,
        records: null,
      },
    ]);
    expect(config.schedule.nightly).toMatchObject({ cron: "0 2 * * *", run: "all", catch_up: "latest" });
  });

  it("orders sources by name and keeps their places in the file", () => {
    const { sources } = parseConfig(`${city}
sources:
  roster: {entity: enterprise, kind: csv, path: a.csv}
  feed: {entity: enterprise, kind: csv, path: b.csv}
`);
    expect(sources.map(({ name, position }) => [name, position])).toEqual([
      ["feed", 1],
      ["roster", 0],
    ]);
    // An object lists names that are numbers first, in their order.
    const years = parseConfig(`${city}
sources:
  roster: {entity: enterprise, kind: csv, path: a.csv}
  2026: {entity: enterprise, kind: csv, path: b.csv}
  2025: {entity: enterprise, kind: csv, path: c.csv}
`);
    expect(years.sources.map(({ name, position }) => [name, position])).toEqual([
      ["2025", 2],
      ["2026", 1],
      ["roster", 0],
    ]);
  });

  it("decides every default", () => {
    expect(parseConfig(city)).toEqual({
      city: {
        name: { zh: "克拉玛依市", en: "Karamay" },
        region_code: "650200",
        time_zone: "Asia/Shanghai",
        currency: "CNY",
      },
      sources: [],
      methods: { LEC: "LEC-A", LS: "LS-ii", MES: "MES-5", premium: "premium-default" },
      schedule: {},
      limits: { level_change_share: 0.05, rejected_share: 0.02, memory: "8GiB", threads: null },
      history: { quarters: 4 },
      scorecards: { at_most: 20_000 },
      keep: 30,
      audiences: ["leadership", "regulator", "insurer"],
      language: "zh",
    });
  });

  it("keeps the other variants when one is named, and reads unquoted codes as text", () => {
    const config = parseConfig("city: {name: 甲市, region_code: 650200}\nmethods: {LEC: LEC-B}");
    expect(config.methods).toEqual({ LEC: "LEC-B", LS: "LS-ii", MES: "MES-5", premium: "premium-default" });
    expect(config.city.region_code).toBe("650200");
    expect(config.city.name).toEqual({ zh: "甲市", en: "甲市" });
  });

  it("survives a replay: the decided configuration is plain JSON", () => {
    const config = parseConfig(city);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it("maps one heading to several columns, and columns by either name of hazard's source", () => {
    const config = parseConfig(
      `${city}sources: {h: {entity: hazard, kind: csv, path: a.csv, columns: {描述: [description, measure_text], 来源渠道: source}, compose: {hazard_id: "{单号}/{日期}"}, set: {level: 一般, responsible_person: 1, funds_cny: 2.5}}}`,
    );
    expect(config.sources[0]?.columns).toEqual({
      描述: ["description", "measure_text"],
      来源渠道: ["hazard_source"],
    });
    expect(config.sources[0]?.compose).toEqual({ hazard_id: "{单号}/{日期}" });
    expect(config.sources[0]?.set).toEqual({ level: "一般", responsible_person: "1", funds_cny: "2.5" });
  });

  it("asks that a translation, a constant and a correction give a value that the column may have", () => {
    const source = (rest: string): string =>
      `${city}sources: {h: {entity: hazard, kind: csv, path: a.csv, ${rest}}}`;
    const good =
      'values: {level: {甲级: major, 乙级: " 一般 ", 丙级: GENERAL, 空: ""}}, set: {source: 企业自查}';
    expect(() => parseConfig(source(good))).not.toThrow();
    const bad =
      "values: {level: {一般: huge, 重大: majr}}, set: {source: 自己查}, corrections: [{match: {hazard_id: A}, set: {level: 大}, guard: {level: 一般}, reason: x}]";
    expect(faultsOfText(source(bad))).toEqual([
      'sise.yaml › sources.h.set.source: found "自己查", expected a value of source; one of self_check (企业自查), inspection (执法检查), tip (群众举报), monitoring (监测预警), expert (专家诊断), accident (事故类比), other (其他)',
      'sise.yaml › sources.h.values.level.一般: found "huge", expected a value of level; one of general (一般), major (重大)',
      'sise.yaml › sources.h.values.level.重大: found "majr", expected a value of level; did you mean major?',
      'sise.yaml › sources.h.corrections[0].set.level: found "大", expected a value of level; one of general (一般), major (重大)',
    ]);
    expect(faultsOfText(source("values: {level: {一般: huge}}"), "zh")).toEqual([
      "sise.yaml › sources.h.values.level.一般：读到“huge”，应为 level 的一个值；可用的值：general (一般), major (重大)",
    ]);
  });

  it("reports all faults at once, each with its path and the nearest known key", () => {
    expect(
      faultsOfText(`
city: {name: {zh: 甲市}, region_code: "65"}
sorces: {}
sources:
  a: {entity: hazards, kind: cvs, path: a.csv, extrct: full}
  b: {entity: hazard, kind: postgres, path: a.csv}
limits: {rejected_share: 2, threads: 0, memory: lots}
schedule: {nightly: {cron: "0 2 * * *", catch_up: never}}
language: de
`),
    ).toEqual([
      "sise.yaml › city.name.en: found nothing, expected text; add it",
      'sise.yaml › city.region_code: found "65", expected 6, 9 or 12 digits; mend it',
      expect.stringMatching(
        /^sise.yaml › sources.a.entity: found "hazards", expected one of region, .*; did you mean hazard\?$/,
      ),
      'sise.yaml › sources.a.kind: found "cvs", expected one of csv, xlsx, json, ndjson, parquet, arrow; did you mean csv?',
      expect.stringMatching(
        /^sise.yaml › sources.a.extrct: found an unknown key, .*; did you mean extract\?$/,
      ),
      'sise.yaml › sources.b.kind: found "postgres", expected one of csv, xlsx, json, ndjson, parquet, arrow, for postgres is not read yet; export the table to a file of these kinds',
      'sise.yaml › schedule.nightly.catch_up: found "never", expected one of skip, latest, each; mend it',
      'sise.yaml › limits.rejected_share: found "2", expected at most 1; mend it',
      'sise.yaml › limits.memory: found "lots", expected a size such as 8GiB; mend it',
      'sise.yaml › limits.threads: found "0", expected at least 1; mend it',
      'sise.yaml › language: found "de", expected one of zh, en; mend it',
      expect.stringMatching(/^sise.yaml › sorces: found an unknown key, .*; did you mean sources\?$/),
    ]);
  });

  it("reports them in Chinese too", () => {
    expect(
      faultsOfText(
        `
city: {name: {zh: 甲市}, region_code: "65"}
sorces: {}
sources:
  b: {entity: hazard, kind: postgres, path: a.csv, columns: {甲: {}}, compose: {hazard_id: x}}
limits: {rejected_share: 2, threads: 0, memory: lots}
language: de
`,
        "zh",
      ),
    ).toEqual([
      "sise.yaml › city.name.en：读到空缺，应为文本；请补上",
      "sise.yaml › city.region_code：读到“65”，应为 6、9 或 12 位数字；请改正",
      "sise.yaml › sources.b.kind：读到“postgres”，应为 csv, xlsx, json, ndjson, parquet, arrow 之一，尚不能直接读 postgres；请把表导出为这些格式的文件",
      "sise.yaml › sources.b.columns.甲：读到一组键，应为文本或列表；请改正",
      "sise.yaml › sources.b.compose.hazard_id：读到“x”，应为花括号中的来源列，如 {NUMBER}/{DATE}；请改正",
      "sise.yaml › limits.rejected_share：读到“2”，应为不大于 1 的值；请改正",
      "sise.yaml › limits.memory：读到“lots”，应为容量，如 8GiB；请改正",
      "sise.yaml › limits.threads：读到“0”，应为不小于 1 的值；请改正",
      "sise.yaml › language：读到“de”，应为 zh, en 之一；请改正",
      "sise.yaml › sorces：没有这个键，应为 city, sources, methods, schedule, limits, history, scorecards, keep, audiences, language 之一；是不是想写 sources？",
    ]);
  });

  it("refuses columns that the entity does not have, and a column with two origins", () => {
    expect(
      faultsOfText(
        `${city}sources: {h: {entity: hazard, kind: csv, path: a.csv, columns: {甲: levl, 乙: level, 丙: level}, set: {colour: red}}}`,
      ),
    ).toEqual([
      'sise.yaml › sources.h.columns.甲: found "levl", expected a column of hazard; did you mean level?',
      'sise.yaml › sources.h.columns.丙: found "level", which columns.乙 fills already; one column has one origin, remove one',
      expect.stringMatching(
        /^sise.yaml › sources.h.set.colour: found "colour", expected a column of hazard; one of hazard_id, /,
      ),
    ]);
    expect(
      faultsOfText(
        `${city}sources: {h: {entity: hazard, kind: csv, path: a.csv, columns: {甲: levl, 乙: level, 丙: level}}}`,
        "zh",
      ),
    ).toEqual([
      "sise.yaml › sources.h.columns.甲：读到“levl”，应为 hazard 的列；是不是想写 level？",
      "sise.yaml › sources.h.columns.丙：读到“level”，而 columns.乙 已经填了它；一列只能有一个来源，请删去一处",
    ]);
  });

  it("says where YAML itself breaks", () => {
    expect(faultsOfText("city: {name: [\nsources: 3\n")[0]).toMatch(
      /^sise\.yaml:\d+:\d+: found YAML that cannot be read, expected otherwise: .+; mend it$/,
    );
    expect(faultsOfText("")).toEqual(["sise.yaml › city: found nothing, expected a block of keys; add it"]);
    expect(faultsOfText("- a")).toEqual(["sise.yaml: found a list, expected a block of keys; mend it"]);
  });

  it("is a fault of usage when there is no file", async () => {
    await expect(readConfig("/nowhere")).rejects.toMatchObject({
      kind: "usage",
      messages: [
        "sise.yaml: found none in /nowhere, expected one; start with `sise init`, or name the folder with --project",
      ],
    });
  });

  it("leaves secrets alone until they are asked for", () => {
    const config = parseConfig(
      `${city}sources: {h: {entity: hazard, kind: csv, path: "\${env:DROP}/h.csv"}}`,
    );
    expect(config.sources[0]?.path).toBe("${env:DROP}/h.csv");
    expect(resolveSecrets("${env:DROP}/h.csv", "sources.h.path", { DROP: "in" })).toBe("in/h.csv");
    expect(() => resolveSecrets("${env:DROP}/${env:X}", "sources.h.path", { X: "secret" })).toThrow(
      /^sise\.yaml › sources\.h\.path: found \$\{env:DROP\}, expected it in the environment; set DROP$/,
    );
  });

  it("comes back with faults, not an exception, from the pure function", () => {
    expect(decideConfig(null)).toEqual({
      faults: [
        {
          path: ["city"],
          message: {
            zh: "读到空缺，应为一组键；请补上",
            en: "found nothing, expected a block of keys; add it",
          },
        },
      ],
    });
  });

  it("suggests only what is near", () => {
    expect(nearestWord("extrct", ["extract", "path"])).toBe("extract");
    expect(nearestWord("ptah", ["extract", "path"])).toBe("path");
    expect(nearestWord("colour", ["extract", "path"])).toBeNull();
  });
});
