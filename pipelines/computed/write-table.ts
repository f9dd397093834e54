import { quoteText, type Warehouse } from "../warehouse/open.js";

/** Rows that DuckDB takes in one statement. */
const rowsAtOnce = 20_000;

/**
 * Makes or replaces a table in the catalog in use from rows of plain values and returns how many there are.
 * Decimals come as text and are cast by DuckDB, so that no digit passes through a double.
 */
export async function writeTable<Row extends Readonly<Record<string, string | number | boolean | null>>>(
  warehouse: Warehouse,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Row[],
): Promise<number> {
  const names = Object.keys(columns);
  await warehouse.run(
    `create or replace table ${table} (${names.map((name) => `${name} ${columns[name]}`).join(", ")})`,
  );
  const shape = JSON.stringify([Object.fromEntries(names.map((name) => [name, "VARCHAR"]))]);
  const casts = names.map((name) => `cast(made.${name} as ${columns[name]}) as ${name}`);
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const batch = rows
      .slice(from, from + rowsAtOnce)
      .map((row) =>
        Object.fromEntries(names.map((name) => [name, row[name] === null ? null : String(row[name])])),
      );
    await warehouse.run(
      `insert into ${table} select ${casts.join(", ")}
       from (select unnest(from_json($1::json, ${quoteText(shape)}), recursive := true)) as made`,
      [JSON.stringify(batch)],
    );
  }
  return rows.length;
}
