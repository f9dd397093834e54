import type { Text } from "../../models/text.js";
import { quoteText } from "../warehouse/open.js";
import { encodingNames } from "./encoding.js";
import { exportAgain, fileFault } from "./file-fault.js";
import { kindWord, kindWordSql, takeObjects } from "./objects.js";
import type { SourceReader } from "./source-file.js";
import { openTextFile } from "./text-file.js";

const nothing: Text = { zh: "空缺", en: "nothing" };

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
  const listOfObjects: Text = { zh: "对象的列表", en: "a list of objects" };
  const text = await openTextFile(file, { isPlain: true });
  if (text.firstBad !== null)
    throw fileFault(
      file.file,
      {
        zh: `含有不属于 ${encodingNames[text.encoding]} 的字节（首见于第 ${text.firstBad.line} 行，第 ${text.firstBad.offset} 字节）`,
        en: `bytes that are not ${encodingNames[text.encoding]} (first in line ${text.firstBad.line}, byte ${text.firstBad.offset})`,
      },
      { zh: "UTF-8 编码的 JSON 文档", en: "a JSON document in UTF-8" },
      exportAgain,
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
    if (shape?.kind == null)
      throw fileFault(
        file.file,
        { zh: "内容不是 JSON", en: "text that is no JSON" },
        { zh: "JSON 文档", en: "a JSON document" },
        exportAgain,
      );
    if (shape.found !== "ARRAY") {
      const whole = kindWord(shape.kind);
      const keys = shape.keys?.join(", ");
      const part = shape.found === null ? nothing : kindWord(shape.found);
      throw source.records === null
        ? fileFault(
            file.file,
            {
              zh: `读到${whole.zh}${keys ? `，键为 ${keys}` : ""}`,
              en: `${whole.en}${keys ? ` with the keys ${keys}` : ""}`,
            },
            listOfObjects,
            {
              zh: `在 sources.${source.name}.records 写明列表在哪个键下`,
              en: `say under sources.${source.name}.records which key holds the list`,
            },
          )
        : fileFault(
            file.file,
            { zh: `${source.records} 处读到${part.zh}`, en: `${part.en} at ${source.records}` },
            listOfObjects,
            {
              zh: `改正 sources.${source.name}.records`,
              en: `correct sources.${source.name}.records`,
            },
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
