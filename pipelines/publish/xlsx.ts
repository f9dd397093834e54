import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { Zip, ZipDeflate } from "fflate";

/** Kind of a cell; each kind has its own format. */
export type CellKind = "text" | "integer" | "decimal" | "date" | "moment";

export interface SheetColumn {
  readonly heading: string;
  /** In characters of the default font. */
  readonly width: number;
}

export interface Sheet {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  /** Rows below the heading. */
  readonly rowCount: number;
}

/** Positions of the cell formats in styles.xml below. */
export const cellStyle = {
  heading: 1,
  text: 2,
  integer: 3,
  decimal: 4,
  date: 5,
  moment: 6,
  quoted: 7,
} as const;

/** A point before which no ZIP entry can be dated: the same content gives the same bytes on any day. */
const zipTime = new Date(1980, 0, 1);

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${worksheet}"/>`,
  ).join("");
  return `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${parts}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
}

const packageRelations = `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
function bookRelations(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  ).join("");
  return `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${parts}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;
}

const styles = `${xml}<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm&quot; UTC&quot;"/><numFmt numFmtId="166" formatCode="#,##0.######"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0F2F5"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** Text for an XML element; what XML 1.0 cannot hold is left out, and `_x000D_`-like text stays text. */
export function escapeXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replace(/[&<>]/g, (character) => (character === "&" ? "&amp;" : character === "<" ? "&lt;" : "&gt;"));
}

/** A column's letters: 1 is A, 27 is AA. */
export function columnLetters(position: number): string {
  let letters = "";
  for (let rest = position; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

function sheetHead(columns: readonly SheetColumn[], rowCount: number): string {
  const last = `${columnLetters(columns.length)}${rowCount + 1}`;
  const widths = columns
    .map(
      (column, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${column.width}" customWidth="1"/>`,
    )
    .join("");
  const heads = columns
    .map(
      (column, index) =>
        `<c r="${columnLetters(index + 1)}1" s="${cellStyle.heading}" t="inlineStr"><is><t>${escapeXml(column.heading)}</t></is></c>`,
    )
    .join("");
  return `${xml}<worksheet xmlns="${main}"><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row r="1">${heads}</row>`;
}

function sheetFoot(columns: readonly SheetColumn[], rowCount: number): string {
  return `</sheetData><autoFilter ref="A1:${columnLetters(columns.length)}${rowCount + 1}"/></worksheet>`;
}

/** The name of a sheet as an attribute: Excel allows 31 characters and none of []:*?/\ in it. */
function sheetName(title: string): string {
  return escapeXml(title.replace(/[[\]:*?/\\]/g, " ").slice(0, 31)).replaceAll('"', "&quot;");
}

function bookXml(names: readonly string[]): string {
  const sheets = names
    .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join("");
  const titles = names
    .map(
      (name, at) =>
        `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${name.replaceAll("'", "''")}'!$1:$1</definedName>`,
    )
    .join("");
  return `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets}</sheets><definedNames>${titles}</definedNames></workbook>`;
}

/** A sheet with its rows, pieces of `<row>…</row>` text. */
export interface FilledSheet {
  readonly sheet: Sheet;
  readonly rows: Iterable<string>;
}

/**
 * Writes a workbook; each sheet has a frozen heading row. `rows` are pieces of `<row>…</row>` text, so that a hundred
 * thousand rows never stand in memory together. The same content gives the same bytes: no date, no name of a program.
 * Returns their SHA-256 as lower-case hex.
 */
export function writeWorkbook(
  path: string,
  sheet: Sheet,
  rows: Iterable<string>,
  second?: FilledSheet,
): string {
  const hash = createHash("sha256");
  const file = openSync(path, "w");
  try {
    const zip = new Zip((error, data) => {
      if (error) throw error;
      hash.update(data);
      writeSync(file, data);
    });
    fill(zip, [{ sheet, rows }, ...(second ? [second] : [])]);
    zip.end();
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}

function fill(zip: Zip, sheets: readonly FilledSheet[]): void {
  const encoder = new TextEncoder();
  const open = (name: string): ZipDeflate => {
    const entry = new ZipDeflate(name, { level: 1 });
    entry.mtime = zipTime;
    zip.add(entry);
    return entry;
  };
  const whole = (name: string, text: string): void => open(name).push(encoder.encode(text), true);
  whole("[Content_Types].xml", contentTypes(sheets.length));
  whole("_rels/.rels", packageRelations);
  whole("xl/workbook.xml", bookXml(sheets.map(({ sheet }) => sheetName(sheet.title))));
  whole("xl/_rels/workbook.xml.rels", bookRelations(sheets.length));
  whole("xl/styles.xml", styles);
  sheets.forEach(({ sheet, rows }, at) => {
    const body = open(`xl/worksheets/sheet${at + 1}.xml`);
    body.push(encoder.encode(sheetHead(sheet.columns, sheet.rowCount)));
    for (const piece of rows) body.push(encoder.encode(piece));
    body.push(encoder.encode(sheetFoot(sheet.columns, sheet.rowCount)), true);
  });
}
