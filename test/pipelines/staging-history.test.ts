import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "../../pipelines/fault.js";
import type { StagedSource } from "../../pipelines/staging/staged-source.js";
import { goodCells, goodEnterprise } from "../models/good-rows.js";
import { openStagingCity, type StagingCity } from "./staging-city.js";

let city: StagingCity;
beforeEach(async () => {
  city = await openStagingCity();
  await city.load("region", "region", [goodCells("region")]);
});
afterEach(() => city.close());

const base = [{ entity: "region" }, { entity: "enterprise" }] as const;
const firm = goodCells("enterprise");

describe("versions", () => {
  test("the latest version of a key stands: by known_at, then file, then row", async () => {
    await city.load("enterprise", "enterprise", [
      { ...firm, enterprise_name: "first" },
      { ...firm, enterprise_name: "same file, later row" },
    ]);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "later file" }], {
      file: "data/z.csv",
    });
    await city.stage(base);
    expect(await city.rows("select enterprise_name, file from staging.enterprise")).toEqual([
      { enterprise_name: "later file", file: "data/z.csv" },
    ]);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "later day" }], {
      file: "data/a.csv",
      knownAt: "2026-11-05 00:00:00",
    });
    const counts = await city.stage(base);
    expect(await city.rows("select enterprise_name from staging.enterprise")).toEqual([
      { enterprise_name: "later day" },
    ]);
    expect(counts[0]).toMatchObject({
      read: 4,
      accepted: 1,
      rejected: 0,
      superseded: 3,
      newestRowAt: "2026-11-05 00:00:00",
    });
    // Each row that gave way is named with the one that stands, whichever versions lay between.
    const kept = { kept_source: "enterprise", kept_file: "data/a.csv", kept_row_number: "2" };
    expect(
      await city.rows("select * exclude (source, entity) from staging.superseded order by file, row_number"),
    ).toEqual([
      { file: "data/enterprise.csv", row_number: "2", ...kept },
      { file: "data/enterprise.csv", row_number: "3", ...kept },
      { file: "data/z.csv", row_number: "2", ...kept },
    ]);
  });

  test("of sources read in one run the later one of sise.yaml counts, whatever its file is called; a later day counts before that", async () => {
    const listed = (...names: readonly string[]): Partial<StagedSource>[] =>
      names.map((name, position) => ({ name, entity: "enterprise", position }));
    const standing = async (sources: readonly Partial<StagedSource>[]): Promise<unknown> => {
      await city.stage([{ entity: "region" }, ...sources]);
      return city.rows("select enterprise_name as stands from staging.enterprise");
    };
    await city.load("list", "enterprise", [{ ...firm, enterprise_name: "list" }], { file: "data/z.csv" });
    await city.load("feed", "enterprise", [{ ...firm, enterprise_name: "feed" }], { file: "data/a.csv" });
    expect(await standing(listed("list", "feed"))).toEqual([{ stands: "feed" }]);
    expect(await standing(listed("feed", "list"))).toEqual([{ stands: "list" }]);
    // As before places were kept: the path decides.
    expect(
      await standing([
        { name: "list", entity: "enterprise" },
        { name: "feed", entity: "enterprise" },
      ]),
    ).toEqual([{ stands: "list" }]);
    await city.load("list", "enterprise", [{ ...firm, enterprise_name: "list of the day after" }], {
      file: "data/z.csv",
      knownAt: "2026-11-02 00:00:00",
    });
    expect(await standing(listed("list", "feed"))).toEqual([{ stands: "list of the day after" }]);
  });

  test("a later version that breaks the contract leaves the earlier one standing", async () => {
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "good" }]);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "bad", employee_count: "-1" }], {
      knownAt: "2026-11-05 00:00:00",
    });
    const counts = await city.stage(base);
    expect(await city.rows("select enterprise_name from staging.enterprise")).toEqual([
      { enterprise_name: "good" },
    ]);
    expect(counts[0]).toMatchObject({ read: 2, accepted: 1, rejected: 1, superseded: 0 });
  });

  test("a late row changes a later look, never an earlier one", async () => {
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "early" }]);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "late" }], {
      knownAt: "2026-11-10 00:00:00",
    });
    const nameAt = async (knownAt: string): Promise<unknown> => {
      await city.stage(base, knownAt);
      return (await city.rows("select enterprise_name from staging.enterprise"))[0]?.enterprise_name;
    };
    expect(await nameAt("2026-11-09T23:59:59.999Z")).toBe("early");
    expect(await nameAt("2026-11-10T00:00:00Z")).toBe("late");
    expect(await nameAt("2026-11-10T07:59:59+08:00")).toBe("early");
    expect(await nameAt("2026-10-01T00:00:00Z")).toBeUndefined();
  });

  test("a withdrawn row is gone from the day it was withdrawn, and back when its key is", async () => {
    const ids = await city.load("enterprise", "enterprise", [
      firm,
      { ...firm, enterprise_id: "91440300708461136T" },
    ]);
    await city.withdraw("enterprise", ids.slice(1), "vanished", "2026-11-05 00:00:00");
    expect((await city.stage(base, "2026-11-04T00:00:00Z"))[0]).toMatchObject({
      read: 2,
      accepted: 2,
      withdrawn: 0,
    });
    expect((await city.stage(base, "2026-11-05T00:00:00Z"))[0]).toMatchObject({
      read: 1,
      accepted: 1,
      withdrawn: 1,
    });
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_id: "91440300708461136T" }], {
      knownAt: "2026-11-08 00:00:00",
    });
    expect((await city.stage(base))[0]).toMatchObject({ read: 2, accepted: 2, withdrawn: 0 });
  });

  test("a changed row counts as no withdrawal", async () => {
    const ids = await city.load("enterprise", "enterprise", [firm]);
    await city.withdraw("enterprise", ids, "changed", "2026-11-05 00:00:00");
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "new" }], {
      knownAt: "2026-11-05 00:00:00",
    });
    expect((await city.stage(base))[0]).toMatchObject({ read: 1, accepted: 1, superseded: 0, withdrawn: 0 });
  });
});

