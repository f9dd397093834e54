import type { RuleTable } from "../../models/rule-tables.js";
import { ruleTables } from "../../models/rule-tables.js";
import { entities } from "../../models/entities.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { computedTables } from "../../pipelines/computed/tables.js";
import { stagingDdl } from "../../pipelines/staging/staging-tables.js";
import { type BuildNode, buildTables, readBuildNodes } from "../../pipelines/warehouse/build.js";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";
import { loadRules, readRulePacks } from "../../pipelines/rules.js";

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** The day of the small city, and the quarter-end before it. */
export const asOf = "2026-11-22";
export const dayBefore = "2026-09-30";

/** A build in memory with every staging and rules table, into which a test puts its rows. */
export interface SmallWarehouse {
  readonly warehouse: Warehouse;
  /** Adds rows to a table of staging or rules; columns not named are null. A time `<x>_at` also gives its day `<x>_on`. */
  put(table: string, rows: readonly Row[]): Promise<void>;
  /** Makes the tables named and all that they need; all of them when none is named. */
  build(...only: string[]): Promise<void>;
  rows<Found extends object = Record<string, Cell>>(sql: string): Promise<Found[]>;
  close(): void;
}

let shared: Promise<{ packs: Awaited<ReturnType<typeof readRulePacks>> }> | null = null;

function written(cell: Cell): string {
  if (cell === null) return "null";
  return typeof cell === "string" ? quoteText(cell) : String(cell);
}

/** Times in the small city are its own: the day is the first ten letters. */
function withDays(row: Row): Row {
  const days = Object.entries(row)
    .filter(([name, cell]) => name.endsWith("_at") && name !== "known_at" && typeof cell === "string")
    .map(([name, cell]) => [name.replace(/_at$/, "_on"), String(cell).slice(0, 10)] as const);
  return { ...Object.fromEntries(days), ...row };
}

/**
 * A small build; `rules` "shipped" loads the shipped packs, "none" leaves the rules tables empty.
 * Every entity counts as supplied but those of `unsupplied`.
 */
export async function openSmallWarehouse(
  options: {
    readonly rules?: "shipped" | "none";
    readonly unsupplied?: readonly string[];
    /** Evaluation days; the first is the current one. */
    readonly days?: readonly string[];
    readonly methods?: Readonly<Record<string, string>>;
  } = {},
): Promise<SmallWarehouse> {
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  await warehouse.run(stagingDdl(new Set()));
  if (options.rules === "none") {
    await warehouse.run("create schema rules");
    for (const table of Object.keys(ruleTables) as RuleTable[]) {
      const columns = Object.entries(ruleTables[table]).map(([name, type]) => `${name} ${type}`);
      await warehouse.run(`create table rules.${table} (${columns.join(", ")})`);
    }
  } else {
    shared ??= readRulePacks({ catalogue: indicatorCatalogue }).then((packs) => ({ packs }));
    await loadRules(warehouse, (await shared).packs, { methods: options.methods ?? {} });
  }
  const days = options.days ?? [asOf];
  await warehouse.run(
    `insert into staging.evaluation values ${days.map((day, place) => `(date ${quoteText(day)}, ${place === 0}, timestamp '2026-11-23 02:00:00')`).join(", ")}`,
  );
  await warehouse.run(
    `insert into staging.entity_supply values ${entities.map(({ name }) => `(${quoteText(name)}, ${!options.unsupplied?.includes(name)})`).join(", ")}`,
  );
  let nodes: readonly BuildNode[] | null = null;
  let rowNumber = 2;
  return {
    warehouse,
    async put(table, rows) {
      const isStaged =
        table.startsWith("staging.") && entities.some(({ name }) => table === `staging.${name}`);
      const full = rows.map(
        (row): Row =>
          isStaged
            ? {
                source: "small",
                file: `data/${table.slice("staging.".length)}.csv`,
                row_number: rowNumber++,
                known_at: "2026-11-22 12:00:00",
                ...withDays(row),
              }
            : row,
      );
      // Rows with the same columns go in together.
      const alike = new Map<string, Row[]>();
      for (const row of full) {
        const columns = Object.keys(row).join(", ");
        const group = alike.get(columns);
        if (group) group.push(row);
        else alike.set(columns, [row]);
      }
      for (const [columns, group] of alike) {
        const values = group.map((row) => `(${Object.values(row).map(written).join(", ")})`);
        await warehouse.run(`insert into ${table} (${columns}) values ${values.join(", ")}`);
      }
    },
    async build(...only) {
      nodes ??= await readBuildNodes(warehouse, computedTables);
      await buildTables(warehouse, only.length > 0 ? { nodes, only } : { nodes });
    },
    rows: (sql) => warehouse.rows(sql),
    close: () => warehouse.close(),
  };
}

/** An enterprise of industry and trade with the columns that every enterprise has. */
export function enterprise(id: string, more: Row = {}): Row {
  return {
    enterprise_id: id,
    enterprise_name: `企业${id}`,
    region_code: "650203",
    industry_code: "C26",
    regulated_sector: "industry_trade",
    operating_status: "operating",
    ...more,
  };
}
