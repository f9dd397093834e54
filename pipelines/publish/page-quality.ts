import type { QualityRows } from "../../dashboards/pages/quality.js";
import type { FailedCheck, OrphanRow, QualityRow, RejectRow } from "../../dashboards/rows.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

const mostRejectKinds = 200;
const mostOrphans = 100;

/** What the data quality page shows: sources with their counts, rejected rows by fault, orphans, failed checks, missing entities. */
export async function readQuality(warehouse: Warehouse): Promise<QualityRows> {
  const sources = await warehouse.rows<QualityRow>(`
select source, entity, read, accepted, rejected, superseded, withdrawn, carried_over, newest_row_at, is_stale
from marts.data_quality order by source, entity`);
  const rejects = await warehouse.rows<RejectRow>(`
select source, entity, code, column_name, cast(count(*) as integer) as rows,
    min_by(file, (file, row_number)) as file, min_by(row_number, (file, row_number)) as row_number,
    min_by(coalesce(found, ''), (file, row_number)) as found, min_by(coalesce(expected, ''), (file, row_number)) as expected
from staging.reject group by source, entity, code, column_name
order by rows desc, source, entity, code, column_name limit ${mostRejectKinds}`);
  const orphans = await warehouse.rows<OrphanRow>(`
select entity, column_name, found, cast(row_count as integer) as row_count from staging.orphan
order by row_count desc, entity, column_name, found limit ${mostOrphans}`);
  const missing = await warehouse.rows<{ entity: string }>(
    "select entity from staging.entity_supply where not is_supplied order by entity",
  );
  return {
    sources,
    rejects,
    orphans,
    missingEntities: missing.map((each) => each.entity),
    failedChecks: await readFailedChecks(warehouse),
  };
}

/** Checks that found rows; a build that ran none has no table of them, which is said by null. */
async function readFailedChecks(warehouse: Warehouse): Promise<FailedCheck[] | null> {
  if (!(await hasTable(warehouse, "marts.check_result"))) return null;
  return warehouse.rows<FailedCheck>(
    `select name, severity, offending, array_to_string(examples, chr(10)) as examples, who, who_zh
     from marts.check_result where offending > 0 order by severity, name`,
  );
}
