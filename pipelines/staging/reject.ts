import { columnNamed, entityContract } from "../../models/entities.js";
import { expectedText } from "../../models/expectation.js";

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

/** One sentence on one fault: where, what was found, what was expected. */
export function rejectMessage(reject: Reject, lang: "zh" | "en"): string {
  const contract = entityContract(reject.entity);
  const column = reject.column_name === null ? null : columnNamed(contract, reject.column_name);
  const wording = expectedText(reject);
  const name = column?.publicName ?? reject.column_name;
  if (lang === "zh") {
    const place = `${reject.file ?? reject.source},第 ${reject.row_number ?? "?"} 行`;
    const where = column ? `${place},列“${column.heading.zh}”(${name})` : place;
    const found = reject.found ? `读到“${reject.found}”` : "为空";
    return `${where}:${found},应为:${wording.zh}`;
  }
  const place = `${reject.file ?? reject.source}, row ${reject.row_number ?? "?"}`;
  const where = column ? `${place}, column ${column.heading.zh} (${name})` : place;
  return `${where}: found ${reject.found ? `"${reject.found}"` : "nothing"}, expected ${wording.en}`;
}
