import type { Text } from "../../models/text.js";
import type { SourceConfig } from "../../models/config.js";
import { appendTexts } from "../warehouse/append-texts.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";

/** One file that a source's glob found. */
export interface SourceFile {
  readonly source: SourceConfig;
  /** Where it lies. */
  readonly path: string;
  /** Its path relative to the project folder with `/`, as raw and messages have it. */
  readonly file: string;
  /** A folder of the project, made when needed and emptied after the run, which DuckDB may read. */
  readonly scratchFolder: string;
  /** Whether DuckDB may read the file where it lies. */
  readonly isInProject: boolean;
  /** Whether a heading is mapped or maps by itself: how a heading row below a title is told. */
  readonly knowsHeading: (heading: string) => boolean;
}

/** The rows of a file as DuckDB sees them. */
export interface Extract {
  /** Headings in the order of the columns. */
  readonly headings: readonly string[];
  /**
   * SQL of a relation with `row_number bigint`, `parse_fault varchar` (null, or why the row could not be read),
   * `unread varchar` (its text then) and `c0, c1, …` as varchar, one for each heading.
   */
  readonly relation: string;
  /** What a person should know of the file, though it can be read. */
  readonly notes?: readonly Text[];
}

/** Takes the rows over into the incoming table; returns how many. May be called again when an attempt threw. */
export type TakeExtract = (extract: Extract) => Promise<number>;

/** How files of a kind are read. Throws a Fault that says what is wrong with the file as a whole; returns the number of rows. */
export type SourceReader = (warehouse: Warehouse, file: SourceFile, take: TakeExtract) => Promise<number>;

/** A row read in JavaScript: its number as a spreadsheet counts, why it could not be read or null, its text then, and its cells. */
export interface ReadRow {
  readonly rowNumber: number;
  readonly fault: string | null;
  readonly unread: string | null;
  readonly cells: readonly (string | null)[];
}

function* flatten(rows: Iterable<ReadRow>, width: number): Generator<(string | null)[]> {
  for (const { rowNumber, fault, unread, cells } of rows) {
    const flat: (string | null)[] = [String(rowNumber), fault, unread];
    for (let index = 0; index < width; index++) flat.push(cells[index] ?? null);
    yield flat;
  }
}

async function* flattenLater(
  rows: AsyncIterable<Iterable<ReadRow>>,
  width: number,
): AsyncGenerator<(string | null)[]> {
  for await (const part of rows) yield* flatten(part, width);
}

/**
 * Hands rows read in JavaScript to `take`, through a temporary table that is dropped afterwards.
 * Rows come as one list, or in parts as they are read. Rows whose cells are all empty are no rows; they keep their number.
 */
export async function takeRows(
  warehouse: Warehouse,
  headings: readonly string[],
  rows: Iterable<ReadRow> | AsyncIterable<Iterable<ReadRow>>,
  take: TakeExtract,
  notes: readonly Text[] = [],
): Promise<number> {
  const columns = headings.map((_, index) => `c${index}`);
  await warehouse.run(
    `create or replace temp table read_row (${["row_number bigint", "parse_fault varchar", "unread varchar", ...columns.map((column) => `${column} varchar`)].join(", ")})`,
  );
  try {
    const flat =
      Symbol.asyncIterator in rows ? flattenLater(rows, columns.length) : flatten(rows, columns.length);
    await appendTexts(
      warehouse,
      "temp.main.read_row",
      ["row_number", "parse_fault", "unread", ...columns],
      flat,
    );
    const relation = withoutEmptyRows("select * from temp.main.read_row", columns);
    return await take({ headings, relation, notes });
  } finally {
    await warehouse.run("drop table if exists temp.main.read_row");
  }
}

/** A relation without the rows that hold nothing at all: spreadsheets end in hundreds of them. */
export function withoutEmptyRows(relation: string, columns: readonly string[]): string {
  const isEmpty = [...columns.map(quoteName), "parse_fault"]
    .map((column) => `${column} is null`)
    .join(" and ");
  return `select * from (${relation}) where not (${isEmpty})`;
}

/** How many rows at the top may be a title and the like. */
export const rowsToHeading = 20;

/**
 * Which of the first rows holds the headings: the first that is not empty, unless it knows none and a later one knows
 * at least two (a title stands above it). An index into `rows`, or -1 when all are empty.
 */
export function headingRow(
  rows: readonly (readonly (string | null)[])[],
  knowsHeading: (heading: string) => boolean,
): number {
  const known = (cells: readonly (string | null)[]): number =>
    cells.filter((cell) => cell !== null && knowsHeading(cell)).length;
  const first = rows.findIndex((cells) => cells.some((cell) => cell !== null && cell.trim() !== ""));
  if (first < 0 || known(rows[first] ?? []) > 0) return first;
  const below = rows.slice(0, rowsToHeading).findIndex((cells) => known(cells) >= 2);
  return below < 0 ? first : below;
}
