import { join } from "node:path";
import type { MartContract } from "../../models/mart.js";
import { readPieces } from "../warehouse/bulk-rows.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { dataFile } from "./data-files.js";
import type { MartColumn, WorkbookJob } from "./mart-workbook.js";
import { codeNamesOf, listColumns, nameColumn, nameHeading, workbookSelect } from "./workbook-names.js";
import { workbookNotes } from "./workbook-notes.js";

/** Rows beyond this stay out of Excel: the workbook then says where they are. */
const mostRows = 300_000;

function martColumn(mart: MartContract, column: string, type: string): MartColumn {
  const contract = mart.columns.find((each) => each.name === column);
  return {
    heading: contract?.heading.zh ?? (column === nameColumn ? nameHeading(mart)?.zh : null) ?? column,
    kind: contract?.type === "mixed" ? "mixed" : kindOf(column, type),
    codes: codeNamesOf(mart, column),
  };
}

function kindOf(column: string, type: string): MartColumn["kind"] {
  if (column === "clause") return "clause";
  if (listColumns.has(column)) return "list";
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w+)$/.test(type)) return "integer";
  if (/^DECIMAL/.test(type) || type === "DOUBLE" || type === "FLOAT") return "decimal";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP/.test(type)) return "moment";
  return "text";
}

/**
 * Reads a mart, from its data file, for `export/<mart>.xlsx`: Chinese headings and names of codes, rows in the order of the key; a column that the
 * mart's contract does not name keeps its own name. A second sheet says what the rows are and which are left out; a mart of
 * more rows than Excel can usefully hold says so instead.
 */
export async function readWorkbook(
  warehouse: Warehouse,
  folder: string,
  mart: MartContract,
): Promise<WorkbookJob> {
  const path = join(folder, "export", `${mart.name}.xlsx`);
  // The file that was just written: many marts are views, and each read of one would compute it again.
  const table = `read_parquet(${quoteText(dataFile(folder, mart.name))})`;
  const hasDay = mart.columns.some((each) => each.name === "as_of");
  const [size] = await warehouse.rows<{ total: number; kept: number; as_of: string | null }>(
    `select cast(count(*) as integer) as total,
        cast(count(*) filter (where ${mart.excelOnly?.where ?? "true"}) as integer) as kept,
        ${hasDay ? "cast(max(as_of) as varchar)" : "cast(null as varchar)"} as as_of
     from ${table}`,
  );
  const { total = 0, kept = 0, as_of = null } = size ?? {};
  const notes = workbookNotes(mart, { total, kept, asOf: as_of });
  if (kept > mostRows) {
    const note = `本表 ${kept} 行，超过 Excel 导出上限 ${mostRows} 行，请用 data/${mart.name}.parquet。 This table has ${kept} rows, more than the ${mostRows} exported to Excel; use data/${mart.name}.parquet.`;
    return {
      path,
      title: mart.title.zh,
      columns: [{ heading: "提示 Note", kind: "text", codes: new Map() }],
      rowCount: 1,
      pieces: [JSON.stringify([note])],
      notes,
    };
  }
  const { columns, types, pieces } = await readPieces(warehouse, workbookSelect(mart, table));
  return {
    path,
    title: mart.title.zh,
    columns: columns.map((column, index) => martColumn(mart, column, types[index] ?? "VARCHAR")),
    rowCount: kept,
    pieces,
    notes,
  };
}
