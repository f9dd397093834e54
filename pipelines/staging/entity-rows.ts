import type { EntityContract } from "../../models/contract.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { type EntityOptions, insertFaultLines, insertRows } from "./entity-sql.js";
import { groupAlike } from "./live-sql.js";
import type { StagedSource } from "./staged-source.js";
import { workState } from "./staging-tables.js";

/** Rows of each source that left on the way to `staging.<entity>`. */
export interface Leavers {
  readonly rejected: ReadonlyMap<string, number>;
  readonly superseded: ReadonlyMap<string, number>;
}

async function bySource(warehouse: Warehouse, sql: string): Promise<Map<string, number>> {
  const rows = await warehouse.rows<{ source: string; row_count: number }>(sql);
  return new Map(rows.map((row) => [row.source, row.row_count]));
}

async function madeRows(warehouse: Warehouse, sql: string): Promise<number> {
  const result = await warehouse.connection.run(sql);
  return Number((await result.getRows())[0]?.[0] ?? 0);
}

/** Faults of the marked rows, told in a second pass over those few; the rows then leave the table. */
async function reject(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): Promise<Map<string, number>> {
  await warehouse.run(`create or replace temp table faulty_row as
    select work_raw_id as raw_id from staging.${contract.name} where work_state = ${workState.faulty};
    create or replace temp table fault_line (raw_id bigint, source varchar, entity varchar, file varchar, row_number bigint,
        column_name varchar, code varchar, found varchar, expected varchar, raw_row varchar)`);
  for (const group of groupAlike(sources)) await warehouse.run(insertFaultLines(contract, group, options));
  await warehouse.run(`insert into staging.reject
    select source, entity, file, row_number, column_name, code, found, expected, raw_row from temp.fault_line`);
  // Counted from the lines, not from the marks: a row that left without a line shows as a hole in the sum.
  const counts = await bySource(
    warehouse,
    "select source, cast(count(distinct raw_id) as integer) as row_count from temp.fault_line group by source",
  );
  await warehouse.run(`delete from staging.${contract.name} where work_state = ${workState.faulty};
    drop table temp.faulty_row; drop table temp.fault_line`);
  return counts;
}

/**
 * Keeps the latest row of each key. Repeated keys are looked for by hash first, so that only rows which may repeat
 * are ranked: a window over tens of millions of rows would not fit the memory limit.
 */
async function supersede(warehouse: Warehouse, contract: EntityContract): Promise<Map<string, number>> {
  const table = `staging.${contract.name}`;
  const keys = contract.keys.map(quoteName).join(", ");
  const repeated = await madeRows(
    warehouse,
    `create or replace temp table repeated_key as
    select hash(${keys}) as key_hash from ${table} group by key_hash having count(*) > 1`,
  );
  if (repeated === 0) return new Map();
  // A row under the code in force goes before one that came under a former code.
  await warehouse.run(`create or replace temp table superseded_row as
    select row_place, source from (
        select rowid as row_place, source, row_number() over (
            partition by ${keys} order by work_state, known_at desc, file desc, row_number desc, work_raw_id desc
        ) as place
        from ${table} where hash(${keys}) in (select key_hash from temp.repeated_key)
    ) where place > 1`);
  const counts = await bySource(
    warehouse,
    "select source, cast(count(*) as integer) as row_count from temp.superseded_row group by source",
  );
  if (counts.size > 0)
    await warehouse.run(`delete from ${table} where rowid in (select row_place from temp.superseded_row)`);
  return counts;
}

/** Fills `staging.<entity>`, which stands empty with its work columns, from the sources' live rows; rejects and repetitions leave it. */
export async function stageRows(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): Promise<Leavers> {
  for (const group of groupAlike(sources)) await warehouse.run(insertRows(contract, group, options));
  const [faulty] = await warehouse.rows<{ some: boolean }>(
    `select count(*) > 0 as "some" from staging.${contract.name} where work_state = ${workState.faulty}`,
  );
  const rejected = faulty?.some
    ? await reject(warehouse, contract, sources, options)
    : new Map<string, number>();
  return { rejected, superseded: await supersede(warehouse, contract) };
}
