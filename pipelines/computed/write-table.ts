import { VARCHAR } from "@duckdb/node-api";
import { appendRows } from "../warehouse/append-rows.js";
import type { Warehouse } from "../warehouse/open.js";

const held = "computed_rows";

/**
 * Makes or replaces a table in the catalog in use from rows of plain values and returns how many there are.
 * Every value goes in as text and is cast by DuckDB, so that no digit of a decimal passes through a double.
 */
export async function writeTable<Row extends Readonly<Record<string, string | number | boolean | null>>>(
  warehouse: Warehouse,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Row[],
): Promise<number> {
  const names = Object.keys(columns);
  await warehouse.run(
    `create or replace temp table ${held} (${names.map((name) => `${name} varchar`).join(", ")})`,
  );
  try {
    const texts = function* (): Generator<(string | null)[]> {
      for (const row of rows)
        yield names.map((name) => (row[name] === null || row[name] === undefined ? null : String(row[name])));
    };
    await appendRows(
      warehouse,
      { name: held },
      names.map(() => VARCHAR),
      texts(),
    );
    const casts = names.map((name) => `cast(made.${name} as ${columns[name]}) as ${name}`);
    await warehouse.run(
      `create or replace table ${table} as select ${casts.join(", ")} from temp.${held} as made`,
    );
  } finally {
    await warehouse.run(`drop table temp.${held}`);
  }
  return rows.length;
}
