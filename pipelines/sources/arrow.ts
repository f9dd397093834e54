import { readFileSync } from "node:fs";
import type { DataType, Table, Vector } from "apache-arrow";
import { fetchOrCorrectKind, fileFault } from "./file-fault.js";
import { type ReadRow, type SourceReader, takeRows } from "./source-file.js";
import { plainNumber } from "./xlsx.js";

type Write = (value: unknown) => string;

/** The whole number behind a decimal: 128 or 256 bits, lowest word first. */
function unscaled(words: Uint32Array): bigint {
  let whole = 0n;
  for (let index = words.length - 1; index >= 0; index--) whole = (whole << 32n) | BigInt(words[index] ?? 0);
  return BigInt.asIntN(words.length * 32, whole);
}

function decimalText(words: Uint32Array, scale: number): string {
  const whole = unscaled(words);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, "0");
  const sign = whole < 0n ? "-" : "";
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : `${sign}${digits}`;
}

/** An instant in milliseconds as ISO text: with Z when the column has a time zone, without when it is a wall clock. */
function timeText(milliseconds: number, hasZone: boolean): string {
  const text = new Date(milliseconds).toISOString();
  if (hasZone) return text;
  const clock = text.slice(11, 23).replace(/\.000$/, "");
  return `${text.slice(0, 10)} ${clock}`;
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner));
}

/** How values of a column are written, by its type. */
function writerOf(arrow: typeof import("apache-arrow"), type: DataType): Write {
  const { DataType } = arrow;
  if (DataType.isDictionary(type)) return writerOf(arrow, type.dictionary);
  if (DataType.isDecimal(type)) return (value) => decimalText(value as Uint32Array, type.scale);
  if (DataType.isDate(type)) return (value) => new Date(Number(value)).toISOString().slice(0, 10);
  if (DataType.isTimestamp(type)) return (value) => timeText(Number(value), type.timezone != null);
  if (DataType.isFloat(type)) return (value) => plainNumber(Number(value));
  if (
    DataType.isList(type) ||
    DataType.isStruct(type) ||
    DataType.isMap(type) ||
    DataType.isFixedSizeList(type)
  )
    return jsonText;
  return String;
}

function* rowsOf(table: Table, writers: readonly Write[]): Generator<ReadRow> {
  const columns = writers.map((_, index) => table.getChildAt(index) as Vector);
  for (let row = 0; row < table.numRows; row++) {
    const cells = columns.map((column, index) => {
      const value: unknown = column.get(row);
      return value === null || value === undefined ? null : (writers[index] as Write)(value);
    });
    yield { rowNumber: row + 2, fault: null, unread: null, cells };
  }
}

/** Arrow IPC, file or stream. The first row is number 2, as if a heading stood above it. */
export const readArrow: SourceReader = async (warehouse, file, take) => {
  const arrow = await import("apache-arrow");
  const bytes = readFileSync(file.path);
  let table: Table | null = null;
  try {
    table = arrow.tableFromIPC(bytes);
  } catch {
    // What the library says of bytes that it cannot read helps nobody.
  }
  const fields = table?.schema.fields ?? [];
  if (!table || fields.length === 0)
    throw fileFault(
      file.file,
      { zh: "不是 Arrow IPC 文件，或文件不完整", en: "a file that is no Arrow IPC or breaks off" },
      { zh: "有列的文件或流", en: "a file or stream with columns" },
      fetchOrCorrectKind(file.source.name),
    );
  const writers = fields.map((field) => writerOf(arrow, field.type));
  const headings = fields.map((field) => field.name.trim());
  return takeRows(warehouse, headings, rowsOf(table, writers), take);
};
