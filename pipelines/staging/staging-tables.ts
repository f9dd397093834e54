import type { EntityContract } from "../../models/contract.js";
import { entities } from "../../models/entities.js";
import { quoteName } from "../warehouse/open.js";
import { storedType } from "./value-sql.js";

/** `found_at` → `found_on`: the column that holds the day of a time column. */
export function dayColumn(timeColumn: string): string {
  return timeColumn.replace(/_at$/, "_on");
}

/** The columns of `staging.<entity>` in their order, with DuckDB types (architecture.md §3). */
export function stagingColumns(contract: EntityContract): readonly (readonly [name: string, type: string])[] {
  return [
    ...contract.columns.map((column) => [column.name, storedType(column)] as const),
    ...contract.columns
      .filter((column) => column.type === "time")
      .map((column) => [dayColumn(column.name), "date"] as const),
    ["source", "varchar"],
    ["file", "varchar"],
    ["row_number", "bigint"],
    ["known_at", "timestamp"],
  ];
}

/** Two columns that a staging table has only while it is being made: the raw row, and what is to become of it. */
export const workColumns = [
  ["work_raw_id", "bigint"],
  ["work_state", "utinyint"],
] as const;

/** Values of `work_state`. */
export const workState = { good: 0, renamed: 1, faulty: 2 } as const;

const bookkeeping = [
  "evaluation (as_of date, is_current boolean, known_at timestamp)",
  "reject (source varchar, entity varchar, file varchar, row_number bigint, column_name varchar, code varchar, found varchar, expected varchar, raw_row varchar)",
  "superseded (source varchar, entity varchar, file varchar, row_number bigint, kept_source varchar, kept_file varchar, kept_row_number bigint)",
  "source_count (source varchar, entity varchar, read bigint, accepted bigint, rejected bigint, superseded bigint, withdrawn bigint, carried_over bigint, newest_row_at timestamp, is_stale boolean)",
  "carried_over (entity varchar, source varchar, file varchar, row_number bigint, known_at timestamp, source_file varchar, rejected_file varchar, rejected_row bigint)",
  "orphan (entity varchar, column_name varchar, found varchar, row_count bigint)",
  "entity_supply (entity varchar, is_supplied boolean)",
  "enterprise_alias_resolved (old_enterprise_id varchar, enterprise_id varchar)",
];

/** The statements that make every staging table anew and empty; those of `working` entities with the work columns. */
export function stagingDdl(working: ReadonlySet<string>): string {
  const tables = entities.map((contract) => {
    const columns = [...stagingColumns(contract), ...(working.has(contract.name) ? workColumns : [])];
    return `${contract.name} (${columns.map(([name, type]) => `${quoteName(name)} ${type}`).join(", ")})`;
  });
  return [
    "create schema if not exists staging",
    ...[...tables, ...bookkeeping].map((table) => `create or replace table staging.${table}`),
  ].join(";\n");
}
