import { entityContract } from "../../models/entities.js";
import { rawKey } from "../staging/raw-tables.js";
import type { Warehouse } from "../warehouse/open.js";

/** Keys that a run found gone from their source, by its name; a row that moved to a file read later is not gone. */
export async function vanishedRows(
  warehouse: Warehouse,
  runId: string,
): Promise<ReadonlyMap<string, number>> {
  const touched = await warehouse.rows<{ entity: string }>(
    "select distinct entity from warehouse.raw.withdrawal where run_id = $1 and reason = 'vanished' order by entity",
    [runId],
  );
  const found = new Map<string, number>();
  for (const { entity } of touched) {
    const contract = entityContract(entity);
    const rows = await warehouse.rows<{ source: string; row_count: number }>(
      `select gone.source, cast(count(*) as integer) as row_count
       from (
           select distinct raw_row.source, ${rawKey(contract, "raw_row")} as key_text from warehouse.raw.${entity} as raw_row
           inner join warehouse.raw.withdrawal as leaving on leaving.entity = '${entity}' and leaving.raw_id = raw_row.raw_id
           where leaving.run_id = $1 and leaving.reason = 'vanished'
       ) as gone
       where not exists (
           select 1 from warehouse.raw.${entity} as arriving
           where arriving.run_id = $1 and arriving.source = gone.source and ${rawKey(contract, "arriving")} = gone.key_text
       )
       group by gone.source`,
      [runId],
    );
    for (const row of rows) found.set(row.source, row.row_count);
  }
  return found;
}
