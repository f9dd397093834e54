import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../fault.js";
import type { KnownHashes } from "./hashed-file.js";
import { currentRunId, settlePointer, switchCurrent } from "./pointer.js";

export interface PublishedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The last file written into a publication: what it holds and what it was made from (contracts.md §4). */
export interface Manifest {
  readonly run_id: string;
  readonly as_of: string;
  readonly known_at: string;
  readonly created_at: string;
  readonly city: {
    readonly name: { readonly zh: string; readonly en: string };
    readonly region_code: string;
  };
  readonly editions: readonly {
    readonly method: string;
    readonly edition: string;
    readonly sha256: string;
  }[];
  readonly sql_sha256: string;
  readonly duckdb_version: string;
  readonly storage_version: string;
  readonly sources: readonly {
    readonly source: string;
    readonly entity: string;
    readonly read: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly superseded: number;
    readonly withdrawn: number;
  }[];
  readonly files: readonly PublishedFile[];
}

const mebibyte = 1024 * 1024;
/** Files up to so many bytes are read whole and at once: a stream or a promise costs more than a page does, and a publication has hundreds. */
const mostReadWhole = 4 * mebibyte;

/** SHA-256 of a file as lower-case hex; a large one is read as a stream. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  if (statSync(path).size <= mostReadWhole) return hash.update(readFileSync(path)).digest("hex");
  for await (const chunk of createReadStream(path, { highWaterMark: mebibyte })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Every file below a folder with size and SHA-256, paths with `/`, in order of their names; `manifest.json` is left out.
 * `known`: hashes of files that nobody has written to since, by the same paths.
 */
export async function listFiles(
  folder: string,
  known: KnownHashes = new Map(),
  below = "",
): Promise<PublishedFile[]> {
  const files: PublishedFile[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) files.push(...(await listFiles(folder, known, path)));
    else if (path !== "manifest.json") {
      const full = join(folder, path);
      files.push({ path, bytes: statSync(full).size, sha256: known.get(path) ?? (await hashFile(full)) });
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const unfinishedPrefix = ".unfinished-";

/** An empty folder for a publication in the making; readers never look at names that begin with a dot. */
export async function beginPublication(publishedFolder: string, runId: string): Promise<string> {
  const folder = join(publishedFolder, `${unfinishedPrefix}${runId}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Does the work that fills the folder of a publication in the making; where it fails the folder goes: half a publication may be what filled the disk. */
export async function fillOrRemove<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  return work().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  });
}

/**
 * Removes what killed runs left behind; publications that readers ever saw are never touched. `aborted`: runs whose
 * folder may have had its final name already, though `current` never pointed at it. The pointer is set right first.
 */
export async function removeUnfinished(
  publishedFolder: string,
  aborted: readonly string[] = [],
): Promise<void> {
  await settlePointer(publishedFolder);
  const current = await currentRunId(publishedFolder);
  for (const runId of aborted)
    if (runId !== current) await rm(join(publishedFolder, runId), { recursive: true, force: true });
  const names = await readdir(publishedFolder).catch(() => [] as string[]);
  for (const name of names)
    if (name.startsWith(unfinishedPrefix))
      await rm(join(publishedFolder, name), { recursive: true, force: true });
}

/** A manifest as its file holds it. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Writes the manifest, gives the folder its final name and switches `current` to it. Returns the final folder. */
export async function finishPublication(
  publishedFolder: string,
  unfinished: string,
  manifest: Manifest,
): Promise<string> {
  const folder = join(publishedFolder, manifest.run_id);
  await fillOrRemove(unfinished, async () => {
    // On the disk before the folder has its name: the ledger, which is, would else tell of a publication whose manifest a power failure took.
    const file = await open(join(unfinished, "manifest.json"), "w");
    try {
      await file.writeFile(manifestText(manifest));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, folder);
  });
  await switchCurrent(publishedFolder, manifest.run_id).catch(async (error: unknown) => {
    // Readers never saw it, so nobody shall go back to it.
    if ((await currentRunId(publishedFolder)) !== manifest.run_id)
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  });
  return folder;
}

/** Run ids of the whole publications that stand, oldest first. */
export async function listPublications(publishedFolder: string): Promise<string[]> {
  const entries = await readdir(publishedFolder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries)
    if (entry.isDirectory() && !entry.name.startsWith(".")) {
      const hasManifest = await stat(join(publishedFolder, entry.name, "manifest.json")).catch(() => null);
      if (hasManifest) found.push(entry.name);
    }
  return found.sort();
}

/** The manifest of a publication. Throws a Fault that names the run when there is none. */
export async function readManifest(publishedFolder: string, runId: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(publishedFolder, runId, "manifest.json"), "utf8")) as Manifest;
  } catch {
    const known = await listPublications(publishedFolder);
    throw new Fault({
      zh: `published/${runId}：没有带清单的发布，应为 ${known.join("、") || "（尚无发布）"} 之一；见 sise runs`,
      en: `published/${runId}: no publication with a manifest, expected one of ${known.join(", ") || "(none yet)"}; see sise runs`,
    });
  }
}

/**
 * The publication that stands before this one: the newest whose files are others, since that of a run in which nothing changed is
 * no step back; where all have the same files, the newest. Null when there is none.
 */
export async function publicationBefore(publishedFolder: string, runId: string): Promise<string | null> {
  const content = await contentOf(publishedFolder, runId);
  const older = (await listPublications(publishedFolder)).filter((each) => each < runId).reverse();
  for (const each of older) if ((await contentOf(publishedFolder, each)) !== content) return each;
  return older[0] ?? null;
}

/** What a publication's files are, whichever run they bear the name of; where its manifest cannot be read, they are like no other's. */
async function contentOf(publishedFolder: string, runId: string): Promise<string> {
  const manifest = await readManifest(publishedFolder, runId).catch(() => null);
  return manifest?.files.map((file) => file.sha256).join() ?? runId;
}

/**
 * Removes publications beyond `keep`, never the current one: first those whose files stand in a newer one too, so that runs in
 * which nothing changed do not push out what a rollback would go back to; then the oldest. Returns the run ids removed.
 */
export async function prunePublications(publishedFolder: string, keep: number): Promise<string[]> {
  const current = await currentRunId(publishedFolder);
  const all = await listPublications(publishedFolder);
  const excess = all.length - keep;
  if (excess <= 0) return [];
  const newestOf = new Map<string, string>();
  for (const runId of all) newestOf.set(await contentOf(publishedFolder, runId), runId);
  const newest = new Set(newestOf.values());
  const surplus = [...all.filter((runId) => !newest.has(runId)), ...all.filter((runId) => newest.has(runId))]
    .filter((runId) => runId !== current)
    .slice(0, excess);
  for (const runId of surplus) await rm(join(publishedFolder, runId), { recursive: true, force: true });
  return surplus;
}
