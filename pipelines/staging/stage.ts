import { entities, entityContract } from "../../models/entities.js";
import type { EntityContract } from "../../models/contract.js";
import { runInLanes } from "../warehouse/lanes.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { resolveAliases } from "./alias.js";
import { cityClock } from "./city-clock.js";
import { checkCorrections } from "./corrections.js";
import { closeLeavers, openLeavers, stageRows } from "./entity-rows.js";
import { findOrphans } from "./orphans.js";
import { type SourceCount, type StagedSource, withTableNames } from "./staged-source.js";
import { stagingDdl, workColumns } from "./staging-tables.js";
import {
  acceptedRows,
  type LiveCount,
  liveCounts,
  movedEntities,
  sourcesRead,
  withdrawalCounts,
  withdrawnKeys,
} from "./supply.js";

export type { Correction, SourceCount, StagedSource } from "./staged-source.js";

export interface StageOptions {
  /** The sources of sise.yaml; raw rows of any other source are left alone. */
  readonly sources: readonly StagedSource[];
  /** The business day of the run, `2026-11-23`. */
  readonly asOf: string;
  /** The UTC instant whose knowledge counts, `2026-11-23T00:00:00Z`; without a zone it is UTC. */
  readonly knownAt: string;
  /** Earlier days for which levels are recomputed. */
  readonly evaluationDays: readonly string[];
  /** IANA zone of the city. */
  readonly timeZone: string;
  /** How many entities may be staged at once; one where DuckDB splits the work itself. */
  readonly lanes?: number;
}

// Below this many rows of an entity, planning its statement takes longer than running it (measured).
const fewRows = 2000;

const alias = "enterprise_alias";

/** Entities that must stand before: changed codes, and those among which a check looks for a parent. */
function waitsFor(contract: EntityContract): string[] {
  const parents = contract.columns.flatMap(({ foreign }) => (foreign?.rejects ? [foreign.entity] : []));
  return contract.name === alias ? [] : [alias, ...parents.filter((parent) => parent !== contract.name)];
}

