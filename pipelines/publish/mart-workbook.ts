import { clauseText } from "../../dashboards/text.js";
import type { BulkPieces } from "../warehouse/pieces.js";
import {
  type CellKind,
  cellStyle,
  columnLetters,
  escapeXml,
  type SheetColumn,
  writeWorkbook,
} from "./xlsx.js";
import type { NoteLine } from "./workbook-notes.js";

/**
 * A column of a mart on its sheet: heading, kind of its cells, and the names of its codes (none where it has no codes).
 * `mixed`: a number where the text is one, else text; `list`: codes with commas between them; `clause`: a source without its English gloss.
 */
export interface MartColumn {
  readonly heading: string;
  readonly kind: CellKind | "mixed" | "list" | "clause";
  readonly codes: ReadonlyMap<string, string>;
}

/** A workbook to be written: plain data, so that a thread can take it. */
export interface WorkbookJob {
  readonly path: string;
  readonly title: string;
  readonly columns: readonly MartColumn[];
  readonly rowCount: number;
  /** Values in the order of `columns`. */
  readonly pieces: BulkPieces["pieces"];
  /** The second sheet: what the rows are and which are left out. */
  readonly notes: readonly NoteLine[];
}

type Value = string | number | boolean | null | readonly (string | number | null)[];

/** Excel's own limit for the text of a cell. */
const mostCharacters = 32_767;
const widths = { least: 8, most: 48, date: 12, moment: 22 } as const;
/** A column is as wide as the widest of so many first rows needs. */
const rowsMeasured = 1000;
/** Texts of a column whose markup is remembered: codes and titles recur in thousands of rows. */
const mostRemembered = 2000;
/** Excel counts days from 1899-12-30; 1970-01-01 is this one. */
const epochDay = 25_569;
const dayMilliseconds = 86_400_000;

/** Whether a spreadsheet would take a text for a formula. */
const formula = /^[=+\-@\t\r]/;

/** A text that is a number and nothing else: no code with zeros before it, no more digits than a spreadsheet holds. */
const number = /^-?(0|[1-9]\d{0,12})(\.\d{1,6})?$/;

function textOf(value: Value, { codes, kind }: MartColumn): string {
  if (typeof value === "string" && kind === "list")
    return value
      .split(",")
      .map((each) => codes.get(each) ?? each)
      .join("、");
  if (typeof value === "string")
    return kind === "clause" ? clauseText("zh", value) : (codes.get(value) ?? value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.filter((each) => each !== null).join("；");
  return String(value);
}

/** A number as it stands in the sheet: DuckDB's own digits, days since 1899-12-30 for dates and instants (UTC). */
function numberOf(value: Value, kind: CellKind): string {
  if (kind === "date") return String(Date.parse(`${value}T00:00:00Z`) / dayMilliseconds + epochDay);
  if (kind === "moment") {
    const iso = `${String(value)
      .replace(" ", "T")
      .replace(/(\+00(:00)?|Z)$/, "")}Z`;
    return (Date.parse(iso) / dayMilliseconds + epochDay).toFixed(10);
  }
  return String(value);
}

/**
 * What follows the address of a cell, from the quote that ends it. Text is always an inline string, never a formula; text that a spreadsheet would take
 * for one carries the quote prefix, so that it stays text when the cell is edited.
 */
function textCell(text: string): string {
  const style = formula.test(text) ? cellStyle.quoted : cellStyle.text;
  const space = text.trim() === text ? "" : ' xml:space="preserve"';
  return `" s="${style}" t="inlineStr"><is><t${space}>${escapeXml(text.slice(0, mostCharacters))}</t></is></c>`;
}

/** A decimal; one without a fraction is shown as a whole number, so that no point stands at its end. */
function decimalCell(digits: string): string {
  return `" s="${/\.\d*[1-9]/.test(digits) ? cellStyle.decimal : cellStyle.integer}"><v>${digits}</v></c>`;
}

/** The markup of one value's cell after its address. */
function cellOf(value: Value, column: MartColumn): string {
  const { kind } = column;
  if (kind === "decimal") return decimalCell(String(value));
  if (kind === "integer" || kind === "date" || kind === "moment")
    return `" s="${cellStyle[kind]}"><v>${numberOf(value, kind)}</v></c>`;
  const text = textOf(value, column);
  return kind === "mixed" && number.test(text) ? decimalCell(text) : textCell(text);
}

/** The markup of a column's cells after their address, remembered by value. */
function cellWriter(column: MartColumn): (value: Value) => string {
  const remembered = new Map<Value, string>();
  return (value) => {
    let cell = remembered.get(value);
    if (cell === undefined) {
      cell = cellOf(value, column);
      if (remembered.size < mostRemembered) remembered.set(value, cell);
    }
    return cell;
  };
}

/** Characters of the default font: 1 for Latin, 2 for Chinese. */
function widthOf(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // The second half of a character beyond the first 65,536 has been counted with the first.
    if (unit < 0xdc00 || unit > 0xdfff) width += unit > 0x2e80 ? 2 : 1;
  }
  return width;
}

