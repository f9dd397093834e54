import type { Text } from "../../models/text.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import type { TakeExtract } from "./source-file.js";

const kindWords: Readonly<Record<string, Text>> = {
  ARRAY: { zh: "列表", en: "a list" },
  OBJECT: { zh: "对象", en: "an object" },
  VARCHAR: { zh: "文本", en: "a text" },
  BOOLEAN: { zh: "真假值", en: "true or false" },
  NULL: { zh: "空值", en: "null" },
};
const numberWord: Text = { zh: "数字", en: "a number" };

/** What a JSON value is, in words, from DuckDB's `json_type`. */
export function kindWord(jsonType: string): Text {
  return kindWords[jsonType] ?? numberWord;
}

/** The Chinese word of a kind from its English one. */
export function kindWordZh(en: string | undefined): string {
  const known = [...Object.values(kindWords), numberWord].find((word) => word.en === en);
  return known?.zh ?? en ?? "";
}

/** The same in SQL, in English: it goes into raw. */
export function kindWordSql(jsonType: string): string {
  const whens = Object.entries(kindWords).map(([type, word]) => `when '${type}' then '${word.en}'`);
  return `case ${jsonType} ${whens.join(" ")} else '${numberWord.en}' end`;
}

/**
 * Hands over JSON objects that lie in the temporary table `json_row (row_number, parse_fault, unread, line)`, where `line` is
 * null for a row with a fault. Every key of any object is a heading, in order of the row that brings it first.
 * A nested value becomes JSON text, a JSON null an empty cell.
 */
export async function takeObjects(warehouse: Warehouse, take: TakeExtract): Promise<number> {
  const keys = await warehouse.rows<{ key: string }>(`select key from (
    select unnest(json_keys(line)) as key, row_number from temp.main.json_row where line is not null
) group by key order by min(row_number), key`);
  const headings = keys.map((row) => row.key);
  // JSON pointers: a key may hold any sign.
  const pointers = headings.map((key) => quoteText(`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`));
  const columns = headings.map((_, index) => `cells[${index + 1}] as c${index}`);
  const cells =
    pointers.length > 0 ? `json_extract_string(line, [${pointers.join(", ")}])` : "cast([] as varchar[])";
  return take({
    headings,
    relation: `select ${["row_number", "parse_fault", "unread", ...columns].join(", ")} from (select row_number, parse_fault, unread, ${cells} as cells from temp.main.json_row)`,
  });
}
