import { createHash } from "node:crypto";
import { copyFile, link, mkdir } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compiledPacksFile } from "../compiled-packs.js";
import type { FaultText } from "../fault.js";
import type { IngestReport } from "../ingest/report.js";
import { packageRoot, programRoot } from "../package-root.js";
import { currentRunId } from "../publish/pointer.js";
import { fillOrRemove, listFiles, type Manifest, readManifest } from "../publish/publication.js";
import type { Warehouse } from "../warehouse/open.js";
import { readStaleSources } from "./stale-sources.js";

/** Folders of the program that decide what is published, `chunks` of a bundled one; sql/ and the rules' texts beside them. */
const programFolders = ["chunks", "dashboards", "models", "pipelines"] as const;

/** SHA-256 over the program itself and its SQL: a newer version draws its pages anew although nothing else changed. */
export function hashProgram(): string {
  const files = [
    join(packageRoot, "package.json"),
    // What the build judged decides as the program does.
    ...[compiledPacksFile].filter((file) => existsSync(file)),
    ...[join(packageRoot, "sql"), ...programFolders.map((folder) => join(programRoot, folder))]
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" })
          .filter((name) => /\.(js|ts|sql)$/.test(name))
          .map((name) => join(folder, name))
          .sort(),
      ),
  ];
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(readFileSync(file)).update("\n");
  return hash.digest("hex");
}

/** The publication that a run would only make again, and what its run warned of. */
export interface Standing {
  readonly manifest: Manifest;
  readonly sqlSha256: string;
  readonly warnings: readonly FaultText[];
}

/** Whether a publication's files are still those of its manifest, byte for byte: they are published again as such. */
async function isWhole(folder: string, manifest: Manifest): Promise<boolean> {
  return JSON.stringify(await listFiles(folder)) === JSON.stringify(manifest.files);
}

/**
 * The current publication, where this run (described in the ledger already, its sources read) would make every file of it again: no
 * file changed, came or went since it was made, the same sources cannot be read, and day, configuration, rules and program are
 * the same. Else null.
 */
export async function findStanding(
  warehouse: Warehouse,
  options: { readonly runId: string; readonly published: string; readonly ingested: IngestReport },
): Promise<Standing | null> {
  const files = options.ingested.sources.flatMap((source) => source.files);
  if (files.some((file) => file.state === "read" || file.state === "gone")) return null;
  const current = await currentRunId(options.published);
  if (current === null) return null;
  const [same] = await warehouse.rows<{
    known_at: string;
    own_known_at: string;
    sql_sha256: string;
    warnings: string;
    manifest: string;
  }>(
    `select strftime(made.known_at, '%Y-%m-%dT%H:%M:%S.%gZ') as known_at, cast(own.known_at as varchar) as own_known_at,
        made.sql_sha256, made.warnings, publication.manifest
     from warehouse.control.run as made
     join warehouse.control.publication as publication on publication.run_id = made.run_id
     join warehouse.control.run as own
        on own.run_id = $1 and made.as_of = own.as_of and made.config = own.config and made.rules = own.rules
        and made.program_sha256 = own.program_sha256
     where made.run_id = $2 and made.state = 'published' and made.warnings is not null and not exists (
        select 1 from warehouse.control.file as seen where seen.known_at > made.known_at and seen.state in ('read', 'gone'))`,
    [options.runId, current],
  );
  if (!same) return null;
  const stale = async (at: string): Promise<string> =>
    JSON.stringify([...(await readStaleSources(warehouse, at))].sort());
  if ((await stale(same.known_at)) !== (await stale(same.own_known_at))) return null;
  const manifest = await readManifest(options.published, current);
  // Its text as it was recorded: an altered manifest would be passed on as if this program had written it.
  if (JSON.stringify(manifest) !== same.manifest || manifest.known_at !== same.known_at) return null;
  if (!(await isWhole(join(options.published, current), manifest))) return null;
  return { manifest, sqlSha256: same.sql_sha256, warnings: JSON.parse(same.warnings) as FaultText[] };
}

/** What a file system says that has no hard links, or none between these two places. */
const cannotLink: ReadonlySet<string> = new Set([
  "EPERM",
  "EXDEV",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
  "EMLINK",
]);

/** Puts a publication's files into another folder, which goes where that fails: the same bytes under a second name, copies where the file system has no links. */
export async function takeFiles(from: string, to: string, manifest: Manifest): Promise<void> {
  await fillOrRemove(to, async () => {
    const folders = new Set(manifest.files.map((file) => dirname(join(to, file.path))));
    for (const folder of folders) await mkdir(folder, { recursive: true });
    for (const { path } of manifest.files)
      await link(join(from, path), join(to, path)).catch((error: NodeJS.ErrnoException) => {
        if (!cannotLink.has(error.code ?? "")) throw error;
        return copyFile(join(from, path), join(to, path));
      });
  });
}
