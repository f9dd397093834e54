import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";

/** A mart to be written: its name and the columns that order its rows for good. */
export interface PublishedMart {
  readonly name: string;
  readonly key: readonly string[];
}

/** Where a mart's data file stands, with `/` on every system. */
export function dataFile(folder: string, mart: string): string {
  return join(folder, "data", `${mart}.parquet`).replaceAll("\\", "/");
}

/** The mart that is a view of every evaluation day's scores and shows the newest: told that day outright, the others are not scored again. */
const viewOfDays = "enterprise_level_item";

/** Writes `data/<mart>.parquet` for each mart of the day `asOf`, rows in the order of the key: the same rows give the same bytes. */
export async function writeDataFiles(
  warehouse: Warehouse,
  folder: string,
  marts: readonly PublishedMart[],
  asOf: string,
): Promise<void> {
  await mkdir(join(folder, "data"), { recursive: true });
  const instants = await warehouse.rows<{ table_name: string; name: string }>(
    `select table_name, column_name as name from duckdb_columns()
     where database_name = current_database() and schema_name = 'marts' and data_type = 'TIMESTAMP'
     order by table_name, column_index`,
  );
  for (const mart of marts) {
    const path = dataFile(folder, mart.name);
    // The session's zone is UTC: the same instant, marked as UTC in the file (isAdjustedToUTC).
    const marked = instants
      .filter((instant) => instant.table_name === mart.name)
      .map(({ name }) => `cast(${quoteName(name)} as timestamptz) as ${quoteName(name)}`);
    const replaced = marked.length === 0 ? "" : ` replace (${marked.join(", ")})`;
    const day = mart.name === viewOfDays ? ` where as_of = date ${quoteText(asOf)}` : "";
    await warehouse.run(
      `copy (select *${replaced} from marts.${mart.name}${day} order by ${mart.key.map(quoteName).join(", ")})
       to ${quoteText(path)} (format parquet, compression zstd)`,
    );
  }
}

/**
 * Bytes of a block of a snapshot, a quarter of what DuckDB takes by itself: every table begins blocks of its own, and most of a
 * city's two hundred fill none. A small city's file is half as large, one of 20,000 enterprises four fifths, and as quick to read.
 */
const snapshotBlock = 65_536;

/** Copies the catalog `build` into a read-only snapshot that readers may open: tables, views and rules, without raw or ledger. */
export async function writeSnapshot(warehouse: Warehouse, folder: string): Promise<void> {
  const path = join(folder, "snapshot.duckdb").replaceAll("\\", "/");
  await warehouse.run("detach database if exists snapshot");
  await rm(path, { force: true });
  await warehouse.run(
    `attach ${quoteText(path)} as snapshot (recovery_mode no_wal_writes, block_size ${snapshotBlock})`,
  );
  try {
    await warehouse.run("copy from database build to snapshot");
    await warehouse.run("checkpoint snapshot");
  } finally {
    await warehouse.run("detach snapshot");
  }
}

/** The storage format of a database file as written, in DuckDB's words such as `v1.0.0+`. */
export async function readStorageVersion(warehouse: Warehouse, file: string): Promise<string> {
  await warehouse.run(`attach ${quoteText(file.replaceAll("\\", "/"))} as storage_asked (read_only)`);
  try {
    const [found] = await warehouse.rows<{ storage: string | null }>(
      "select tags['storage_version'] as storage from duckdb_databases() where database_name = 'storage_asked'",
    );
    if (!found?.storage) throw new Error(`${file}: DuckDB tells no storage version`);
    return found.storage;
  } finally {
    await warehouse.run("detach storage_asked");
  }
}

/** One hash a table of a catalog, independent of the order of rows: two databases of the same content agree. */
export async function hashContent(warehouse: Warehouse, catalog: string): Promise<Map<string, string>> {
  const tables = await warehouse.rows<{ schema_name: string; table_name: string }>(
    "select schema_name, table_name from duckdb_tables() where database_name = $1 order by schema_name, table_name",
    [catalog],
  );
  const hashes = new Map<string, string>();
  for (const { schema_name, table_name } of tables) {
    const [row] = await warehouse.rows<{ content: string }>(
      `select concat(count(*), ':', coalesce(sum(cast(hash(content_row) as hugeint)), 0)) as content
       from ${quoteName(catalog)}.${quoteName(schema_name)}.${quoteName(table_name)} as content_row`,
    );
    hashes.set(`${schema_name}.${table_name}`, row?.content ?? "");
  }
  return hashes;
}
