import type { EntityContract } from "../../models/contract.js";
import { entityContract } from "../../models/entities.js";
import { rawKey } from "../staging/raw-tables.js";
import type { Incoming } from "./incoming.js";
import { keepPlaces } from "./moved-rows.js";
import { quoteName, quoteText, type Warehouse } from "../warehouse/open.js";

/**
 * Appends the rows of a relation (as `incomingSql` makes it) of which none stands yet, straight from the file; returns how many.
 * Call it within a transaction.
 */
export async function appendAll(warehouse: Warehouse, incoming: Incoming, relation: string): Promise<number> {
  const [row] = await warehouse.rows<{ Count: string }>(appendSql(incoming, `(${relation})`));
  return Number(row?.Count ?? 0);
}

/** What a file changed in raw. */
export interface Difference {
  readonly added: number;
  readonly withdrawn: number;
}

async function count(warehouse: Warehouse, sql: string): Promise<number> {
  const [row] = await warehouse.rows<{ n: string }>(`select count(*) as n from ${sql}`);
  return Number(row?.n ?? 0);
}

function liveRows(incoming: Pick<Incoming, "source" | "entity" | "file">): string {
  return `warehouse.raw.${incoming.entity} as raw_row
where raw_row.source = ${quoteText(incoming.source)} and raw_row.file = ${quoteText(incoming.file)}
    and not exists (select 1 from warehouse.raw.withdrawal as gone where gone.entity = '${incoming.entity}' and gone.raw_id = raw_row.raw_id)`;
}

/** Whether rows of a file stand in raw and are not withdrawn. */
export async function hasLiveRows(
  warehouse: Warehouse,
  file: Pick<Incoming, "source" | "entity" | "file">,
): Promise<boolean> {
  const rows = await warehouse.rows(`select 1 as one from ${liveRows(file)} limit 1`);
  return rows.length > 0;
}

function appendSql(incoming: Incoming, from: string): string {
  const columns = entityContract(incoming.entity)
    .columns.map((column) => quoteName(column.name))
    .join(", ");
  // Row numbers are unique in a file: added to the highest id they are ids, without a sort.
  return `insert into warehouse.raw.${incoming.entity} (raw_id, source, file, row_number, row_checksum, run_id, known_at, parse_fault, other_columns, ${columns})
select (select coalesce(max(raw_id), 0) from warehouse.raw.${incoming.entity}) + row_number, ${quoteText(incoming.source)}, ${quoteText(incoming.file)},
    row_number, row_checksum, ${quoteText(incoming.runId)}, timestamp ${quoteText(incoming.knownAt)}, parse_fault, other_columns, ${columns}
from ${from}`;
}

/**
 * Withdraws the rows of the temporary table `leaving` (raw_id): `changed` where their key still stands in the source (`reread` where the
 * file is now read in another way), else `vanished`.
 */
async function withdraw(warehouse: Warehouse, incoming: Incoming, isGone: boolean): Promise<void> {
  const contract = entityContract(incoming.entity);
  const { keys } = contract;
  const key = (table: string): string => rawKey(contract, table);
  const standing = [
    ...(isGone ? [] : [`select ${key("incoming")} as key_text from temp.main.incoming as incoming`]),
    `select ${key("raw_row")} as key_text from warehouse.raw.${incoming.entity} as raw_row
    where raw_row.source = ${quoteText(incoming.source)} and raw_row.file <> ${quoteText(incoming.file)}
        and not exists (select 1 from warehouse.raw.withdrawal as gone where gone.entity = '${incoming.entity}' and gone.raw_id = raw_row.raw_id)`,
  ].join("\n    union all\n    ");
  // Of the keys that stand, only those that leave are kept in memory: a source may hold tens of millions.
  await warehouse.run(`insert into warehouse.raw.withdrawal (entity, source, raw_id, run_id, known_at, reason)
with leaving_key as (
    select raw_row.raw_id, ${keys.length > 0 ? key("raw_row") : "cast(null as varchar)"} as key_text from warehouse.raw.${incoming.entity} as raw_row
    where raw_row.raw_id in (select raw_id from temp.main.leaving)
), standing_key as (
    select distinct key_text from (${keys.length > 0 ? standing : "select cast(null as varchar) as key_text where false"})
    where key_text in (select key_text from leaving_key)
)
select '${incoming.entity}', ${quoteText(incoming.source)}, leaving_key.raw_id, ${quoteText(incoming.runId)}, timestamp ${quoteText(incoming.knownAt)},
    case when standing_key.key_text is null then 'vanished' else '${incoming.isReread ? "reread" : "changed"}' end
from leaving_key
left join standing_key on standing_key.key_text = leaving_key.key_text`);
}

