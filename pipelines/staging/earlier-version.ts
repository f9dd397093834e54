import type { ColumnContract, EntityContract } from "../../models/contract.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { type EntityOptions, insertRows } from "./entity-sql.js";
import { namesNobody } from "./fault-sql.js";
import { groupAlike, placeOf } from "./live-sql.js";
import { rawKey } from "./raw-tables.js";
import type { StagedSource } from "./staged-source.js";
import { workState } from "./staging-tables.js";

// In a full extract a newer version of a row takes the place of the earlier one before anybody has checked it. Where it is
// then rejected, the earlier one is carried over: one bad cell must not take an enterprise, and all that hangs on it, out of sight.

/** Raw rows that may be carried over, and the faulty rows that replaced them: what both were under is one `source` and `key_text`. */
const candidates = "temp.main.earlier_version";
const faultyRows = "temp.main.faulty_version";

/** Codes that changed are no facts of their own: one that is gone from the list must not lead anywhere. */
const neverCarriedOver = new Set(["enterprise_alias"]);

/** The columns that say whose a row is. A region is none: an enterprise with a wrong one is still that enterprise. */
function ownerColumns(contract: EntityContract): readonly ColumnContract[] {
  return contract.columns.filter(({ foreign }) => foreign?.rejects && foreign.entity !== "region");
}

/** SQL that is true of a row `staged` of `staging.<entity>` that names an owner who is not there. */
function hasNoOwner(contract: EntityContract): string {
  const missing = ownerColumns(contract).flatMap(({ name, foreign }) =>
    foreign ? [`(${namesNobody(`staged.${quoteName(name)}`, foreign)})`] : [],
  );
  return missing.length > 0 ? missing.join(" or ") : "false";
}

/**
 * Marks the raw rows that may be carried over: what faulty rows of `staging.<entity>` replaced, unless a good row has their key or
 * their owner is not there. Call it before the faulty rows leave. What stood before a key vanished, or before the file was read in
 * another way, stays gone. Returns how many there are.
 */
export async function findEarlierVersions(
  warehouse: Warehouse,
  contract: EntityContract,
  options: EntityOptions,
): Promise<number> {
  if (!options.hasWithdrawals || contract.keys.length === 0 || neverCarriedOver.has(contract.name)) return 0;
  const sameKey = contract.keys.map((name) => `good.${quoteName(name)} = staged.${quoteName(name)}`);
  await warehouse.run(`create or replace temp table faulty_version as
select raw_row.source, ${rawKey(contract, "raw_row")} as key_text, staged.file, staged.row_number
from warehouse.raw.${contract.name} as raw_row
inner join staging.${contract.name} as staged on staged.work_raw_id = raw_row.raw_id
where staged.work_state = ${workState.faulty} and not (${hasNoOwner(contract)}) and not exists (
    select 1 from staging.${contract.name} as good
    where good.work_state <> ${workState.faulty} and ${sameKey.join(" and ")}
);
create or replace temp table earlier_version as
with faulty as (
    select distinct source, key_text from ${faultyRows}
), version as (
    select raw_row.raw_id, raw_row.known_at, faulty.source, faulty.key_text
    from warehouse.raw.${contract.name} as raw_row
    inner join faulty on faulty.source = raw_row.source and faulty.key_text = ${rawKey(contract, "raw_row")}
    where raw_row.known_at <= ${options.knownAt}
), leaving as (
    select raw_id, source, reason, known_at from warehouse.raw.withdrawal
    where entity = '${contract.name}' and known_at <= ${options.knownAt}
), gone as (
    -- A row that moved to a file that was read later in the same run is replaced, not gone; unless that run read the source in another way.
    select version.raw_id, version.source, version.key_text, leaving.known_at as gone_at,
        leaving.reason = 'changed' or (
            leaving.reason = 'vanished'
            and exists (
                select 1 from version as arriving
                where arriving.source = version.source and arriving.key_text = version.key_text and arriving.known_at = leaving.known_at
            )
            and not exists (
                select 1 from leaving as other
                where other.source = leaving.source and other.reason = 'reread' and other.known_at = leaving.known_at
            )
        ) as is_replaced
    from version
    inner join leaving on leaving.raw_id = version.raw_id
)
select gone.raw_id, gone.gone_at, gone.source, gone.key_text from gone
where gone.is_replaced and not exists (
    select 1 from gone as left_for_good
    where not left_for_good.is_replaced and left_for_good.source = gone.source
        and left_for_good.key_text = gone.key_text and left_for_good.gone_at >= gone.gone_at
)`);
  const [found] = await warehouse.rows<{ row_count: number }>(
    `select cast(count(*) as integer) as row_count from ${candidates}`,
  );
  return found?.row_count ?? 0;
}

/**
 * Puts the accepted one that was replaced last, of the versions that findEarlierVersions marked, into `staging.<entity>`, and beside it
 * into `staging.carried_over` with each faulty row that it stands for; versions that were faulty themselves were told in their own
 * time. Call it when each key stands once there. Returns rows carried over by source name.
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
    await warehouse.run(insertRows(contract, group, { ...options, isFew: true, isWithdrawn: true, only }));
  // Behind a version whose owner is gone nothing is carried over: an owner before that one must not get the row back.
  if (ownerColumns(contract).length > 0)
    await warehouse.run(`delete from ${table} where rowid in (
    select older.rowid from ${table} as older
    inner join ${candidates} as older_version on older_version.raw_id = older.work_raw_id
    inner join ${table} as staged on ${contract.keys.map((name) => `staged.${quoteName(name)} = older.${quoteName(name)}`).join(" and ")}
    inner join ${candidates} as newer_version on newer_version.raw_id = staged.work_raw_id
    where older_version.gone_at < newer_version.gone_at and (${hasNoOwner(contract)})
)`);
  await warehouse.run(`delete from ${table} where work_state = ${workState.faulty};
delete from ${table} where rowid in (
    select row_place from (
        select staged.rowid as row_place, earlier.raw_id is not null as is_earlier, row_number() over (
            partition by ${keys}
            order by earlier.raw_id is not null, work_state, earlier.gone_at desc, known_at desc, ${placeOf(sources, "staged.source")} desc, file desc, work_raw_id desc
        ) as place
        from ${table} as staged
        left join ${candidates} as earlier on earlier.raw_id = staged.work_raw_id
        where hash(${keys}) in (select hash(${keys}) from ${table} where ${isEarlier})
    ) where is_earlier and place > 1
)`);
  // Another row may stand on that line today: the file is named as it was read then.
  await warehouse.run(
    `update ${table} set file = file || '@' || strftime(known_at, '%Y-%m-%dT%H:%M:%S.%gZ') where ${isEarlier}`,
  );
  await warehouse.run(`insert into staging.carried_over
select '${contract.name}', staged.source, staged.file, staged.row_number, staged.known_at, raw_row.file, faulty.file, faulty.row_number
from ${table} as staged
inner join ${candidates} as earlier on earlier.raw_id = staged.work_raw_id
inner join warehouse.raw.${contract.name} as raw_row on raw_row.raw_id = staged.work_raw_id
inner join ${faultyRows} as faulty on faulty.source = earlier.source and faulty.key_text = earlier.key_text;`);
  const rows = await warehouse.rows<{ source: string; row_count: number }>(
    `select source, cast(count(*) as integer) as row_count from ${table} where ${isEarlier} group by source`,
  );
  await warehouse.run(`drop table ${candidates};
drop table ${faultyRows}`);
  return new Map(rows.map((row) => [row.source, row.row_count]));
}
