import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  listRecordedPublications,
  markCurrent,
  recordPublication,
} from "../../pipelines/control/publication.js";
import {
  abortUnfinished,
  describeRun,
  finishRun,
  finishStep,
  lastStepSeconds,
  listRuns,
  readRun,
  startRun,
  startStep,
} from "../../pipelines/control/run.js";
import { newRunId } from "../../pipelines/control/run-id.js";
import { createControlTables } from "../../pipelines/control/tables.js";
import { listTicks, recordTicks } from "../../pipelines/control/tick.js";
import { kyselyOver } from "../../pipelines/warehouse/kysely.js";
import { openWarehouse, type Warehouse, type WarehouseSettings } from "../../pipelines/warehouse/open.js";
import { openOrRecover } from "../../pipelines/warehouse/recover.js";

let folder: string;
let settings: WarehouseSettings;
let warehouse: Warehouse;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sise-control-"));
  settings = { allowedFolders: [folder], memory: "512MiB", threads: 1 };
  warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), settings);
  await createControlTables(warehouse);
});
afterEach(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

const rule = {
  path: "models/rules/x/2024-01-01.yaml",
  sha256: "ab",
  origin: "shipped" as const,
  text: "method: x\n",
};

async function enterRun(runId: string, startedAt: string): Promise<void> {
  await startRun(warehouse, { run_id: runId, command: "run", started_at: startedAt, as_of: "2026-11-22" });
}

describe("control ledger", () => {
  it("makes its tables twice without touching rows, and works while another catalog is in use", async () => {
    await enterRun("a", "2026-11-23T02:00:00.000Z");
    await warehouse.run(
      `attach '${join(folder, "build.duckdb")}' as build; use build; create schema control`,
    );
    await createControlTables(warehouse);
    await startStep(warehouse, {
      run_id: "a",
      position: 1,
      step: "ingest",
      started_at: "2026-11-23T02:00:01.000Z",
    });
    expect((await readRun(warehouse, "a")).steps.map((step) => step.step)).toEqual(["ingest"]);
    expect(
      await warehouse.rows("select table_name from duckdb_tables() where database_name = 'build'"),
    ).toEqual([]);
  });

  it("keeps a run from start to publication as it was", async () => {
    const config = { city: { name: { zh: "克拉玛依市" } } };
    await startRun(warehouse, {
      run_id: "a",
      command: "run --as-of 2026-11-22",
      started_at: "2026-11-23T02:00:00.120Z",
    });
    await describeRun(warehouse, "a", {
      as_of: "2026-11-22",
      known_at: "2026-11-23T02:00:00.125Z",
      config,
      rules: [rule],
      sql_sha256: "cd",
    });
    await describeRun(warehouse, "a", {});
    await startStep(warehouse, {
      run_id: "a",
      position: 1,
      step: "ingest",
      started_at: "2026-11-23T02:00:01.000Z",
    });
    await finishStep(
      warehouse,
      { run_id: "a", position: 1 },
      { state: "done", ended_at: "2026-11-23T02:00:03.500Z", row_count: 20_000_000_000 },
    );
    await recordPublication(warehouse, {
      run_id: "a",
      published_at: "2026-11-23T02:01:00.000Z",
      manifest: { run_id: "a" },
    });
    await finishRun(warehouse, "a", { state: "published", ended_at: "2026-11-23T02:01:00.000Z" });
    expect(await readRun(warehouse, "a")).toEqual({
      run_id: "a",
      command: "run --as-of 2026-11-22",
      state: "published",
      as_of: "2026-11-22",
      known_at: "2026-11-23T02:00:00.125Z",
      started_at: "2026-11-23T02:00:00.120Z",
      ended_at: "2026-11-23T02:01:00.000Z",
      sql_sha256: "cd",
      message: null,
      message_zh: null,
      config,
      rules: [rule],
      steps: [
        {
          run_id: "a",
          position: 1,
          step: "ingest",
          state: "done",
          started_at: "2026-11-23T02:00:01.000Z",
          ended_at: "2026-11-23T02:00:03.500Z",
          row_count: 20_000_000_000,
          message: null,
        },
      ],
      publication: { published_at: "2026-11-23T02:01:00.000Z", is_current: true },
    });
    expect(await lastStepSeconds(warehouse)).toEqual({ ingest: 2.5 });
  });

  it("estimates from the last run that scored, not from one that published standing files again", async () => {
    const enterSteps = async (runId: string, steps: readonly string[], seconds: number): Promise<void> => {
      await enterRun(runId, `2026-11-2${runId}T02:00:00.000Z`);
      for (const [position, step] of steps.entries()) {
        const started_at = `2026-11-2${runId}T02:00:0${position}.000Z`;
        const ended_at = new Date(Date.parse(started_at) + seconds * 1000).toISOString();
        await startStep(warehouse, { run_id: runId, position, step, started_at });
        await finishStep(warehouse, { run_id: runId, position }, { state: "done", ended_at });
      }
      await finishRun(warehouse, runId, { state: "published", ended_at: `2026-11-2${runId}T02:01:00.000Z` });
    };
    await enterSteps("1", ["ingest", "score", "publish"], 3);
    await enterSteps("2", ["ingest", "score", "publish"], 4);
    await enterSteps("3", ["ingest", "publish"], 0.1);
    expect(await lastStepSeconds(warehouse)).toEqual({ ingest: 4, score: 4, publish: 4 });
  });

  it("refuses a run id twice, names known runs where one is missing, and lists the newest first", async () => {
    await expect(readRun(warehouse, "z")).rejects.toThrow("no run z, expected one of (none yet)");
    await enterRun("a", "2026-11-21T02:00:00.000Z");
    await enterRun("b", "2026-11-22T02:00:00.000Z");
    await enterRun("b-2", "2026-11-22T02:00:00.000Z");
    await expect(enterRun("b", "2026-11-23T02:00:00.000Z")).rejects.toThrow("b stands already");
    await expect(readRun(warehouse, "z")).rejects.toThrow("expected one of b-2, b, a");
    expect((await listRuns(warehouse)).map((run) => run.run_id)).toEqual(["b-2", "b", "a"]);
    expect((await listRuns(warehouse, 1)).map((run) => run.run_id)).toEqual(["b-2"]);
  });

  it("aborts what a killed process left running, with its steps, and nothing else", async () => {
    await enterRun("done", "2026-11-20T02:00:00.000Z");
    await finishRun(warehouse, "done", {
      state: "failed",
      ended_at: "2026-11-20T02:01:00.000Z",
      message: { zh: "因", en: "why" },
    });
    await enterRun("killed", "2026-11-21T02:00:00.000Z");
    await enterRun("own", "2026-11-22T02:00:00.000Z");
    for (const [position, step] of ["ingest", "stage"].entries())
      await startStep(warehouse, {
        run_id: "killed",
        position,
        step,
        started_at: "2026-11-21T02:00:01.000Z",
      });
    await finishStep(
      warehouse,
      { run_id: "killed", position: 0 },
      { state: "done", ended_at: "2026-11-21T02:00:02.000Z" },
    );
    expect(await abortUnfinished(warehouse, "2026-11-22T02:00:00.000Z", ["own"])).toEqual(["killed"]);
    const killed = await readRun(warehouse, "killed");
    expect([killed.state, killed.ended_at, killed.message]).toEqual([
      "aborted",
      "2026-11-22T02:00:00.000Z",
      "the process ended before the run did",
    ]);
    expect(killed.steps.map((step) => step.state)).toEqual(["done", "aborted"]);
    expect((await readRun(warehouse, "own")).state).toBe("running");
    expect(await readRun(warehouse, "done")).toMatchObject({ message: "why", message_zh: "因" });
    expect(await abortUnfinished(warehouse, "2026-11-22T03:00:00.000Z", ["own"])).toEqual([]);
  });

  it("has one current publication, also after a rollback", async () => {
    for (const day of ["21", "22"])
      await recordPublication(warehouse, {
        run_id: `r${day}`,
        published_at: `2026-11-${day}T02:00:00.000Z`,
        manifest: {},
      });
    const current = async () =>
      (await listRecordedPublications(warehouse))
        .filter((each) => each.is_current)
        .map((each) => each.run_id);
    expect(await current()).toEqual(["r22"]);
    await markCurrent(warehouse, "r21");
    expect(await current()).toEqual(["r21"]);
    expect((await listRecordedPublications(warehouse)).map((each) => each.run_id)).toEqual(["r22", "r21"]);
  });

  it("keeps one row a tick, the last one told", async () => {
    const tick = {
      job: "nightly",
      due_at: "2026-11-22T18:00:00.000Z",
      state: "running" as const,
      reason: null,
      run_id: null,
      started_at: "2026-11-22T18:00:00.100Z",
      ended_at: null,
    };
    const done = { ...tick, state: "done" as const, run_id: "a", ended_at: "2026-11-22T18:05:00.000Z" };
    await recordTicks(warehouse, [tick]);
    await recordTicks(warehouse, [tick, done, { ...tick, job: "check", state: "missed", reason: "down" }]);
    await recordTicks(warehouse, []);
    expect(await listTicks(warehouse)).toMatchObject([{ job: "check", state: "missed" }, done]);
    expect(await listTicks(warehouse, { job: "nightly" })).toEqual([done]);
  });
});

describe("kyselyOver", () => {
  it("gives decimals as text, exact whole numbers as numbers, and null as null", async () => {
    await warehouse.run(
      "create table t as select 1.5::decimal(9,2) as amount, 9007199254740993::bigint as big, null::timestamp as at, '12'::varchar as code",
    );
    const rows = await kyselyOver<{
      t: { amount: string; big: number | string; at: string | null; code: string };
    }>(warehouse)
      .selectFrom("t")
      .selectAll()
      .execute();
    expect(rows).toEqual([{ amount: "1.50", big: "9007199254740993", at: null, code: "12" }]);
  });
});

describe("openOrRecover", () => {
  const now = new Date("2026-11-23T02:00:00Z");

  it("moves a log aside that will not replay, opens as of the checkpoint and says so", async () => {
    await enterRun("kept", "2026-11-21T02:00:00.000Z");
    await warehouse.run("checkpoint");
    await enterRun("lost", "2026-11-22T02:00:00.000Z");
    const path = join(folder, "torn.duckdb");
    // A copy of both files is what a kill leaves behind; the log's second half is then made unreadable.
    const log = readFileSync(join(folder, "warehouse.duckdb.wal"));
    writeFileSync(path, readFileSync(join(folder, "warehouse.duckdb")));
    for (let at = 100; at < log.length; at += 31) log[at] = (log[at] ?? 0) ^ 255;
    writeFileSync(`${path}.wal`, log);
    const opened = await openOrRecover(path, settings, now);
    expect(await opened.warehouse.rows("select run_id from torn.control.run")).toEqual([{ run_id: "kept" }]);
    opened.warehouse.close();
    expect(opened.recovered?.en).toContain("moved to");
    expect(readdirSync(folder)).toContain("torn.duckdb.wal.20261123T020000Z");
  });

  it("reports nothing on a sound database and does not hide other faults", async () => {
    const sound = await openOrRecover(join(folder, "sound.duckdb"), settings, now);
    expect(sound.recovered).toBeNull();
    sound.warehouse.close();
    const path = join(folder, "wal", "noise.duckdb");
    await openWarehouse(path, settings).then((made) => made.close());
    writeFileSync(path, "this is no database ".repeat(2000));
    writeFileSync(`${path}.wal`, "precious");
    await expect(openOrRecover(path, settings, now)).rejects.toThrow(/not a valid DuckDB/);
    expect(readFileSync(`${path}.wal`, "utf8")).toBe("precious");
  });
});

describe("newRunId", () => {
  it("is the start in the city's time, numbered where taken", () => {
    const now = new Date("2026-11-22T18:00:00Z");
    expect(newRunId(now, "Asia/Shanghai", () => false)).toBe("20261123-020000");
    expect(newRunId(now, "UTC", () => false)).toBe("20261122-180000");
    const taken = new Set(["20261123-020000", "20261123-020000-2"]);
    expect(newRunId(now, "Asia/Shanghai", (runId) => taken.has(runId))).toBe("20261123-020000-3");
    expect(newRunId(new Date("2026-11-22T16:00:00Z"), "Asia/Shanghai", () => false)).toBe("20261123-000000");
  });
});
