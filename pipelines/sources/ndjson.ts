import { quoteText } from "../warehouse/open.js";
import { exportAgain, fileFault } from "./file-fault.js";
import { kindWordSql, takeObjects } from "./objects.js";
import type { SourceReader } from "./source-file.js";
import { undecodable } from "./encoding.js";
import { openTextFile } from "./text-file.js";

// A delimiter that no JSON text holds unescaped: each line is one cell.
const never = "\x01";
const longestLine = 64 << 20;

/** Newline-delimited JSON, one object a line; the row number is the line's. A line that is no object is a row that could not be read. */
export const readNdjson: SourceReader = async (warehouse, file, take) => {
  const text = await openTextFile(file);
  const options = [
    "auto_detect = false",
    "header = false",
    `delim = ${quoteText(never)}`,
    "quote = ''",
    "escape = ''",
    "strict_mode = false",
    `max_line_size = ${longestLine}`,
    `compression = '${text.isGzip ? "gzip" : "none"}'`,
    "columns = {'line': 'varchar'}",
  ];
  try {
    await warehouse.run(`create or replace temp table json_row as
select row_number, case when kind = 'OBJECT' then null when kind is null then 'not JSON' when kind = 'UNDECODABLE' then 'bytes that cannot be decoded' else 'found ' || ${kindWordSql("kind")} || ', expected an object' end as parse_fault,
    case when kind = 'OBJECT' then null else line end as unread, case when kind = 'OBJECT' then line end as line
from (
    select row_number, replace(line, ${quoteText(undecodable)}, chr(65533)) as line, case when contains(line, ${quoteText(undecodable)}) then 'UNDECODABLE' when json_valid(line) then json_type(line) end as kind
    from (select row_number() over () as row_number, line from read_csv(${quoteText(text.path.replaceAll("\\", "/"))}, ${options.join(", ")}))
    where trim(line) <> ''
)`);
  } catch {
    throw fileFault(
      file.file,
      {
        zh: "各行无法分开（超过 64 MiB，或换行符混用）",
        en: "lines that cannot be told apart (longer than 64 MiB, or mixed line ends)",
      },
      { zh: "每行一个 JSON 对象", en: "one JSON object a line" },
      exportAgain,
    );
  }
  try {
    return await takeObjects(warehouse, take);
  } finally {
    await warehouse.run("drop table if exists temp.main.json_row");
  }
};