/** Whether a row of `table` has a key at all: rows without one are no versions of each other. */
function hasKey(contract: EntityContract, table: string): string {
  const keys = contract.columns.filter((column) => column.key);
  return [
    `${table}.parse_fault is null`,
    ...keys.map((column) => `trim(coalesce(${table}.${quoteName(column.name)}, '')) <> ''`),
  ].join(" and ");
}

/**
 * Moves from `staying` to the temporary table `again` (row_number) what an incremental file says again: rows that are older than another
 * one of their key which has left the file. Nothing of such a file is withdrawn, so only as rows that are new do they take its place.
 */
async function sayAgain(warehouse: Warehouse, incoming: Incoming): Promise<void> {
  const contract = entityContract(incoming.entity);
  const none = "create or replace temp table again (raw_id bigint, row_number bigint)";
  if (incoming.extract !== "incremental" || contract.keys.length === 0) return warehouse.run(none);
  // As numbers of 16 bytes, the keys of tens of millions of rows fit the memory limit.
  const keyed = (rows: string): string =>
    `select raw_row.raw_id, md5_number(${rawKey(contract, "raw_row")}) as key_number from warehouse.raw.${incoming.entity} as raw_row
    where raw_row.raw_id in (${rows}) and ${hasKey(contract, "raw_row")}`;
  await warehouse.run(`create or replace temp table again as
with newest as (
    select key_number, max(raw_id) as raw_id from (${keyed("select raw_id from temp.main.standing where raw_id not in (select raw_id from temp.main.staying)")})
    group by key_number
)
select staying.raw_id, staying.row_number from (${keyed("select raw_id from temp.main.staying")}) as stays
inner join newest on newest.key_number = stays.key_number and newest.raw_id > stays.raw_id
inner join temp.main.staying as staying on staying.raw_id = stays.raw_id;
delete from temp.main.staying where raw_id in (select raw_id from temp.main.again)`);
}

/**
 * Lays the rows of the temporary table `incoming` beside the live rows of the same file, each text as often as it occurs, from the last: what is new is appended
 * (of an incremental file also what it says again), and of a full extract what is no longer there is withdrawn; where what stays now stands is kept.
 * Call it within a transaction.
 */
export async function takeOver(warehouse: Warehouse, incoming: Incoming): Promise<Difference> {
  await warehouse.run(`create or replace temp table standing as
select raw_row.raw_id, raw_row.row_number, raw_row.row_checksum,
    row_number() over (partition by raw_row.row_checksum order by raw_row.raw_id desc) as occurrence
from ${liveRows(incoming)};
create or replace temp table arriving as
select row_number, row_checksum, row_number() over (partition by row_checksum order by row_number desc) as occurrence from temp.main.incoming;
create or replace temp table staying as
select standing.raw_id, arriving.row_number, arriving.row_number - standing.row_number as row_shift
from temp.main.standing as standing
inner join temp.main.arriving as arriving
    on standing.row_checksum = arriving.row_checksum and standing.occurrence = arriving.occurrence`);
  await sayAgain(warehouse, incoming);
  await warehouse.run(`create or replace temp table fresh as
select row_number from temp.main.arriving
where row_number not in (select row_number from temp.main.staying) and row_number not in (select row_number from temp.main.again);
create or replace temp table leaving as
select raw_id from temp.main.standing where raw_id not in (select raw_id from temp.main.staying)`);
  const fresh = await count(warehouse, "temp.main.fresh");
  const again = await count(warehouse, "temp.main.again");
  const withdrawn = incoming.extract === "full" ? await count(warehouse, "temp.main.leaving") : 0;
  if (withdrawn > 0) await withdraw(warehouse, incoming, false);
  // What was never said counts before what is said again, so it is appended last: of rows of one key the highest id counts.
  for (const [rows, table] of [
    [again, "again"],
    [fresh, "fresh"],
  ] as const)
    if (rows > 0)
      await warehouse.run(
        appendSql(
          incoming,
          `(select * from temp.main.incoming where row_number in (select row_number from temp.main.${table}))`,
        ),
      );
  await keepPlaces(warehouse, incoming);
  return { added: fresh + again, withdrawn };
}

/** Withdraws all live rows of a file that vanished from a full extract. Call it within a transaction. */
export async function withdrawFile(warehouse: Warehouse, incoming: Incoming): Promise<Difference> {
  await warehouse.run(
    `create or replace temp table leaving as select raw_row.raw_id from ${liveRows(incoming)}`,
  );
  const withdrawn = await count(warehouse, "temp.main.leaving");
  if (withdrawn > 0) await withdraw(warehouse, incoming, true);
  return { added: 0, withdrawn };
}
