import { entities } from "../../models/entities.js";
import { type LaneTask, runInLanes } from "../warehouse/lanes.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { namesNobody } from "./fault-sql.js";

/**
 * Fills `staging.orphan` with foreign keys that find nothing but do not reject. A parent entity that no source supplies
 * is passed over: all keys to it would be orphans, and `staging.entity_supply` says so already.
 */
export async function findOrphans(
  warehouse: Warehouse,
  supplied: ReadonlySet<string>,
  working: ReadonlySet<string>,
  lanes: number,
): Promise<void> {
  const tasks = entities
    .filter((contract) => working.has(contract.name))
    .flatMap((contract) =>
      contract.columns.flatMap(({ name, foreign }): LaneTask[] => {
        if (!foreign || foreign.rejects || !supplied.has(foreign.entity)) return [];
        const key = `child.${quoteName(name)}`;
        const insert = `insert into staging.orphan
select '${contract.name}', '${name}', ${key}, count(*)
from staging.${contract.name} as child
where ${namesNobody(key, foreign)}
group by ${key}`;
        return [{ name: `${contract.name}.${name}`, after: [], work: (lane) => lane.run(insert) }];
      }),
    );
  await runInLanes(warehouse, lanes, tasks);
}
