import { DuckDBDataChunk, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { Warehouse } from "./open.js";

/** What DuckDB takes at a time. */
const chunkRows = 2048;

/**
 * Appends rows to a table by data chunks, the fastest way from JavaScript; returns how many. Each row has one value a type.
 * `table` is a temporary table unless catalog and schema are named. Throws what DuckDB throws; rows of a broken append are not kept.
 */
export async function appendRows(
  warehouse: Warehouse,
  table: { readonly name: string; readonly schema?: string; readonly catalog?: string },
  types: readonly DuckDBType[],
  rows: Iterable<readonly DuckDBValue[]> | AsyncIterable<readonly DuckDBValue[]>,
): Promise<number> {
  const appender = await warehouse.connection.createAppender(
    table.name,
    table.schema ?? "main",
    table.catalog ?? "temp",
  );
  let count = 0;
  let batch: (readonly DuckDBValue[])[] = [];
  const flush = (): void => {
    if (batch.length === 0) return;
    const chunk = DuckDBDataChunk.create(types, batch.length);
    for (let column = 0; column < types.length; column++) {
      const values = new Array<DuckDBValue>(batch.length);
      for (let row = 0; row < batch.length; row++) values[row] = batch[row]?.[column] ?? null;
      chunk.setColumnValues(column, values);
    }
    appender.appendDataChunk(chunk);
    count += batch.length;
    batch = [];
  };
  const take = (row: readonly DuckDBValue[]): void => {
    batch.push(row);
    if (batch.length === chunkRows) flush();
  };
  try {
    // Awaiting every row of a plain list would cost more than appending it.
    if (Symbol.iterator in rows) for (const row of rows) take(row);
    else for await (const row of rows) take(row);
    flush();
  } finally {
    appender.closeSync();
  }
  return count;
}
