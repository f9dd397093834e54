import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  assertFresh,
  idleMethods,
  loadRules,
  overtakenEditions,
  readRulePacks,
} from "../../pipelines/rules.js";
import { readRules } from "../../pipelines/publish/page-rules.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

const packageRules = join(import.meta.dirname, "../../models/rules");
const lecA = readFileSync(join(packageRules, "LEC-A/2016-10-09.yaml"), "utf8");

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "sise-rules-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const shipped = (files: Record<string, string>, city?: Record<string, string>) =>
  readRulePacks({
    shippedFolder: folderWith(files),
    cityFolder: city ? folderWith(city) : null,
    catalogue: [],
  });

const faultsOf = async (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => [],
    (error: { messages: readonly string[] }) => error.messages,
  );

const open = (): Promise<Warehouse> =>
  openWarehouse(":memory:", { allowedFolders: [], memory: "512MiB", threads: 1 });

describe("reading rule packs", () => {
  it("lets a city's edition of the same day replace the shipped one, and adds others", async () => {
    const changed = lecA.replace("above: 320", "from: 320");
    const packs = await shipped(
      { "LEC-A/2016-10-09.yaml": lecA },
      {
        "LEC-A/2016-10-09.yaml": changed,
        "LEC-A/2026-01-01.yaml": lecA.replace("edition: 2016-10-09", "edition: 2026-01-01"),
      },
    );
    expect(packs.map((pack) => [pack.edition, pack.origin])).toEqual([
      ["2016-10-09", "city"],
      ["2026-01-01", "city"],
    ]);
    expect(packs[0]?.pack.levels?.[0]?.from).toBe(320);
    expect(packs[0]?.path).toBe("rules/LEC-A/2016-10-09.yaml");
  });

  it("has the same checksum with Windows line ends", async () => {
    const [unix] = await shipped({ "LEC-A/2016-10-09.yaml": lecA });
    const [windows] = await shipped({ "LEC-A/2016-10-09.yaml": lecA.replaceAll("\n", "\r\n") });
    expect(windows?.sha256).toBe(unix?.sha256);
  });

  it("reports the faults of all files at once, each with its path", async () => {
    const faults = await faultsOf(
      shipped({
        "LEC-A/2016-10-10.yaml": lecA,
        "LEC-X/2016-10-09.yaml": lecA,
        "LEC-B/2016-10-09.yaml": "method: [",
        "LEC-C/2016-10-09.yaml": lecA
          .replace("method: LEC-A", "method: LEC-C")
          .replace("family: LEC", "famly: LEC"),
      }),
    );
    expect(faults).toContain(
      "models/rules/LEC-A/2016-10-10.yaml › edition: found 2016-10-09, expected 2016-10-10 as the file is called; rename one of them",
    );
    expect(faults).toContain(
      "models/rules/LEC-X/2016-10-09.yaml › method: found LEC-A, expected LEC-X as the folder says; rename one of them",
    );
    expect(faults.filter((fault) => fault.startsWith("models/rules/LEC-B/"))).toHaveLength(1);
    expect(faults.find((fault) => fault.startsWith("models/rules/LEC-C/"))).toMatch(/famly/);
  });

  it("refuses two editions of one method with the same day", async () => {
    const faults = await faultsOf(shipped({ "LEC-A/2016-10-09.yaml": lecA, "LEC-A/2016-10-09.yml": lecA }));
    expect(faults.some((fault) => fault.includes("one edition a day"))).toBe(true);
  });

  it("refuses an edition that turns its method to another purpose", async () => {
    const faults = await faultsOf(
      shipped({
        "LEC-A/2016-10-09.yaml": lecA,
        "LEC-A/2026-01-01.yaml": lecA
          .replace("edition: 2016-10-09", "edition: 2026-01-01")
          .replace("family: LEC", "family: LS"),
      }),
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/family: found LS, but .* says LEC/);
  });
});

