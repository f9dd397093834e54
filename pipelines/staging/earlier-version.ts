import type { EntityContract } from "../../models/contract.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { type EntityOptions, insertRows } from "./entity-sql.js";
import { groupAlike } from "./live-sql.js";
import { rawKey } from "./raw-tables.js";
import type { StagedSource } from "./staged-source.js";
import { workState } from "./staging-tables.js";

// In a full extract a newer version of a row takes the place of the earlier one before anybody has checked it. Where it is
// then rejected, the earlier one is carried over: one bad cell must not take an enterprise, and all that hangs on it, out of sight.

const candidates = "temp.main.earlier_version";

/**
 * Marks the raw rows that may be carried over: what faulty rows of `staging.<entity>` replaced, unless a good row has their key. Call it
 * before the faulty rows leave. What stood before a key vanished stays gone, also when it comes back. Returns how many there are.
 */
export async function findEarlierVersions(
  warehouse: Warehouse,
  contract: EntityContract,
  options: EntityOptions,
): Promise<number> {
  if (!options.hasWithdrawals || contract.keys.length === 0) return 0;
  const sameKey = contract.keys.map((name) => `good.${quoteName(name)} = marked.${quoteName(name)}`);
  await warehouse.run(`create or replace temp table earlier_version as
with faulty as (
    select distinct raw_row.source, ${rawKey(contract, "raw_row")} as key_text
    from warehouse.raw.${contract.name} as raw_row
    inner join staging.${contract.name} as marked on marked.work_raw_id = raw_row.raw_id
    where marked.work_state = ${workState.faulty} and not exists (
        select 1 from staging.${contract.name} as good
        where good.work_state <> ${workState.faulty} and ${sameKey.join(" and ")}
    )
), gone as (
    select raw_row.raw_id, faulty.source, faulty.key_text, withdrawal.reason, withdrawal.known_at as gone_at
    from warehouse.raw.withdrawal as withdrawal
    inner join warehouse.raw.${contract.name} as raw_row on raw_row.raw_id = withdrawal.raw_id
    inner join faulty on faulty.source = raw_row.source and faulty.key_text = ${rawKey(contract, "raw_row")}
    where withdrawal.entity = '${contract.name}' and withdrawal.known_at <= ${options.knownAt}
)
select gone.raw_id from gone
where gone.reason = 'changed' and not exists (
    select 1 from gone as left_for_good
    where left_for_good.reason = 'vanished' and left_for_good.source = gone.source
        and left_for_good.key_text = gone.key_text and left_for_good.gone_at >= gone.gone_at
)`);
  const [found] = await warehouse.rows<{ row_count: number }>(
    `select cast(count(*) as integer) as row_count from ${candidates}`,
  );
  return found?.row_count ?? 0;
}

/**
 * Puts the latest accepted of the versions that findEarlierVersions marked into `staging.<entity>`; those that were faulty themselves were
 * told in their own time. Call it when each key stands once there. Returns rows carried over by source name.
 */
export async function carryOver(
  warehouse: Warehouse,
  contract: EntityContract,
  sources: readonly StagedSource[],
  options: EntityOptions,
): Promise<ReadonlyMap<string, number>> {
  const table = `staging.${contract.name}`;
  const keys = contract.keys.map(quoteName).join(", ");
  const isEarlier = `work_raw_id in (select raw_id from ${candidates})`;
  const only = `raw_row.raw_id in (select raw_id from ${candidates})`;
  for (const group of groupAlike(sources))
    await warehouse.run(insertRows(contract, group, { ...options, isFew: true, isReplaced: true, only }));
  await warehouse.run(`delete from ${table} where work_state = ${workState.faulty};
delete from ${table} where rowid in (
    select row_place from (
        select rowid as row_place, ${isEarlier} as is_earlier, row_number() over (
            partition by ${keys} order by ${isEarlier}, work_state, known_at desc, file desc, row_number desc, work_raw_id desc
        ) as place
        from ${table}
        where hash(${keys}) in (select hash(${keys}) from ${table} where ${isEarlier})
    ) where is_earlier and place > 1
)`);
  const rows = await warehouse.rows<{ source: string; row_count: number }>(
    `select source, cast(count(*) as integer) as row_count from ${table} where ${isEarlier} group by source`,
  );
  await warehouse.run("drop table temp.main.earlier_version");
  return new Map(rows.map((row) => [row.source, row.row_count]));
}
