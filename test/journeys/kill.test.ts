import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, manifestOf, publishedHashes, scratch, sise, smallCity } from "./project.js";

const place = scratch("kill");
const city = join(place.folder, "city");

/** Milliseconds of a run that makes everything. */
let wholeRun = 0;

beforeAll(() => {
  smallCity(city, 60, 11);
  const start = Date.now();
  expect(sise("run", "--project", city, "--as-of", "2026-11-20").status).toBe(0);
  wholeRun = Date.now() - start;
});
afterAll(() => place.remove());

/** A generator of fractions between 0 and 1 (mulberry32): the moments are random, and the same on every machine. */
function fractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs until killed with SIGKILL after some time, or to its end. */
function runAndKill(after: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [cli, "run", "--project", city, "--as-of", "2026-11-20", "--accept-diff"],
      {
        stdio: "ignore",
      },
    );
    const timer = setTimeout(() => child.kill("SIGKILL"), after);
    child.on("exit", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The current publication, whole: every file of its manifest with its hash. Returns its run id. */
function assertWhole(): string {
  const manifest = manifestOf(city);
  const hashes = publishedHashes(city);
  for (const file of manifest.files)
    if (file.path !== "snapshot.duckdb") expect(hashes[file.path], file.path).toBe(file.sha256);
  return manifest.run_id;
}

describe("kill -9", () => {
  it("at twenty random moments leaves a whole publication, loses no accepted row, and the next run succeeds", async () => {
    const random = fractions(20261123);
    for (let moment = 0; moment < 20; moment++) {
      // A row more before each run, so that there is something to lose.
      const file = join(city, "data", "region.csv");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, `${text.trimEnd()}\n`);
      writeFileSync(
        join(city, "data", "extra.csv"),
        `hazard_id,enterprise_id,description,level,source,found_at\n${Array.from({ length: moment + 1 }, (_, index) => `KILL-${index},${anEnterprise()},matter ${index},general,self_check,2026-10-0${(index % 9) + 1} 08:00`).join("\n")}\n`,
      );
      if (moment === 0) {
        const yaml = join(city, "sise.yaml");
        writeFileSync(
          yaml,
          readFileSync(yaml, "utf8").replace(
            /^sources:\n/m,
            "sources:\n  extra: {entity: hazard, kind: csv, path: data/extra.csv}\n",
          ),
        );
      }
      await runAndKill(Math.round(50 + random() * wholeRun));
      assertWhole();
    }
    const last = sise("run", "--project", city, "--as-of", "2026-11-20", "--accept-diff");
    expect(last.err + last.out).not.toMatch(/Error:/);
    expect(last.status).toBe(0);
    const manifest = manifestOf(city);
    expect(assertWhole()).toBe(manifest.run_id);
    expect(manifest.sources.find((source) => source.source === "extra")).toMatchObject({
      read: 20,
      accepted: 20,
    });
    const runs = JSON.parse(sise("runs", "--project", city, "--json").out) as { runs: { state: string }[] };
    expect(runs.runs.filter((run) => run.state === "running")).toEqual([]);
    expect(runs.runs.filter((run) => run.state === "aborted").length).toBeGreaterThan(5);
  });
});

describe("two runs at once", () => {
  it("the second says who holds the lock, and readers are not disturbed", async () => {
    const id = anEnterprise();
    // Something new to read, so that the first run has all its work to do.
    appendFileSync(join(city, "data", "region.csv"), "\n");
    const child = spawn(process.execPath, [cli, "run", "--project", city, "--as-of", "2026-11-20"], {
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => child.on("exit", (status) => resolve(status)));
    const lock = join(city, "warehouse.lock");
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = sise("run", "--project", city, "--as-of", "2026-11-20");
    expect(second.status).toBe(1);
    expect(second.err).toMatch(
      new RegExp(`warehouse\\.lock: held by process ${child.pid} on host .* since `),
    );
    const reader = sise("explain", id, "--project", city, "--json");
    expect(reader.status).toBe(0);
    expect(await ended).toBe(0);
  });
});

function anEnterprise(): string {
  const page = readFileSync(join(city, "published", "current", "levels.html"), "utf8");
  return [...new Set(page.match(/91650[0-9A-Z]{13}/g) ?? [])].sort()[0] ?? "";
}