describe("packs side by side", () => {
  const counted = (method: string, window: number): string => `
method: ${method}
edition: 2026-01-01
purpose: enterprise_level
subject: enterprise
basis: default
title: {zh: 测试, en: Test}
clause: art. 1
issued: {by: nobody}
confirmed_on: 2026-01-01
review_by: 2027-01-01
total: {kind: sum}
indicators:
  - id: recent_penalties
    title: {zh: 罚, en: Penalties}
    clause: art. 2
    missing: {as: no_data, points: 0}
    value: {}
    measure: {stream: penalty, window_days: ${window}}
levels:
  - {level: red, from: 1, title: {zh: 红, en: Red}}
  - {level: blue, title: {zh: 蓝, en: Blue}}
`;

  it("must mean the same by a measured indicator that they share", async () => {
    const both = (window: number): Promise<unknown> =>
      shipped({ "one/2026-01-01.yaml": counted("one", 365), "two/2026-01-01.yaml": counted("two", window) });
    expect(await faultsOf(both(365))).toEqual([]);
    expect(await faultsOf(both(730))).toEqual([
      "models/rules/two/2026-01-01.yaml › indicators.recent_penalties.measure: differs from models/rules/one/2026-01-01.yaml, expected the same; both serve enterprise_level, so make them alike or give one another id",
    ]);
  });

  it("must lie where their method and day are read from the path", async () => {
    expect(await faultsOf(shipped({ "one/deeper/2026-01-01.yaml": counted("one", 1) }))).toEqual([
      "models/rules/one/deeper/2026-01-01.yaml › the file: lies elsewhere, expected rules/<method>/<first day in force>.yaml; move it there",
    ]);
  });
});

describe("freshness", () => {
  it("names every pack whose confirmation has run out on the day, and no pack that a later edition replaced", async () => {
    const packs = await shipped({
      "LEC-A/2016-10-09.yaml": lecA,
      "LEC-A/2028-01-01.yaml": lecA
        .replace("edition: 2016-10-09", "edition: 2028-01-01")
        .replace("review_by: 2027-12-31", "review_by: 2029-12-31"),
    });
    expect(() => assertFresh(packs, "2027-12-31")).not.toThrow();
    expect(() => assertFresh(packs.slice(0, 1), "2028-01-01")).toThrow(
      "models/rules/LEC-A/2016-10-09.yaml › review_by: 2027-12-31 lies before 2028-01-01",
    );
    expect(() => assertFresh(packs, "2028-01-01")).not.toThrow();
  });
});

