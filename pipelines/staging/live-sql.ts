import type { EntityContract } from "../../models/contract.js";
import { quoteName, quoteText } from "../warehouse/open.js";
import { placeJoin, placeNow } from "./row-place.js";
import type { Correction, StagedSource } from "./staged-source.js";
import { constant, folded, isFolded, trimmed } from "./value-sql.js";

/** What the SQL of live rows depends on besides the source. */
export interface LiveOptions {
  /** UTC timestamp literal of `known_at`. */
  readonly knownAt: string;
  readonly hasWithdrawals: boolean;
  /** Rows of the entity stood on another line of their file by `known_at` than where they first stood. */
  readonly hasMoved?: boolean;
  /** The rows are few: SQL that is planned fast goes before SQL that runs fast. */
  readonly isFew?: boolean;
  /** Keeps also each cell as it came, as `raw <column>`. */
  readonly withRaw?: boolean;
  /** Rows that came only after `known_at`, instead of those live then. */
  readonly isLater?: boolean;
  /** Rows that were withdrawn by `known_at`, instead of those live then; corrections then mend only where their guard holds. */
  readonly isWithdrawn?: boolean;
  /** A further condition on `raw_row`, e.g. only rejected rows. */
  readonly only?: string;
}

/** The rows of some sources of an entity that are live at `known_at` (architecture.md §2), as conditions on `raw_row`. */
export function liveCondition(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: LiveOptions,
): string {
  const names = sources.map((source) => quoteText(source.name)).join(", ");
  if (options.isLater) return `raw_row.source in (${names}) and raw_row.known_at > ${options.knownAt}`;
  const isGone = `exists (select 1 from warehouse.raw.withdrawal as gone where gone.entity = '${contract.name}' and gone.raw_id = raw_row.raw_id and gone.known_at <= ${options.knownAt})`;
  const withdrawn = options.isWithdrawn
    ? `\n    and ${isGone}`
    : options.hasWithdrawals
      ? `\n    and not ${isGone}`
      : "";
  return `raw_row.source in (${names}) and raw_row.known_at <= ${options.knownAt}${withdrawn}${options.only ? `\n    and ${options.only}` : ""}`;
}

/** A cell of the source: its constant or its text, trimmed, translated by the value map. */
function cell(source: StagedSource, column: string, isFew: boolean): string {
  const given = source.set[column];
  const text = given === undefined ? trimmed(`raw_row.${quoteName(column)}`, isFew) : constant(given);
  const map = Object.entries(source.values[column] ?? {});
  if (map.length === 0) return text;
  const translated = map
    .filter(([from]) => from.trim() !== "")
    .map(([from, to]) => `when ${quoteText(from.trim())} then ${constant(to)}`);
  const whole =
    translated.length > 0
      ? `case ${text} ${translated.join(" ")} else ${`coalesce(${mapFolded(text, map)}, ${text})`} end`
      : text;
  const empty = map.find(([from]) => from.trim() === "");
  return empty ? `coalesce(${whole}, ${quoteText(empty[1])})` : whole;
}

/** The same map once more for texts that differ from its words only by case or full-width forms. */
function mapFolded(text: string, map: readonly (readonly [string, string])[]): string {
  const words = new Map<string, string>();
  for (const [from, to] of map) {
    const normal = from.trim().normalize("NFKC").toLowerCase();
    // A word mapped to nothing is left to the exact match: coalesce could not tell it from no match.
    if (normal !== "" && to.trim() !== "" && !words.has(normal)) words.set(normal, to.trim());
  }
  const whens = [...words].map(([word, to]) => `when ${quoteText(word)} then ${quoteText(to)}`);
  return whens.length > 0 ? `case lower(${folded(text)}) ${whens.join(" ")} end` : "null";
}

/** Whether a cell has a value, as the source writes it or as translated. */
export function cellIs(column: string, value: string): string {
  const name = quoteName(column);
  if (value.trim() === "") return `${name} is null`;
  return `coalesce(${name} = ${quoteText(value.trim())} or trim(${quoteName(`raw ${column}`)}) = ${quoteText(value.trim())}, false)`;
}

