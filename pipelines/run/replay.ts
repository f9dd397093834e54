import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import type { RulePack } from "../../models/rule-pack.js";
import { readRun } from "../control/run.js";
import { Fault } from "../fault.js";
import { hashContent } from "../publish/data-files.js";
import {
  hashFile,
  listFiles,
  type Manifest,
  manifestText,
  type PublishedFile,
} from "../publish/publication.js";
import { describePublication, writePublication } from "../publish/publish.js";
import type { LoadedPack } from "../rules.js";
import { hashSql } from "../warehouse/build.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { attachBuild, buildAll, detachBuild, type StepReport } from "./build.js";
import { readStaleSources } from "./stale-sources.js";

/** What a replay found: the files and tables that came out otherwise than they were published. */
export interface ReplayOutcome {
  readonly runId: string;
  readonly files: number;
  readonly differing: readonly {
    readonly path: string;
    readonly published: string | null;
    readonly replayed: string | null;
  }[];
  /** Files of the publication that no longer are what its run wrote: another hash than it recorded, gone, or added later. */
  readonly altered: readonly {
    readonly path: string;
    readonly recorded: string | null;
    readonly found: string | null;
  }[];
  /** Tables compared in the snapshot; 0 when the old publication's folder is gone. */
  readonly tables: number;
  /** Whether the SQL is the same as then; if not, differences are to be expected. */
  readonly isSameSql: boolean;
}

const snapshotName = "snapshot.duckdb";

/** What a run recorded of its own inputs: its configuration, boundaries and rule packs, whatever became of the files. */
interface RecordedInputs {
  readonly config: Config;
  readonly regionsGeojson: string | null;
}

/**
 * Rebuilds a published run from the raw rows known then, with its own configuration and rule packs, and compares every hash
 * of its manifest; the snapshot is compared by content. Besides, the files that stand are held against what the run recorded of
 * them. Throws a Fault when the run was never published.
 */
export async function replayRun(
  warehouse: Warehouse,
  options: {
    readonly projectFolder: string;
    readonly runId: string;
    readonly lanes: number;
    readonly report: StepReport;
  },
): Promise<ReplayOutcome> {
  const { projectFolder, runId } = options;
  const run = await readRun(warehouse, runId);
  const [recorded] = await warehouse.rows<{ manifest: string }>(
    "select manifest from warehouse.control.publication where run_id = $1",
    [runId],
  );
  if (!recorded || run.as_of === null || run.known_at === null)
    throw new Fault({
      zh: `运行 ${runId}：状态为 ${run.state}，应为已发布的运行；见 sise runs`,
      en: `run ${runId}: found state ${run.state}, expected a published run; see sise runs`,
    });
  const manifest = JSON.parse(recorded.manifest) as Manifest;
  const { config, regionsGeojson } = run.config as RecordedInputs;
  const packs: LoadedPack[] = run.rules.map((rule) => {
    const pack = JSON.parse(rule.text) as RulePack;
    return { ...rule, pack, method: pack.method, edition: pack.edition };
  });
  const folder = join(projectFolder, "published", `.unfinished-replay-${runId}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const attached = await attachBuild(warehouse, projectFolder, "warehouse.replay", options.lanes);
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
    const hashes = await writePublication(warehouse, folder, inputs);
    const replayed = await describePublication(warehouse, folder, {
      runId,
      createdAt: manifest.created_at,
      inputs,
      sources: build.sources,
      hashes,
    });
    const standing = join(projectFolder, "published", runId);
    const altered = await findAltered(standing, manifest);
    // A snapshot that was altered may not even open; that it was altered is said already.
    const isSnapshotWhole = altered.every((file) => file.path !== snapshotName);
    const snapshot = isSnapshotWhole
      ? await compareSnapshots(warehouse, standing, folder)
      : { tables: 0, differing: [] };
    return {
      runId,
      files: manifest.files.length,
      differing: [...compareFiles(manifest, replayed), ...snapshot.differing],
      altered,
      tables: snapshot.tables,
      isSameSql: manifest.sql_sha256 === hashSql(build.nodes),
    };
  } finally {
    await detachBuild(warehouse, attached);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Paths whose hashes differ between two lists of files, in order; null stands for a file that a list does not have. */
function differences(
  first: readonly PublishedFile[],
  second: readonly PublishedFile[],
): { path: string; first: string | null; second: string | null }[] {
  const before = new Map(first.map((file) => [file.path, file.sha256]));
  const after = new Map(second.map((file) => [file.path, file.sha256]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort()
    .map((path) => ({ path, first: before.get(path) ?? null, second: after.get(path) ?? null }));
}

function compareFiles(published: Manifest, replayed: Manifest): ReplayOutcome["differing"][number][] {
  return differences(published.files, replayed.files)
    .filter(({ path }) => path !== snapshotName)
    .map(({ path, first, second }) => ({ path, published: first, replayed: second }));
}

/** What of a publication's folder is not as its run recorded it; nothing where the folder was pruned. */
async function findAltered(folder: string, recorded: Manifest): Promise<ReplayOutcome["altered"][number][]> {
  if (!existsSync(folder)) return [];
  const altered = differences(recorded.files, await listFiles(folder)).map(({ path, first, second }) => ({
    path,
    recorded: first,
    found: second,
  }));
  const manifest = join(folder, "manifest.json");
  const expected = createHash("sha256").update(manifestText(recorded)).digest("hex");
  const found = existsSync(manifest) ? await hashFile(manifest) : null;
  return found === expected ? altered : [...altered, { path: "manifest.json", recorded: expected, found }];
}

/** A database file's bytes depend on the order of writing, so two snapshots are compared table by table. */
async function compareSnapshots(
  warehouse: Warehouse,
  published: string,
  replayed: string,
): Promise<{ tables: number; differing: ReplayOutcome["differing"][number][] }> {
  const read = async (folder: string): Promise<Map<string, string>> => {
    const file = join(folder, snapshotName).replaceAll("\\", "/");
    await warehouse.run(`attach ${quoteText(file)} as compared (read_only)`);
    try {
      return await hashContent(warehouse, "compared");
    } finally {
      await warehouse.run("detach compared");
    }
  };
  if (!existsSync(join(published, snapshotName))) return { tables: 0, differing: [] };
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