describe("changed enterprise codes", () => {
  const [old, older] = ["650200100000001", "OLD-2"];
  const withAlias = [
    ...base,
    { entity: "enterprise_alias" },
    { entity: "penalty" },
    { entity: "assessment_input" },
  ];

  test("chains are followed in every entity, and the row under the code in force wins", async () => {
    await city.load("enterprise_alias", "enterprise_alias", [
      { old_enterprise_id: old, enterprise_id: goodEnterprise, since: "2016-10-01" },
      { old_enterprise_id: "91440300708461136T", enterprise_id: goodEnterprise, since: "2020-10-01" },
      { old_enterprise_id: older, enterprise_id: "91440300708461136T", since: "2010-01-01" },
    ]);
    await city.load("enterprise", "enterprise", [{ ...firm, enterprise_name: "in force" }]);
    await city.load(
      "enterprise",
      "enterprise",
      [{ ...firm, enterprise_id: older, enterprise_name: "former" }],
      {
        knownAt: "2026-11-05 00:00:00",
      },
    );
    await city.load("penalty", "penalty", [
      { ...goodCells("penalty"), penalty_id: "P1", enterprise_id: older },
      { ...goodCells("penalty"), penalty_id: "P2", enterprise_id: old },
    ]);
    await city.load("assessment_input", "assessment_input", [
      { ...goodCells("assessment_input"), subject_type: "enterprise", subject_id: older },
      { ...goodCells("assessment_input"), subject_type: "region", subject_id: old },
    ]);
    const counts = await city.stage(withAlias);
    expect(
      await city.rows("select old_enterprise_id from staging.enterprise_alias_resolved order by 1"),
    ).toEqual([
      { old_enterprise_id: old },
      { old_enterprise_id: "91440300708461136T" },
      { old_enterprise_id: older },
    ]);
    expect(await city.rows("select enterprise_id, enterprise_name from staging.enterprise")).toEqual([
      { enterprise_id: goodEnterprise, enterprise_name: "in force" },
    ]);
    expect(counts.find((one) => one.entity === "enterprise")).toMatchObject({
      read: 2,
      accepted: 1,
      superseded: 1,
    });
    expect(await city.rows("select penalty_id, enterprise_id from staging.penalty order by 1")).toEqual([
      { penalty_id: "P1", enterprise_id: goodEnterprise },
      { penalty_id: "P2", enterprise_id: goodEnterprise },
    ]);
    expect(
      await city.rows("select subject_type, subject_id from staging.assessment_input order by 1"),
    ).toEqual([
      { subject_type: "enterprise", subject_id: goodEnterprise },
      { subject_type: "region", subject_id: old },
    ]);
  });

  test("codes that go round in a circle stop the run and are named", async () => {
    await city.load("enterprise_alias", "enterprise_alias", [
      { old_enterprise_id: "91440300708461136T", enterprise_id: goodEnterprise, since: "2016-10-01" },
      { old_enterprise_id: goodEnterprise, enterprise_id: "91440300708461136T", since: "2020-10-01" },
    ]);
    await expect(city.stage(withAlias)).rejects.toThrow(
      new Fault([
        `enterprise_alias: 91440300708461136T → ${goodEnterprise} goes round in a circle, expected a chain that ends in the code in force; remove the wrong row`,
        `enterprise_alias: ${goodEnterprise} → 91440300708461136T goes round in a circle, expected a chain that ends in the code in force; remove the wrong row`,
      ]).message,
    );
  });
});

