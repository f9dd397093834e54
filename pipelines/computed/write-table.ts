import { appendTexts } from "../warehouse/append-texts.js";
import type { Warehouse } from "../warehouse/open.js";

/** Columns of a table with their DuckDB types. */
export type Columns = Readonly<Record<string, string>>;

/**
 * Makes or replaces a table in the catalog in use from rows of plain values and returns how many there are; without rows
 * it stands empty. Every value goes in as text and is cast by DuckDB, so that no digit of a decimal passes through a double.
 */
export async function writeTable<Names extends Columns>(
  warehouse: Warehouse,
  table: string,
  columns: Names,
  rows: readonly { readonly [Name in keyof Names]?: string | number | boolean | null }[],
): Promise<number> {
  const names = Object.keys(columns);
  const definition = names.map((name) => `${name} ${columns[name]}`);
  await warehouse.run(`create or replace table ${table} (${definition.join(", ")})`);
  const texts = function* (): Generator<(string | null)[]> {
    for (const row of rows) yield names.map((name) => textOf(row[name]));
  };
  return appendTexts(warehouse, table, names, texts());
}

function textOf(value: string | number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
