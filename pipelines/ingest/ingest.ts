import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config, SourceConfig } from "../../models/config.js";
import { entityContract } from "../../models/entities.js";
import { resolveSecrets } from "../config.js";
import type { Text } from "../../models/text.js";
import { Fault, linesOfText } from "../fault.js";
import { readFile } from "../sources/read-file.js";
import { createRawTables } from "../staging/raw-tables.js";
import { runInLanes } from "../warehouse/lanes.js";
import type { Warehouse } from "../warehouse/open.js";
import { bytesOf, type Digest, digestFile, findFiles, type FoundFile, writtenAt } from "./find-files.js";
import { knowsHeading, mapHeadings } from "./heading-map.js";
import { incomingSql } from "./incoming-sql.js";
import { faultMessage, noFileMessage } from "./messages.js";
import { createLedger, enterFiles, type FileEntry, type TakenFile, takenFiles } from "./ledger.js";
import { type FileReport, type IngestReport, type SourceReport, summarise } from "./report.js";
import { appendAll, hasLiveRows, takeOver, withdrawFile } from "./take-over.js";
import { transactionOf } from "./transaction.js";
import { vanishedRows } from "./vanished-rows.js";

export type { FileReport, IngestReport, SourceReport } from "./report.js";

export interface IngestOptions {
  readonly config: Config;
  readonly projectFolder: string;
  readonly runId: string;
  /** The stamp of new rows, from `decideKnownAt`; UTC. */
  readonly knownAt: string;
  /** For `${env:NAME}` in paths; that of the process unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Called after each file, for progress. */
  readonly onFile?: (file: FileReport) => void;
  /** How many sources may be read at once, each on a connection of its own; one unless given. */
  readonly lanes?: number;
}

interface Work {
  readonly warehouse: Warehouse;
  readonly options: IngestOptions;
  readonly source: SourceConfig;
  /** Of everything that decides how the source's files become rows. */
  readonly reading: string;
  readonly scratchFolder: string;
}

