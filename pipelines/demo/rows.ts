import type { ColumnContract } from "../../models/contract.js";
import { entityContract } from "../../models/entities.js";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";
import { type PlacedRule, placedRules } from "./dirt.js";
import type { DemoTable } from "./tables.js";

function codeWords(column: ColumnContract, clean: string): string {
  const words = (column.values ?? []).map(
    (value) => `when ${quoteText(value.code)} then ${quoteText(value.zh)}`,
  );
  return `case ${clean} ${words.join(" ")} else ${clean} end`;
}

/** A value as this file writes it. */
function written(table: DemoTable, column: ColumnContract, clean: string): string {
  if (table.isChinese && column.values && column.name !== "method") return codeWords(column, clean);
  if (table.isChinese && column.type === "bool")
    return `case when ${clean} then '是' when not ${clean} then '否' end`;
  if (table.dateFormat && column.type === "date") return `strftime(${clean}, ${quoteText(table.dateFormat)})`;
  return `cast(${clean} as varchar)`;
}

function faulty(table: DemoTable, column: ColumnContract, sql: string): string {
  if (column.type === "date") return written(table, column, `cast(${sql} as date)`);
  return `cast(${sql} as varchar)`;
}

function slotted(table: DemoTable, where: string): string {
  return `select *, below(${quoteText(`dirt ${table.entity}`)}, sort_no, 0, 10000) as dirt_slot
    from demo.${table.entity} where ${where}`;
}

/**
 * The select that yields a file's rows: headings, words and dirt in place, faulty extra rows after the row they copy.
 * `isText` false keeps DuckDB's types and English names. Columns sort_no and copy_no come first, for the order.
 */
export function fileSelect(table: DemoTable, isText: boolean, where: string): string {
  const rules = placedRules(table.entity, isText);
  const inPlace = rules.filter((rule) => !rule.isExtra);
  const value = (column: ColumnContract, rule: PlacedRule | null): string => {
    const name = column.publicName ?? column.name;
    const clean = isText ? written(table, column, name) : name;
    const fault = (each: PlacedRule): string | null => {
      const sql = each.columns[name];
      return sql === undefined ? null : isText ? faulty(table, column, sql) : sql;
    };
    if (rule) return fault(rule) ?? clean;
    const cases = inPlace.flatMap((each) => {
      const spoiled = fault(each);
      return spoiled === null ? [] : [`when ${each.condition} then ${spoiled}`];
    });
    return cases.length ? `case ${cases.join(" ")} else ${clean} end` : clean;
  };
  const heading = (column: ColumnContract): string =>
    isText && table.isChinese ? column.heading.zh : (column.publicName ?? column.name);
  const selectOf = (rule: PlacedRule | null): string =>
    `select sort_no, ${rule ? 1 : 0} as copy_no, ${entityContract(table.entity)
      .columns.map((column) => `${value(column, rule)} as ${quoteName(heading(column))}`)
      .join(", ")} from slotted where ${rule ? rule.condition : "true"}`;
  return `with slotted as not materialized (${slotted(table, where)})
${[null, ...rules.filter((rule) => rule.isExtra)].map(selectOf).join("\nunion all\n")}`;
}

/** How many rows of a file bear each kind of dirt, counted with the very conditions that put it there. */
export async function countDirt(
  warehouse: Warehouse,
  table: DemoTable,
  isText: boolean,
  where: string,
): Promise<{ rule: PlacedRule; rows: number }[]> {
  const rules = placedRules(table.entity, isText);
  if (rules.length === 0) return [];
  const counts = rules.map((rule) => `count(*) filter (where ${rule.condition}) as ${quoteName(rule.kind)}`);
  const [row] = await warehouse.rows<Record<string, string>>(
    `select ${counts.join(", ")} from (${slotted(table, where)})`,
  );
  return rules.map((rule) => ({ rule, rows: Number(row?.[rule.kind] ?? 0) }));
}
