import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { finishRun, startRun } from "../../pipelines/control/run.js";
import { createControlTables, type TickTable } from "../../pipelines/control/tables.js";
import { listTicks, recordTicks } from "../../pipelines/control/tick.js";
import { pause as realPause } from "../../pipelines/schedule/attempt.js";
import { type SpawnRun, spawnLogged } from "../../pipelines/schedule/child.js";
import { startCronClock } from "../../pipelines/schedule/clock.js";
import { type JobConfig, readJobs, wordsOf } from "../../pipelines/schedule/job.js";
import { runSchedule } from "../../pipelines/schedule/run.js";
import { openTickLedger } from "../../pipelines/schedule/tick-ledger.js";
import { acquireLock } from "../../pipelines/warehouse/lock.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

const nightly: JobConfig = {
  cron: "0 2 * * *",
  run: "all",
  catch_up: "latest",
  grace_minutes: 720,
  at_most: 10,
  retries: 2,
};
let folder: string;
let now: Date;
let said: string[];
/** Schedulers of a test that still run; ended before the folder goes. */
let ends: (() => Promise<number>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sise-schedule-"));
  now = new Date("2026-11-22T12:00:00Z");
  said = [];
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function withWarehouse<Result>(work: (warehouse: Warehouse) => Promise<Result>): Promise<Result> {
  const warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "512MiB",
    threads: 1,
  });
  try {
    await createControlTables(warehouse);
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/** The ledger as `job due state reason`, oldest first, without the rows of the first start. */
async function ticks(): Promise<string[]> {
  const rows = await withWarehouse((warehouse) => listTicks(warehouse));
  return rows
    .filter((row) => row.reason !== "first start")
    .sort((a, b) => (a.due_at + a.job < b.due_at + b.job ? -1 : 1))
    .map((row) => `${row.job} ${row.due_at.slice(5, 16)} ${row.state}${row.reason ? ` ${row.reason}` : ""}`);
}

/** A child that runs this text as a script; `words` are its arguments. */
function script(text: string): SpawnRun {
  const path = join(folder, "child.cjs");
  writeFileSync(path, text);
  return (words, logFile) => spawnLogged(process.execPath, [path, ...words], logFile);
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 800) throw new Error(`nothing came of it; said: ${said.join(" | ")}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

function begin(schedule: Record<string, JobConfig>, spawnRun: SpawnRun, pauses: number[] = []) {
  const controller = new AbortController();
  let wake = () => {};
  let status: number | undefined;
  const running = runSchedule({
    schedule,
    projectFolder: folder,
    timeZone: "Asia/Shanghai",
    host: "here",
    pid: process.pid,
    clock: () => now,
    logger: (text) => said.push(text.en),
    signal: controller.signal,
    spawnRun,
    startClock(_jobs, _zone, given) {
      wake = given;
      return { stop() {} };
    },
    pause: (milliseconds, signal) => {
      pauses.push(milliseconds);
      return realPause(milliseconds === 30_000 ? milliseconds : 1, signal);
    },
  }).then((given) => {
    status = given;
    return given;
  });
  const end = () => {
    controller.abort();
    return running;
  };
  ends.push(end);
  return { end, running, wake: () => wake(), isEnded: () => status !== undefined };
}

const has = (text: string) => () => said.some((each) => each.includes(text));

const rowOf = (job: string, due: string, more: Partial<TickTable> = {}): TickTable => ({
  job,
  due_at: due,
  state: "done",
  reason: null,
  run_id: null,
  started_at: null,
  ended_at: null,
  ...more,
});

describe("readJobs", () => {
  it("refuses every pattern that cannot be read, at once, by its place", () => {
    const bad = { b: { ...nightly, cron: "0 2 1 * mon" }, a: { ...nightly, cron: "61 2 * * *" }, c: nightly };
    expect(() => readJobs(bad)).toThrow(
      /schedule\.a\.cron: minute "61".*\n.*schedule\.b\.cron: "0 2 1 \* mon" sets both day of month/,
    );
    expect(readJobs({ c: nightly }).map((job) => job.name)).toEqual(["c"]);
  });

  it("gives the words of a tick: a whole run is for the day before, in the city", () => {
    const due = new Date("2026-11-22T18:00:00Z");
    expect(wordsOf(nightly, due, "Asia/Shanghai")).toEqual(["run", "--as-of", "2026-11-22"]);
    expect(wordsOf(nightly, due, "UTC")).toEqual(["run", "--as-of", "2026-11-21"]);
    expect(wordsOf({ run: "check" }, due, "UTC")).toEqual(["check"]);
    expect(wordsOf({ run: ["run", "--no-publish"] }, due, "UTC")).toEqual(["run", "--no-publish"]);
  });
});

describe("startCronClock", () => {
  it("wakes at the pattern's times", async () => {
    const [job] = readJobs({ often: { ...nightly, cron: "* * * * *" } });
    const beat = startCronClock(
      job ? [{ ...job, cron: { ...job.cron, pattern: "* * * * * *" } }] : [],
      "Asia/Shanghai",
      () => said.push("woke"),
    );
    await until(() => said.length > 0);
    beat.stop();
  });
});

describe("openTickLedger", () => {
  it("keeps a row that is told while others are being written", async () => {
    const ledger = openTickLedger({
      projectFolder: folder,
      host: "here",
      pid: process.pid,
      clock: () => now,
    });
    const row = (minute: number) => rowOf("often", new Date(now.getTime() + minute * 60_000).toISOString());
    const told: Promise<unknown>[] = [];
    for (let minute = 0; minute < 60; minute++) {
      told.push(ledger.write([row(minute)]));
      await new Promise((done) => setTimeout(done, minute % 7));
    }
    await Promise.all(told);
    expect(ledger.hasPending()).toBe(false);
    expect(await ticks()).toHaveLength(60);
  });
});

describe("runSchedule", () => {
  it("runs a tick in a child process, with its output in logs/ and its run in the ledger", async () => {
    const spawnRun = script(`console.log("ran", process.argv.slice(2).join(" "))`);
    const scheduler = begin({ nightly }, (words, logFile) => {
      const child = spawnRun(words, logFile);
      const entered = child.ended.then(async (ended) => {
        // In place of a real run: it enters itself while it owns the warehouse.
        await withWarehouse((warehouse) =>
          startRun(warehouse, { run_id: "20261123-020000", command: "run", started_at: now.toISOString() }),
        );
        return ended;
      });
      return { ...child, ended: entered };
    });
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T17:59:59Z");
    scheduler.wake();
    now = new Date("2026-11-22T18:00:00Z");
    scheduler.wake();
    scheduler.wake();
    await until(has("nightly: done"));
    expect(await scheduler.end()).toBe(0);
    expect(await ticks()).toEqual(["nightly 11-22T18:00 done"]);
    const rows = await withWarehouse((warehouse) => listTicks(warehouse, { job: "nightly", limit: 1 }));
    expect(rows[0]).toMatchObject({
      run_id: "20261123-020000",
      started_at: "2026-11-22T18:00:00.000Z",
      ended_at: "2026-11-22T18:00:00.000Z",
    });
    expect(readFileSync(join(folder, "logs", "nightly-20261123-0200.log"), "utf8")).toBe(
      "ran run --as-of 2026-11-22\n",
    );
    expect(readdirSync(folder).filter((name) => name.includes("lock"))).toEqual([]);
    expect(readdirSync(join(folder, "logs"))).toEqual(["nightly-20261123-0200.log"]);
  });

  it("goes on where the end of a tick cannot be written down, as on a full disk, and runs the next", async () => {
    const pending = join(folder, "logs", "pending-ticks.ndjson");
    const spawnRun = script("");
    const scheduler = begin({ hourly: { ...nightly, cron: "0 * * * *" } }, (words, logFile) => {
      const child = spawnRun(words, logFile);
      const isFirst = words.includes("2026-11-21");
      return {
        ...child,
        // In the way of what is appended, for every user: a folder.
        ended: child.ended.then((ended) => {
          if (isFirst) mkdirSync(pending);
          return ended;
        }),
      };
    });
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T13:00:00Z");
    scheduler.wake();
    await until(has("hourly: failed (EISDIR"));
    rmSync(pending, { recursive: true });
    said = [];
    now = new Date("2026-11-22T16:00:00Z");
    scheduler.wake();
    await until(has("hourly: done"));
    expect(await scheduler.end()).toBe(0);
    expect((await ticks()).at(-1)).toBe("hourly 11-22T16:00 done");
  });

  it("skips a tick that comes while its job is at work, and lets another job wait for its turn", async () => {
    const spawnRun = script(
      `const fs = require("fs"), gate = ${JSON.stringify(folder)} + "/gate"; const wait = () => fs.existsSync(gate) ? process.exit(0) : setTimeout(wait, 10); wait();`,
    );
    const often = { ...nightly, cron: "*/10 * * * *" };
    const scheduler = begin({ often, other: { ...nightly, cron: "20 * * * *", run: "check" } }, spawnRun);
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T12:10:00Z");
    scheduler.wake();
    await until(has("often: starts"));
    now = new Date("2026-11-22T12:20:01Z");
    scheduler.wake();
    await until(has("overlap"));
    expect(has("other: starts")()).toBe(false);
    writeFileSync(join(folder, "gate"), "");
    await until(has("other: done"));
    await scheduler.end();
    expect(await ticks()).toEqual([
      "often 11-22T12:10 done",
      "often 11-22T12:20 skipped overlap",
      "other 11-22T12:20 done",
    ]);
  });

  it("tries exit status 1 again with back-off, and 2 or 3 never", async () => {
    const count = join(folder, "count");
    const spawnRun = script(
      `const fs = require("fs"); const n = Number(fs.existsSync(${JSON.stringify(count)}) ? fs.readFileSync(${JSON.stringify(count)}, "utf8") : 0) + 1; fs.writeFileSync(${JSON.stringify(count)}, String(n)); process.exit(process.argv[2] === "check" ? 3 : n < 3 ? 1 : 0);`,
    );
    const pauses: number[] = [];
    const scheduler = begin(
      { nightly, stop: { ...nightly, cron: "5 2 * * *", run: "check" } },
      spawnRun,
      pauses,
    );
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T18:00:00Z");
    scheduler.wake();
    await until(has("nightly: done"));
    expect(readFileSync(count, "utf8")).toBe("3");
    expect(pauses).toEqual([60_000, 240_000]);
    now = new Date("2026-11-22T18:05:00Z");
    scheduler.wake();
    await until(has("stop: failed"));
    rmSync(count);
    now = new Date("2026-11-23T18:00:00Z");
    writeFileSync(join(folder, "child.cjs"), "process.exit(1)");
    scheduler.wake();
    await until(has("nightly: failed"));
    await scheduler.end();
    expect(await ticks()).toEqual([
      "nightly 11-22T18:00 done",
      "stop 11-22T18:05 failed exit 3",
      "nightly 11-23T18:00 failed exit 1 after 3 tries",
    ]);
  });

  it("settles the ticks of the time it was down by each job's policy", async () => {
    const start = "2026-11-18T18:00:00.000Z";
    await withWarehouse((warehouse) =>
      recordTicks(
        warehouse,
        ["skip", "latest", "each"].map((job) => rowOf(job, start)),
      ),
    );
    now = new Date("2026-11-22T22:00:00Z");
    const daily = (catch_up: JobConfig["catch_up"]) => ({
      ...nightly,
      cron: "0 2 * * *",
      catch_up,
      grace_minutes: 3 * 1440,
      at_most: 2,
    });
    const scheduler = begin(
      { skip: daily("skip"), latest: daily("latest"), each: daily("each") },
      script("console.log(process.argv.slice(2))"),
    );
    await until(has("latest: done"));
    await until(() => said.filter((each) => each === "each: done").length === 2);
    await scheduler.end();
    const settled = (await ticks()).filter((tick) => !tick.includes("11-18")).sort();
    expect(settled).toEqual([
      "each 11-19T18:00 missed grace",
      "each 11-20T18:00 missed cap",
      "each 11-21T18:00 done",
      "each 11-22T18:00 done",
      "latest 11-19T18:00 missed grace",
      "latest 11-20T18:00 skipped superseded",
      "latest 11-21T18:00 skipped superseded",
      "latest 11-22T18:00 done",
      "skip 11-19T18:00 missed policy",
      "skip 11-20T18:00 missed policy",
      "skip 11-21T18:00 missed policy",
      "skip 11-22T18:00 missed policy",
    ]);
    const log = (name: string) => readFileSync(join(folder, "logs", `${name}-0200.log`), "utf8");
    expect(log("each-20261122")).toContain("2026-11-21");
    expect(log("each-20261123")).toContain("2026-11-22");
  });

  it("settles what a kill left: ticks at work by their run, ticks that waited as missed ones", async () => {
    await withWarehouse(async (warehouse) => {
      await startRun(warehouse, { run_id: "r1", command: "run", started_at: "2026-11-20T18:00:02.000Z" });
      await finishRun(warehouse, "r1", { state: "published", ended_at: "2026-11-20T18:09:00.000Z" });
      await recordTicks(warehouse, [
        rowOf("nightly", "2026-11-20T18:00:00.000Z", {
          state: "running",
          started_at: "2026-11-20T18:00:01.000Z",
        }),
        rowOf("other", "2026-11-21T17:00:00.000Z", {
          state: "running",
          started_at: "2026-11-21T17:00:01.000Z",
        }),
        rowOf("nightly", "2026-11-21T18:00:00.000Z", { state: "waiting" }),
        rowOf("gone", "2026-11-21T18:00:00.000Z", { state: "waiting" }),
      ]);
    });
    now = new Date("2026-11-22T01:00:00Z");
    const scheduler = begin({ nightly, other: { ...nightly, cron: "0 1 1 1 *" } }, script(""));
    await until(has("nightly: done"));
    await scheduler.end();
    expect(await ticks()).toEqual([
      "nightly 11-20T18:00 done",
      "other 11-21T17:00 failed the scheduler ended before its run did",
      "gone 11-21T18:00 missed no such job any more",
      "nightly 11-21T18:00 done",
    ]);
  });

  it("keeps ticks on disk while somebody else holds the warehouse, and writes them later", async () => {
    const scheduler = begin({ nightly }, script(""));
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T17:00:00Z");
    scheduler.wake();
    await until(() => !readdirSync(folder).includes("warehouse.lock"));
    const lock = acquireLock(folder, { host: "here", pid: process.pid, now, command: "sise run" });
    now = new Date("2026-11-22T18:00:00Z");
    scheduler.wake();
    await until(has("nightly: done"));
    await until(() => readFileSync(join(folder, "logs", "pending-ticks.ndjson"), "utf8").includes('"done"'));
    expect(has("held by process")()).toBe(true);
    lock.release();
    now = new Date("2026-11-22T18:01:00Z");
    scheduler.wake();
    await until(() => !readdirSync(join(folder, "logs")).includes("pending-ticks.ndjson"));
    await scheduler.end();
    expect(await ticks()).toEqual(["nightly 11-22T18:00 done"]);
  });

  it("takes up rows that a kill left on disk, a torn one aside", async () => {
    await withWarehouse((warehouse) =>
      recordTicks(warehouse, [rowOf("nightly", "2026-11-20T18:00:00.000Z")]),
    );
    const left = `\n${JSON.stringify(rowOf("nightly", "2026-11-21T18:00:00.000Z", { state: "failed", reason: "exit 3" }))}\n\n{"job":"nigh`;
    mkdirSync(join(folder, "logs"));
    writeFileSync(join(folder, "logs", "pending-ticks.ndjson"), left);
    const scheduler = begin({ nightly }, script(""));
    await until(() => !readdirSync(join(folder, "logs")).includes("pending-ticks.ndjson"));
    await scheduler.end();
    expect(await ticks()).toEqual(["nightly 11-20T18:00 done", "nightly 11-21T18:00 failed exit 3"]);
  });

  it("ends the running child on a signal, records it, and ends with 0", async () => {
    const spawnRun = script(
      `process.on("SIGTERM", () => { console.log("rolled back"); process.exit(1); }); console.log("ready"); setInterval(() => {}, 1000);`,
    );
    const scheduler = begin({ nightly, other: { ...nightly, run: "check" } }, spawnRun);
    await until(() => readdirSync(folder).includes("warehouse.duckdb"));
    now = new Date("2026-11-22T18:00:00Z");
    scheduler.wake();
    const log = join(folder, "logs", "nightly-20261123-0200.log");
    await until(
      () =>
        readdirSync(folder).includes("logs") &&
        readdirSync(join(folder, "logs")).includes("nightly-20261123-0200.log") &&
        readFileSync(log, "utf8").includes("ready"),
    );
    expect(await scheduler.end()).toBe(0);
    expect(readFileSync(log, "utf8")).toBe("ready\nrolled back\n");
    expect(await ticks()).toEqual([
      "nightly 11-22T18:00 failed stopped: exit 1",
      "other 11-22T18:00 waiting",
    ]);
    expect(readdirSync(folder).filter((name) => name.includes("lock"))).toEqual([]);
  });

  it("refuses a second scheduler, and a schedule without jobs", async () => {
    const scheduler = begin({ nightly }, script(""));
    const again = {
      schedule: { nightly },
      projectFolder: folder,
      timeZone: "UTC",
      host: "here",
      pid: process.pid,
      clock: () => now,
      logger: () => {},
      signal: AbortSignal.abort(),
    };
    await expect(runSchedule(again)).rejects.toThrow("schedule.lock: held by process");
    await expect(runSchedule({ ...again, schedule: {} })).rejects.toThrow("found no job");
    await scheduler.end();
    expect(await runSchedule({ ...again, startClock: () => ({ stop() {} }) })).toBe(0);
  });
});
