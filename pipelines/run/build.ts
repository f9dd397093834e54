import { evaluationDays } from "../../models/calendar.js";
import type { Config } from "../../models/config.js";
import { computedTables } from "../computed/tables.js";
import { assertFresh, loadRules, type LoadedPack } from "../rules.js";
import { stage, type SourceCount } from "../staging/stage.js";
import { type BuildNode, buildTables, readBuildNodes } from "../warehouse/build.js";
import { checkpointAside } from "../warehouse/checkpoint.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { type BuildName, buildFile, removeBuild } from "./build-file.js";
import { type CheckResult, runChecks } from "./checks.js";

/** Everything that a build is a function of, besides the raw rows. */
export interface BuildInputs {
  readonly config: Config;
  readonly packs: readonly LoadedPack[];
  /** Business day, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** UTC instant: rows stamped later are not seen. */
  readonly knownAt: string;
  /** Sources whose newest files could not be read: their rows stand, marked stale. */
  readonly staleSources: ReadonlySet<string>;
  /** How many tables may be in the making at once (see buildTables). */
  readonly lanes: number;
}

export interface BuildOutcome {
  readonly sources: readonly SourceCount[];
  readonly checks: readonly CheckResult[];
  readonly nodes: readonly BuildNode[];
}

/** Tells what a step did: its name, its rows, its seconds. */
export type StepReport = <Result>(
  step: "stage" | "rules" | "score" | "check",
  work: () => Promise<{ result: Result; rows: number }>,
) => Promise<Result>;

/** Up to so many raw rows a build stays in memory, where it is quicker; above, in a file that spills and compresses. */
const mostRowsInMemory = 4_000_000;

/** The build database: its file, or null when it is in memory. */
export interface AttachedBuild {
  readonly file: string | null;
  /** How many statements may run side by side on it: one in a file, where memory is short and DuckDB splits the work itself. */
  readonly lanes: number;
}

/** Attaches an empty build database and uses it; made anew by every build and removed after it. `lanesInMemory`: see shareCores. */
export async function attachBuild(
  warehouse: Warehouse,
  folder: string,
  name: BuildName,
  lanesInMemory: number,
): Promise<AttachedBuild> {
  const [raw] = await warehouse.rows<{ row_count: number }>(
    `select cast(coalesce(sum(estimated_size), 0) as double) as row_count
     from duckdb_tables() where database_name = 'warehouse' and schema_name = 'raw'`,
  );
  const file = (raw?.row_count ?? 0) > mostRowsInMemory ? buildFile(folder, name) : null;
  if (file !== null) {
    await removeBuild(file);
    // A file that is thrown away needs no write-ahead log; the log costs seconds a run.
    const path = quoteText(file.replaceAll("\\", "/"));
    await warehouse.run(`attach ${path} as build (recovery_mode no_wal_writes)`);
  } else await warehouse.run("attach ':memory:' as build");
  await warehouse.run("use build");
  return { file, lanes: file === null ? lanesInMemory : 1 };
}

/** Leaves and removes the build database. */
export async function detachBuild(warehouse: Warehouse, build: AttachedBuild): Promise<void> {
  try {
    await warehouse.run("use warehouse");
    // Detaching writes what stands in memory to the file; on a full disk that fails, and the database is detached all the same.
    await warehouse.run("detach build").catch((error: unknown) => {
      if (build.file === null) throw error;
    });
  } finally {
    if (build.file !== null) await removeBuild(build.file);
  }
}

/** Stages the raw rows that a run knew, in the catalog in use: also of a run that was stopped, to see what it rejected. */
export function stageBuild(
  warehouse: Warehouse,
  inputs: Pick<BuildInputs, "config" | "asOf" | "knownAt" | "staleSources"> & { readonly lanes?: number },
): Promise<SourceCount[]> {
  return stage(warehouse, {
    sources: inputs.config.sources.map((source) => ({
      ...source,
      foreignIds: source.foreign_ids,
      isStale: inputs.staleSources.has(source.name),
    })),
    asOf: inputs.asOf,
    knownAt: inputs.knownAt,
    evaluationDays: evaluationDays(inputs.asOf, inputs.config.history.quarters),
    timeZone: inputs.config.city.time_zone,
    lanes: inputs.lanes ?? 1,
  });
}

/**
 * Stages, loads the rules, computes facts, scores and marts, and runs the checks, in the catalog `build` in use.
 * A pure function of its inputs and of the raw rows known at `knownAt`. Throws a Fault for stale or broken rules.
 */
export async function buildAll(
  warehouse: Warehouse,
  inputs: BuildInputs,
  report: StepReport,
): Promise<BuildOutcome> {
  assertFresh(inputs.packs, inputs.asOf);
  const sources = await report("stage", async () => {
    const checkpoint = checkpointAside(warehouse);
    try {
      const counts = await stageBuild(warehouse, inputs);
      return { result: counts, rows: counts.reduce((total, count) => total + count.accepted, 0) };
    } finally {
      await checkpoint;
    }
  });
  await report("rules", async () => {
    await loadRules(warehouse, inputs.packs, { methods: inputs.config.methods });
    return { result: null, rows: inputs.packs.length };
  });
  const nodes = await readBuildNodes(warehouse, computedTables);
  await report("score", async () => {
    const built = await buildTables(warehouse, { nodes, lanes: inputs.lanes });
    return { result: built, rows: built.reduce((total, table) => total + table.rows, 0) };
  });
  const checks = await report("check", async () => {
    const results = await runChecks(warehouse, inputs.lanes);
    return { result: results, rows: results.length };
  });
  return { sources, checks, nodes };
}
