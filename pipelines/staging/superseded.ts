import { hasTable } from "../warehouse/has-table.js";
import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";

/** A sound row in whose place another row of its key stands: a newer one, or of rows that came together the one that came last. */
export interface Superseded {
  readonly source: string;
  readonly entity: string;
  readonly file: string;
  readonly row_number: number;
  /** The row that counts. */
  readonly kept_source: string;
  readonly kept_file: string;
  readonly kept_row_number: number;
}

/** What a build passed over, read from catalog `build`; null where an older Sise made it and kept no list. */
export async function readSuperseded(warehouse: Warehouse): Promise<readonly Superseded[] | null> {
  if (!(await hasTable(warehouse, "staging.superseded", "build"))) return null;
  return warehouse.rows<Superseded>(
    `select source, entity, file, cast(row_number as integer) as row_number, kept_source, kept_file,
        cast(kept_row_number as integer) as kept_row_number
     from build.staging.superseded order by source, file, row_number, kept_file, kept_row_number`,
  );
}

/** One sentence on one such row. */
export function supersededMessage(row: Superseded, lang: Lang): string {
  return lang === "zh"
    ? `${row.file}，第 ${row.row_number} 行：被 ${row.kept_file} 第 ${row.kept_row_number} 行取代`
    : `${row.file}, row ${row.row_number}: superseded by ${row.kept_file}, row ${row.kept_row_number}`;
}
