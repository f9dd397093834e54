import { entityContract } from "../../models/entities.js";
import { hasTable } from "../warehouse/has-table.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { liveCondition } from "./live-sql.js";
import { rawKey } from "./raw-tables.js";
import type { StagedSource } from "./staged-source.js";

/** What raw holds of one source at `known_at`. */
export interface LiveCount {
  readonly source: string;
  readonly entity: string;
  /** Live rows. */
  readonly read: number;
  readonly newestRowAt: string | null;
  /** Rows known by then, live or withdrawn. */
  readonly seen: number;
  /** Rows of any time. */
  readonly ever: number;
}

/** The sources of which a file had been read by `known_at`, be it without a row; null where no ledger stands beside raw. */
export async function sourcesRead(
  warehouse: Warehouse,
  knownAt: string,
): Promise<ReadonlySet<string> | null> {
  if (!(await hasTable(warehouse, "control.file", "warehouse"))) return null;
  const rows = await warehouse.rows<{ source: string }>(
    `select distinct source from warehouse.control.file where state = 'read' and known_at <= ${knownAt}`,
  );
  return new Set(rows.map((row) => row.source));
}

/** Withdrawals of an entity known at `known_at`; entities without any are absent. */
export type WithdrawalCounts = ReadonlyMap<string, { readonly vanished: number }>;

async function rawTables(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const rows = await warehouse.rows<{ table_name: string }>(
    "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = 'raw'",
  );
  return new Set(rows.map((row) => row.table_name));
}

export async function withdrawalCounts(warehouse: Warehouse, knownAt: string): Promise<WithdrawalCounts> {
  if (!(await rawTables(warehouse)).has("withdrawal")) return new Map();
  const rows = await warehouse.rows<{ entity: string; vanished: number }>(
    `select entity, cast(count(*) filter (where reason = 'vanished') as integer) as vanished
    from warehouse.raw.withdrawal where known_at <= ${knownAt} group by entity`,
  );
  return new Map(rows.map((row) => [row.entity, { vanished: row.vanished }]));
}

/** The entities of which rows stood by `known_at` on another line of their file than where they first stood. */
export async function movedEntities(warehouse: Warehouse, knownAt: string): Promise<ReadonlySet<string>> {
  if (!(await rawTables(warehouse)).has("moved")) return new Set();
  const rows = await warehouse.rows<{ entity: string }>(
    `select distinct entity from warehouse.raw.moved where known_at <= ${knownAt}`,
  );
  return new Set(rows.map((row) => row.entity));
}

function byEntity(sources: readonly StagedSource[]): ReadonlyMap<string, readonly StagedSource[]> {
  const groups = new Map<string, StagedSource[]>();
  for (const source of sources) groups.set(source.entity, [...(groups.get(source.entity) ?? []), source]);
  return groups;
}

/** Counts of live rows by source name, one pass over each raw table that stands; sources without any row are absent. */
export async function liveCounts(
  warehouse: Warehouse,
  sources: readonly StagedSource[],
  options: { readonly knownAt: string; readonly withdrawals: WithdrawalCounts },
): Promise<ReadonlyMap<string, LiveCount>> {
  const standing = await rawTables(warehouse);
  const queries = [...byEntity(sources)]
    .filter(([entity]) => standing.has(entity))
    .map(([entity, feeding]) => {
      const names = feeding.map((source) => quoteText(source.name)).join(", ");
      const isLive = liveCondition(entityContract(entity), feeding, {
        knownAt: options.knownAt,
        hasWithdrawals: options.withdrawals.has(entity),
      });
      return `select '${entity}' as entity, source, count(*) as ever_count, count(*) filter (where known_at <= ${options.knownAt}) as seen_count,
    count(*) filter (where is_live) as read_count, max(known_at) filter (where is_live) as newest_row_at
from (select source, known_at, ${isLive} as is_live from warehouse.raw.${entity} as raw_row where source in (${names}))
group by source`;
    });
  if (queries.length === 0) return new Map();
  const rows = await warehouse.rows<{
    entity: string;
    source: string;
    ever_count: string;
    seen_count: string;
    read_count: string;
    newest_row_at: string | null;
  }>(queries.join("\nunion all\n"));
  return new Map(
    rows.map((row) => [
      row.source,
      {
        entity: row.entity,
        source: row.source,
        read: Number(row.read_count),
        newestRowAt: row.newest_row_at,
        seen: Number(row.seen_count),
        ever: Number(row.ever_count),
      },
    ]),
  );
}

/** Rows that stand in the staging tables of the `working` entities, by source name, those carried over among them. */
export async function acceptedRows(
  warehouse: Warehouse,
  working: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  if (working.size === 0) return new Map();
  const rows = await warehouse.rows<{ source: string; row_count: string }>(
    [...working]
      .map((entity) => `select source, count(*) as row_count from staging.${entity} group by source`)
      .join("\nunion all\n"),
  );
  return new Map(rows.map((row) => [row.source, Number(row.row_count)]));
}

/** Keys that vanished from a full extract and are not back, by source name. */
export async function withdrawnKeys(
  warehouse: Warehouse,
  sources: readonly StagedSource[],
  options: { readonly knownAt: string; readonly withdrawals: WithdrawalCounts },
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [entity, feeding] of byEntity(sources)) {
    if (!options.withdrawals.get(entity)?.vanished) continue;
    const contract = entityContract(entity);
    const names = feeding.map((source) => quoteText(source.name)).join(", ");
    const key = rawKey(contract, "raw_row");
    const rows = await warehouse.rows<{ source: string; row_count: string }>(`with gone as (
    select distinct raw_row.source, ${key} as key_text from warehouse.raw.${entity} as raw_row
    inner join warehouse.raw.withdrawal as withdrawal on withdrawal.raw_id = raw_row.raw_id and withdrawal.entity = '${entity}'
    where withdrawal.known_at <= ${options.knownAt} and withdrawal.reason = 'vanished' and raw_row.source in (${names})
), live as (
    select distinct raw_row.source, ${key} as key_text from warehouse.raw.${entity} as raw_row
    where ${liveCondition(contract, feeding, { knownAt: options.knownAt, hasWithdrawals: true })}
)
select gone.source, count(*) as row_count from gone
where not exists (select 1 from live where live.source = gone.source and live.key_text = gone.key_text)
group by gone.source`);
    for (const row of rows) counts.set(row.source, Number(row.row_count));
  }
  return counts;
}