/** The rows a correction means, as a condition on translated rows that carry raw cells. */
export function matchCondition(correction: Correction): string {
  return Object.entries(correction.match)
    .map(([column, value]) => cellIs(column, value))
    .join(" and ");
}

/** What a correction expects of its rows before it mends them, as conditions on translated rows that carry raw cells. */
export function guardConditions(correction: Correction): readonly string[] {
  return Object.entries(correction.guard).map(([column, value]) => cellIs(column, value));
}

/** Live rows of one source before corrections: identity columns and each contract column as trimmed, translated text. */
export function translatedRows(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: LiveOptions,
): string {
  const [like] = sources;
  if (!like) throw new Error(`${contract.name}: no source`);
  const cells = contract.columns.map(
    (column) => `${cell(like, column.name, options.isFew === true)} as ${quoteName(column.name)}`,
  );
  const raw = options.withRaw
    ? contract.columns.map(
        (column) => `raw_row.${quoteName(column.name)} as ${quoteName(`raw ${column.name}`)}`,
      )
    : [];
  // Where a row that is gone stood last tells nobody anything: it keeps the line on which it came.
  const hasMoved = options.hasMoved === true && !options.isWithdrawn;
  return `select raw_row.raw_id as "row id", raw_row.source as "row source", raw_row.file as "row file", ${hasMoved ? placeNow : "raw_row.row_number"} as "row number",
    raw_row.known_at as "row known_at", raw_row.parse_fault as "row fault", raw_row.other_columns as "row rest",
    ${[...cells, ...raw].join(",\n    ")}
from warehouse.raw.${contract.name} as raw_row${hasMoved ? `\n${placeJoin(contract.name, options.knownAt)}` : ""}
where ${liveCondition(contract, sources, options)}`;
}

/** Live rows of sources that are read alike: translated, corrected and with defaults, still as text. */
export function liveRows(
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: LiveOptions,
): string {
  const corrections = sources[0]?.corrections ?? [];
  const rows = translatedRows(contract, sources, {
    ...options,
    withRaw: options.withRaw || corrections.length > 0,
  });
  const mended = contract.columns.map((column) => {
    const name = quoteName(column.name);
    // Later entries of the list win: someone appended them knowing the earlier ones.
    const whens = [...corrections]
      .reverse()
      .filter((correction) => column.name in correction.set)
      .map(
        (correction) =>
          `when ${[matchCondition(correction), ...(options.isWithdrawn ? guardConditions(correction) : [])].join(" and ")} then ${constant(correction.set[column.name] ?? null)}`,
      );
    return { column, value: whens.length > 0 ? `case ${whens.join(" ")} else ${name} end` : name };
  });
  const replaced = mended.flatMap(({ column, value }) => {
    const name = quoteName(column.name);
    const filled = column.whenEmpty === null ? value : `coalesce(${value}, ${quoteText(column.whenEmpty)})`;
    const read = isFolded(column) ? folded(filled) : filled;
    return read === name ? [] : [`${read} as ${name}`];
  });
  return replaced.length > 0 ? `select * replace (${replaced.join(",\n    ")}) from (${rows})` : rows;
}

/** Sources grouped so that those read alike share one pass over the raw table. */
export function groupAlike(sources: readonly StagedSource[]): readonly (readonly StagedSource[])[] {
  const groups = new Map<string, StagedSource[]>();
  for (const source of sources) {
    const reading = JSON.stringify([source.values, source.set, source.corrections, source.foreignIds]);
    groups.set(reading, [...(groups.get(reading) ?? []), source]);
  }
  return [...groups.values()];
}

/** SQL for the place of a staged row's source in sise.yaml: of rows that came together, that of the later source counts. */
export function placeOf(sources: readonly StagedSource[], column = "source"): string {
  const places = sources.map(({ name, position = 0 }) => `when ${quoteText(name)} then ${position}`);
  return `case ${column} ${places.join(" ")} end`;
}
