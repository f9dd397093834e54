import { folded } from "../staging/value-sql.js";
import type { Warehouse } from "../warehouse/open.js";

/** Longer lists are searched on the pages. */
const told = 10;

export interface NamedEnterprise {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
}

/** Enterprises of the publication whose name holds what was given, by width and capitals alike; whether one bears just that name. */
export interface Named {
  readonly exact: readonly NamedEnterprise[];
  /** The first ten in order of their names. */
  readonly like: readonly NamedEnterprise[];
  /** How many there are in all. */
  readonly count: number;
}

/** Looks enterprises up by a name or a part of one. */
export async function enterprisesNamed(warehouse: Warehouse, given: string): Promise<Named> {
  const rows = await warehouse.rows<NamedEnterprise & { is_exact: boolean; n: number }>(
    `with named as (
        select enterprise_id, enterprise_name, lower(trim(${folded("enterprise_name")})) as name, lower(trim(${folded("$1::varchar")})) as given from staging.enterprise
    )
    select enterprise_id, enterprise_name, name = given as is_exact, cast(count(*) over () as integer) as n from named
    where given <> '' and contains(name, given) order by is_exact desc, enterprise_name, enterprise_id limit ${told}`,
    [given],
  );
  return { exact: rows.filter((row) => row.is_exact), like: rows, count: rows[0]?.n ?? 0 };
}
