import { entityContract } from "../../models/entities.js";
import { quoteName, quoteText } from "../warehouse/open.js";
import type { ComposedPart, HeadingMap } from "./heading-map.js";

const cell = (index: number): string => `nullif(${quoteName(`c${index}`)}, '')`;

function partSql(part: string | ComposedPart): string {
  if (typeof part === "string") return quoteText(part);
  return part.mayBeEmpty ? `coalesce(${cell(part.index)}, '')` : cell(part.index);
}

const separator = "\x1f";

/** Texts joined by a separator; what is null in SQL joins as an empty text. A null stands for an empty text: it leaves its separator in a literal, and costs no time. */
function joinedSql(texts: readonly (string | null)[]): string {
  const parts: string[] = [];
  let literal = "";
  for (const [index, text] of texts.entries()) {
    if (index > 0) literal += separator;
    if (text === null) continue;
    if (literal !== "") parts.push(quoteText(literal));
    literal = "";
    parts.push(text);
  }
  if (literal !== "") parts.push(quoteText(literal));
  return `concat(${parts.join(", ")})`;
}

/**
 * SQL that turns a source's relation into rows as raw has them: `row_number`, `parse_fault`, each contract column, `other_columns`
 * and `row_checksum` (md5 over all texts; its upper 127 bits, to fit hugeint). A composed cell is null when a part is that may not be.
 */
export function incomingSql(entity: string, map: HeadingMap, relation: string): string {
  const contract = entityContract(entity);
  const columns = contract.columns.map(({ name }) => {
    const index = map.columns.get(name);
    const parts = map.composed.get(name);
    const value =
      parts !== undefined
        ? parts.map(partSql).join(" || ")
        : index !== undefined
          ? cell(index)
          : "cast(null as varchar)";
    return `${value} as ${quoteName(name)}`;
  });
  // What no contract names may tell who the protected person is: a telephone number is enough.
  const isProtected = contract.refused.length > 0;
  const pairs = isProtected ? [] : map.others.map(({ name, index }) => `${quoteText(name)}, ${cell(index)}`);
  const rest = isProtected ? [] : ["'unread row', unread", ...pairs];
  const fault = map.refused === null ? "parse_fault" : quoteText(`refused_column: ${map.refused}`);
  const other =
    rest.length === 0
      ? "cast(null as varchar)"
      : pairs.length === 0
        ? "case when unread is not null then cast(json_object('unread row', unread) as varchar) end"
        : // A patch onto nothing leaves out what is null.
          `nullif(cast(json_merge_patch('{}', json_object(${rest.join(", ")})) as varchar), '{}')`;
  const texts = contract.columns.map(({ name }) =>
    map.columns.has(name) || map.composed.has(name) ? quoteName(name) : null,
  );
  const joined = joinedSql([...texts, "other_columns", "parse_fault"]);
  return `select *, cast(md5_number(${joined}) >> 1 as hugeint) as row_checksum
from (select row_number, ${fault} as parse_fault, ${columns.join(", ")}, ${other} as other_columns from (${relation}))`;
}
