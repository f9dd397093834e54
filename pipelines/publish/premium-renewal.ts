import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { premiumMarts } from "../../models/premium-marts.js";
import type { Warehouse } from "../warehouse/open.js";

const path = "export/premium_renewal.csv";

/**
 * A cell of the file: quoted where need be; text that a spreadsheet would take for a formula, also by the wide signs of a
 * Chinese keyboard or after spaces, is kept text by an apostrophe.
 */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A heading in Chinese with the column's own name behind it: one line that a person and a program can read. */
function headingOf(name: string): string {
  const contract = premiumMarts.find((mart) => mart.name === "premium_renewal");
  const heading = contract?.columns.find((column) => column.name === name)?.heading.zh;
  return heading ? `${heading} ${name}` : name;
}

/**
 * Writes the renewal file as `export/premium_renewal.csv` below `folder`: UTF-8 with BOM, headings in Chinese and English,
 * ordered by policy; the Excel of the same mart is written like every other. Returns its path, or null where the build
 * prices nothing. The same rows give the same bytes.
 */
export async function writeRenewalCsv(warehouse: Warehouse, folder: string): Promise<string | null> {
  const columns = await warehouse.rows<{ column_name: string }>(
    `select column_name from duckdb_columns()
     where database_name = current_database() and schema_name = 'marts' and table_name = 'premium_renewal' order by column_index`,
  );
  if (columns.length === 0) return null;
  const names = columns.map((column) => column.column_name);
  const rows = await warehouse.rows<Record<string, unknown>>(
    "select * from marts.premium_renewal order by policy_id",
  );
  const lines = [
    names.map((name) => cellOf(headingOf(name))).join(","),
    ...rows.map((row) => names.map((name) => cellOf(row[name])).join(",")),
  ];
  await mkdir(join(folder, "export"), { recursive: true });
  await writeFile(join(folder, path), `\uFEFF${lines.join("\r\n")}\r\n`);
  return path;
}
