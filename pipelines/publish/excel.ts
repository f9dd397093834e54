import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { codesOf } from "../../dashboards/codes.js";
import { levelName, levels } from "../../models/level.js";
import type { MartContract } from "../../models/mart.js";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";
import {
  type CellKind,
  cellStyle,
  columnLetters,
  escapeXml,
  type SheetColumn,
  writeWorkbook,
} from "./xlsx.js";

/** Rows beyond this stay out of Excel: the workbook then says where they are. */
const mostRows = 300_000;
/** Excel's own limit for the text of a cell. */
const mostCharacters = 32_767;
const widths = { least: 8, most: 48 } as const;
const rowsAtOnce = 4096;

/** A column of a mart as DuckDB has it, with its heading and the Chinese names of its codes (none where it has no codes). */
interface ExportColumn {
  readonly column: string;
  readonly type: string;
  readonly heading: string;
  readonly codes: readonly (readonly [code: string, text: string])[];
}

/** Columns of codes that a reader of Excel sees by name, `mart.column` before `column`; levels are known by their type. */
const codeLists: Readonly<Record<string, string>> = {
  "hazard_ledger.level": "hazard_level",
  "hazard_ledger.source": "hazard_source",
  "hazard_ledger.state": "hazard_state",
  "accident_grade.grade": "accident_grade",
  "assessment_ranking.grade": "assessment_grade",
  "assessment_notice.list": "notice_list",
  "grid_gap.gap": "grid_gap",
  "pilot_comparison.verdict": "verdict",
  subject_type: "subject_type",
  regulated_sector: "sector",
  determined_by: "determined_by",
  status: "status",
};

function exportColumn(mart: MartContract, column: string, type: string): ExportColumn {
  const contract = mart.columns.find((each) => each.name === column);
  const list = codeLists[`${mart.name}.${column}`] ?? codeLists[column];
  const codes =
    contract?.type === "level"
      ? levels.map((level) => [level, levelName(level).zh] as const)
      : list
        ? codesOf(list).map(([code, name]) => [code, name.zh] as const)
        : [];
  return { column, type, heading: contract?.heading.zh ?? column, codes };
}

function kindOf(type: string): CellKind {
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w+)$/.test(type)) return "integer";
  if (/^DECIMAL/.test(type) || type === "DOUBLE" || type === "FLOAT") return "decimal";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP/.test(type)) return "moment";
  return "text";
}

/** Number of a row on the sheet, as text; no mart has a column of that name. */
const rowColumn = quoteName("row on the sheet");

/** The value of a column as text, as the cell will show it; lists are joined, truth is 是 or 否. */
function textSql({ column, type, codes }: ExportColumn): string {
  const name = quoteName(column);
  if (codes.length)
    return `case ${name} ${codes.map(([code, text]) => `when ${quoteText(code)} then ${quoteText(text)}`).join(" ")} else ${name} end`;
  if (type === "BOOLEAN") return `case ${name} when true then '是' when false then '否' end`;
  if (type.endsWith("[]")) return `array_to_string(${name}, '；')`;
  return `cast(${name} as varchar)`;
}

/** What any value of a column needs done: looked up once, because most columns need nothing and expressions cost time. */
interface CellNeeds {
  readonly mending: boolean;
  readonly quoting: boolean;
}

/**
 * A cell's XML made by DuckDB, all rows and columns at once. Text is always an inline string, never a formula; text that
 * a spreadsheet would take for one carries the quote prefix, so that it stays text when the cell is edited.
 */
function cellSql(of: ExportColumn, letters: string, needs: CellNeeds): string {
  const { column, type } = of;
  const name = quoteName(column);
  const kind = kindOf(type);
  const number = (value: string): string =>
    `case when ${name} is null then '' else '<c r="${letters}' || ${rowColumn} || '" s="${cellStyle[kind]}"><v>' || ${value} || '</v></c>' end`;
  if (kind === "integer" || kind === "decimal") return number(`cast(${name} as varchar)`);
  if (kind === "date") return number(`cast(date_diff('day', date '1899-12-30', ${name}) as varchar)`);
  if (kind === "moment")
    return number(
      `cast(cast(epoch_ms(cast(${name} as timestamp)) / 86400000.0 + 25569 as decimal(20, 10)) as varchar)`,
    );
  const text = textSql(of);
  const mended = `regexp_replace(regexp_replace(replace(replace(replace(left(${text}, ${mostCharacters}), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]', '', 'g'), '_(x[0-9A-Fa-f]{4}_)', '_x005F_\\1', 'g')`;
  const content = needs.mending ? `case when ${mendingSql(text)} then ${mended} else ${text} end` : text;
  const style = needs.quoting
    ? `case when ${quotingSql(text)} then '${cellStyle.quoted}' else '${cellStyle.text}' end || '`
    : `'${cellStyle.text}`;
  const space = needs.mending
    ? `case when trim(${text}) <> ${text} then ' xml:space="preserve">' else '>' end`
    : "'>'";
  return `case when ${name} is null then '' else '<c r="${letters}' || ${rowColumn} || '" s="' || ${style}" t="inlineStr"><is><t' || ${space} || ${content} || '</t></is></c>' end`;
}

