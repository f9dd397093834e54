import type { Warehouse } from "../warehouse/open.js";

/** What became of a file in a run. A source whose glob found nothing has one row of its own, `failed`, with the glob as its file. */
export type FileState = "read" | "unchanged" | "failed" | "gone";

/** A row of `control.file`. */
export interface FileEntry {
  readonly source: string;
  readonly entity: string;
  /** Path relative to the project folder. */
  readonly file: string;
  /** Null when the file could not even be opened, or is gone. */
  readonly sha256: string | null;
  /** Of everything in sise.yaml and the contracts that decides how the file is read: when it changes, the file is read again. */
  readonly reading: string;
  readonly bytes: number | null;
  readonly rowCount: number | null;
  readonly state: FileState;
  /** In English, for the one who keeps the city running. */
  readonly message: string | null;
}

/** Makes `warehouse.control.file` where it does not stand. It is append-only: every run adds a row for every file it looked at. */
export async function createLedger(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`create schema if not exists warehouse.control;
create table if not exists warehouse.control.file (
    source varchar not null, entity varchar not null, file varchar not null, sha256 varchar, reading varchar not null,
    bytes bigint, row_count bigint, run_id varchar not null, known_at timestamp not null, state varchar not null, message varchar
)`);
}

/** Adds entries with one statement. */
export async function enterFiles(
  warehouse: Warehouse,
  entries: readonly FileEntry[],
  run: { readonly runId: string; readonly knownAt: string },
): Promise<void> {
  if (entries.length === 0) return;
  const values = entries.flatMap((entry) => [
    entry.source,
    entry.entity,
    entry.file,
    entry.sha256,
    entry.reading,
    entry.bytes,
    entry.rowCount,
    run.runId,
    run.knownAt,
    entry.state,
    entry.message,
  ]);
  const width = values.length / entries.length;
  const rows = entries.map(
    (_, row) =>
      `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(", ")})`,
  );
  await warehouse.run(
    `insert into warehouse.control.file (source, entity, file, sha256, reading, bytes, row_count, run_id, known_at, state, message) values ${rows.join(", ")}`,
    values,
  );
}

/** A file as it was last taken over. */
export interface TakenFile {
  readonly sha256: string;
  readonly reading: string;
  readonly rowCount: number;
}

/** Files whose rows stand, by `source` and `file` joined with a line break: the last `read` of each, unless it is gone since. */
export async function takenFiles(warehouse: Warehouse): Promise<ReadonlyMap<string, TakenFile>> {
  const rows = await warehouse.rows<{
    source: string;
    file: string;
    sha256: string;
    reading: string;
    row_count: string;
    state: string;
  }>(
    `select source, file, state, sha256, reading, row_count from warehouse.control.file where state in ('read', 'gone')
qualify row_number() over (partition by source, file order by known_at desc, rowid desc) = 1`,
  );
  return new Map(
    rows
      .filter((row) => row.state === "read")
      .map((row) => [
        `${row.source}\n${row.file}`,
        { sha256: row.sha256, reading: row.reading, rowCount: Number(row.row_count) },
      ]),
  );
}
