import type { Warehouse } from "../warehouse/open.js";

/** Columns of a table with their DuckDB types. */
export type Columns = Readonly<Record<string, string>>;

/** Rows of one insert: a province's draw register as one text would exceed what a string can hold. */
const rowsAtOnce = 50_000;

/**
 * Makes or replaces a table from rows whose decimals and days are texts; returns how many rows it has.
 * Without rows the table stands empty with its columns.
 */
export async function writeRows<Names extends Columns>(
  warehouse: Warehouse,
  table: string,
  columns: Names,
  rows: readonly { readonly [Name in keyof Names]: string | number | boolean | null }[],
): Promise<number> {
  const definition = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await warehouse.run(`create or replace table ${table} (${definition.join(", ")})`);
  if (rows.length === 0) return 0;
  const texts = Object.fromEntries(Object.keys(columns).map((name) => [name, "VARCHAR"]));
  const casts = Object.entries(columns).map(([name, type]) => `cast(${name} as ${type})`);
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await warehouse.run(
      `insert into ${table} select ${casts.join(", ")}
       from (select unnest(from_json($1::json, '[${JSON.stringify(texts)}]'), recursive := true))`,
      [JSON.stringify(rows.slice(from, from + rowsAtOnce))],
    );
  return rows.length;
}
