import { DuckDBTypeId } from "@duckdb/node-api";
import { quoteName, type Warehouse } from "./open.js";
import { type BulkPieces, parsePieces } from "./pieces.js";

/** What is read: a select without `order by`, and the expressions over its columns that order its rows for good. */
export interface BulkRead {
  /** Columns whose names begin with `order_` only order; they are not handed out. */
  readonly select: string;
  readonly orderBy: string;
}

const rowsAPiece = 2048;

// As `Warehouse.rows` hands them out: what JavaScript has no exact number or value for comes as text.
const asText = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/**
 * Reads many rows as JSON that DuckDB writes, some thousand rows a text: about five times quicker than reading them value
 * by value (measured on 94,000 rows of 10 columns), and ready to be handed to another thread unread.
 */
export async function readPieces(warehouse: Warehouse, read: BulkRead): Promise<BulkPieces> {
  const statement = await warehouse.connection.prepare(read.select);
  const shown = Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: statement.columnType(index),
  })).filter((column) => !column.name.startsWith("order_"));
  statement.destroySync();
  const columns = shown.map((column) => column.name);
  const values = shown.map(({ name, type }) =>
    asText.has(type.typeId) ? `cast(${quoteName(name)} as varchar)` : quoteName(name),
  );
  const rows = await warehouse.connection.runAndReadAll(
    `with selected as (${read.select}),
    placed as (
        select row_number() over (order by ${read.orderBy}) as bulk_place,
            cast(json_array(${values.join(", ")}) as varchar) as bulk_row
        from selected
    )
    select string_agg(bulk_row, ',' order by bulk_place) from placed
    group by bulk_place // ${rowsAPiece} order by min(bulk_place)`,
  );
  return {
    columns,
    types: shown.map((column) => String(column.type)),
    pieces: (rows.getColumns()[0] as string[] | undefined) ?? [],
  };
}

/** As `Warehouse.rows`, for many rows: the same values, read as JSON (see readPieces). */
export async function bulkRows<Row extends object>(warehouse: Warehouse, read: BulkRead): Promise<Row[]> {
  return parsePieces<Row>(await readPieces(warehouse, read));
}
