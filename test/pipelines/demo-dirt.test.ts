import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoTables } from "../../pipelines/demo/tables.js";
import { dirtRules } from "../../pipelines/demo/dirt.js";
import { type GeneratedCity, generateCity } from "../../pipelines/demo/generate.js";
import { createRawTables } from "../../pipelines/staging/raw-tables.js";
import { type SourceCount, stage } from "../../pipelines/staging/stage.js";
import { openWarehouse, quoteName, type Warehouse } from "../../pipelines/warehouse/open.js";
import { loadFile } from "./demo-files.js";
import { source } from "./staging-city.js";

const folder = mkdtempSync(join(tmpdir(), "sise-dirt-"));
let city: GeneratedCity;
let warehouse: Warehouse;
let counts: SourceCount[];

beforeAll(async () => {
  // The city that `sise demo` makes.
  city = await generateCity({ folder, enterprises: 3000, seed: 1, format: "csv" });
  warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "2GiB",
    threads: 2,
  });
  await createRawTables(warehouse);
  await warehouse.run("attach ':memory:' as build; use build");
  for (const file of city.files) {
    await loadFile(warehouse, {
      folder,
      path: file.path,
      entity: file.entity,
      into: "create or replace temp table plain as",
    });
    const names = (
      await warehouse.rows<{ name: string }>("select column_name as name from (describe plain)")
    ).map((row) => quoteName(row.name));
    await warehouse.run(`insert into warehouse.raw.${file.entity} (raw_id, source, file, row_number, run_id, known_at, ${names.join(", ")})
      select (select count(*) from warehouse.raw.${file.entity}) + row_number() over (), '${file.entity}', '${file.path}',
        1 + row_number() over (), 'r1', timestamp '2026-11-22 20:00:00', ${names.join(", ")} from plain`);
  }
  counts = await stage(warehouse, {
    sources: demoTables.map((table) => source({ entity: table.entity })),
    asOf: "2026-11-22",
    knownAt: "2026-11-23T00:00:00Z",
    evaluationDays: [],
    timeZone: "Asia/Shanghai",
  });
});
afterAll(() => {
  warehouse?.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(outcome: string, entity: string): number {
  return city.dirt
    .filter((each) => each.outcome === outcome && each.entity === entity)
    .reduce((sum, each) => sum + each.rows, 0);
}

describe("the dirt of the demo city", () => {
  test("every kind of dirt occurs", () => {
    const found = new Set(city.dirt.map((each) => `${each.entity} ${each.kind}`));
    expect(dirtRules.map((rule) => `${rule.entity} ${rule.kind}`).filter((kind) => !found.has(kind))).toEqual(
      [],
    );
  });

  test("staging rejects and supersedes exactly what was put in, entity by entity", () => {
    expect(counts.map((count) => [count.entity, count.rejected, count.superseded])).toEqual(
      counts.map((count) => [count.entity, put("rejected", count.entity), put("superseded", count.entity)]),
    );
    expect(counts.reduce((sum, count) => sum + count.rejected, 0)).toBeGreaterThan(20);
  });

  test("each rejected row has the code that was meant", async () => {
    const found = await warehouse.rows<{ entity: string; file: string; code: string; n: number }>(
      `select entity, file, code, cast(count(distinct row_number) as integer) as n
      from staging.reject group by entity, file, code order by file, code`,
    );
    const meant = new Map<string, { entity: string; file: string; code: string; n: number }>();
    for (const { entity, file, code, outcome, rows } of city.dirt)
      if (outcome === "rejected" && code) {
        const key = `${file} ${code}`;
        meant.set(key, { entity, file, code, n: (meant.get(key)?.n ?? 0) + rows });
      }
    expect(found).toEqual([...meant.keys()].sort().map((key) => meant.get(key)));
  });

  test("the share of rejected rows stays below the default limit", () => {
    for (const count of counts.filter((each) => each.rejected > 10))
      expect(count.rejected / count.read, count.entity).toBeLessThan(0.015);
  });

  test("the rows told of each file are the rows in it", () => {
    for (const count of counts)
      expect(count.read, count.entity).toBe(
        city.files.filter((file) => file.entity === count.entity).reduce((sum, file) => sum + file.rows, 0),
      );
  });

  test("no key points into the void, but for hazards of a visit whose row was rejected", async () => {
    expect(
      await warehouse.rows(
        "select entity, column_name, cast(sum(row_count) as bigint) as row_count from staging.orphan group by entity, column_name order by entity",
      ),
    ).toEqual(
      await warehouse.rows(`select 'hazard' as entity, 'inspection_id' as column_name, count(*) as row_count
        from staging.hazard where inspection_id in (
          select json_extract_string(raw_row, '$.inspection_id') from staging.reject where entity = 'inspection'
        ) having count(*) > 0`),
    );
  });
});
