import { spawnSync } from "node:child_process";
import { existsSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";
import { cli, manifestOf, scratch, sise, smallCity } from "./project.js";

// How a command ends: what it leaves behind, what the ledger says of it, and how a failure is told.

const place = scratch("ends");
const city = join(place.folder, "city");
let firstRun = "";
let secondRun = "";

beforeAll(() => {
  smallCity(city, 40, 3);
  for (const day of ["2026-11-19", "2026-11-20"])
    expect(sise("run", "--project", city, "--as-of", day, "--accept-diff").status).toBe(0);
  [firstRun, secondRun] = readdirSync(join(city, "published"))
    .filter((name) => name !== "current")
    .sort() as [string, string];
}, 300_000);
afterAll(() => place.remove());

async function withDatabase<Result>(
  file: string,
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const warehouse = await openWarehouse(file, { allowedFolders: [city], memory: "1GiB", threads: 1 });
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

interface Ledger {
  readonly current: string;
  readonly runs: readonly { readonly run_id: string; readonly state: string }[];
  readonly publications: readonly { readonly run_id: string; readonly is_current: boolean }[];
}

function ledger(): Ledger {
  return JSON.parse(sise("runs", "--project", city, "--json").out) as Ledger;
}

function currentInLedger(): string[] {
  return ledger()
    .publications.filter((each) => each.is_current)
    .map((each) => each.run_id);
}

describe("what a run leaves behind", () => {
  it("names the storage version of its snapshot, marks instants as UTC, and keeps a log", async () => {
    const manifest = manifestOf(city) as unknown as { storage_version: string; duckdb_version: string };
    const found = await withDatabase(":memory:", async (warehouse) => {
      const at = (path: string): string => join(city, "published", "current", path).replaceAll("\\", "/");
      await warehouse.run(`attach '${at("snapshot.duckdb")}' as snapshot (read_only)`);
      return {
        version: await warehouse.rows<{ version: string }>(
          "select tags['storage_version'] as version from duckdb_databases() where database_name = 'snapshot'",
        ),
        types: await warehouse.rows<{ column_name: string; column_type: string }>(
          `select column_name, column_type from (describe select * from read_parquet('${at("data/hazard_ledger.parquet")}'))
           where column_name = 'found_at'`,
        ),
        same: await warehouse.rows<{ apart: string }>(
          `select count(*) as apart from read_parquet('${at("data/hazard_ledger.parquet")}') as file
           join snapshot.marts.hazard_ledger as mart on mart.hazard_id = file.hazard_id
           where file.found_at <> mart.found_at at time zone 'UTC'`,
        ),
      };
    });
    expect(manifest.storage_version).toMatch(/^v\d/);
    expect(found.version).toEqual([{ version: manifest.storage_version }]);
    expect(found.types).toEqual([{ column_name: "found_at", column_type: "TIMESTAMP WITH TIME ZONE" }]);
    expect(found.same).toEqual([{ apart: "0" }]);
    const log = readFileSync(join(city, "logs", `${secondRun}.log`), "utf8");
    for (const step of ["读入来源", "校验入库", "装载规则", "计分定级", "核对", "比对上次发布", "发布"])
      expect(log).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z 步骤 ${step}：完成，\\d+ 行`, "m"));
    expect(log).toContain("已发布：");
  });

  it("is found published after a kill between the switch and the ledger", async () => {
    await withDatabase(join(city, "warehouse.duckdb"), async (warehouse) => {
      await warehouse.run(`update control.run set state = 'running', ended_at = null where run_id = '${secondRun}';
        update control.step set state = 'running' where run_id = '${secondRun}' and step = 'publish';
        delete from control.publication where run_id = '${secondRun}';
        update control.publication set is_current = true where run_id = '${firstRun}'`);
    });
    const told = ledger();
    expect(told.runs.find((run) => run.run_id === secondRun)?.state).toBe("published");
    expect(currentInLedger()).toEqual([secondRun]);
    expect(sise("replay", secondRun, "--project", city, "--json").status).toBe(0);
  });

  it("is told as ended by force by the first command after it, not as running", async () => {
    await withDatabase(join(city, "warehouse.duckdb"), (warehouse) =>
      warehouse.run(`insert into control.run by name
        select * replace ('20991231-235959' as run_id, 'running' as state, null as ended_at) from control.run where run_id = '${secondRun}'`),
    );
    // What it was made in goes too: it may be what fills the disk.
    const left = ["warehouse.build.duckdb", "warehouse.build.duckdb.wal"].map((name) => join(city, name));
    for (const file of left) writeFileSync(file, "left by a kill");
    expect(ledger().runs.find((run) => run.run_id === "20991231-235959")?.state).toBe("aborted");
    expect(left.filter((file) => existsSync(file))).toEqual([]);
    await withDatabase(join(city, "warehouse.duckdb"), (warehouse) =>
      warehouse.run("delete from control.run where run_id = '20991231-235959'"),
    );
  });

  it("stops no command where its manifest is lost", async () => {
    const manifest = join(city, "published", secondRun, "manifest.json");
    const text = readFileSync(manifest, "utf8");
    const unsettle = `update control.run set state = 'running', ended_at = null where run_id = '${secondRun}';
      delete from control.publication where run_id = '${secondRun}'`;
    writeFileSync(manifest, "");
    await withDatabase(join(city, "warehouse.duckdb"), (warehouse) => warehouse.run(unsettle));
    expect(ledger().runs.find((run) => run.run_id === secondRun)?.state).toBe("aborted");
    writeFileSync(manifest, text);
    expect(ledger().runs.find((run) => run.run_id === secondRun)?.state).toBe("published");
    expect(currentInLedger()).toEqual([secondRun]);
  });

  it("rolls back in the ledger too", () => {
    expect(sise("rollback", "--project", city).status).toBe(0);
    expect(manifestOf(city).run_id).toBe(firstRun);
    expect(currentInLedger()).toEqual([firstRun]);
    expect(sise("rollback", secondRun, "--project", city).status).toBe(0);
    expect(currentInLedger()).toEqual([secondRun]);
  });
});

describe("a city of which nothing can be read", () => {
  it("publishes nothing, says why of each source, and leaves the last publication standing", () => {
    renameSync(join(city, "data"), join(city, "away"));
    const run = sise("run", "--project", city, "--as-of", "2026-11-20");
    renameSync(join(city, "away"), join(city, "data"));
    expect(run.status).toBe(1);
    expect(run.err).toMatch(
      /sise\.yaml › sources: found none of \d+ source\(s\) that can be read, expected at least one/,
    );
    expect(run.err).toContain("sources.enterprise.path: found no file");
    expect(manifestOf(city).run_id).toBe(secondRun);
    expect(ledger().runs[0]?.state).toBe("failed");

    const fresh = join(place.folder, "fresh");
    expect(sise("init", fresh).status).toBe(0);
    expect(sise("run", "--project", fresh).status).toBe(1);
    expect(existsSync(join(fresh, "published", "current"))).toBe(false);
  });

  it("stops where not one enterprise is accepted, however few there are", () => {
    const bare = join(place.folder, "bare");
    expect(sise("init", bare).status).toBe(0);
    writeFileSync(
      join(bare, "sise.yaml"),
      'city: {name: 甲市, region_code: "650200"}\nsources:\n  enterprise: {entity: enterprise, kind: csv, path: data/e.csv}\n',
    );
    writeFileSync(
      join(bare, "data", "e.csv"),
      "统一社会信用代码,企业名称,区划代码,行业代码,监管行业,经营状态\nX,甲,650203,C26,工贸,正常\n",
    );
    const run = sise("run", "--project", bare);
    expect([run.status, run.err]).toEqual([
      3,
      expect.stringContaining("source enterprise: found 1 row(s) and no accepted enterprise"),
    ]);
    expect(existsSync(join(bare, "published", "current"))).toBe(false);
    // What stopped it can be looked at, though nothing is published.
    const rejected = JSON.parse(sise("rejects", "--project", bare, "--json").out) as {
      run_id: string;
      rejects: { file: string; row_number: number; column_name: string; code: string }[];
    };
    expect(rejected.rejects).toContainEqual(
      expect.objectContaining({
        file: "data/e.csv",
        row_number: 2,
        column_name: "enterprise_id",
        code: "pattern",
      }),
    );
    expect(sise("rejects", rejected.run_id, "--project", bare).out).toContain("data/e.csv, row 2, column");
  });
});

describe("how a failure is told", () => {
  const errorOf = (text: string): unknown => {
    const lines = text.trim().split("\n");
    return (JSON.parse(lines.at(-1) ?? "") as { error: unknown }).error;
  };

  it("is one JSON object on standard error under --json, and nothing else is there", () => {
    const nobody = sise("explain", "NOBODY", "--project", city, "--json");
    expect([nobody.status, nobody.out]).toEqual([1, ""]);
    expect(errorOf(nobody.err)).toEqual({
      kind: "data",
      exit_status: 1,
      messages: [expect.stringContaining("NOBODY: found in no table")],
    });
    for (const words of [
      ["explode"],
      ["run", "--as-of", "2026-02-30"],
      ["serve", "--port", "99999"],
      ["explain"],
    ]) {
      const wrong = sise(...words, "--project", city, "--json");
      expect(wrong.status, words.join(" ")).toBe(2);
      expect(wrong.err.trim().split("\n"), words.join(" ")).toHaveLength(1);
      expect(errorOf(wrong.err)).toMatchObject({ kind: "usage", exit_status: 2 });
    }
  });

  it("takes a port that cannot be for wrong usage, and a port in use for a plain failure", async () => {
    const impossible = sise("serve", "--project", city, "--port", "99999");
    expect(impossible.status).toBe(2);
    expect(impossible.err).toContain('found "99999", expected a port from 0');
    expect(impossible.err).not.toContain("    at ");
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
    const { port } = taken.address() as { port: number };
    const busy = sise("serve", "--project", city, "--port", String(port));
    taken.close();
    expect(busy.status).toBe(1);
    expect(busy.err).toContain(`serve: cannot listen on 127.0.0.1 port ${port} (EADDRINUSE)`);
    expect(busy.err).not.toContain("    at ");
  });

  it("finds an enterprise by its code in small letters, and tells the instant with its zone", () => {
    const page = readFileSync(join(city, "published", "current", "levels.html"), "utf8");
    const id = (page.match(/91650[0-9A-Z]{13}/g) ?? []).find((each) => /[A-Z]/.test(each)) ?? "";
    const asked = sise("explain", id.toLowerCase(), "--project", city, "--json");
    expect(asked.status).toBe(0);
    const told = JSON.parse(asked.out) as { subject_id: string; known_at: string };
    expect(told.subject_id).toBe(id);
    expect(told.known_at).toBe(manifestOf(city).known_at);
    expect(told.known_at).toMatch(/Z$/);
  });
});

/** Calls `sise` with its output going where nothing can be written. */
function siseInto(stdio: readonly [number | "pipe", number | "pipe"], ...words: readonly string[]) {
  return spawnSync(process.execPath, [cli, ...words], {
    encoding: "utf8",
    stdio: ["ignore", ...stdio],
    env: { ...process.env, LANG: "C", LC_ALL: "C" },
  });
}

describe.skipIf(!existsSync("/dev/full"))("an answer that cannot be written", () => {
  const full = (): number => openSync("/dev/full", "w");

  it("is a failure that says so, where it is the answer", () => {
    const told = siseInto([full(), "pipe"], "runs", "--project", city);
    expect(told.status).toBe(1);
    expect(told.stderr).toMatch(
      /^standard output: cannot be written \(.*ENOSPC.*\), expected room for the answer$/m,
    );
    expect(told.stderr).not.toContain("    at ");
  });

  it("stops no run where it is the progress on standard error", () => {
    const run = siseInto(["pipe", full()], "run", "--project", city, "--as-of", "2026-11-20", "--json");
    expect(run.status).toBe(0);
    const { run_id } = JSON.parse(run.stdout) as { run_id: string };
    expect(manifestOf(city).run_id).toBe(run_id);
    expect(ledger().runs.find((each) => each.run_id === run_id)?.state).toBe("published");
  });
});