/** Whether a text has something that XML or a reader of it would not keep as it is. */
function mendingSql(text: string): string {
  return `contains(${text}, '&') or contains(${text}, '<') or contains(${text}, '>') or contains(${text}, '_x') or trim(${text}) <> ${text} or length(${text}) > ${mostCharacters} or regexp_matches(${text}, '[\\x00-\\x1F]')`;
}

/** Whether a spreadsheet would take a text for a formula. */
function quotingSql(text: string): string {
  return `left(${text}, 1) in ('=', '+', '-', '@', chr(9), chr(13))`;
}

/** Width of the widest value: a byte count halves with the character count to 1 for Latin and 2 for Chinese. */
function widthSql(of: ExportColumn): string {
  const text = textSql(of);
  return `max((strlen(${text}) + length(${text})) / 2)`;
}

async function* pieces(warehouse: Warehouse, sql: string): AsyncIterable<string> {
  const result = await warehouse.connection.stream(sql);
  let held: string[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    held.push(...(chunk.getColumnValues(0) as string[]));
    if (held.length >= rowsAtOnce) {
      yield held.join("");
      held = [];
    }
  }
  if (held.length) yield held.join("");
}

/**
 * Writes `export/<mart>.xlsx`: one sheet, Chinese headings in a frozen row, numbers as numbers, dates as dates, rows in the
 * order of the key; a column that the mart's contract does not name keeps its own name. Returns the path, relative to `folder`.
 * The same rows give the same bytes. A mart of more rows than Excel can usefully hold says so instead.
 */
export async function writeExcel(warehouse: Warehouse, folder: string, mart: MartContract): Promise<string> {
  await mkdir(join(folder, "export"), { recursive: true });
  const path = `export/${mart.name}.xlsx`;
  const all = `marts.${quoteName(mart.name)}`;
  const table = mart.excelOnly ? `(select * from ${all} where ${mart.excelOnly})` : all;
  const described = await warehouse.rows<{ column_name: string; column_type: string }>(
    `select column_name, column_type from (describe ${all})`,
  );
  const columns = described.map((each) => exportColumn(mart, each.column_name, each.column_type));
  const [size] = await warehouse.rows<Record<string, number | string | boolean | null>>(
    `select cast(count(*) as integer) as row_count, ${columns
      .map((each, index) => {
        const width = `${widthSql(each)} as w${index}`;
        if (kindOf(each.type) !== "text") return width;
        const text = textSql(each);
        return `${width}, coalesce(bool_or(${mendingSql(text)}), false) as m${index}, coalesce(bool_or(${quotingSql(text)}), false) as q${index}`;
      })
      .join(", ")} from ${table}`,
  );
  const rowCount = Number(size?.row_count ?? 0);
  if (rowCount > mostRows) {
    await writeWorkbook(
      join(folder, path),
      { title: "说明", columns: [{ heading: "说明 Note", kind: "text", width: 100 }], rowCount: 1 },
      [
        `<row r="2"><c r="A2" t="inlineStr"><is><t>${escapeXml(`本表 ${rowCount} 行，超过 Excel 导出上限 ${mostRows} 行，请用 data/${mart.name}.parquet。 This table has ${rowCount} rows, more than the ${mostRows} exported to Excel; use data/${mart.name}.parquet.`)}</t></is></c></row>`,
      ],
    );
    return path;
  }
  const sheetColumns: SheetColumn[] = columns.map((each, index) => {
    const headingWidth = [...each.heading].reduce(
      (sum, character) => sum + (character > "\u2E80" ? 2.2 : 1.2),
      2,
    );
    const kind = kindOf(each.type);
    const widest = kind === "date" ? 12 : kind === "moment" ? 22 : Number(size?.[`w${index}`] ?? 0) + 2;
    return {
      heading: each.heading,
      kind,
      width: Math.round(Math.min(widths.most, Math.max(widths.least, headingWidth, widest))),
    };
  });
  const row = columns
    .map((each, index) =>
      cellSql(each, columnLetters(index + 1), {
        mending: size?.[`m${index}`] === true,
        quoting: size?.[`q${index}`] === true,
      }),
    )
    .join(" || ");
  const order = mart.key.map(quoteName).join(", ");
  await writeWorkbook(
    join(folder, path),
    { title: mart.title.zh, columns: sheetColumns, rowCount },
    pieces(
      warehouse,
      `select '<row r="' || ${rowColumn} || '">' || ${row} || '</row>'
       from (select *, cast(row_number() over (order by ${order}) + 1 as varchar) as ${rowColumn} from ${table})
       order by ${order}`,
    ),
  );
  return path;
}
