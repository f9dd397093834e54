import { mkdirSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, type Json } from "@duckdb/node-api";

export interface WarehouseSettings {
  /** Files that DuckDB may read or write lie below these folders, and nowhere else. */
  readonly allowedFolders: readonly string[];
  /** DuckDB's memory limit, e.g. "8GiB". */
  readonly memory: string;
  readonly threads: number;
  /** Open the file read-only: for a published snapshot. */
  readonly readOnly?: boolean;
}

/** A connection to one open DuckDB database; the statements of a connection run one after another. */
export interface Warehouse {
  readonly connection: DuckDBConnection;
  /** Runs one or more statements and forgets their rows. */
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>;
  /** Rows as plain JSON values: DECIMAL, BIGINT, DATE and TIMESTAMP come back as text or number as DuckDB prints them. */
  rows<Row extends object = Record<string, Json>>(
    sql: string,
    values?: readonly DuckDBValue[],
  ): Promise<Row[]>;
  /**
   * Another connection to the same database, using the same catalog: for statements that may run side by side.
   * Close it before the warehouse; temporary tables and `use` belong to one connection alone.
   */
  fork(): Promise<Warehouse>;
  close(): void;
}

/** Single quotes doubled: a value as a SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Double quotes doubled: a name as a SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Format of the files that are written: any DuckDB from 1.3 on reads them. It packs texts in half the time of the format
 * of 1.0, which DuckDB would write by default, into fewer bytes. A warehouse of an older format goes on as it is.
 */
const storageVersion = "v1.3.0";

const mebibyte = 1024 * 1024;

/**
 * How long a log may grow, in MiB, before the commit that makes it longer writes it into the file, for which all other commits
 * wait: a run writes it down when its sources are read (checkpointAside), and closing writes what is left. Meanwhile the rows
 * stand on the disk twice: where little is free, the log stays as short as DuckDB itself would keep it.
 */
export function logLimit(freeBytes: number): number {
  return Math.min(128, Math.max(16, Math.floor(freeBytes / mebibyte / 16)));
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    // A file system that does not tell.
    return 0;
  }
}

// A second instance on one file in one process silently loses committed rows (measured, design §11): so an open file is refused.
const openFiles = new Set<string>();

function over(connection: DuckDBConnection, instance: DuckDBInstance, closed: () => void): Warehouse {
  return {
    connection,
    async run(sql, values) {
      await connection.run(sql, values as DuckDBValue[] | undefined);
    },
    async rows<Row extends object>(sql: string, values?: readonly DuckDBValue[]) {
      const reader = await connection.runAndReadAll(sql, values as DuckDBValue[] | undefined);
      return reader.getRowObjectsJson() as unknown as Row[];
    },
    async fork() {
      const reader = await connection.runAndReadAll("select current_database() as catalog");
      const other = await instance.connect();
      await other.run(`use ${quoteName(String(reader.getRowObjectsJson()[0]?.catalog))}`);
      return over(other, instance, () => {});
    },
    close() {
      connection.closeSync();
      closed();
    },
  };
}

/**
 * The only way to a DuckDB database. `path` is a file or ":memory:". Settings are locked down before any data are touched:
 * no extension loading, no file outside `allowedFolders`, no further change of configuration.
 * Throws if this process has the same file open already.
 */
export async function openWarehouse(path: string, settings: WarehouseSettings): Promise<Warehouse> {
  const file = path === ":memory:" ? path : resolve(path);
  if (file !== ":memory:") {
    if (openFiles.has(file))
      throw new Error(`${path}: this process has the file open already; close it first`);
    mkdirSync(dirname(file), { recursive: true });
    openFiles.add(file);
  }
  try {
    const instance = await DuckDBInstance.create(file, {
      threads: String(settings.threads),
      memory_limit: settings.memory,
      preserve_insertion_order: "false",
      storage_compatibility_version: storageVersion,
      ...(file === ":memory:" ? {} : { checkpoint_threshold: `${logLimit(freeBytes(dirname(file)))}MiB` }),
      ...(settings.readOnly ? { access_mode: "READ_ONLY" } : {}),
    });
    const connection = await instance.connect();
    const folders = settings.allowedFolders.map((folder) =>
      quoteText(`${resolve(folder).replaceAll("\\", "/")}/`),
    );
    for (const statement of [
      "set autoinstall_known_extensions = false",
      "set autoload_known_extensions = false",
      ...(file === ":memory:" ? [] : [`set temp_directory = ${quoteText(`${file}.tmp`)}`]),
      `set allowed_directories = [${folders.join(", ")}]`,
      "set enable_external_access = false",
      "set TimeZone = 'UTC'",
      "set lock_configuration = true",
    ])
      await connection.run(statement);
    return over(connection, instance, () => {
      instance.closeSync();
      openFiles.delete(file);
    });
  } catch (error) {
    openFiles.delete(file);
    throw error;
  }
}
