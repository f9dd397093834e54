import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { CellObject, Sheet } from "write-excel-file/node";
import type { ColumnContract } from "../models/contract.js";
import { entityContract } from "../models/entities.js";
import { expectationText, typeText, unitText } from "./dictionary.js";
import { workbookBytes } from "./workbook-bytes.js";

const bold = { type: String, fontWeight: "bold", wrap: true, alignVertical: "top" } as const;
const plain = { type: String, wrap: true, alignVertical: "top" } as const;
// Required columns are tinted as well as marked, so that the mark is not all there is.
const requiredTint = "#FFF2CC";

function explained(column: ColumnContract): CellObject[] {
  const both = (zh: string, en: string): string => (zh === en ? zh : `${zh}\n${en}`);
  return [
    column.heading.zh,
    column.publicName ?? column.name,
    column.required ? "必填\nrequired" : "",
    both(typeText(column, "zh"), typeText(column, "en")),
    both(expectationText(column, "zh"), expectationText(column, "en")),
    both(unitText(column, "zh"), unitText(column, "en")),
    column.meaning ? both(column.meaning.zh, column.meaning.en) : "",
  ].map((value) => ({ ...plain, value }));
}

/** Bytes of an entity's Excel template: a sheet with one heading row to fill in below, and a sheet that explains each column. */
export function templateBytes(entityName: string): Promise<Uint8Array> {
  const contract = entityContract(entityName);
  const data: Sheet<Buffer> = {
    sheet: contract.heading.zh,
    stickyRowsCount: 1,
    columns: contract.columns.map((column) => ({ width: Math.max(12, column.heading.zh.length * 2 + 4) })),
    data: [
      contract.columns.map((column) => ({
        ...bold,
        value: column.heading.zh,
        ...(column.required ? { backgroundColor: requiredTint } : {}),
      })),
    ],
  };
  const headings = [
    "列 Column",
    "英文列名 Name",
    "必填 Required",
    "类型 Type",
    "取值 Expected",
    "单位 Unit",
    "说明 Meaning",
  ];
  const notes: Sheet<Buffer> = {
    sheet: "填写说明 Notes",
    stickyRowsCount: 1,
    columns: [20, 28, 12, 24, 60, 12, 48].map((width) => ({ width })),
    data: [headings.map((value) => ({ ...bold, value })), ...contract.columns.map(explained)],
  };
  const codes = contract.columns.flatMap((column, index) =>
    column.type === "code" && !column.values ? [index + 1] : [],
  );
  return workbookBytes([data, notes], new Set(codes));
}

/** Writes the template of an entity to `path` (.xlsx), making its folder; the same contract gives the same bytes. */
export async function writeTemplate(entityName: string, path: string): Promise<void> {
  const bytes = await templateBytes(entityName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
