import { join } from "node:path";
import { codesOf } from "../../dashboards/codes.js";
import { levelName, levels } from "../../models/level.js";
import type { MartContract } from "../../models/mart.js";
import { readPieces } from "../warehouse/bulk-rows.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import type { MartColumn, WorkbookJob } from "./mart-workbook.js";
import type { CellKind } from "./xlsx.js";

/** Rows beyond this stay out of Excel: the workbook then says where they are. */
const mostRows = 300_000;

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
  capped_by: "held_by",
  policy_state: "policy_state",
  evidence: "claim_evidence",
  regulated_sector: "sector",
  determined_by: "determined_by",
  status: "status",
};

function martColumn(mart: MartContract, column: string, type: string): MartColumn {
  const contract = mart.columns.find((each) => each.name === column);
  const list = codeLists[`${mart.name}.${column}`] ?? codeLists[column];
  const codes =
    contract?.type === "level"
      ? levels.map((level) => [level, levelName(level).zh] as const)
      : list
        ? codesOf(list).map(([code, name]) => [code, name.zh] as const)
        : [];
  return { heading: contract?.heading.zh ?? column, kind: kindOf(type), codes: new Map(codes) };
}

function kindOf(type: string): CellKind {
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w+)$/.test(type)) return "integer";
  if (/^DECIMAL/.test(type) || type === "DOUBLE" || type === "FLOAT") return "decimal";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP/.test(type)) return "moment";
  return "text";
}

/**
 * Reads a mart for `export/<mart>.xlsx`: Chinese headings, rows in the order of the key; a column that the mart's contract does
 * not name keeps its own name. A mart of more rows than Excel can usefully hold says so instead.
 */
export async function readWorkbook(
  warehouse: Warehouse,
  folder: string,
  mart: MartContract,
): Promise<WorkbookJob> {
  const path = join(folder, "export", `${mart.name}.xlsx`);
  const table = `marts.${quoteName(mart.name)}`;
  const select = `select * from ${table}${mart.excelOnly ? ` where ${mart.excelOnly}` : ""}`;
  const [size] = await warehouse.rows<{ row_count: number }>(
    `select cast(count(*) as integer) as row_count from (${select})`,
  );
  const rowCount = size?.row_count ?? 0;
  if (rowCount > mostRows) {
    const note = `本表 ${rowCount} 行，超过 Excel 导出上限 ${mostRows} 行，请用 data/${mart.name}.parquet。 This table has ${rowCount} rows, more than the ${mostRows} exported to Excel; use data/${mart.name}.parquet.`;
    return {
      path,
      title: "说明",
      columns: [{ heading: "说明 Note", kind: "text", codes: new Map() }],
      rowCount: 1,
      pieces: [JSON.stringify([note])],
    };
  }
  const { columns, types, pieces } = await readPieces(warehouse, {
    select,
    orderBy: mart.key.map(quoteName).join(", "),
  });
  return {
    path,
    title: mart.title.zh,
    columns: columns.map((column, index) => martColumn(mart, column, types[index] ?? "VARCHAR")),
    rowCount,
    pieces,
  };
}
