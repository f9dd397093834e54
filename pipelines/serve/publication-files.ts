import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { currentRunId } from "../publish/pointer.js";
import type { Manifest } from "../publish/publication.js";

/** One publication as it is served: its files by path, with the SHA-256 that its manifest gives. */
export interface ServedPublication {
  readonly runId: string;
  readonly folder: string;
  /** Path with `/` → SHA-256. What is not here is not served: no path leads out of the publication. */
  readonly hashes: ReadonlyMap<string, string>;
}

const runIdShape = /^[\w-]+$/;
const keptManifests = 4;

/** Reads publications of a `published` folder; a publication never changes, so its manifest is read once. */
export function publicationReader(publishedFolder: string) {
  const known = new Map<string, ServedPublication>();

  async function read(runId: string): Promise<ServedPublication | null> {
    const found = known.get(runId);
    if (found) return found;
    if (!runIdShape.test(runId)) return null;
    const folder = join(publishedFolder, runId);
    let text: string;
    try {
      text = await readFile(join(folder, "manifest.json"), "utf8");
    } catch {
      return null;
    }
    const manifest = JSON.parse(text) as Manifest;
    const hashes = new Map(manifest.files.map((file) => [file.path, file.sha256]));
    hashes.set("manifest.json", createHash("sha256").update(text).digest("hex"));
    const publication = { runId, folder, hashes };
    known.set(runId, publication);
    for (const oldest of known.keys()) if (known.size > keptManifests) known.delete(oldest);
    return publication;
  }

  return {
    /** A publication by its run id; null when there is none that is whole. */
    read,
    /** What `current` points at now; null when nothing is published. */
    async current(): Promise<ServedPublication | null> {
      const runId = await currentRunId(publishedFolder);
      return runId === null ? null : read(runId);
    },
  };
}
