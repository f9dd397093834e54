import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import type { RulePack } from "../../models/rule-pack.js";
import { readRun } from "../control/run.js";
import { Fault } from "../fault.js";
import { hashContent } from "../publish/data-files.js";
import type { Manifest } from "../publish/publication.js";
import { describePublication, hashSql, writePublication } from "../publish/publish.js";
import type { LoadedPack } from "../rules.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { attachBuild, buildAll, detachBuild, type StepReport } from "./build.js";
import { readStaleSources } from "./run.js";

/** What a replay found: the files and tables that came out otherwise than they were published. */
export interface ReplayOutcome {
  readonly runId: string;
  readonly files: number;
  readonly differing: readonly {
    readonly path: string;
    readonly published: string | null;
    readonly replayed: string | null;
  }[];
  /** Tables compared in the snapshot; 0 when the old publication's folder is gone. */
  readonly tables: number;
  /** Whether the SQL is the same as then; if not, differences are to be expected. */
  readonly isSameSql: boolean;
}

/** What a run recorded of its own inputs: its configuration, boundaries and rule packs, whatever became of the files. */
interface RecordedInputs {
  readonly config: Config;
  readonly regionsGeojson: string | null;
}

/**
 * Rebuilds a published run from the raw rows known then, with its own configuration and rule packs, and compares every hash
 * of its manifest; the snapshot is compared by content. Throws a Fault when the run was never published.
 */
export async function replayRun(
  warehouse: Warehouse,
  options: { readonly projectFolder: string; readonly runId: string; readonly report: StepReport },
): Promise<ReplayOutcome> {
  const { projectFolder, runId } = options;
  const run = await readRun(warehouse, runId);
  const [recorded] = await warehouse.rows<{ manifest: string }>(
    "select manifest from warehouse.control.publication where run_id = $1",
    [runId],
  );
  if (!recorded || run.as_of === null || run.known_at === null)
    throw new Fault(`run ${runId}: found state ${run.state}, expected a published run; see sise runs`);
  const manifest = JSON.parse(recorded.manifest) as Manifest;
  const { config, regionsGeojson } = run.config as RecordedInputs;
  const packs: LoadedPack[] = run.rules.map((rule) => {
    const pack = JSON.parse(rule.text) as RulePack;
    return { ...rule, pack, method: pack.method, edition: pack.edition };
  });
  const folder = join(projectFolder, "published", `.unfinished-replay-${runId}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const attached = await attachBuild(warehouse, projectFolder, "warehouse.replay");
  try {
    const asOf = manifest.as_of;
    const knownAt = manifest.known_at;
    const staleSources = await readStaleSources(warehouse, knownAt);
    const build = await buildAll(
      warehouse,
      { config, packs, asOf, knownAt, staleSources, lanes: attached.lanes },
      options.report,
    );
    const inputs = { config, asOf, knownAt, regionsGeojson, nodes: build.nodes, lanes: attached.lanes };
    await writePublication(warehouse, folder, inputs);
    const replayed = await describePublication(warehouse, folder, {
      runId,
      createdAt: manifest.created_at,
      inputs,
      sources: build.sources,
    });
    const snapshot = await compareSnapshots(warehouse, join(projectFolder, "published", runId), folder);
    return {
      runId,
      files: manifest.files.length,
      differing: [...compareFiles(manifest, replayed), ...snapshot.differing],
      tables: snapshot.tables,
      isSameSql: manifest.sql_sha256 === hashSql(build.nodes),
    };
  } finally {
    await detachBuild(warehouse, attached);
    await rm(folder, { recursive: true, force: true });
  }
}

function compareFiles(published: Manifest, replayed: Manifest): ReplayOutcome["differing"][number][] {
  const before = new Map(published.files.map((file) => [file.path, file.sha256]));
  const after = new Map(replayed.files.map((file) => [file.path, file.sha256]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => path !== "snapshot.duckdb" && before.get(path) !== after.get(path))
    .sort()
    .map((path) => ({ path, published: before.get(path) ?? null, replayed: after.get(path) ?? null }));
}

/** A database file's bytes depend on the order of writing, so two snapshots are compared table by table. */
async function compareSnapshots(
  warehouse: Warehouse,
  published: string,
  replayed: string,
): Promise<{ tables: number; differing: ReplayOutcome["differing"][number][] }> {
  const read = async (folder: string): Promise<Map<string, string>> => {
    const file = join(folder, "snapshot.duckdb").replaceAll("\\", "/");
    await warehouse.run(`attach ${quoteText(file)} as compared (read_only)`);
    try {
      return await hashContent(warehouse, "compared");
    } finally {
      await warehouse.run("detach compared");
    }
  };
  if (!existsSync(join(published, "snapshot.duckdb"))) return { tables: 0, differing: [] };
  const [before, after] = [await read(published), await read(replayed)];
  return {
    tables: before.size,
    differing: [...new Set([...before.keys(), ...after.keys()])]
      .filter((table) => before.get(table) !== after.get(table))
      .sort()
      .map((table) => ({
        path: `snapshot.duckdb › ${table}`,
        published: before.get(table) ?? null,
        replayed: after.get(table) ?? null,
      })),
  };
}
