import { quoteName, quoteText } from "../warehouse/open.js";
import { fetchOrCorrectKind, fileFault } from "./file-fault.js";
import { readablePath } from "./readable-path.js";
import type { SourceReader } from "./source-file.js";

/** Parquet: every value as DuckDB writes it, nested ones as JSON text. The first row is number 2, as if a heading stood above it. */
export const readParquet: SourceReader = async (warehouse, file, take) => {
  const path = quoteText(await readablePath(file));
  let columns: { column_name: string; column_type: string }[];
  try {
    columns = await warehouse.rows(`describe select * from read_parquet(${path})`);
  } catch {
    throw fileFault(
      file.file,
      { zh: "不是 Parquet 文件，或文件不完整", en: "a file that is no Parquet or breaks off" },
      { zh: "Parquet 文件", en: "one" },
      fetchOrCorrectKind(file.source.name),
    );
  }
  const cells = columns.map(({ column_name, column_type }, index) => {
    const isNested = /\[|^(STRUCT|MAP|UNION)\b/.test(column_type);
    const name = quoteName(column_name);
    return `cast(${isNested ? `to_json(${name})` : name} as varchar) as c${index}`;
  });
  return take({
    headings: columns.map((column) => column.column_name.trim()),
    relation: `select file_row_number + 2 as row_number, cast(null as varchar) as parse_fault, cast(null as varchar) as unread, ${cells.join(", ")} from read_parquet(${path}, file_row_number = true)`,
  });
};
