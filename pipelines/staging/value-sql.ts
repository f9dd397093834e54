import type { ColumnContract } from "../../models/contract.js";
import { quoteText } from "../warehouse/open.js";
import type { CityClock } from "./city-clock.js";

// White space a cell may be wrapped in: also the no-break space, the ideographic space and a stray byte order mark.
const white = " \t\r\n\u00a0\u3000\ufeff";
// Full-width forms of the printable ASCII characters (U+FF01–U+FF5E) and their half-width twins.
const wide = `${Array.from({ length: 94 }, (_, index) => String.fromCharCode(0xff01 + index)).join("")}\u3000`;
const narrow = `${Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join("")} `;

/** 2026年11月23日 8时30分15秒 → 2026-11-23 8:30:15 */
function withoutWords(text: string): string {
  return `rtrim(translate(${text}, '年月日时分秒', '-- ::'), ' :')`;
}

/** Text without the white space around it; an empty cell is null. */
export function trimmed(text: string): string {
  return `nullif(trim(${text}, ${quoteText(white)}), '')`;
}

/** Full-width characters folded to half-width; only texts that hold any pay for it. */
export function folded(text: string): string {
  return `case when strlen(${text}) <> length(${text}) then translate(${text}, ${quoteText(wide)}, ${quoteText(narrow)}) else ${text} end`;
}

function numberValue(text: string, type: string): string {
  const grouped = "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?";
  // A comma counts only as a separator of thousands: 1,5 is no number, and surely not 15.
  return `try_cast(case when contains(${text}, ',') then case when regexp_full_match(${text}, '${grouped}') then replace(${text}, ',', '') end else ${text} end as ${type})`;
}

const hasDigitFirst = (text: string): string => `${text} >= '0' and ${text} < ':'`;

/** Local timestamp from the unusual forms: Chinese words, eight or fourteen digits, Excel serial (five digits, so that a bare year is none). */
function slowLocal(text: string): string {
  const plain = withoutWords(text);
  return `case
        when regexp_full_match(${plain}, '[0-9]{5}([.][0-9]+)?')
            then timestamp '1899-12-30' + to_milliseconds(cast(round(try_cast(${plain} as decimal(18, 10)) * 86400) as bigint) * 1000)
        when regexp_full_match(${plain}, '[0-9]{8}') then try_strptime(${plain}, '%Y%m%d')
        when regexp_full_match(${plain}, '[0-9]{14}') then try_strptime(${plain}, '%Y%m%d%H%M%S')
        when regexp_full_match(${plain}, '[0-9]{8}[ T][0-9]{6}') then try_strptime(replace(${plain}, 'T', ' '), '%Y%m%d %H%M%S')
        when ${hasDigitFirst(plain)} then try_cast(regexp_replace(${plain}, ' +', ' ') as timestamp)
    end`;
}

function dateValue(text: string, column: ColumnContract): string {
  const month = column.firstOfMonth
    ? `case when regexp_full_match(rtrim(${withoutWords(text)}, '-'), '[0-9]{4}[-/][0-9]{1,2}') then try_cast(rtrim(${withoutWords(text)}, '-') || '-1' as timestamp) end, `
    : "";
  const instant = `coalesce(case when ${hasDigitFirst(text)} then try_cast(${text} as timestamp) end, ${month}case when ${text} is not null then ${slowLocal(text)} end)`;
  // A day with an hour is no day: only midnight passes, which is how spreadsheets write one.
  return `case when cast(cast(${instant} as date) as timestamp) = ${instant} then cast(${instant} as date) end`;
}

function timeValue(text: string, clock: CityClock): string {
  const common = `(strlen(${text}) = 19 and substr(${text}, 17, 1) = ':') or (strlen(${text}) = 16 and substr(${text}, 14, 1) = ':')`;
  const plain = withoutWords(text);
  const zoned = `regexp_matches(${plain}, ':[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
  const close = `regexp_replace(upper(${plain}), ' (Z|[+-][0-9:]+)$', '\\1')`;
  const withSeconds = `regexp_replace(${close}, '([T ][0-9]{1,2}:[0-9]{2})(Z|[+-][0-9:]+)$', '\\1:00\\2')`;
  return `case
        when ${text} is null then null
        when ${common} then ${clock.toUtc(`try_cast(${text} as timestamp)`)}
        when ${zoned} then timezone('UTC', try_cast(${withSeconds} as timestamptz))
        else ${clock.toUtc(slowLocal(text))}
    end`;
}

function wordValue(text: string, words: ReadonlyMap<string, string>): string {
  const whens = [...words].map(([word, value]) => `when ${quoteText(word)} then ${value}`);
  return `case lower(${text}) ${whens.join(" ")} end`;
}

/** What a cell's words stand for: an enum's codes, labels and aliases, in lower case. */
export function enumWords(column: ColumnContract): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const add = (word: string, code: string): void => {
    const normal = word.normalize("NFKC").toLowerCase();
    if (!words.has(normal)) words.set(normal, quoteText(code));
  };
  for (const value of column.values ?? []) add(value.code, value.code);
  for (const value of column.values ?? [])
    for (const word of [value.zh, value.en, ...value.aliases]) add(word, value.code);
  return words;
}

const boolWords = new Map([
  ["true", "true"],
  ["1", "true"],
  ["是", "true"],
  ["false", "false"],
  ["0", "false"],
  ["否", "false"],
]);

/** The DuckDB type a column is stored as (architecture.md §3). */
export function storedType(column: ColumnContract): string {
  if (column.storedAs) return column.storedAs;
  const types = { text: "varchar", code: "varchar", int: "bigint", dec: "decimal(18,6)", bool: "boolean" };
  return column.type === "date" ? "date" : column.type === "time" ? "timestamp" : types[column.type];
}

/** SQL that turns a trimmed text, folded unless the column is free text, into the column's value; null when it is not one. */
export function typedValue(column: ColumnContract, text: string, clock: CityClock): string {
  if (column.values) return wordValue(text, enumWords(column));
  switch (column.type) {
    case "text":
      return text;
    case "code":
      if (column.upper === "always") return `upper(${text})`;
      return column.upper === "uscc"
        ? `case when length(${text}) = 18 then upper(${text}) else ${text} end`
        : text;
    case "int": {
      const number = numberValue(text, "decimal(18,6)");
      return `case when ${number} = floor(${number}) then cast(${number} as bigint) end`;
    }
    case "dec":
      return numberValue(text, storedType(column));
    case "bool":
      return wordValue(text, boolWords);
    case "date":
      return dateValue(text, column);
    case "time":
      return timeValue(text, clock);
  }
}
