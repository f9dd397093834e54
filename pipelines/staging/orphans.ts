import { entities } from "../../models/entities.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";

/**
 * Fills `staging.orphan` with foreign keys that find nothing but do not reject. A parent entity that no source supplies
 * is passed over: all keys to it would be orphans, and `staging.entity_supply` says so already.
 */
export async function findOrphans(
  warehouse: Warehouse,
  supplied: ReadonlySet<string>,
  working: ReadonlySet<string>,
): Promise<void> {
  for (const contract of entities.filter((one) => working.has(one.name)))
    for (const column of contract.columns) {
      const { foreign } = column;
      if (!foreign || foreign.rejects || !supplied.has(foreign.entity)) continue;
      const name = `child.${quoteName(column.name)}`;
      await warehouse.run(`insert into staging.orphan
select '${contract.name}', '${column.name}', ${name}, count(*)
from staging.${contract.name} as child
where ${name} is not null
    and not exists (select 1 from staging.${foreign.entity} as parent where parent.${quoteName(foreign.column)} = ${name})
group by ${name}`);
    }
}
