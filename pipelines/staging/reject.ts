import { columnNamed, entityContract } from "../../models/entities.js";
import { expectedText } from "../../models/expectation.js";
import type { Lang } from "../../models/text.js";
import { rowFaultZh } from "../sources/row-fault.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

/** A line of `staging.reject`, without the raw row. `column_name` is null where the row as a whole is meant. */
export interface Reject {
  readonly source: string;
  readonly entity: string;
  readonly file: string | null;
  readonly row_number: number | string | null;
  readonly column_name: string | null;
  readonly code: string;
  readonly found: string | null;
  readonly expected: string;
}

/** A rejected row with the earlier version of it that is in force instead, carried over, and when that came (UTC); null where there is none. */
export interface RejectInForce extends Reject {
  readonly in_force_file: string | null;
  readonly in_force_row: number | null;
  readonly in_force_since: string | null;
}

/** What a build rejected, read from catalog `build`; one that an older Sise made tells of no version in force. */
export async function readRejects(warehouse: Warehouse): Promise<RejectInForce[]> {
  const isTold = await hasTable(warehouse, "staging.carried_over", "build");
  const place = "source, rejected_file, rejected_row";
  const inForce = isTold
    ? `(select ${place}, max(source_file) as file, max(row_number) as row_number, max(known_at) as known_at
          from build.staging.carried_over group by ${place})`
    : "(select null as source, null as rejected_file, null as rejected_row, null as file, null as row_number, null::timestamp as known_at)";
  return warehouse.rows<RejectInForce>(
    `select reject.source, reject.entity, reject.file, cast(reject.row_number as integer) as row_number, reject.column_name,
        reject.code, reject.found, reject.expected, in_force.file as in_force_file, cast(in_force.row_number as integer) as in_force_row,
        strftime(in_force.known_at, '%Y-%m-%dT%H:%M:%SZ') as in_force_since
     from build.staging.reject as reject
     left join ${inForce} as in_force on in_force.source = reject.source and in_force.rejected_file = reject.file
        and in_force.rejected_row = reject.row_number
     order by reject.source, reject.file, reject.row_number, reject.column_name, reject.code`,
  );
}

/** Which earlier version is in force instead of a rejected row; empty where there is none. */
export function inForceText(reject: RejectInForce, lang: Lang): string {
  const { in_force_file: file, in_force_row: row, in_force_since: since } = reject;
  if (file === null) return "";
  return lang === "zh"
    ? `；沿用 ${since} 读入的前版：${file}，第 ${row} 行`
    : `; the version read at ${since} stays in force: ${file}, row ${row}`;
}

/** One sentence on one fault: where, what was found, what was expected. */
export function rejectMessage(reject: Reject, lang: Lang): string {
  const contract = entityContract(reject.entity);
  const column = reject.column_name === null ? null : columnNamed(contract, reject.column_name);
  const wording = expectedText(reject);
  const name = column?.publicName ?? reject.column_name;
  if (lang === "zh") {
    const place = `${reject.file ?? reject.source}，第 ${reject.row_number ?? "?"} 行`;
    const where = column ? `${place}，列“${column.heading.zh}”（${name}）` : place;
    const text = reject.found && reject.code === "unreadable_row" ? rowFaultZh(reject.found) : reject.found;
    const found = text ? `读到“${text}”` : "为空";
    return `${where}：${found}，应为：${wording.zh}`;
  }
  const place = `${reject.file ?? reject.source}, row ${reject.row_number ?? "?"}`;
  const where = column ? `${place}, column ${column.heading.zh} (${name})` : place;
  return `${where}: found ${reject.found ? `"${reject.found}"` : "nothing"}, expected ${wording.en}`;
}
