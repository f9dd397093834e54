import type { EntityContract } from "../../models/contract.js";
import { entities } from "../../models/entities.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { folded, isFolded, trimmed } from "./value-sql.js";

const rowColumns: readonly (readonly [name: string, type: string])[] = [
  ["raw_id", "bigint"],
  ["source", "varchar"],
  ["file", "varchar"],
  ["row_number", "bigint"],
  ["row_checksum", "hugeint"],
  ["run_id", "varchar"],
  ["known_at", "timestamp"],
  ["parse_fault", "varchar"],
];

/** The columns of `raw.<entity>` in their order, with DuckDB types (architecture.md §2). */
export function rawColumns(entityName: string): readonly (readonly [name: string, type: string])[] {
  const contract = entities.find((one) => one.name === entityName);
  if (!contract) throw new Error(`raw.${entityName}: no such entity`);
  return [
    ...rowColumns,
    ...contract.columns.map((column) => [column.name, "varchar"] as const),
    ["other_columns", "varchar"],
  ];
}

/** SQL of the key of a row of `raw.<entity>` as staging will read it, one text: rows of a source with the same one are versions of each other. */
export function rawKey(contract: EntityContract, table: string): string {
  return contract.columns
    .filter((column) => column.key)
    .map((column) => {
      const text = trimmed(`${table}.${quoteName(column.name)}`, false);
      return `coalesce(${isFolded(column) ? folded(text) : text}, '')`;
    })
    .join(" || chr(31) || ");
}

/**
 * Makes `warehouse.raw.<entity>` of every entity, `warehouse.raw.withdrawal` and `warehouse.raw.moved` where they do not stand yet, and adds
 * the columns that a newer contract has; rows are never touched. The warehouse's catalog is named `warehouse`.
 */
export async function createRawTables(warehouse: Warehouse): Promise<void> {
  const standing = new Set(
    (
      await warehouse.rows<{ name: string }>(
        "select table_name || '.' || column_name as name from duckdb_columns() where database_name = 'warehouse' and schema_name = 'raw'",
      )
    ).map((row) => row.name),
  );
  const statements = entities.flatMap((contract) => {
    const columns = rawColumns(contract.name);
    const table = `warehouse.raw.${contract.name}`;
    if (!standing.has(`${contract.name}.raw_id`)) {
      const list = columns.map(([name, type]) => `${quoteName(name)} ${type}`).join(", ");
      return [`create table if not exists ${table} (${list})`];
    }
    return columns
      .filter(([name]) => !standing.has(`${contract.name}.${name}`))
      .map(([name, type]) => `alter table ${table} add column ${quoteName(name)} ${type}`);
  });
  await warehouse.run(
    [
      "create schema if not exists warehouse.raw",
      ...statements,
      "create table if not exists warehouse.raw.withdrawal (entity varchar, source varchar, raw_id bigint, run_id varchar, known_at timestamp, reason varchar)",
      "create table if not exists warehouse.raw.moved (entity varchar, source varchar, file varchar, set_number bigint, from_raw_id bigint, to_raw_id bigint, row_shift bigint, run_id varchar, known_at timestamp)",
    ].join(";\n"),
  );
}
