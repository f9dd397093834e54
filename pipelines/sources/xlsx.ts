import { readFileSync } from "node:fs";
import type { Text } from "../../models/text.js";
import { emptyFile, fetchOrRemove, fileFault, headingAndRows } from "./file-fault.js";
import { headingRow, type ReadRow, type SourceReader, takeRows } from "./source-file.js";
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
  return typeof cell === "number" ? plainNumber(cell) : String(cell);
}

/**
 * Excel workbooks (.xlsx): the sheet that sise.yaml names, or the first. Dates become ISO text, numbers their shortest text,
 * everything else stays as it is written. A title above the headings is passed over.
 */
export const readXlsx: SourceReader = async (warehouse, file, take) => {
  const { source } = file;
  const bytes = readFileSync(file.path);
  if (bytes.length === 0) throw fileFault(file.file, emptyFile, workbook, fetchOrRemove);
  const signature = signatureOf(bytes);
  if (!signature?.en.startsWith("an Excel workbook"))
    throw fileFault(
      file.file,
      signature?.en === "an Excel 97 workbook (.xls)"
        ? {
            zh: "是 Excel 97 工作簿（.xls），或设有密码的工作簿",
            en: "an Excel 97 workbook (.xls), or one that asks for a password",
          }
        : signature !== null
          ? { zh: `是 ${signature.zh}`, en: signature.en }
          : bytes.subarray(0, 4096).includes(0)
            ? { zh: "是另一种二进制文件", en: "bytes of another kind" }
            : { zh: "是文本，可能是改了扩展名的 CSV", en: "text, perhaps CSV under another name" },
      workbook,
      signature === null
        ? {
            zh: `另存为 .xlsx，或在 sources.${source.name} 下写 kind: csv`,
            en: `save it as .xlsx, or say kind: csv under sources.${source.name}`,
          }
        : { zh: "另存为不设密码的 .xlsx", en: "save it as .xlsx without a password" },
    );
  const { default: readWorkbook } = await import("read-excel-file/node");
  let sheets: { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    sheets = (await readWorkbook(bytes, { trim: false })) as unknown as typeof sheets;
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw fileFault(
      file.file,
      { zh: `工作簿无法读取（${reason}）`, en: `a workbook that cannot be read (${reason})` },
      workbook,
      { zh: "用表格软件打开并重新保存", en: "open it in a spreadsheet program and save it again" },
    );
  }
  const sheet =
    source.sheet === null ? sheets[0] : sheets.find((one) => one.sheet.trim() === source.sheet?.trim());
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
  const rows = cells
    .slice(at + 1)
    .map((row, index): ReadRow => ({ rowNumber: at + index + 2, fault: null, unread: null, cells: row }));
  return takeRows(warehouse, headings, rows, take);
};
