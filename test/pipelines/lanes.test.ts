import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../pipelines/config.js";
import { bytesOf } from "../../pipelines/ingest/find-files.js";
import { shareCores } from "../../pipelines/run/threads.js";
import { runInLanes } from "../../pipelines/warehouse/lanes.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";
import { orderNodes, urgentFirst } from "../../pipelines/warehouse/order.js";

let folder = "";
let warehouse: Warehouse;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sise-lanes-"));
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "512MiB", threads: 1 });
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("lanes", () => {
  const made = ["a", "b", "c", "d", "e"];
  const after: Record<string, string[]> = { b: ["a"], c: ["a"], d: ["b", "c"], e: ["nobody makes this"] };

  for (const lanes of [1, 2, 4])
    it(`do every task once and after what it waits for, ${lanes} at a time`, async () => {
      const done: string[] = [];
      let atOnce = 0;
      let most = 0;
      await runInLanes(
        warehouse,
        lanes,
        // The last first: the list is no order in which it could be done.
        [...made].reverse().map((name) => ({
          name,
          after: after[name] ?? [],
          work: async (lane) => {
            most = Math.max(most, ++atOnce);
            for (const before of after[name] ?? []) if (made.includes(before)) expect(done).toContain(before);
            expect(await lane.rows("select 1 as one")).toEqual([{ one: 1 }]);
            await new Promise((resolve) => setTimeout(resolve, 5));
            atOnce--;
            done.push(name);
          },
        })),
      );
      expect([...done].sort()).toEqual(made);
      expect(most).toBeLessThanOrEqual(lanes);
      expect(most).toBeGreaterThanOrEqual(Math.min(lanes, 2));
    });

  it("take nothing more after a failure, and throw it when all have ended", async () => {
    const done: string[] = [];
    const task = (name: string, work: () => Promise<void>, waits: string[] = []) => ({
      name,
      after: waits,
      work,
    });
    const run = runInLanes(warehouse, 2, [
      task("fails", () => Promise.reject(new Error("disk full"))),
      task("under way", async () => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        done.push("under way");
      }),
      task("next", async () => void done.push("next")),
      task("waits for it", async () => void done.push("waits"), ["fails"]),
    ]);
    await expect(run).rejects.toThrow("disk full");
    expect(done).toEqual(["under way"]);
  });
});

describe("urgentFirst", () => {
  const node = (table: string, ...reads: string[]) => ({ table, reads });
  const nodes = [
    node("m.last", "s.slow"),
    node("s.slow", "s.first"),
    node("s.first"),
    node("a.alone"),
    node("b.alone", "a.alone"),
  ];

  it("puts first what most work waits behind, and keeps every table after what it reads", () => {
    const ordered = urgentFirst(orderNodes(nodes), (each) => (each.table === "s.slow" ? 20 : 1));
    expect(ordered.map((each) => each.table)).toEqual(["s.first", "s.slow", "a.alone", "b.alone", "m.last"]);
  });
});

describe("shareCores", () => {
  const yaml = (more: string) =>
    `city: {name: {zh: 市, en: City}, region_code: '650200'}\nlimits: {threads: 6}\nsources: {e: {kind: csv, path: ${more}, entity: enterprise, extract: full}}\n`;
  const sized = (name: string, bytes: number): void => {
    const file = openSync(join(folder, name), "w");
    ftruncateSync(file, bytes);
    closeSync(file);
  };

  it("gives a small city one thread a statement and as many lanes as it may use cores", async () => {
    writeFileSync(join(folder, "small.csv"), "x\n");
    expect(await shareCores(folder, parseConfig(yaml("small.csv")))).toEqual({ threads: 1, lanes: 6 });
  });

  it("gives it one lane more than the machine has cores where it says nothing of them", async () => {
    const config = parseConfig(yaml("small.csv").replace("limits: {threads: 6}\n", ""));
    const cores = Math.min(8, availableParallelism());
    expect(await shareCores(folder, config)).toEqual({ threads: 1, lanes: cores + 1 });
  });

  it("takes a source whose file it may not look at for a short one", async () => {
    writeFileSync(join(folder, "small.csv"), "x\n");
    expect(
      bytesOf([{ path: join(folder, "small.csv") }, { path: join(folder, "small.csv", "below.csv") }]),
    ).toBe(2);
  });

  it("leaves the splitting to DuckDB above 128 MiB, of sources or of warehouse", async () => {
    const limit = 128 * 1024 * 1024;
    sized("large.csv", limit);
    expect(await shareCores(folder, parseConfig(yaml("large.csv")))).toEqual({ threads: 1, lanes: 6 });
    sized("large.csv", limit + 1);
    expect(await shareCores(folder, parseConfig(yaml("large.csv")))).toEqual({ threads: 6, lanes: 2 });
    sized("warehouse.duckdb", limit + 1);
    expect(await shareCores(folder, parseConfig(yaml("small.csv")))).toEqual({ threads: 6, lanes: 2 });
    rmSync(join(folder, "warehouse.duckdb"));
  });

  it("leaves it too where only ingest knows the path", async () => {
    expect(await shareCores(folder, parseConfig(yaml("'${env:DROP}/x.csv'")))).toEqual({
      threads: 6,
      lanes: 2,
    });
  });
});
