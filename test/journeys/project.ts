import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The compiled command line, as a user calls it; `npm test` builds it before the tests. */
export const cli = join(root, "dist", "pipelines", "cli.js");

export interface Called {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Calls `sise` and waits for its end. */
export function sise(...words: readonly string[]): Called {
  const done = spawnSync(process.execPath, [cli, ...words], {
    encoding: "utf8",
    env: { ...process.env, LANG: "C", LC_ALL: "C" },
    maxBuffer: 1 << 28,
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** A scratch folder that `remove` takes away with all that is in it. */
export function scratch(name: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `sise-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A small synthetic city, data only, in `folder`. */
export function smallCity(folder: string, enterprises = 150, seed = 7): void {
  const made = sise("generate", folder, "--enterprises", String(enterprises), "--seed", String(seed));
  if (made.status !== 0) throw new Error(made.err);
}

/** A small city, published in `folder`, with its snapshot open as catalog `build` in use, as `sise explain` opens it. */
export async function publishedSmallCity(folder: string, asOf: string): Promise<Warehouse> {
  smallCity(folder, 150, 11);
  const run = sise("run", "--project", folder, "--as-of", asOf);
  if (run.status !== 0) throw new Error(run.err);
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [folder],
    memory: "2GiB",
    threads: 2,
  });
  const snapshot = join(folder, "published", "current", "snapshot.duckdb").replaceAll("\\", "/");
  await warehouse.run(`attach ${quoteText(snapshot)} as build (read_only)`);
  await warehouse.run("use build");
  return warehouse;
}

/** SHA-256 of every published file but the manifest and the snapshot, by path. */
export function publishedHashes(project: string, runId = "current"): Record<string, string> {
  const folder = join(project, "published", runId);
  const hashes: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/");
    if (entry.isFile() && path !== "manifest.json" && path !== "snapshot.duckdb")
      hashes[path] = createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex");
  }
  return hashes;
}

export interface ManifestOnDisk {
  readonly run_id: string;
  readonly as_of: string;
  readonly known_at: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly sources: readonly {
    readonly source: string;
    readonly read: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly superseded: number;
    readonly withdrawn: number;
  }[];
}

export function manifestOf(project: string, runId = "current"): ManifestOnDisk {
  return JSON.parse(
    readFileSync(join(project, "published", runId, "manifest.json"), "utf8"),
  ) as ManifestOnDisk;
}

/** A shipped example city of fixtures/cities with data laid beside its own. */
export function exampleCity(name: string, folder: string): void {
  cpSync(join(root, "fixtures", "cities", name), folder, { recursive: true });
}
