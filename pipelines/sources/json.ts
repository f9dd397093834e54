import { Fault } from "../fault.js";
import { quoteText } from "../warehouse/open.js";
import { kindWord, kindWordSql, takeObjects } from "./objects.js";
import type { SourceReader } from "./source-file.js";
import { openTextFile } from "./text-file.js";

/** The JSON path of `data.items`: steps by dots, each a key. */
function pathOf(records: string | null): string {
  if (records === null) return "$";
  return `$${records
    .split(".")
    .map((step) => `."${step.replaceAll('"', '\\"')}"`)
    .join("")}`;
}

/** A JSON document with a list of objects: the document itself, or where `records` of sise.yaml points. Element n is row n. */
export const readJson: SourceReader = async (warehouse, file, take) => {
  const { source } = file;
  const fault = (found: string, expected: string, advice: string): Fault =>
    new Fault(`${file.file}: found ${found}, expected ${expected}; ${advice}`);
  const text = await openTextFile(file, { isPlain: true });
  if (text.firstBad !== null)
    throw fault(
      `bytes that are not ${text.encoding === "gb18030" ? "GB18030" : "UTF-8"} (first in line ${text.firstBad.line}, byte ${text.firstBad.offset})`,
      "a JSON document in UTF-8",
      "export the file again",
    );
  const path = quoteText(pathOf(source.records));
  try {
    // A byte order mark is no JSON.
    await warehouse.run(
      `create or replace temp table json_document as select ltrim(content, chr(65279)) as content from read_text(${quoteText(text.path.replaceAll("\\", "/"))})`,
    );
    const [shape] = await warehouse.rows<{
      kind: string | null;
      found: string | null;
      keys: string[] | null;
    }>(
      `select case when json_valid(content) then json_type(content) end as kind,
    case when json_valid(content) then json_type(content, ${path}) end as found,
    case when json_valid(content) and json_type(content) = 'OBJECT' then json_keys(content) end as keys
from temp.main.json_document`,
    );
    if (shape?.kind == null) throw fault("text that is no JSON", "a JSON document", "export the file again");
    if (shape.found !== "ARRAY") {
      const keys = shape.keys ? ` with the keys ${shape.keys.join(", ")}` : "";
      throw source.records === null
        ? fault(
            `${kindWord(shape.kind)}${keys}`,
            "a list of objects",
            `say under sources.${source.name}.records which key holds the list`,
          )
        : fault(
            `${shape.found === null ? "nothing" : kindWord(shape.found)} at ${source.records}`,
            "a list of objects",
            `correct sources.${source.name}.records`,
          );
    }
    await warehouse.run(`create or replace temp table json_row as
select row_number, case when kind = 'OBJECT' then null else 'found ' || ${kindWordSql("kind")} || ', expected an object' end as parse_fault,
    case when kind = 'OBJECT' then null else cast(line as varchar) end as unread, case when kind = 'OBJECT' then line end as line
from (
    select generate_subscripts(elements, 1) as row_number, unnest(elements) as line, json_type(unnest(elements)) as kind
    from (select json_extract(content, ${quoteText(`${pathOf(source.records)}[*]`)}) as elements from temp.main.json_document)
)`);
    return await takeObjects(warehouse, take);
  } finally {
    await warehouse.run(
      "drop table if exists temp.main.json_document; drop table if exists temp.main.json_row",
    );
  }
};