describe("loading rules", () => {
  it("fills the tables with exact limits, effective dates and the chosen variant", async () => {
    const packs = await shipped({
      "LEC-A/2016-10-09.yaml": lecA,
      "LEC-A/2026-01-01.yaml": lecA.replace("edition: 2016-10-09", "edition: 2026-01-01"),
      "LEC-B/2016-10-09.yaml": readFileSync(join(packageRules, "LEC-B/2016-10-09.yaml"), "utf8"),
    });
    const warehouse = await open();
    try {
      await loadRules(warehouse, packs, { methods: { LEC: "LEC-B" } });
      const editions = await warehouse.rows(
        "select method, effective_from, effective_to, is_selected from rules.edition order by method, edition",
      );
      expect(editions).toEqual([
        { method: "LEC-A", effective_from: "2016-10-09", effective_to: "2026-01-01", is_selected: false },
        { method: "LEC-A", effective_from: "2026-01-01", effective_to: null, is_selected: false },
        { method: "LEC-B", effective_from: "2016-10-09", effective_to: null, is_selected: true },
      ]);
      const levels = await warehouse.rows(
        "select level, position, value_from, value_to, rule_row from rules.level where method = 'LEC-A' and edition = date '2016-10-09' order by position",
      );
      expect(levels).toEqual([
        { level: "red", position: 1, value_from: "320.000001", value_to: null, rule_row: "levels[0]" },
        {
          level: "orange",
          position: 2,
          value_from: "160.000001",
          value_to: "320.000001",
          rule_row: "levels[1]",
        },
        {
          level: "yellow",
          position: 3,
          value_from: "70.000000",
          value_to: "160.000001",
          rule_row: "levels[2]",
        },
        { level: "blue", position: 4, value_from: null, value_to: "70.000000", rule_row: "levels[3]" },
      ]);
      const parts = await warehouse.rows("select distinct part_id, aggregate from rules.part");
      expect(parts).toEqual([{ part_id: "all", aggregate: "product" }]);
    } finally {
      warehouse.close();
    }
  });

  it("keeps parameters in the order of the pack, up to the page of methods", async () => {
    const written = readFileSync(join(packageRules, "accident-fine/2024-03-01.yaml"), "utf8");
    const packs = await shipped({ "accident-fine/2024-03-01.yaml": written });
    const warehouse = await open();
    try {
      await loadRules(warehouse, packs, {});
      const { parameters } = await readRules(warehouse, "2026-11-22");
      const ids = parameters.map((each) => each.parameter_id);
      expect(ids).toEqual([...written.matchAll(/\{id: (\w+\.\w+), value/g)].map((each) => each[1]));
      // By the alphabet the gravest accidents came first.
      expect([ids[0], ids.at(-1)]).toEqual(["general_1.fine_min_cny", "especially_major_3.fine_max_cny"]);
    } finally {
      warehouse.close();
    }
  });

  it("keeps every sign of a text, quotes and line ends too; half a character becomes the sign for it", async () => {
    const warehouse = await open();
    try {
      const [pack] = await shipped({ "LEC-A/2016-10-09.yaml": lecA });
      if (!pack) throw new Error("no pack");
      const title = { zh: `甲"乙'丙\\丁\n戊\u{1f600}\ud83d尾`, en: "a" };
      await loadRules(warehouse, [{ ...pack, pack: { ...pack.pack, title } }]);
      expect(await warehouse.rows("select title_zh from rules.edition")).toEqual([
        { title_zh: `甲"乙'丙\\丁\n戊\u{1f600}\ufffd尾` },
      ]);
    } finally {
      warehouse.close();
    }
  });

  it("uses the default variants, and refuses a choice that no pack offers", async () => {
    const warehouse = await open();
    try {
      const packs = await shipped({ "LEC-A/2016-10-09.yaml": lecA });
      await loadRules(warehouse, packs);
      expect(await warehouse.rows("select is_selected from rules.edition")).toEqual([{ is_selected: true }]);
      await expect(loadRules(warehouse, packs, { methods: { LEC: "LEC-Z" } })).rejects.toThrow(
        "sise.yaml › methods.LEC: found LEC-Z, expected one of LEC-A",
      );
    } finally {
      warehouse.close();
    }
  });

  it("names a method of the city's own that is not chosen, until it is", async () => {
    const own = lecA.replace("method: LEC-A", "method: LEC-own");
    const packs = await shipped({ "LEC-A/2016-10-09.yaml": lecA }, { "LEC-own/2016-10-09.yaml": own });
    expect(idleMethods(packs, {})).toEqual([
      {
        zh: "rules/LEC-own/2016-10-09.yaml：没有使用，LEC 一类采用 LEC-A；如要使用，请在 sise.yaml 写 methods: {LEC: LEC-own}",
        en: "rules/LEC-own/2016-10-09.yaml: not in use, LEC goes by LEC-A; to use it, say methods: {LEC: LEC-own} in sise.yaml",
      },
    ]);
    expect(idleMethods(packs, { LEC: "LEC-own" })).toEqual([]);
    // A copy of a shipped edition, renewed since its confirmation ran out, asks for nothing.
    const copied = await shipped(
      { "LEC-A/2016-10-09.yaml": lecA, "LEC-own/2016-10-09.yaml": own },
      { "LEC-own/2016-10-09.yaml": own },
    );
    expect(idleMethods(copied, {})).toEqual([]);
  });

  it("names an edition of the city's own that a later shipped one overtakes, and no other", async () => {
    const dated = (day: string): string => lecA.replaceAll("2016-10-09", day);
    const told = async (own: Record<string, string>, asOf = "2026-11-22"): Promise<string[]> =>
      overtakenEditions(await shipped({ "LEC-A/2016-10-09.yaml": lecA }, own), {}, asOf).map(
        (line) => line.zh,
      );
    const older = { "LEC-A/2015-01-01.yaml": dated("2015-01-01") };
    expect(await told(older)).toEqual([
      "rules/LEC-A/2015-01-01.yaml：2026-11-22 不起作用，自 2016-10-09 起适用随产品提供的版本；如要使用，请把 edition 改为更晚的日期",
    ]);
    // On a day of its own it is in force; a later one of the city's own ends the matter; one that has not begun waits.
    expect(await told(older, "2016-10-08")).toEqual([]);
    expect(await told({ ...older, "LEC-A/2020-01-01.yaml": dated("2020-01-01") })).toEqual([]);
    expect(await told({ "LEC-A/2026-11-20.yaml": dated("2026-11-20") }, "2026-11-19")).toEqual([]);
    // In the place of the shipped one.
    expect(await told({ "LEC-A/2016-10-09.yaml": lecA })).toEqual([]);
  });

  it("refuses a family that serves two purposes", async () => {
    const other = lecA
      .replace("method: LEC-A", "method: LEC-own")
      .replace(/^purpose: .*/m, "purpose: accident_grade");
    expect(
      await faultsOf(shipped({ "LEC-A/2016-10-09.yaml": lecA }, { "LEC-own/2016-10-09.yaml": other })),
    ).toContainEqual(
      "rules/LEC-own/2016-10-09.yaml › family: LEC is a family of risk_point_level (models/rules/LEC-A/2016-10-09.yaml), found the purpose accident_grade; a family serves one purpose, name another one or take family out",
    );
  });
});
