import type { Warehouse } from "../warehouse/open.js";

/** Sources whose newest reading known at `knownAt` failed: their earlier rows stand, marked stale. */
export async function readStaleSources(warehouse: Warehouse, knownAt: string): Promise<Set<string>> {
  const rows = await warehouse.rows<{ source: string }>(
    `with newest as (
        select source, max(known_at) as known_at from warehouse.control.file where known_at <= $1::timestamp group by source
    )
    select distinct file.source from warehouse.control.file as file
    join newest on file.source = newest.source and file.known_at = newest.known_at
    where file.state = 'failed'`,
    [knownAt],
  );
  return new Set(rows.map((row) => row.source));
}
