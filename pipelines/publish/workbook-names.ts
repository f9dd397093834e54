import { codesOf } from "../../dashboards/codes.js";
import { codeListOf } from "../../dashboards/columns.js";
import { entityContract } from "../../models/entities.js";
import type { MartContract } from "../../models/mart.js";
import type { Text } from "../../models/text.js";
import { quoteName } from "../warehouse/open.js";

/** Ids that another column of the same row names. */
const ownTitles: Readonly<Record<string, string>> = {
  "assessment_notice.reason_id": "reason",
  "pilot_comparison.indicator_id": "title",
};

/** Columns that hold several codes with commas between them. */
export const listColumns: ReadonlySet<string> = new Set(["five_implementations_missing"]);

/** The Chinese names of a column's codes; empty where it has no codes. */
export function codeNamesOf(mart: MartContract, column: string): ReadonlyMap<string, string> {
  const isLevel = mart.columns.some((each) => each.name === column && each.type === "level");
  const list = isLevel ? "level" : codeListOf(mart.name, column);
  return new Map(list ? codesOf(list).map(([code, name]) => [code, name.zh] as const) : []);
}

/** Columns whose values the edition that judged a row names: the table of rules with the title, and what finds its row there. */
const ruleTitles: Readonly<Record<string, readonly [table: string, on: string]>> = {
  method: ["edition", "true"],
  part_id: ["part", "named.part_id = mart.part_id"],
  indicator_id: ["indicator", "named.indicator_id = mart.indicator_id"],
  driver_indicator_id: ["indicator", "named.indicator_id = mart.driver_indicator_id"],
  indicator_value: ["lookup", "named.indicator_id = mart.indicator_id and named.code = mart.indicator_value"],
  value_code: ["lookup", "named.indicator_id = mart.indicator_id and named.code = mart.value_code"],
};

/** The column that a workbook puts behind an enterprise's code where the mart names nobody. */
export const nameColumn = "enterprise_name";

const hasColumn = (mart: MartContract, name: string): boolean =>
  mart.columns.some((each) => each.name === name);

const isNamed = (mart: MartContract): boolean =>
  hasColumn(mart, "enterprise_id") && !hasColumn(mart, nameColumn);

/** The heading of `nameColumn`, for a workbook that has it beside its mart's own columns; null for others. */
export function nameHeading(mart: MartContract): Text | null {
  const contract = entityContract("enterprise").columns.find((each) => each.name === nameColumn);
  return isNamed(mart) && contract ? contract.heading : null;
}

/**
 * The rows of a mart for its workbook, from `source` (a relation of its columns): ids of its rules by their Chinese titles (looked up in the row's own edition, never
 * joined, so that no row can double), enterprises by their names behind their codes, and the key once more as `order_…`, so that names do not change the order.
 */
export function workbookSelect(
  mart: MartContract,
  source: string,
): { readonly select: string; readonly orderBy: string } {
  const has = (name: string): boolean => hasColumn(mart, name);
  const replaced = new Map<string, string>();
  if (has("method") && has("edition"))
    for (const [column, [table, on]] of Object.entries(ruleTitles))
      if (has(column))
        replaced.set(
          column,
          `coalesce((select min(named.title_zh) from rules.${table} as named
        where named.method = mart.method and named.edition = mart.edition and ${on}), mart.${column})`,
        );
  for (const { name } of mart.columns) {
    const title = ownTitles[`${mart.name}.${name}`];
    if (title) replaced.set(name, `coalesce(mart.${title}, mart.${name})`);
  }
  const first = isNamed(mart)
    ? mart.columns.slice(0, mart.columns.findIndex((each) => each.name === "enterprise_id") + 1)
    : [];
  const columns = first.map(
    ({ name }) => `${replaced.get(name) ?? `mart.${quoteName(name)}`} as ${quoteName(name)}`,
  );
  if (first.length > 0)
    columns.push(
      `(select min(known.enterprise_name) from staging.enterprise as known
        where known.enterprise_id = mart.enterprise_id) as ${nameColumn}`,
    );
  const without = first.map(({ name }) => quoteName(name));
  for (const { name } of first) replaced.delete(name);
  const rest = [...replaced].map(([column, value]) => `${value} as ${quoteName(column)}`);
  columns.push(
    `mart.*${without.length ? ` exclude (${without.join(", ")})` : ""}${rest.length ? ` replace (${rest.join(", ")})` : ""}`,
    ...mart.key.map((column, at) => `mart.${quoteName(column)} as order_${at}`),
  );
  return {
    select: `select ${columns.join(", ")}
from ${source} as mart${mart.excelOnly ? ` where ${mart.excelOnly.where}` : ""}`,
    orderBy: mart.key.map((_, at) => `order_${at}`).join(", "),
  };
}
