import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { columnForHeading, columnNamed, entityContract, normaliseHeading } from "../../models/entities.js";
import type { Text } from "../../models/text.js";
import type { Fault } from "../fault.js";
import { emptyFile, fetchOrRemove, fileFault, headingAndRows } from "./file-fault.js";
import {
  headingRow,
  type ReadRow,
  rowsToHeading,
  type SourceFile,
  type SourceReader,
  takeRows,
} from "./source-file.js";
import { signatureOf } from "./signature.js";

const workbook: Text = { zh: "Excel 工作簿（.xlsx）", en: "an Excel workbook (.xlsx)" };

// Beyond this, a number as text has an exponent.
const largestPlain = 1e21;

/** A number as the shortest text that reads back as the same, without an exponent. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) >= largestPlain ? BigInt(value).toString() : value.toFixed(20).replace(/\.?0+$/, "");
}

/** A cell of a date, which carries no zone, as ISO text: a day at midnight, else a time to the second. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  // Excel counts days as fractions: a second is 1/86400, and comes back a few microseconds off.
  const text = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  return text.slice(11, 19) === "00:00:00" ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell !== "number") return String(cell);
  // A number as large as this was a code once, and its last digits are lost.
  return Math.abs(cell) > Number.MAX_SAFE_INTEGER ? cell.toExponential().toUpperCase() : plainNumber(cell);
}

interface Sheet {
  readonly sheet: string;
  readonly data: readonly (readonly unknown[])[];
}

/** Stands for the value of a formula that has none: a program wrote it, and no spreadsheet has worked it out yet. */
const unsaved = "#UNSAVED!";
const unsavedFormula =
  /(<c\b(?![^>]*\bt=")[^>]*)(>\s*<f\b(?:[^>]*\/>|[^>]*>[^<]*<\/f>)\s*)(?:<v\s*\/>|<v>\s*<\/v>)?(\s*<\/c>)/g;
const errorCell = /(<c\b[^>]*\bt=")e(")/g;

/** A sheet with its error cells (`#REF!`, `#N/A`) as texts, and a text for each formula without a value. */
function withToldCells(xml: string): string {
  return xml.replaceAll(errorCell, "$1str$2").replaceAll(unsavedFormula, `$1 t="str"$2<v>${unsaved}</v>$3`);
}

/**
 * The workbook with the cells as texts that the library reads as empty, although something stands there: an empty cell says that nothing
 * is known, not that a formula is broken or was never worked out. A workbook without any comes back as it is, and so does what is no workbook.
 */
function withFormulasTold(bytes: Buffer): Buffer {
  const isSheet = (name: string): boolean => /^xl\/worksheets\/[^/]+\.xml$/.test(name);
  try {
    const told = Object.entries(unzipSync(bytes, { filter: ({ name }) => isSheet(name) })).flatMap(
      ([name, packed]) => {
        if (!['t="e"', "<f"].some((sign) => Buffer.from(packed).includes(sign))) return [];
        const xml = strFromU8(packed);
        const changed = withToldCells(xml);
        return changed === xml ? [] : [[name, strToU8(changed)] as const];
      },
    );
    if (told.length === 0) return bytes;
    return Buffer.from(zipSync({ ...unzipSync(bytes), ...Object.fromEntries(told) }, { level: 0 }));
  } catch {
    return bytes;
  }
}

/** What a file is that is no workbook, and what to do about it. */
function noWorkbook({ file, source }: SourceFile, bytes: Buffer, signature: Text | null): Fault {
  if (signature !== null) {
    const found =
      signature.en === "an Excel 97 workbook (.xls)"
        ? {
            zh: "是 Excel 97 工作簿（.xls），或设有密码的工作簿",
            en: "an Excel 97 workbook (.xls), or one that asks for a password",
          }
        : { zh: `是 ${signature.zh}`, en: signature.en };
    return fileFault(file, found, workbook, {
      zh: "另存为不设密码的 .xlsx",
      en: "save it as .xlsx without a password",
    });
  }
  const start = bytes.subarray(0, 4096);
  // Many systems export a web page under the name of a workbook.
  if (/<(!doctype html|html|table)\b/i.test(start.toString("latin1")))
    return fileFault(
      file,
      { zh: "是网页（HTML），改了扩展名", en: "a web page (HTML) under another name" },
      workbook,
      {
        zh: "用表格软件打开并另存为 .xlsx",
        en: "open it in a spreadsheet program and save it as .xlsx",
      },
    );
  return fileFault(
    file,
    start.includes(0)
      ? { zh: "是另一种二进制文件", en: "bytes of another kind" }
      : { zh: "是文本，可能是改了扩展名的 CSV", en: "text, perhaps CSV under another name" },
    workbook,
    {
      zh: `另存为 .xlsx，或在 sources.${source.name} 下写 kind: csv`,
      en: `save it as .xlsx, or say kind: csv under sources.${source.name}`,
    },
  );
}

const errorText = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!)$/;

/** Whether a heading stands for a number, a day, a truth or a word of a list: an error in its cell is then found to be none. */
function readsAsValue({ entity, columns }: SourceFile["source"], heading: string): boolean {
  const plain = normaliseHeading(heading);
  const named = Object.entries(columns).find(([name]) => normaliseHeading(name) === plain)?.[1];
  const targets = named ?? [columnForHeading(entity, heading)];
  return targets.some((target) => {
    const column = target === null ? null : columnNamed(entityContract(entity), target);
    return column !== null && (column.values !== null || (column.type !== "text" && column.type !== "code"));
  });
}

/** A cell of a formula that gives nothing. */
interface BrokenCell {
  readonly row: number;
  readonly heading: string;
  readonly error: string;
}

/** Says that a workbook holds errors of formulas, with the first, and formulas that were never worked out. */
function brokenFormulas(file: string, found: readonly BrokenCell[]): Text[] {
  const errors = found.filter((each) => each.error !== unsaved);
  const waiting = found.filter((each) => each.error === unsaved);
  const told = ([first]: readonly BrokenCell[], text: (first: BrokenCell) => Text): Text[] =>
    first ? [text(first)] : [];
  return [
    ...told(errors, (first) => ({
      zh: `${file}：有 ${errors.length} 个单元格是公式错误（如第 ${first.row} 行“${first.heading}”的 ${first.error}），文字列按空读取，其余列拒收；请改正公式`,
      en: `${file}: found ${errors.length} cell(s) with an error of their formula (${first.error} in row ${first.row}, "${first.heading}"), read as empty in columns of text and rejected in others; mend the formulas`,
    })),
    ...told(waiting, (first) => ({
      zh: `${file}：有 ${waiting.length} 个单元格只有公式、没有存下结果（如第 ${first.row} 行“${first.heading}”），按空读取；请用表格软件打开并重新保存`,
      en: `${file}: found ${waiting.length} cell(s) with a formula and no stored result (in row ${first.row}, "${first.heading}"), read as empty; open it in a spreadsheet program and save it again`,
    })),
  ];
}

/** How many headings of one of the first rows of a sheet are mapped or map by themselves. */
function knownHeadings({ data }: Sheet, knowsHeading: (heading: string) => boolean): number {
  const known = data
    .slice(0, rowsToHeading)
    .map((row) => row.map(cellText).filter((cell) => cell !== null && knowsHeading(cell)).length);
  return Math.max(0, ...known);
}

/**
 * Says which other sheets look as if they held rows of the source too: of a workbook one sheet is read. A sheet that explains the
 * columns, as the templates have one, names two of them in a row and no more.
 */
function unreadSheets(
  { file, source }: SourceFile,
  read: Sheet,
  knownIn: ReadonlyMap<Sheet, number>,
): Text[] {
  const least = Math.max(3, (knownIn.get(read) ?? 0) / 2);
  const others = [...knownIn]
    .filter(([one, known]) => one !== read && known >= least && one.data.length > 1)
    .map(([one]) => one.sheet);
  if (others.length === 0) return [];
  return [
    {
      zh: `${file}：只读了工作表“${read.sheet}”，另有${others.map((name) => `“${name}”`).join("、")}也有可识别的表头，应为一个；请合到一张表，或在 sources.${source.name}.sheet 写明，各表各写一个来源`,
      en: `${file}: read the sheet "${read.sheet}" alone, found headings that map in ${others.map((name) => `"${name}"`).join(", ")} too, expected one; put them on one sheet, or name it as sources.${source.name}.sheet with a source a sheet`,
    },
  ];
}

/**
 * Excel workbooks (.xlsx): the sheet that sise.yaml names, or the one with most headings that map, of equals the first. Dates become ISO text, numbers their shortest text,
 * everything else stays as it is written; an error of a formula only where no text is asked for. A title above the headings is passed over.
 */
export const readXlsx: SourceReader = async (warehouse, file, take) => {
  const { source } = file;
  const bytes = readFileSync(file.path);
  if (bytes.length === 0) throw fileFault(file.file, emptyFile, workbook, fetchOrRemove);
  const signature = signatureOf(bytes);
  if (!signature?.en.startsWith("an Excel workbook")) throw noWorkbook(file, bytes, signature);
  const { default: readWorkbook } = await import("read-excel-file/node");
  let sheets: Sheet[];
  try {
    sheets = (await readWorkbook(withFormulasTold(bytes), { trim: false })) as unknown as Sheet[];
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw fileFault(
      file.file,
      { zh: `工作簿无法读取（${reason}）`, en: `a workbook that cannot be read (${reason})` },
      workbook,
      { zh: "用表格软件打开并重新保存", en: "open it in a spreadsheet program and save it again" },
    );
  }
  const knownIn = new Map(sheets.map((one) => [one, knownHeadings(one, file.knowsHeading)]));
  const mostKnown = Math.max(0, ...knownIn.values());
  const sheet =
    source.sheet === null
      ? sheets.find((one) => knownIn.get(one) === mostKnown)
      : sheets.find((one) => one.sheet.trim() === source.sheet?.trim());
  if (!sheet)
    throw fileFault(
      file.file,
      {
        zh: `工作表有${sheets.map((one) => `“${one.sheet}”`).join("、")}`,
        en: `sheets ${sheets.map((one) => `"${one.sheet}"`).join(", ")}`,
      },
      { zh: `“${source.sheet}”`, en: `"${source.sheet}"` },
      { zh: `改正 sources.${source.name}.sheet`, en: `correct sources.${source.name}.sheet` },
    );
  const notes: Text[] = source.sheet === null ? unreadSheets(file, sheet, knownIn) : [];
  const cells = sheet.data.map((row) => row.map(cellText));
  const at = headingRow(cells, file.knowsHeading);
  if (at < 0)
    throw fileFault(
      file.file,
      { zh: `工作表“${sheet.sheet}”为空`, en: `an empty sheet "${sheet.sheet}"` },
      headingAndRows,
      fetchOrRemove,
    );
  const headings = (cells[at] ?? []).map((cell) => cell?.trim() ?? "");
  const width = Math.max(headings.length, ...cells.slice(at).map((row) => row.length));
  while (headings.length < width) headings.push("");
  const isTyped = headings.map((heading) => readsAsValue(source, heading));
  const broken: BrokenCell[] = [];
  const rows = cells.slice(at + 1).map((row, index): ReadRow => {
    const rowNumber = at + index + 2;
    // An error is no text: what would take it for one takes it for empty.
    const read = row.map((cell, column) => {
      if (cell === null || !(errorText.test(cell) || cell === unsaved)) return cell;
      broken.push({ row: rowNumber, heading: headings[column] ?? "", error: cell });
      return isTyped[column] && cell !== unsaved ? cell : null;
    });
    return { rowNumber, fault: null, unread: null, cells: read };
  });
  notes.push(...brokenFormulas(file.file, broken));
  return takeRows(warehouse, headings, rows, take, notes);
};
