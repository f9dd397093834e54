import type { Warehouse } from "../warehouse/open.js";

/**
 * Sources whose newest reading known at `knownAt` failed: their earlier rows stand, marked stale. Of runs that read at the same
 * instant (while the newest stamp lies ahead of the clock, time stands still until something is learnt) the last one counts.
 */
export async function readStaleSources(warehouse: Warehouse, knownAt: string): Promise<Set<string>> {
  const rows = await warehouse.rows<{ source: string }>(
    `with newest as (
        select source, max_by(run_id, (known_at, rowid)) as run_id from warehouse.control.file
        where known_at <= $1::timestamp group by source
    )
    select distinct file.source from warehouse.control.file as file
    join newest on file.source = newest.source and file.run_id = newest.run_id
    where file.state = 'failed'`,
    [knownAt],
  );
  return new Set(rows.map((row) => row.source));
}