function sheetColumns(columns: readonly MartColumn[], first: readonly (readonly Value[])[]): SheetColumn[] {
  const most = widths.most - 2;
  return columns.map((column, at) => {
    const { kind, heading } = column;
    let widest = widthOf(heading) * 1.1;
    if (kind === "date" || kind === "moment") widest = Math.max(widest, widths[kind] - 2);
    else
      for (let row = 0; row < first.length && row < rowsMeasured && widest < most; row++) {
        const value = first[row]?.[at];
        if (value !== null && value !== undefined) widest = Math.max(widest, widthOf(textOf(value, column)));
      }
    return { heading, width: Math.round(Math.min(widths.most, Math.max(widths.least, widest + 2))) };
  });
}

/** The values of a piece; none of no piece. */
function parsePiece(piece = ""): readonly (readonly Value[])[] {
  return JSON.parse(`[${piece}]`);
}

/** `first`: the rows of the first piece. */
function* rowsOf(job: WorkbookJob, first: readonly (readonly Value[])[]): Iterable<string> {
  const writers = job.columns.map(cellWriter);
  const starts = job.columns.map((_, index) => `<c r="${columnLetters(index + 1)}`);
  let place = 1;
  for (const [at, piece] of job.pieces.entries()) {
    let text = "";
    for (const row of at === 0 ? first : parsePiece(piece)) {
      place += 1;
      text += `<row r="${place}">`;
      for (let at = 0; at < row.length; at++) {
        const value = row[at] as Value;
        if (value !== null) text += `${starts[at]}${place}${writers[at]?.(value)}`;
      }
      text += "</row>";
    }
    yield text;
  }
}

function* noteRows(notes: readonly NoteLine[]): Iterable<string> {
  for (const [at, line] of notes.entries()) {
    const row = at + 2;
    yield `<row r="${row}">${line
      .map((text, place) => `<c r="${columnLetters(place + 1)}${row}${textCell(text)}`)
      .join("")}</row>`;
  }
}

/**
 * Writes a mart's workbook: its rows with a frozen heading row, numbers as numbers, dates as dates; then the notes. The same
 * rows give the same bytes. Returns their SHA-256.
 */
export function writeMartWorkbook(job: WorkbookJob): string {
  const first = parsePiece(job.pieces[0]);
  return writeWorkbook(
    job.path,
    { title: job.title, columns: sheetColumns(job.columns, first), rowCount: job.rowCount },
    rowsOf(job, first),
    {
      sheet: {
        title: "说明 Notes",
        columns: [
          { heading: "项目 Item", width: 36 },
          { heading: "中文", width: 56 },
          { heading: "English", width: 56 },
        ],
        rowCount: job.notes.length,
      },
      rows: noteRows(job.notes),
    },
  );
}
