// Apart from bulk-rows.ts, so that a thread that only reads pieces loads no database.

/** Rows as JSON texts, each the inside of an array of rows (`[…],[…]`), a row an array of its values in the order of `columns`. */
export interface BulkPieces {
  readonly columns: readonly string[];
  /** DuckDB's types, as it prints them. */
  readonly types: readonly string[];
  readonly pieces: readonly string[];
}

/** The rows of pieces as objects by column. */
export function parsePieces<Row extends object>(read: BulkPieces): Row[] {
  const { columns } = read;
  return read.pieces.flatMap((piece) =>
    (JSON.parse(`[${piece}]`) as unknown[][]).map((values) => {
      const row: Record<string, unknown> = {};
      for (let index = 0; index < columns.length; index++) row[columns[index] as string] = values[index];
      return row as Row;
    }),
  );
}
