import { lstat, readdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

// `published/current` is a symbolic link; on Windows a junction, which needs no right of its own; where the file system knows
// neither, a text file that holds the run id.

const nextPrefix = ".current-";
const replacedPrefix = ".replaced-";

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/** What a system says that refuses to rename over what stands there: Windows over a junction, others over a folder. */
const standsInTheWay: ReadonlySet<string> = new Set([
  "EPERM",
  "EACCES",
  "EEXIST",
  "ENOTEMPTY",
  "EISDIR",
  "ENOTDIR",
]);
/** What a file system says that has no links. */
const hasNoLinks: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
  "EINVAL",
  "UNKNOWN",
]);

async function makePointer(path: string, publishedFolder: string, runId: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
  try {
    if (process.platform === "win32") await symlink(resolve(publishedFolder, runId), path, "junction");
    else await symlink(runId, path);
  } catch (error) {
    if (!hasNoLinks.has(codeOf(error))) throw error;
    await writeFile(path, `${runId}\n`);
  }
}

/**
 * Points `published/current` at a publication: one rename, so a reader sees the old one or the new one. Where the system refuses
 * to rename over the old pointer, that is renamed out of the way first: for the moment between, and after a kill in it, the new
 * pointer stands beside under its own name, and `currentRunId` reads it there.
 */
export async function switchCurrent(publishedFolder: string, runId: string): Promise<void> {
  const next = join(publishedFolder, `${nextPrefix}${runId}`);
  const current = join(publishedFolder, "current");
  const replaced = join(publishedFolder, `${replacedPrefix}${runId}`);
  await makePointer(next, publishedFolder, runId);
  try {
    await rename(next, current);
  } catch (error) {
    if (!standsInTheWay.has(codeOf(error))) throw error;
    await rm(replaced, { force: true, recursive: true });
    await rename(current, replaced);
    await rename(next, current);
    await rm(replaced, { force: true, recursive: true });
  }
}

/** The run id that a pointer names; null when there is no pointer at that path. */
async function readPointer(path: string): Promise<string | null> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return (await readlink(path)).split(/[\\/]/).filter(Boolean).at(-1) ?? null;
    // A copy that followed the link: it counts where the publication itself stands beside.
    if (found.isDirectory()) {
      const { run_id } = JSON.parse(await readFile(join(path, "manifest.json"), "utf8")) as {
        run_id: string;
      };
      await lstat(join(dirname(path), run_id, "manifest.json"));
      return run_id;
    }
    if (!found.isFile()) return null;
    const text = (await readFile(path, "utf8")).trim();
    return /^[\w-]+$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** Pointers that a switch made and did not put in place, by name. */
async function waitingPointers(publishedFolder: string): Promise<string[]> {
  const names = await readdir(publishedFolder).catch(() => [] as string[]);
  return names.filter((name) => name.startsWith(nextPrefix)).sort();
}

/** The run id that `published/current` points at, or null when nothing is published yet. */
export async function currentRunId(publishedFolder: string): Promise<string | null> {
  const found = await readPointer(join(publishedFolder, "current"));
  if (found !== null) return found;
  // Between the two renames of a switch, or after a kill there. Before the first publication a kill can leave one too, and its publication is whole.
  const waiting = (await waitingPointers(publishedFolder)).at(-1);
  return waiting === undefined ? null : readPointer(join(publishedFolder, waiting));
}

/** After a kill in a switch: puts the new pointer in place where the old one is gone already, and clears away the rest. */
export async function settlePointer(publishedFolder: string): Promise<void> {
  const current = join(publishedFolder, "current");
  const waiting = await waitingPointers(publishedFolder);
  const newest = waiting.at(-1);
  if (newest !== undefined && (await lstat(current).catch(() => null)) === null)
    await rename(join(publishedFolder, newest), current);
  const names = await readdir(publishedFolder).catch(() => [] as string[]);
  for (const name of names)
    if (name.startsWith(nextPrefix) || name.startsWith(replacedPrefix))
      await rm(join(publishedFolder, name), { recursive: true, force: true });
}
