import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import readXlsxFile from "read-excel-file/node";
import { columnForHeading, entityContract } from "../../models/entities.js";
import { quoteName, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";

/** SHA-256 of every file below a folder, by its path. */
export function checksums(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files
      .map((one) => join(one.parentPath, one.name))
      .sort()
      .map((file) => [
        relative(folder, file).replaceAll("\\", "/"),
        createHash("sha256").update(readFileSync(file)).digest("hex"),
      ]),
  );
}

/** A plain reading of one generated file as DuckDB SQL, every cell as text; says nothing of Sise's own reading. */
async function plainReading(folder: string, path: string): Promise<string> {
  const file = join(folder, path);
  const ending = path.slice(path.lastIndexOf(".") + 1);
  if (ending === "parquet") return `read_parquet(${quoteText(file)})`;
  if (ending === "json" || ending === "ndjson")
    return `read_json(${quoteText(file)}, format = '${ending === "json" ? "array" : "newline_delimited"}')`;
  const plain = join(folder, "plain");
  mkdirSync(plain, { recursive: true });
  const copy = join(plain, basename(path).replace(/\.\w+$/, ".csv"));
  if (ending === "xlsx") {
    const [sheet] = await readXlsxFile(file);
    const line = (cells: readonly unknown[]): string =>
      cells.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell))).join(",");
    writeFileSync(copy, (sheet?.data ?? []).map(line).join("\n"));
  } else {
    const isChinese = path.startsWith("data/enterprise.");
    writeFileSync(
      copy,
      new TextDecoder(isChinese ? "gb18030" : "utf8", { fatal: true }).decode(readFileSync(file)),
    );
  }
  return `read_csv(${quoteText(copy)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`;
}

/** Loads a file's rows into a table of text columns under the names of the contract. Throws naming headings that no column takes. */
export async function loadFile(
  warehouse: Warehouse,
  given: { folder: string; path: string; entity: string; into: string },
): Promise<void> {
  const reading = await plainReading(given.folder, given.path);
  const found = (
    await warehouse.rows<{ column_name: string }>(
      `select column_name from (describe select * from ${reading})`,
    )
  ).map((row) => row.column_name);
  const taken = new Map(found.map((heading) => [columnForHeading(given.entity, heading), heading]));
  if (taken.has(null)) throw new Error(`${given.path}: a heading that no column of ${given.entity} takes`);
  const columns = entityContract(given.entity).columns.map((column) => {
    const heading = taken.get(column.name);
    if (heading === undefined) throw new Error(`${given.path}: no heading for ${column.name}`);
    return `cast(${quoteName(heading)} as varchar) as ${quoteName(column.name)}`;
  });
  await warehouse.run(`${given.into} select ${columns.join(", ")} from ${reading}`);
}
