import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { readConfig } from "../../pipelines/config.js";
import { generateCity } from "../../pipelines/demo/generate.js";
import { ingest } from "../../pipelines/ingest/ingest.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { attachBuild, buildAll } from "../../pipelines/run/build.js";
import { checkpointAside } from "../../pipelines/warehouse/checkpoint.js";
import { logLimit, openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let folder: string;
let warehouse: Warehouse;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sise-checkpoint-"));
  warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "1GiB",
    threads: 1,
  });
  await warehouse.run(
    "create table warehouse.main.row as select range as n, repeat(md5(range::varchar), 6) as text from range(200000)",
  );
  for (const more of [200_000, 300_000])
    await warehouse.run(
      `insert into warehouse.main.row select n + ${more}, text from warehouse.main.row where n < 100000`,
    );
});

afterEach(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

function logBytes(): number {
  const log = join(folder, "warehouse.duckdb.wal");
  return existsSync(log) ? statSync(log).size : 0;
}

const total =
  "select cast(count(*) as integer) as count, cast(sum(n) as varchar) as sum from warehouse.main.row";

describe("checkpointAside", () => {
  it("writes the log into the file while the rows are read", async () => {
    // Longer than DuckDB itself would leave it.
    expect(logBytes()).toBeGreaterThan(16 * 1024 * 1024);
    const aside = checkpointAside(warehouse);
    const read = await warehouse.rows(total);
    await aside;
    expect(read).toEqual([{ count: 400_000, sum: "79999800000" }]);
    expect(logBytes()).toBe(0);
  });

  it("leaves another writer's rows to him", async () => {
    const writer = await warehouse.fork();
    await writer.run("begin transaction; insert into warehouse.main.row values (-1, 'x')");
    await checkpointAside(warehouse);
    expect(logBytes()).toBe(0);
    await writer.run("rollback");
    writer.close();
    expect(await warehouse.rows(total)).toEqual([{ count: 400_000, sum: "79999800000" }]);
  });

  it("throws nothing where it fails: the next statement tells", async () => {
    const other = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "1GiB", threads: 1 });
    await expect(checkpointAside(other)).resolves.toBeUndefined();
    other.close();
    const fork = async (): Promise<Warehouse> => {
      throw new Error("database has been invalidated");
    };
    await expect(checkpointAside({ ...other, fork })).resolves.toBeUndefined();
  });
});

describe("the log of a warehouse", () => {
  it("may grow to 128 MiB, and where less than 2 GiB are free to a sixteenth of that, never less than DuckDB's own 16", () => {
    const mebibyte = 1024 * 1024;
    expect(logLimit(4096 * mebibyte)).toBe(128);
    expect(logLimit(2048 * mebibyte)).toBe(128);
    expect(logLimit(2048 * mebibyte - 1)).toBe(127);
    expect(logLimit(272 * mebibyte)).toBe(17);
    expect(logLimit(272 * mebibyte - 1)).toBe(16);
    expect(logLimit(0)).toBe(16);
  });

  it("is written down when a run has staged what it read", async () => {
    const city = join(folder, "city");
    await generateCity({ folder: city, enterprises: 60, seed: 5, format: "csv" });
    const config = await readConfig(city);
    const own = await openWarehouse(join(city, "warehouse.duckdb"), {
      allowedFolders: [city],
      memory: "1GiB",
      threads: 1,
    });
    const log = join(city, "warehouse.duckdb.wal");
    const knownAt = "2026-11-23T00:00:00.000Z";
    await ingest(own, { config, projectFolder: city, runId: "run-1", knownAt });
    expect(statSync(log).size).toBeGreaterThan(100_000);
    await attachBuild(own, city, "warehouse.build", 2);
    const inputs = {
      config,
      packs: await readRulePacks({ catalogue: indicatorCatalogue }),
      asOf: "2026-11-22",
      knownAt,
      staleSources: new Set<string>(),
      lanes: 2,
    };
    const steps: string[] = [];
    const built = buildAll(own, inputs, async (step, work) => {
      const { result } = await work();
      steps.push(`${step} ${existsSync(log) ? statSync(log).size : 0}`);
      if (step === "stage") throw new Error("enough");
      return result;
    });
    await expect(built).rejects.toThrow("enough");
    expect(steps).toEqual(["stage 0"]);
    own.close();
  });
});
