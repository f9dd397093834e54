import type { EntityContract } from "../../models/contract.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { carryOver, findEarlierVersions } from "./earlier-version.js";
import { type EntityOptions, insertFaultLines, insertRows } from "./entity-sql.js";
import { groupAlike, placeOf } from "./live-sql.js";
import type { StagedSource } from "./staged-source.js";
import { workState } from "./staging-tables.js";

async function madeRows(warehouse: Warehouse, sql: string): Promise<number> {
  const result = await warehouse.connection.run(sql);
  return Number((await result.getRows())[0]?.[0] ?? 0);
}

/** Empty working tables of a staging run, which every lane fills; `closeLeavers` drops them. */
export async function openLeavers(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`create or replace table staging.fault_line (raw_id bigint, source varchar, entity varchar, file varchar, row_number bigint,
    column_name varchar, code varchar, found varchar, expected varchar, raw_row varchar);
create or replace table staging.superseded_row (source varchar, entity varchar, file varchar, row_number bigint,
    kept_source varchar, kept_file varchar, kept_row_number bigint, row_place bigint)`);
}

/**
 * Faults of the marked rows, told in a second pass over those few; the rows then leave the table. Returns how many earlier versions of
 * them may be carried over.
 */
async function reject(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): Promise<number> {
  for (const group of groupAlike(sources)) await warehouse.run(insertFaultLines(contract, group, options));
  const earlier = await findEarlierVersions(warehouse, contract, options);
  await warehouse.run(`delete from staging.${contract.name} where work_state = ${workState.faulty}`);
  return earlier;
}

/**
 * Keeps the latest row of each key. Only rows whose key's hash repeats are ranked: a window over tens of millions of
 * rows would not fit the memory limit.
 */
async function supersede(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
): Promise<void> {
  const table = `staging.${contract.name}`;
  const keys = contract.keys.map(quoteName).join(", ");
  // A row under the code in force goes before one that came under a former code. Of rows that came together the later source of sise.yaml
  // goes first, within it the file that sorts last, within that the row that came last (ids follow the lines): where they stand today does
  // not tell, since some may no longer be in the file.
  const superseded = await madeRows(
    warehouse,
    `insert into staging.superseded_row
select source, '${contract.name}', file, row_number, kept_source, kept_file, kept_row_number, row_place from (
    select rowid as row_place, source, file, row_number, row_number() over versions as place, first_value(source) over versions as kept_source,
        first_value(file) over versions as kept_file, first_value(row_number) over versions as kept_row_number
    from ${table}
    where hash(${keys}) in (select hash(${keys}) as key_hash from ${table} group by key_hash having count(*) > 1)
    window versions as (partition by ${keys} order by work_state, known_at desc, ${placeOf(sources)} desc, file desc, work_raw_id desc)
) where place > 1`,
  );
  if (superseded > 0)
    await warehouse.run(
      `delete from ${table} where rowid in (select row_place from staging.superseded_row where entity = '${contract.name}')`,
    );
}

/**
 * Fills `staging.<entity>`, which stands empty with its work columns, from the sources' live rows; rejects and repetitions leave it.
 * Returns by source name how many rows stand there in an earlier version, because the newer one was rejected.
 */
export async function stageRows(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): Promise<ReadonlyMap<string, number>> {
  for (const group of groupAlike(sources)) await warehouse.run(insertRows(contract, group, options));
  const keys = contract.keys.map(quoteName).join(", ");
  const [found] = await warehouse.rows<{ is_faulty: boolean; is_repeated: boolean }>(
    `select
    exists (select 1 from staging.${contract.name} where work_state = ${workState.faulty}) as is_faulty,
    exists (
        select 1 from staging.${contract.name} where work_state <> ${workState.faulty} group by hash(${keys}) having count(*) > 1
    ) as is_repeated`,
  );
  const earlier = found?.is_faulty ? await reject(warehouse, contract, sources, options) : 0;
  if (found?.is_repeated) await supersede(warehouse, contract, sources);
  return earlier > 0 ? carryOver(warehouse, contract, sources, options) : new Map();
}

/** Rows of each source that left on the way to its staging table. */
export interface Leavers {
  readonly rejected: ReadonlyMap<string, number>;
  readonly superseded: ReadonlyMap<string, number>;
}

async function bySource(warehouse: Warehouse, sql: string): Promise<Map<string, number>> {
  const rows = await warehouse.rows<{ source: string; row_count: number }>(sql);
  return new Map(rows.map((row) => [row.source, row.row_count]));
}

/** Writes `staging.reject` and `staging.superseded`, drops the working tables and tells how many rows left. */
export async function closeLeavers(warehouse: Warehouse): Promise<Leavers> {
  await warehouse.run(`insert into staging.reject
select source, entity, file, row_number, column_name, code, found, expected, raw_row from staging.fault_line;
insert into staging.superseded
select source, entity, file, row_number, kept_source, kept_file, kept_row_number from staging.superseded_row`);
  // Counted from the lines, not from the marks: a row that left without a line shows as a hole in the sum.
  const rejected = await bySource(
    warehouse,
    "select source, cast(count(distinct raw_id) as integer) as row_count from staging.fault_line group by source",
  );
  const superseded = await bySource(
    warehouse,
    "select source, cast(count(*) as integer) as row_count from staging.superseded_row group by source",
  );
  await warehouse.run("drop table staging.fault_line; drop table staging.superseded_row");
  return { rejected, superseded };
}
