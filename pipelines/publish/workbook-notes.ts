import type { MartContract } from "../../models/mart.js";
import { nameColumn, nameHeading } from "./workbook-names.js";
import { groupThousands, plural } from "../../dashboards/text.js";

/** A line of the notes: what it is about, in Chinese, in English. */
export type NoteLine = readonly [about: string, zh: string, en: string];

/** What a reader of a mart's workbook must know: what a row is, which rows are here and where all are, the columns in English. */
export function workbookNotes(
  mart: MartContract,
  of: { readonly total: number; readonly kept: number; readonly asOf: string | null },
): readonly NoteLine[] {
  const count = (rows: number): string => groupThousands(String(rows));
  const all = `data/${mart.name}.parquet`;
  const scope = mart.excelOnly?.scope;
  const headingOf = (name: string): string =>
    mart.columns.find((column) => column.name === name)?.heading.zh ?? name;
  const lines: NoteLine[] = [
    ["表 Table", mart.title.zh, mart.title.en],
    ["每行 Row", mart.row.zh, mart.row.en],
    scope
      ? [
          "范围 Scope",
          `只含${scope.zh}：${count(of.kept)} 行，全部 ${count(of.total)} 行在 ${all}`,
          `${scope.en} only: ${plural(of.kept, "row")}; all ${count(of.total)} are in ${all}`,
        ]
      : ["范围 Scope", `全部 ${count(of.total)} 行，同 ${all}`, `all ${count(of.total)} rows, as in ${all}`],
    ...(of.asOf === null ? [] : [["数据截至 As of", of.asOf, of.asOf] as const]),
    ["主键 Key", mart.key.map(headingOf).join("、"), mart.key.join(", ")],
    ...(mart.caution.zh ? [["注意 Caution", mart.caution.zh, mart.caution.en] as const] : []),
  ];
  const name = nameHeading(mart);
  for (const column of mart.columns) {
    lines.push([`列 Column ${column.name}`, column.heading.zh, column.heading.en]);
    if (name && column.name === "enterprise_id")
      lines.push([
        `列 Column ${nameColumn}`,
        `${name.zh}（仅见于本工作簿）`,
        `${name.en} (in the workbook only)`,
      ]);
  }
  return lines;
}