/** What makes an unchanged file worth reading again: another mapping, or a contract with other columns. */
function readingOf(source: SourceConfig): string {
  const { kind, encoding, sheet, records, columns, compose, set } = source;
  const contract = entityContract(source.entity);
  const parts = [
    source.entity,
    { kind, encoding, sheet, records, columns, compose, set: Object.keys(set).sort() },
    contract.columns.map((column) => column.name),
    contract.refused,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** Whether a file was taken over in another reading than today's. */
function isReread(work: Work, taken: TakenFile | undefined): boolean {
  return taken !== undefined && taken.reading !== work.reading;
}

/** Reads a changed file into raw, with its entry in the ledger, in one transaction. */
async function readChanged(
  work: Work,
  found: FoundFile,
  digest: Digest,
  isInOtherReading: boolean,
): Promise<FileReport> {
  const { warehouse, options, source } = work;
  const { file } = found;
  const about = { source: source.name, entity: source.entity, file, extract: source.extract };
  const incoming = { ...options, ...about, isReread: isInOtherReading };
  const isNew = !(await hasLiveRows(warehouse, incoming));
  const transaction = transactionOf(warehouse);
  let notes: readonly Text[] = [];
  try {
    const rows = await readFile(
      warehouse,
      { source, ...found, scratchFolder: work.scratchFolder, knowsHeading: knowsHeading(source) },
      async ({ headings, relation, notes: told = [] }) => {
        const map = mapHeadings(source, file, headings);
        notes = [...told, ...map.notes];
        const mapped = incomingSql(source.entity, map, relation);
        // A file of which nothing stands goes straight to raw; the reader may come again after a failure.
        if (isNew) return transaction.attempt(() => appendAll(warehouse, incoming, mapped));
        await warehouse.run(`create or replace temp table incoming as ${mapped}`);
        const [counted] = await warehouse.rows<{ n: string }>("select count(*) as n from temp.main.incoming");
        return Number(counted?.n ?? 0);
      },
    );
    if ((await writtenAt(found.path)).written !== digest.written)
      throw new Fault({
        zh: `${file}：读取时文件发生变化，应为已写完的文件；请再次运行`,
        en: `${file}: found it changed while being read, expected a finished file; run again`,
      });
    if (rows === 0 && !isNew && !source.allow_empty)
      throw new Fault({
        zh: `${file}：只有表头没有数据行，而该文件此前的行仍在用，应有数据行；请重新取得，若确已清空，请在 sources.${source.name} 下写 allow_empty: true`,
        en: `${file}: found a heading and no rows, expected rows, since rows of this file stand; fetch it again, or say allow_empty: true under sources.${source.name} if none are left`,
      });
    const message = linesOfText(notes);
    const difference = isNew
      ? { added: rows, withdrawn: 0 }
      : await transaction.attempt(() => takeOver(warehouse, incoming));
    await enterFiles(warehouse, [entryOf(work, file, "read", { digest, rows, message })], options);
    await transaction.commit();
    return { source: source.name, entity: source.entity, file, state: "read", message, rows, ...difference };
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

function entryOf(
  { source, reading }: Work,
  file: string,
  state: FileEntry["state"],
  known: { readonly digest?: Digest | null; readonly rows?: number; readonly message?: Text | null } = {},
): FileEntry {
  return {
    source: source.name,
    entity: source.entity,
    file,
    sha256: known.digest?.sha256 ?? null,
    reading,
    bytes: known.digest?.bytes ?? null,
    rowCount: known.rows ?? null,
    state,
    message: known.message?.en ?? null,
  };
}

/** One file of a source: unchanged, read, or failed. Entries of unchanged files are left to the caller, to be written together. */
async function ingestFile(
  work: Work,
  found: FoundFile,
  taken: TakenFile | undefined,
  unchanged: FileEntry[],
): Promise<FileReport> {
  const { source, warehouse, options } = work;
  const about = { source: source.name, entity: source.entity, file: found.file };
  let digest: Digest | null = null;
  try {
    digest = await digestFile(found.path);
    if (taken && taken.sha256 === digest.sha256 && taken.reading === work.reading) {
      unchanged.push(entryOf(work, found.file, "unchanged", { digest, rows: taken.rowCount }));
      return { ...about, state: "unchanged", message: null, rows: taken.rowCount, added: 0, withdrawn: 0 };
    }
    return await readChanged(work, found, digest, isReread(work, taken));
  } catch (error) {
    const message = faultMessage(error, found.file);
    await enterFiles(warehouse, [entryOf(work, found.file, "failed", { digest, message })], options);
    return { ...about, state: "failed", message, rows: 0, added: 0, withdrawn: 0 };
  } finally {
    await warehouse.run("drop table if exists temp.main.incoming");
  }
}

/** Files of a full extract that stand in raw and are no longer found: their rows are withdrawn. */
async function withdrawGone(
  work: Work,
  gone: readonly string[],
  taken: ReadonlyMap<string, TakenFile>,
): Promise<FileReport[]> {
  const { warehouse, options, source } = work;
  const reports: FileReport[] = [];
  for (const file of gone) {
    const incoming = {
      ...options,
      source: source.name,
      entity: source.entity,
      file,
      extract: source.extract,
      isReread: isReread(work, taken.get(`${source.name}\n${file}`)),
    };
    const transaction = transactionOf(warehouse);
    const { withdrawn } = await transaction.attempt(async () => {
      const difference = await withdrawFile(warehouse, incoming);
      await enterFiles(warehouse, [entryOf(work, file, "gone")], options);
      return difference;
    });
    await transaction.commit();
    const about = { source: source.name, entity: source.entity, file };
    reports.push({ ...about, state: "gone", message: null, rows: 0, added: 0, withdrawn });
  }
  return reports;
}

/** The files of each source by its name. Throws a Fault for a path that names an unset variable of the environment. */
async function findSources(options: IngestOptions): Promise<ReadonlyMap<string, readonly FoundFile[]>> {
  const environment = options.environment ?? process.env;
  const found = new Map<string, readonly FoundFile[]>();
  for (const { name, path } of options.config.sources) {
    const pattern = resolveSecrets(path, `sources.${name}.path`, environment);
    found.set(name, await findFiles(options.projectFolder, pattern));
  }
  return found;
}

async function ingestSource(
  work: Work,
  found: readonly FoundFile[],
  taken: ReadonlyMap<string, TakenFile>,
  unchanged: FileEntry[],
): Promise<SourceReport> {
  const { source, options, warehouse } = work;
  const report = options.onFile ?? ((): void => {});
  if (found.length === 0) {
    // Not one file: rather a folder that is not mounted than a city without any. The rows stand, marked stale.
    const message = noFileMessage(source);
    await enterFiles(warehouse, [entryOf(work, source.path, "failed", { message })], options);
    const about = { source: source.name, entity: source.entity, file: source.path };
    const missing: FileReport = { ...about, state: "missing", message, rows: 0, added: 0, withdrawn: 0 };
    report(missing);
    return summarise(source.name, source.entity, [missing]);
  }
  const files: FileReport[] = [];
  for (const each of found) {
    const file = await ingestFile(work, each, taken.get(`${source.name}\n${each.file}`), unchanged);
    files.push(file);
    report(file);
  }
  if (source.extract === "full") {
    const present = new Set(found.map((each) => each.file));
    const standing = [...taken.keys()].flatMap((key) => {
      const [name, file] = key.split("\n");
      return name === source.name && file !== undefined && !present.has(file) ? [file] : [];
    });
    for (const file of await withdrawGone(work, standing.sort(), taken)) {
      files.push(file);
      report(file);
    }
  }
  return summarise(source.name, source.entity, files);
}

/**
 * Brings the files of every source into raw. Each changed file is one transaction: after a kill everything accepted stands and
 * the next run goes on. A file that cannot be read fails its source alone: the message is in the report, its earlier rows stay.
 * Throws only for faults of the configuration, the disk or the program.
 */
export async function ingest(warehouse: Warehouse, options: IngestOptions): Promise<IngestReport> {
  await createRawTables(warehouse);
  await createLedger(warehouse);
  const scratchFolder = join(options.projectFolder, ".tmp");
  const taken = await takenFiles(warehouse);
  const unchanged: FileEntry[] = [];
  const sources = new Map<string, SourceReport>();
  const found = await findSources(options);
  const bytes = new Map<string, number>();
  for (const { name, entity } of options.config.sources)
    bytes.set(entity, (bytes.get(entity) ?? 0) + bytesOf(found.get(name) ?? []));
  // Rows of one entity are numbered one after another: its sources follow one another, in one lane. The longest come first,
  // so that no lane is left alone with one in the end.
  const longestFirst = [...bytes.keys()].sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0));
  const readEntity = async (lane: Warehouse, entity: string): Promise<void> => {
    for (const source of options.config.sources.filter((each) => each.entity === entity)) {
      const work = { warehouse: lane, options, source, reading: readingOf(source), scratchFolder };
      sources.set(source.name, await ingestSource(work, found.get(source.name) ?? [], taken, unchanged));
    }
  };
  try {
    await runInLanes(
      warehouse,
      options.lanes ?? 1,
      longestFirst.map((name) => ({ name, after: [], work: (lane) => readEntity(lane, name) })),
    );
    await enterFiles(warehouse, unchanged, options);
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
  }
  const vanished = await vanishedRows(warehouse, options.runId);
  const reports = options.config.sources.flatMap((source) => {
    const report = sources.get(source.name);
    return report ? [{ ...report, vanished: vanished.get(source.name) ?? 0 }] : [];
  });
  const total = (key: "read" | "added" | "withdrawn"): number =>
    reports.reduce((sum, source) => sum + source[key], 0);
  return { sources: reports, read: total("read"), added: total("added"), withdrawn: total("withdrawn") };
}
