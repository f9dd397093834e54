import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listTicks } from "../../pipelines/control/tick.js";
import { openWarehouse } from "../../pipelines/warehouse/open.js";
import { compileInto } from "./compiled.js";

const scratch = mkdtempSync(join(tmpdir(), "sise-schedule-kill-"));
const program = join(scratch, "program");
const project = join(scratch, "project");
const minute = 60_000;
// A minute of the schedule takes this long here.
const pace = 250;

beforeAll(() => compileInto(program, "pipelines/schedule/run.ts"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const text = `
import { mkdirSync } from "node:fs";
import { runSchedule } from "./pipelines/schedule/run.js";
import { spawnLogged } from "./pipelines/schedule/child.js";
const [project, began] = [process.argv[1], Number(process.argv[2])];
mkdirSync(project, { recursive: true });
const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
process.exitCode = await runSchedule({
  schedule: { every: { cron: "* * * * *", run: "all", catch_up: "each", grace_minutes: 100000, at_most: 3, retries: 0 } },
  projectFolder: project, timeZone: "Asia/Shanghai", host: "here", pid: process.pid,
  clock: () => new Date(Date.UTC(2026, 10, 22, 12, 0, 30) + (Date.now() - began) * ${minute / pace}),
  logger: (text) => console.log(text.en), signal: ending.signal,
  spawnRun: (words, logFile) => spawnLogged(process.execPath, ["-e", ""], logFile),
  startClock: (jobs, zone, wake) => { const beat = setInterval(wake, 20); return { stop: () => clearInterval(beat) }; },
});`;

function start(began: number) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", text, project, String(began)], {
    cwd: program,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  return { child, said: () => said, ended: new Promise<number | null>((done) => child.once("close", done)) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

describe("the scheduler under kill -9", () => {
  it("loses no tick and counts none twice, and ends with 0 on SIGTERM", async () => {
    const began = Date.now();
    // Each life is cut at another moment after a run began: as it is entered, at work, recorded, or between two.
    for (const moment of [0, 15, 40, 70, 110, 160, 230]) {
      const { child, said, ended } = start(began);
      await until(() => said().includes("every: starts"));
      await new Promise((done) => setTimeout(done, moment));
      child.kill("SIGKILL");
      await ended;
    }
    const last = start(began);
    await until(() => last.said().includes("every: done"));
    last.child.kill("SIGTERM");
    expect([await last.ended, last.said()]).toEqual([0, expect.stringContaining("stopping")]);
    const warehouse = await openWarehouse(join(project, "warehouse.duckdb"), {
      allowedFolders: [project],
      memory: "512MiB",
      threads: 1,
    });
    const rows = await listTicks(warehouse, { limit: 1000 });
    warehouse.close();
    const ticks = rows.filter((row) => row.reason !== "first start").reverse();
    const due = ticks.map((row) => Date.parse(row.due_at));
    expect(due.length).toBeGreaterThan(7);
    expect(due).toEqual(due.map((_, position) => (due[0] ?? 0) + position * minute));
    // Ticks may wait for the next start; whatever was at work when a kill came has been settled.
    expect(new Set(ticks.map((row) => row.state))).not.toContain("running");
    expect(ticks.some((row) => row.state === "done")).toBe(true);
  });
});
