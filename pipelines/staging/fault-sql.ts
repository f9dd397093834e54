import { casPattern, usccAlphabet, usccPattern, usccWeights } from "../../models/check-digit.js";
import type { ColumnContract, EntityContract, ForeignKey } from "../../models/contract.js";
import { believedDays, type Expectation, expectations } from "../../models/expectation.js";
import { quoteName, quoteText } from "../warehouse/open.js";

/** The typed value of a column in the SQL of staging, beside its text under the plain name. */
export function typedName(column: string): string {
  return quoteName(`typed ${column}`);
}

function usccIsWrong(value: string): string {
  const terms = usccWeights.map(
    (weight, index) => `${weight} * (strpos('${usccAlphabet}', substr(${value}, ${index + 1}, 1)) - 1)`,
  );
  const expected = `(31 - (${terms.join(" + ")}) % 31) % 31`;
  return `case when regexp_full_match(${value}, '${usccPattern}') then ${expected} <> strpos('${usccAlphabet}', substr(${value}, 18, 1)) - 1 end`;
}

function casIsWrong(value: string): string {
  // At most nine digits stand before the check digit: padded on the left, position i from the left weighs 10 − i.
  const digits = `lpad(replace(substr(${value}, 1, length(${value}) - 2), '-', ''), 9, '0')`;
  const terms = Array.from(
    { length: 9 },
    (_, index) => `${9 - index} * try_cast(substr(${digits}, ${index + 1}, 1) as integer)`,
  );
  return `case when regexp_full_match(${value}, '${casPattern}') then (${terms.join(" + ")}) % 10 <> try_cast(right(${value}, 1) as integer) end`;
}

function outOfRange(column: ColumnContract, value: string): string {
  if (column.type === "date" || column.type === "time") {
    const day = column.type === "date" ? "date" : "timestamp";
    const believed = `${value} < ${day} '${believedDays.from}' or ${value} >= cast(date '${believedDays.to}' + 1 as ${day})`;
    return column.firstOfMonth ? `${believed} or day(${value}) <> 1` : believed;
  }
  const low = column.min === null ? [] : [`${value} ${column.exclusiveMin ? "<=" : "<"} ${column.min}`];
  const high = column.max === null ? [] : [`${value} > ${column.max}`];
  return [...low, ...high].join(" or ");
}

/**
 * SQL that is true where a key names a row of another entity that is not there. By `not in`: for `not exists` DuckDB keeps the
 * whole rows in memory once more to leave out double keys.
 */
export function namesNobody(value: string, foreign: ForeignKey): string {
  const column = `parent.${quoteName(foreign.column)}`;
  return `${value} is not null and ${value} not in (select ${column} from staging.${foreign.entity} as parent where ${column} is not null)`;
}

/** A fault a row may have: what was expected, and SQL that is true where it was not met (false or null where it was). */
export interface FaultCheck extends Expectation {
  readonly condition: string;
  /** SQL of the text to show as found. */
  readonly found: string;
}

function conditionOf(expectation: Expectation, contract: EntityContract): string {
  const { column, code, rule } = expectation;
  if (code === "unreadable_row")
    return `"row fault" is not null and not starts_with("row fault", 'refused_column:')`;
  if (code === "refused_column") {
    const words = contract.refused.map((word) => word.toLowerCase()).join("|");
    return `starts_with("row fault", 'refused_column:') or regexp_matches(lower("row rest"), ${quoteText(words)})`;
  }
  if (!column) throw new Error(`${contract.name}: ${code} without a column`);
  const text = quoteName(column.name);
  const value = typedName(column.name);
  switch (code) {
    case "required":
      return `${text} is null`;
    case "type":
    case "enum":
      return `${text} is not null and ${value} is null`;
    case "range":
      return outOfRange(column, value);
    case "pattern":
      // The first question is asked of every row, the second of next to none.
      if (column.pattern === null)
        return `(contains(${value}, '+') or contains(${value}, '.')) and regexp_full_match(${value}, '\\d(\\.\\d+[eE]\\+?|[eE]\\+)\\d+')`;
      return `not regexp_full_match(${value}, ${quoteText(column.pattern?.source ?? "")})`;
    case "check_digit":
      return column.checkDigit === "uscc" ? usccIsWrong(value) : casIsWrong(value);
    case "foreign_key":
      return column.foreign ? namesNobody(value, column.foreign) : "false";
    case "cross_field":
      return `${typedName(rule?.earlier ?? "")} > ${value}`;
  }
}

function foundOf(expectation: Expectation): string {
  const { column, code, rule } = expectation;
  if (code === "unreadable_row") return `"row fault"`;
  // The heading may be told, the person behind it never.
  if (code === "refused_column")
    return `case when starts_with("row fault", 'refused_column:') then trim(substr("row fault", 16)) else 'other columns' end`;
  if (!column) return "null";
  const raw = (name: string): string => `coalesce(trim(${quoteName(`raw ${name}`)}), ${quoteName(name)}, '')`;
  if (code === "required") return "''";
  if (rule) return `${raw(column.name)} || ${quoteText(` (${rule.earlier} `)} || ${raw(rule.earlier)} || ')'`;
  return raw(column.name);
}

/** All checks of an entity in SQL. `foreignIds` lifts those of the unified social credit code. */
export function faultChecks(contract: EntityContract, foreignIds: boolean): readonly FaultCheck[] {
  return expectations(contract)
    .filter(
      (one) =>
        !(foreignIds && one.column?.checkDigit === "uscc" && ["pattern", "check_digit"].includes(one.code)),
    )
    .map((one) => ({ ...one, condition: conditionOf(one, contract), found: foundOf(one) }));
}
