import type { ColumnContract } from "../../models/contract.js";
import { quoteText } from "../warehouse/open.js";
import type { CityClock } from "./city-clock.js";

// White space a cell may be wrapped in: also the no-break space, the ideographic space and a stray byte order mark.
const asciiWhite = [" ", "\t", "\r", "\n"];
const otherWhite = ["\u00a0", "\u3000", "\ufeff"];
const white = [...asciiWhite, ...otherWhite].join("");
// Full-width forms of the printable ASCII characters (U+FF01–U+FF5E) and their half-width twins.
const wide = `${Array.from({ length: 94 }, (_, index) => String.fromCharCode(0xff01 + index)).join("")}\u3000`;
const anyWide = "[\uff01-\uff5e\u3000]";
const narrow = `${Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join("")} `;

/** 2026年11月23日 8时30分15秒 → 2026-11-23 8:30:15 */
function withoutWords(text: string): string {
  return `rtrim(translate(${text}, '年月日时分秒', '-- ::'), ' :')`;
}

/** Text without the white space around it; an empty cell is null. `isFew`: the rows are too few to be worth a longer plan. */
export function trimmed(text: string, isFew: boolean): string {
  if (isFew) return `nullif(trim(${text}, ${quoteText(white)}), '')`;
  // trim() with a list of characters takes 0.3 µs a cell; looking first whether there is anything to trim takes a quarter.
  // Conditions joined by `and` are each asked only of the rows that the earlier ones left.
  const starts = otherWhite.map((one) => `not starts_with(${text}, ${quoteText(one)})`);
  const ends = [...asciiWhite, ...otherWhite].map((one) => `not ends_with(${text}, ${quoteText(one)})`);
  return `case when ${[`${text} >= '!'`, ...starts, ...ends].join(" and ")} then ${text} else nullif(trim(${text}, ${quoteText(white)}), '') end`;
}

/** A text of our own as SQL, trimmed; an empty one is null. */
export function constant(text: string | null): string {
  const bare = (text ?? "").replace(new RegExp(`^[${white}]+|[${white}]+$`, "g"), "");
  return bare === "" ? "cast(null as varchar)" : quoteText(bare);
}

/** Full-width characters folded to half-width. */
export function folded(text: string): string {
  // translate() makes its table anew for every text, in some 10 µs: only texts that hold a full-width character pay for it.
  return `case when strlen(${text}) <> length(${text}) and regexp_matches(${text}, ${quoteText(anyWide)}) then translate(${text}, ${quoteText(wide)}, ${quoteText(narrow)}) else ${text} end`;
}

function numberValue(text: string, type: string): string {
  const grouped = "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?";
  // A comma counts only as a separator of thousands: 1,5 is no number, and surely not 15.
  return `try_cast(case when contains(${text}, ',') then case when regexp_full_match(${text}, '${grouped}') then replace(${text}, ',', '') end else ${text} end as ${type})`;
}

const hasDigitFirst = (text: string): string => `${text} >= '0' and ${text} < ':'`;

const zoneAtEnd = ":[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$";

/** Local timestamp from the unusual forms: Chinese words, eight or fourteen digits, Excel serial (five digits, so that a bare year is none). */
function slowLocal(text: string, isMonth: boolean): string {
  const plain = withoutWords(text);
  const month = isMonth
    ? `when regexp_full_match(${plain}, '[0-9]{4}[-/][0-9]{1,2}-?') then try_cast(rtrim(${plain}, '-') || '-1' as timestamp)`
    : "";
  return `case
        when ${text} is null then null
        when regexp_full_match(${plain}, '[0-9]{5}([.][0-9]+)?')
            then timestamp '1899-12-30' + to_seconds(round(try_cast(${plain} as decimal(28, 10)) * 86400))
        when regexp_full_match(${plain}, '[0-9]{8}') then try_strptime(${plain}, '%Y%m%d')
        when regexp_full_match(${plain}, '[0-9]{8}[ T]?[0-9]{6}') then try_strptime(regexp_replace(${plain}, '[ T]', ''), '%Y%m%d%H%M%S')
        ${month}
        when ${hasDigitFirst(plain)} and not regexp_matches(${plain}, '${zoneAtEnd}') then try_cast(regexp_replace(${plain}, ' +', ' ') as timestamp)
    end`;
}