/** The entities with rows: first those that others wait for, then the longest. */
function stagingOrder(rowsOf: ReadonlyMap<string, number>): EntityContract[] {
  const working = entities.filter((contract) => (rowsOf.get(contract.name) ?? 0) > 0);
  const awaited = new Set(working.flatMap(waitsFor));
  const rank = ({ name }: EntityContract): number => (awaited.has(name) ? Infinity : (rowsOf.get(name) ?? 0));
  return working.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

/** A UTC timestamp literal from an ISO text; throws when it is none. */
export function utcLiteral(text: string): string {
  const zoned = /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`;
  const instant = new Date(zoned);
  if (Number.isNaN(instant.getTime()))
    throw new Error(`known_at: ${text} found, an ISO 8601 time such as 2026-11-23T00:00:00Z expected`);
  return `timestamp ${quoteText(instant.toISOString().replace("T", " ").replace("Z", ""))}`;
}

/**
 * Makes every table of `staging` in the catalog in use from `warehouse.raw.*` (architecture.md §3): live rows at
 * `knownAt`, constants, value translation, corrections, types, checks, changed enterprise codes, foreign keys, the
 * latest row of each key. Returns a count a source, in the order of entity and name. Throws a Fault when a correction
 * no longer fits or changed codes go round in a circle.
 */
export async function stage(warehouse: Warehouse, options: StageOptions): Promise<SourceCount[]> {
  const knownAt = utcLiteral(options.knownAt);
  const clock = cityClock(options.timeZone);
  const sources = withTableNames(options.sources);
  const sourcesOf = (entity: string): StagedSource[] => sources.filter((one) => one.entity === entity);
  for (const source of sources) entityContract(source.entity);

  const withdrawals = await withdrawalCounts(warehouse, knownAt);
  const moved = await movedEntities(warehouse, knownAt);
  const live = await liveCounts(warehouse, sources, { knownAt, withdrawals });
  const rowsOf = new Map<string, number>();
  for (const one of live.values()) rowsOf.set(one.entity, (rowsOf.get(one.entity) ?? 0) + one.read);
  const order = stagingOrder(rowsOf);
  const working = new Set(order.map((contract) => contract.name));
  await warehouse.run(stagingDdl(working));

  await openLeavers(warehouse);
  const carriedOver = new Map<string, number>();
  let hasAliases = false;
  await runInLanes(
    warehouse,
    options.lanes ?? 1,
    order.map((contract) => ({
      name: contract.name,
      after: waitsFor(contract),
      work: async (lane) => {
        const feeding = sourcesOf(contract.name).filter((one) => (live.get(one.name)?.read ?? 0) > 0);
        const entityOptions = {
          knownAt,
          clock,
          hasAliases,
          hasWithdrawals: withdrawals.has(contract.name),
          hasMoved: moved.has(contract.name),
          isFew: (rowsOf.get(contract.name) ?? 0) < fewRows,
        };
        for (const source of feeding) await checkCorrections(lane, contract, source, entityOptions);
        for (const [name, rows] of await stageRows(lane, contract, feeding, entityOptions))
          carriedOver.set(name, rows);
        if (contract.name === alias) hasAliases = await resolveAliases(lane);
      },
    })),
  );

  const leavers = await closeLeavers(warehouse);
  const read = await sourcesRead(warehouse, knownAt);
  const supplied = new Set(
    sources.filter((one) => isSupplied(one, live.get(one.name), read)).map((one) => one.entity),
  );
  await findOrphans(warehouse, supplied, working, options.lanes ?? 1);
  const accepted = await acceptedRows(warehouse, working);
  const vanished = await withdrawnKeys(warehouse, sources, { knownAt, withdrawals });
  const counts = sources
    .map((source): SourceCount => {
      const found = live.get(source.name);
      return {
        source: source.name,
        entity: source.entity,
        read: found?.read ?? 0,
        accepted: (accepted.get(source.name) ?? 0) - (carriedOver.get(source.name) ?? 0),
        rejected: leavers.rejected.get(source.name) ?? 0,
        superseded: leavers.superseded.get(source.name) ?? 0,
        withdrawn: vanished.get(source.name) ?? 0,
        carriedOver: carriedOver.get(source.name) ?? 0,
        newestRowAt: found?.newestRowAt ?? null,
        isStale: source.isStale,
      };
    })
    .sort((a, b) => (a.entity === b.entity ? (a.source < b.source ? -1 : 1) : a.entity < b.entity ? -1 : 1));
  await keepBooks(warehouse, options, knownAt, counts, supplied, working);
  return counts;
}

/**
 * A source that never delivered by `known_at` supplies nothing: not before its first file, and not when that could not be read. One whose
 * file was read by then and held no row supplies none, which is an answer, whatever rows came later.
 */
function isSupplied(
  source: StagedSource,
  found: LiveCount | undefined,
  read: ReadonlySet<string> | null,
): boolean {
  if (found && found.seen > 0) return true;
  if (source.isStale) return false;
  return read === null ? !(found && found.ever > 0) : read.has(source.name);
}

async function keepBooks(
  warehouse: Warehouse,
  options: StageOptions,
  knownAt: string,
  counts: readonly SourceCount[],
  supplied: ReadonlySet<string>,
  working: ReadonlySet<string>,
): Promise<void> {
  const days = [...new Set([options.asOf, ...options.evaluationDays])].sort();
  const evaluation = days.map((day) => `(date ${quoteText(day)}, ${day === options.asOf}, ${knownAt})`);
  const supply = entities.map((one) => `('${one.name}', ${supplied.has(one.name)})`);
  const books = counts.map(
    (one) =>
      `(${quoteText(one.source)}, '${one.entity}', ${one.read}, ${one.accepted}, ${one.rejected}, ${one.superseded}, ${one.withdrawn}, ${one.carriedOver}, ${one.newestRowAt === null ? "null" : `timestamp ${quoteText(one.newestRowAt)}`}, ${one.isStale})`,
  );
  const dropped = [...working].flatMap((entity) =>
    workColumns.map(([name]) => `alter table staging.${entity} drop column ${name}`),
  );
  await warehouse.run(
    [
      `insert into staging.evaluation values ${evaluation.join(", ")}`,
      `insert into staging.entity_supply values ${supply.join(", ")}`,
      ...(books.length > 0 ? [`insert into staging.source_count values ${books.join(", ")}`] : []),
      ...dropped,
    ].join(";\n"),
  );
}
