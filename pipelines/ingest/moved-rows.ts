import { quoteText, type Warehouse } from "../warehouse/open.js";
import type { Incoming } from "./incoming.js";

// A row that stands unchanged in a newer file may stand on another line of it: raw is never overwritten, so where it stands now is
// kept beside it, as stretches of rows that moved by the same number of lines. `staging/row-place.ts` reads them.

function setsOf({ entity, source, file }: Incoming): string {
  return `warehouse.raw.moved where entity = ${quoteText(entity)} and source = ${quoteText(source)} and file = ${quoteText(file)}`;
}

/**
 * Keeps where those rows of the temporary table `standing` (raw_id) that are in `staying` (raw_id, row_shift: lines from where the row
 * first stood) stand now: all stretches of the file anew, as a set of its own, or one without rows where all are back, and nothing where they stand as they stood.
 */
export async function keepPlaces(warehouse: Warehouse, incoming: Incoming): Promise<void> {
  // A row that an incremental file no longer has stays live where it was: no stretch may go over it.
  const rows =
    incoming.extract === "full"
      ? "temp.main.staying"
      : `(select standing.raw_id, staying.row_shift from temp.main.standing as standing
        left join temp.main.staying as staying on staying.raw_id = standing.raw_id)`;
  // The ends of stretches first: a running count over all rows takes minutes at a million.
  await warehouse.run(`create or replace temp table stretch as
with told as (
    select raw_id, row_shift, lag(raw_id) over (order by raw_id) as id_before, lag(row_shift) over (order by raw_id) as shift_before
    from ${rows}
), begun as (
    select raw_id, row_shift, lead(id_before) over (order by raw_id) as id_after from told
    where row_shift is distinct from shift_before
)
select raw_id as from_raw_id, coalesce(id_after, (select max(raw_id) from temp.main.staying)) as to_raw_id, row_shift
from begun where row_shift <> 0`);
  const [found] = await warehouse.rows<{
    newest_set: number;
    is_any: boolean;
    is_same: boolean;
  }>(`with kept as (
    select set_number, from_raw_id, to_raw_id, row_shift from ${setsOf(incoming)}
), before as (
    select from_raw_id, to_raw_id, row_shift from kept
    where set_number = (select max(set_number) from kept) and from_raw_id is not null
)
select (select cast(coalesce(max(set_number), 0) as integer) from kept) as newest_set,
    exists (select 1 from temp.main.stretch) as is_any,
    not exists (select * from before except select * from temp.main.stretch)
    and not exists (select * from temp.main.stretch except select * from before) as is_same`);
  if (found && !found.is_same)
    await warehouse.run(`insert into warehouse.raw.moved (entity, source, file, set_number, from_raw_id, to_raw_id, row_shift, run_id, known_at)
select ${quoteText(incoming.entity)}, ${quoteText(incoming.source)}, ${quoteText(incoming.file)}, ${found.newest_set + 1}, from_raw_id, to_raw_id,
    row_shift, ${quoteText(incoming.runId)}, timestamp ${quoteText(incoming.knownAt)}
from ${found.is_any ? "temp.main.stretch" : "(select null as from_raw_id, null as to_raw_id, null as row_shift)"}`);
  await warehouse.run("drop table temp.main.stretch");
}