describe("mapping", () => {
  const hazard = { ...goodCells("hazard"), rectified_at: null, verified_at: null };
  const sources = (given: object) => [...base, { name: "h", entity: "hazard", ...given }];

  test("constants, then value translation; the empty word fills an empty cell, or empties one", async () => {
    await city.load("enterprise", "enterprise", [firm]);
    await city.load("h", "hazard", [
      { ...hazard, hazard_id: "H1", level: "Critical", hazard_source: null, deadline_on: "1900-01-01" },
      { ...hazard, hazard_id: "H2", level: "critical", hazard_source: null, found_by: "N/A" },
      { ...hazard, hazard_id: "H3", level: null, hazard_source: "anything" },
    ]);
    await city.stage(
      sources({
        set: { source: "inspection" },
        values: {
          level: { Critical: "重大", "": "general" },
          deadline_on: { "1900-01-01": "" },
          found_by: { "N/A": "" },
        },
      }),
    );
    expect(
      await city.rows(
        "select hazard_id, level, hazard_source, deadline_on, found_by from staging.hazard order by 1",
      ),
    ).toEqual([
      {
        hazard_id: "H1",
        level: "major",
        hazard_source: "inspection",
        deadline_on: null,
        found_by: "found_by-1",
      },
      {
        hazard_id: "H2",
        level: "major",
        hazard_source: "inspection",
        deadline_on: "2026-11-01",
        found_by: null,
      },
      {
        hazard_id: "H3",
        level: "general",
        hazard_source: "inspection",
        deadline_on: "2026-11-01",
        found_by: "found_by-1",
      },
    ]);
  });

  const correction = {
    match: { hazard_id: "H1" },
    set: { level: "major", source: "检查误录", found_by: null },
    reason: "keyed in wrongly",
    guard: { level: "一般" },
  };
  const mended = { ...correction, set: { level: "major", found_by: null } };

  test("a guarded correction mends the rows it matches", async () => {
    await city.load("enterprise", "enterprise", [firm]);
    await city.load("h", "hazard", [
      { ...hazard, hazard_id: "H1", level: "一般" },
      { ...hazard, hazard_id: "H2", level: "一般" },
    ]);
    await city.stage(sources({ corrections: [mended] }));
    expect(await city.rows("select hazard_id, level, found_by from staging.hazard order by 1")).toEqual([
      { hazard_id: "H1", level: "major", found_by: null },
      { hazard_id: "H2", level: "general", found_by: "found_by-1" },
    ]);
    await city.stage(sources({ corrections: [correction] }));
    expect(await city.rows("select column_name, code, found from staging.reject")).toEqual([
      { column_name: "hazard_source", code: "enum", found: "self_check" },
    ]);
  });

  test("a correction without a row, or whose guard no longer holds, stops the run", async () => {
    await city.load("enterprise", "enterprise", [firm]);
    await city.load("h", "hazard", [{ ...hazard, hazard_id: "H1", level: "重大" }]);
    await expect(
      city.stage(sources({ corrections: [mended, { ...mended, match: { hazard_id: "H9" }, guard: {} }] })),
    ).rejects.toThrow(
      [
        'sise.yaml › sources.h.corrections[0]: data/hazard.csv row 2 has level = "重大", the guard expects level = "一般"; the source may have been mended, remove the entry',
        'sise.yaml › sources.h.corrections[1]: no row has hazard_id = "H9", expected at least one; the source may have been mended, remove the entry',
      ].join("\n"),
    );
  });

  test("a look back to a time before the matched row came is no fault", async () => {
    await city.load("enterprise", "enterprise", [firm]);
    await city.load("h", "hazard", [{ ...hazard, hazard_id: "H2" }]);
    await city.load("h", "hazard", [{ ...hazard, hazard_id: "H1", level: "一般" }], {
      knownAt: "2026-11-10 00:00:00",
    });
    await city.stage(sources({ corrections: [mended] }), "2026-11-05T00:00:00Z");
    expect(await city.rows("select hazard_id from staging.hazard")).toEqual([{ hazard_id: "H2" }]);
  });

  test("a column that the entity lacks is named", async () => {
    await expect(
      city.stage(sources({ values: { colour: { a: "b" } }, set: { weather: "fine" } })),
    ).rejects.toThrow(
      "sise.yaml › sources.h.values.colour: no such column, expected a column of hazard; see its template\nsise.yaml › sources.h.set.weather: no such column",
    );
  });
});

