import { readFileSync, writeFileSync } from "node:fs";
import iconv from "iconv-lite";
import type { SheetData } from "write-excel-file/node";
import { entityContract } from "../../models/entities.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import type { DemoFileKind } from "./tables.js";

const copyOptions: Readonly<Record<DemoFileKind, string>> = {
  csv: "format csv, header",
  csv_bom: "format csv, header",
  csv_gb18030: "format csv, header",
  json: "format json, array true",
  ndjson: "format json",
  parquet: "format parquet, compression zstd",
  xlsx: "",
};

async function writeWorkbook(
  warehouse: Warehouse,
  select: string,
  entity: string,
  file: string,
): Promise<number> {
  const columns = entityContract(entity).columns;
  const rows = await warehouse.rows<Record<string, string | null>>(
    `select * exclude (sort_no, copy_no) from (${select}) order by sort_no, copy_no`,
  );
  const headings = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) =>
    headings.map((heading, place) => {
      const value = row[heading];
      if (value === null || value === undefined) return null;
      const type = columns[place]?.type;
      if (type === "dec" || type === "int") return { value: Number(value), type: Number };
      if (type === "date") return { value: new Date(`${value}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
      return { value, type: String };
    }),
  );
  const heading = headings.map((value) => ({ value, type: String, fontWeight: "bold" as const }));
  const data = [heading, ...cells] as SheetData;
  // Loaded here, beside the tables that are in the making.
  const { workbookBytes } = await import("../workbook-bytes.js");
  writeFileSync(
    file,
    await workbookBytes([{ data, sheet: entityContract(entity).heading.zh, stickyRowsCount: 1 }]),
  );
  return rows.length;
}

/** Writes the rows of a file select (see rows.ts) to `file`, ordered by key; the same rows give the same bytes. Returns how many. */
export async function writeFile(
  warehouse: Warehouse,
  select: string,
  entity: string,
  kind: DemoFileKind,
  file: string,
): Promise<number> {
  if (kind === "xlsx") return writeWorkbook(warehouse, select, entity, file);
  const [copied] = await warehouse.rows<{ Count: string }>(
    `copy (select * exclude (sort_no, copy_no) from (${select}) order by sort_no, copy_no) to ${quoteText(file)} (${copyOptions[kind]})`,
  );
  if (kind === "csv_gb18030") writeFileSync(file, iconv.encode(readFileSync(file, "utf8"), "gb18030"));
  if (kind === "csv_bom") writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
  return Number(copied?.Count ?? 0);
}
