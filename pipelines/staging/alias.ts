import { Fault } from "../fault.js";
import type { Warehouse } from "../warehouse/open.js";

/**
 * Fills `staging.enterprise_alias_resolved` from `staging.enterprise_alias`: each old code with the code that a chain of
 * changes ends in. Returns whether there is any. Throws a Fault naming the codes that go round in a circle.
 */
export async function resolveAliases(warehouse: Warehouse): Promise<boolean> {
  const chain = `with recursive chain as (
    select old_enterprise_id, enterprise_id from staging.enterprise_alias
    union
    select chain.old_enterprise_id, next.enterprise_id
    from chain inner join staging.enterprise_alias as next on next.old_enterprise_id = chain.enterprise_id
)`;
  const circle = await warehouse.rows<{ old_enterprise_id: string; enterprise_id: string }>(`${chain}
select alias.old_enterprise_id, alias.enterprise_id
from staging.enterprise_alias as alias
inner join chain on chain.old_enterprise_id = alias.old_enterprise_id and chain.enterprise_id = alias.old_enterprise_id
order by alias.old_enterprise_id`);
  if (circle.length > 0)
    throw new Fault(
      circle.map((one) => ({
        zh: `enterprise_alias：${one.old_enterprise_id} → ${one.enterprise_id} 首尾相接，应止于现行代码；请删除错误的行`,
        en: `enterprise_alias: ${one.old_enterprise_id} → ${one.enterprise_id} goes round in a circle, expected a chain that ends in the code in force; remove the wrong row`,
      })),
    );
  await warehouse.run(`insert into staging.enterprise_alias_resolved
${chain}
select chain.old_enterprise_id, chain.enterprise_id from chain
where not exists (select 1 from staging.enterprise_alias as further where further.old_enterprise_id = chain.enterprise_id)`);
  const [row] = await warehouse.rows<{ some: boolean }>(
    `select count(*) > 0 as "some" from staging.enterprise_alias_resolved`,
  );
  return row?.some === true;
}
