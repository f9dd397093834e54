import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRawTables, rawColumns } from "../../pipelines/staging/raw-tables.js";
import { type SourceCount, type StagedSource, stage } from "../../pipelines/staging/stage.js";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";

export type Cells = Readonly<Record<string, string | null>>;

/** A small warehouse of its own, with a build catalog in memory, and raw rows as the tests please. */
export interface StagingCity {
  readonly warehouse: Warehouse;
  /** Appends raw rows; row numbers start at 2. Returns their raw_ids. */
  load(
    source: string,
    entity: string,
    rows: readonly Cells[],
    options?: { file?: string; knownAt?: string },
  ): Promise<number[]>;
  withdraw(entity: string, rawIds: readonly number[], reason: string, knownAt: string): Promise<void>;
  stage(sources: readonly Partial<StagedSource>[], knownAt?: string): Promise<SourceCount[]>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

export const firstDay = "2026-11-01 00:00:00";

export function source(given: Partial<StagedSource>): StagedSource {
  return {
    name: given.entity ?? "nameless",
    entity: "enterprise",
    extract: "full",
    values: {},
    set: {},
    corrections: [],
    foreignIds: false,
    isStale: false,
    ...given,
  };
}

export async function openStagingCity(timeZone = "Asia/Shanghai"): Promise<StagingCity> {
  const folder = mkdtempSync(join(tmpdir(), "sise-staging-"));
  const warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "1GiB",
    threads: 2,
  });
  await createRawTables(warehouse);
  await warehouse.run("attach ':memory:' as build; use build");
  let nextId = 1;
  return {
    warehouse,
    async load(name, entity, rows, options = {}) {
      const ids = rows.map(() => nextId++);
      const columns = rawColumns(entity).map(([column]) => column);
      const tuples = rows.map((cells, index) => {
        const given: Record<string, string | null | undefined> = {
          raw_id: String(ids[index]),
          source: name,
          file: options.file ?? `data/${entity}.csv`,
          row_number: String(index + 2),
          run_id: "r1",
          known_at: options.knownAt ?? firstDay,
          ...cells,
        };
        const values = columns.map((column) => given[column] ?? null);
        return `(${values.map((value) => (value === null ? "null" : quoteText(value))).join(", ")})`;
      });
      if (rows.length > 0)
        await warehouse.run(`insert into warehouse.raw.${entity} values ${tuples.join(",\n")}`);
      return ids;
    },
    async withdraw(entity, rawIds, reason, knownAt) {
      for (const id of rawIds)
        await warehouse.run(
          `insert into warehouse.raw.withdrawal values ('${entity}', 's', ${id}, 'r2', timestamp '${knownAt}', '${reason}')`,
        );
    },
    stage(sources, knownAt = "2026-11-23T00:00:00Z") {
      return stage(warehouse, {
        sources: sources.map(source),
        asOf: "2026-11-22",
        knownAt,
        evaluationDays: ["2026-09-30"],
        timeZone,
      });
    },
    rows: (sql) => warehouse.rows(sql),
    close() {
      warehouse.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