describe("supply", () => {
  const supplied = async (): Promise<string[]> =>
    (await city.rows("select entity from staging.entity_supply where is_supplied order by 1")).map((row) =>
      String(row.entity),
    );

  test("an entity without a source is unsupplied, an empty file is zero, an unreadable first file is nothing", async () => {
    await city.stage([{ entity: "region" }, { entity: "hazard" }, { entity: "penalty", isStale: true }]);
    expect(await supplied()).toEqual(["hazard", "region"]);
    expect(await city.rows("select count(*) as n from staging.entity_supply")).toEqual([{ n: "23" }]);
    expect(await city.rows("select source, read, is_stale from staging.source_count order by 1")).toEqual([
      { source: "hazard", read: "0", is_stale: false },
      { source: "penalty", read: "0", is_stale: true },
      { source: "region", read: "1", is_stale: false },
    ]);
  });

  test("before its first file a source supplies nothing", async () => {
    await city.stage([{ entity: "region" }], "2026-10-01T00:00:00Z");
    expect(await supplied()).toEqual([]);
  });

  test("rows of a source that sise.yaml no longer names are left alone", async () => {
    await city.load("gone", "region", [{ ...goodCells("region"), region_code: "650203" }]);
    await city.stage([{ entity: "region" }]);
    expect(await city.rows("select region_code from staging.region")).toEqual([{ region_code: "650202" }]);
  });

  test("a warehouse without raw tables gives empty staging tables", async () => {
    await city.warehouse.run("drop schema warehouse.raw cascade");
    expect(await city.stage([{ entity: "region" }])).toMatchObject([
      { read: 0, accepted: 0, newestRowAt: null },
    ]);
    expect(await city.rows("select count(*) as n from staging.region")).toEqual([{ n: "0" }]);
  });

  test("no working column is left behind", async () => {
    await city.stage([{ entity: "region" }]);
    expect(
      await city.rows(
        "select column_name from duckdb_columns() where database_name = 'build' and column_name like 'work%'",
      ),
    ).toEqual([]);
  });
});