/**
 * A first step towards a column's value, computed once and named, where the value needs it more than once:
 * the number of a whole number, the local timestamp of a date or a time. Null where the value is made in one step.
 */
export function firstStep(column: ColumnContract, text: string): string | null {
  if (column.values) return null;
  if (column.type === "int") return numberValue(text, "decimal(18,6)");
  if (column.type === "date")
    return `coalesce(case when ${hasDigitFirst(text)} then try_cast(${text} as timestamp) end, ${slowLocal(text, column.firstOfMonth)})`;
  if (column.type !== "time") return null;
  // 2026-11-23 08:30 and 2026-11-23 08:30:00, the colons where they stand in no other form; the rest goes the slow way.
  return `coalesce(case when ${text} like '_____________:__' or ${text} like '_____________:__:__' then try_cast(${text} as timestamp) end, ${slowLocal(text, false)})`;
}

function zonedUtc(text: string): string {
  const plain = withoutWords(text);
  const close = `regexp_replace(upper(${plain}), ' (Z|[+-][0-9:]+)$', '\\1')`;
  const withSeconds = `regexp_replace(${close}, '([T ][0-9]{1,2}:[0-9]{2})(Z|[+-][0-9:]+)$', '\\1:00\\2')`;
  return `case when regexp_matches(${plain}, '${zoneAtEnd}') then timezone('UTC', try_cast(${withSeconds} as timestamptz)) end`;
}

function wordValue(text: string, words: ReadonlyMap<string, string>): string {
  const whens = (change: (word: string) => string): string =>
    [...new Map([...words].map(([word, value]) => [change(word), value]))]
      .map(([word, value]) => `when ${quoteText(word)} then ${value}`)
      .join(" ");
  // Nearly every cell is a word as it stands; only the others are folded.
  return `case ${text} ${whens((word) => word)} else case lower(${folded(text)}) ${whens((word) =>
    word.normalize("NFKC").toLowerCase(),
  )} end end`;
}

/** What a cell's words stand for, as SQL: an enum's codes, labels and aliases. */
export function enumWords(column: ColumnContract): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const add = (word: string, code: string): void => {
    if (!words.has(word)) words.set(word, quoteText(code));
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

/** Whether the cells of a column are folded to half-width before they are typed: not free text, and enums fold by themselves. */
export function isFolded(column: ColumnContract): boolean {
  return column.type !== "text" && column.type !== "bool" && column.values === null;
}

/** SQL that turns a trimmed (and folded) text, and the first step where there is one, into the column's value; null when it is not one. */
export function typedValue(column: ColumnContract, text: string, step: string, clock: CityClock): string {
  if (column.values) return wordValue(text, enumWords(column));
  switch (column.type) {
    case "text":
      return text;
    case "code":
      if (column.upper === "always") return `upper(${text})`;
      return column.upper === "uscc"
        ? `case when length(${text}) = 18 then upper(${text}) else ${text} end`
        : text;
    case "int":
      return `case when ${step} = floor(${step}) then cast(${step} as bigint) end`;
    case "dec":
      return numberValue(text, storedType(column));
    case "bool":
      return wordValue(text, boolWords);
    case "date":
      // A day with an hour is no day: only midnight passes, which is how spreadsheets write one.
      return `case when cast(cast(${step} as date) as timestamp) = ${step} then cast(${step} as date) end`;
    case "time":
      return `case when ${text} is null then null when ${step} is not null then ${clock.toUtc(step)} else ${zonedUtc(text)} end`;
  }
}
