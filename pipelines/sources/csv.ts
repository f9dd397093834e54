import { Fault } from "../fault.js";
import { quoteText } from "../warehouse/open.js";
import type { Text } from "../../models/text.js";
import { delimiterOf, readDelimited } from "./delimited-text.js";
import { fileFault } from "./file-fault.js";
import {
  type Extract,
  headingRow,
  rowsToHeading,
  type ReadRow,
  type SourceReader,
  type TakeExtract,
  takeRows,
  withoutEmptyRows,
} from "./source-file.js";
import { undecodable } from "./encoding.js";
import { openTextFile, textOf, type TextFile } from "./text-file.js";

const columnNames: Text = { zh: "列名", en: "column names" };

interface Head {
  readonly headings: readonly string[];
  readonly delimiter: string;
  /** Row of the heading, from 1. */
  readonly rowNumber: number;
}

const headBytes = 1 << 18;
const sliceLength = 1 << 14;

/** The rows that a heading may be among: as many as are asked for and one that is not empty, or all there are. */
async function firstRows(start: string, delimiter: string, isWhole: boolean): Promise<ReadRow[]> {
  function* slices(): Generator<string> {
    for (let at = 0; at < start.length; at += sliceLength) yield start.slice(at, at + sliceLength);
  }
  const rows: ReadRow[] = [];
  for await (const part of readDelimited(slices(), delimiter)) {
    rows.push(...part);
    // Reading on would cost as much as five thousand rows, which DuckDB reads in a hundredth of the time.
    if (rows.length >= rowsToHeading && rows.some((row) => row.cells.length > 0)) return rows;
  }
  if (!isWhole && rows.length > 1) rows.pop();
  return rows;
}

/** The heading among the first rows. Null when there is none, or when it cannot be read. */
async function readHead(text: TextFile, knowsHeading: (heading: string) => boolean): Promise<Head | null> {
  let start = "";
  for await (const part of textOf(text.path, text.isGzip, "utf-8")) {
    start += part;
    if (start.length >= headBytes) break;
  }
  const isWhole = start.length < headBytes;
  const delimiter = delimiterOf(start.split(/\r\n|\n|\r/, rowsToHeading));
  const rows = await firstRows(start, delimiter, isWhole);
  const found =
    rows[
      headingRow(
        rows.map((row) => row.cells),
        knowsHeading,
      )
    ];
  const broken = rows.find((row) => row.fault !== null);
  if (!found || (broken && broken.rowNumber < found.rowNumber)) return null;
  return { headings: found.cells.map((cell) => cell?.trim() ?? ""), delimiter, rowNumber: found.rowNumber };
}

function fastRelation(text: TextFile, { headings, delimiter }: Head): string {
  const columns = headings.map((_, index) => `c${index}`);
  const options = [
    "auto_detect = false",
    "header = true",
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    "strict_mode = true",
    "null_padding = false",
    `compression = '${text.isGzip ? "gzip" : "none"}'`,
    `columns = {${columns.map((column) => `'${column}': 'varchar'`).join(", ")}}`,
  ];
  // A window without an order numbers rows as they are scanned; DuckDB then scans in one thread and keeps the file's order.
  const rows = `select row_number() over () + 1 as row_number, cast(null as varchar) as parse_fault, cast(null as varchar) as unread, ${columns.join(", ")} from read_csv(${quoteText(text.path.replaceAll("\\", "/"))}, ${options.join(", ")})`;
  return withoutEmptyRows(rows, columns);
}

/** The slow way: row by row in JavaScript, with the exact number and fault of every row that cannot be read. */
async function* slowRows(text: TextFile, head: Head) {
  const parts = textOf(text.path, text.isGzip, "utf-8");
  for await (const rows of readDelimited(parts, head.delimiter, head.headings))
    yield rows.filter((row) => row.rowNumber > head.rowNumber);
}

/**
 * CSV and TSV in any encoding that `openTextFile` knows, also gzip; the delimiter (`, ; | tab`) is found in the heading.
 * DuckDB reads files that are well formed; one with any malformed row, or with empty lines, is read again row by row.
 */
export const readCsv: SourceReader = async (warehouse, file, take) => {
  const text = await openTextFile(file);
  const head = await readHead(text, file.knowsHeading);
  if (!head)
    throw fileFault(
      `${file.file}:1`,
      { zh: "表头行无法读取", en: "a heading line that cannot be read" },
      columnNames,
      { zh: "检查是否有未闭合的引号", en: "look for an unclosed quote" },
    );
  const { headings } = head;
  if (headings.some((heading) => heading.includes(undecodable)))
    throw fileFault(
      `${file.file}:${head.rowNumber}`,
      {
        zh: `表头含有不属于 ${text.encoding} 的字节（第 ${text.firstBad?.offset ?? 0} 字节）`,
        en: `a heading with bytes that are not ${text.encoding} (byte ${text.firstBad?.offset ?? 0})`,
      },
      columnNames,
      { zh: "把文件另存为 UTF-8", en: "save the file as UTF-8" },
    );
  // A file of which some rows cannot be decoded is read row by row.
  if (text.firstBad === null && !text.hasEmptyLine && head.rowNumber === 1) {
    const taken = await tryFast({ headings, relation: fastRelation(text, head) }, take);
    if (taken !== null) return taken;
  }
  return takeRows(warehouse, headings, slowRows(text, head), take);
};

/** Null when DuckDB stumbles over the file; a Fault of our own passes. */
async function tryFast(extract: Extract, take: TakeExtract): Promise<number | null> {
  try {
    return await take(extract);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return null;
  }
}
