import type { Text } from "./text.js";

/** `mixed` is text that holds a number in some rows and a code in others. */
export type MartColumnType = "text" | "integer" | "decimal" | "boolean" | "date" | "time" | "level" | "mixed";

export interface MartColumn {
  readonly name: string;
  readonly type: MartColumnType;
  readonly heading: Text;
}

/** The rows worth a person's reading: the Excel file keeps only these and says so, the Parquet file has all. */
export interface ExcelOnly {
  /** As a SQL condition over the mart. */
  readonly where: string;
  /** In words that go with "only" (`只含…`, `… only`). */
  readonly scope: Text;
}

/** What a mart promises to its readers. */
export interface MartContract {
  readonly name: string;
  readonly title: Text;
  /** What one row is. */
  readonly row: Text;
  /** The columns that name a row, and that order the published files. */
  readonly key: readonly string[];
  /** What a reader must not conclude; empty when there is nothing to say. */
  readonly caution: Text;
  readonly columns: readonly MartColumn[];
  readonly excelOnly?: ExcelOnly;
}

/** A column as the lists of marts write it. */
export type ColumnRow = readonly [name: string, type: MartColumnType, zh: string, en: string];

/** A mart from its rows; every mart has `as_of` first. */
export function mart(
  name: string,
  given: {
    readonly title: Text;
    readonly row: Text;
    readonly key: readonly string[];
    readonly caution?: Text;
    readonly excelOnly?: ExcelOnly;
  },
  columns: readonly ColumnRow[],
): MartContract {
  return {
    name,
    caution: { zh: "", en: "" },
    ...given,
    columns: columns.map(([column, type, zh, en]) => ({ name: column, type, heading: { zh, en } })),
  };
}
