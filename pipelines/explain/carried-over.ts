import type { Lang } from "../../models/text.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";
import type { Evidence, ExplainedItem } from "./explanation.js";

/** Whatever holds items and determinations with the rows they rest on. */
interface Explained {
  readonly items: readonly ExplainedItem[];
  readonly exceptions?: readonly { readonly facts?: readonly ExplainedItem[] }[];
}

type Place = Pick<Evidence, "source" | "file" | "row">;

function placeOf({ source, file, row }: Place): string {
  return JSON.stringify([source, file, row]);
}

/** A carried-over row (decision 0016), with the file that its place names as it was read then. */
interface CarriedOver extends NonNullable<Evidence["carried_over"]> {
  readonly source_file: string;
}

/** Every carried-over row by place; a publication of an older Sise tells of none. */
async function readCarriedOver(warehouse: Warehouse): Promise<ReadonlyMap<string, CarriedOver>> {
  if (!(await hasTable(warehouse, "staging.carried_over"))) return new Map();
  const rows = await warehouse.rows<Place & CarriedOver>(
    `select source, file, cast(row_number as integer) as row, source_file,
        strftime(known_at, '%Y-%m-%dT%H:%M:%SZ') as known_at, rejected_file, cast(rejected_row as integer) as rejected_row
     from staging.carried_over order by source, file, row, rejected_file desc, rejected_row desc`,
  );
  return new Map(rows.map((row) => [placeOf(row), row]));
}

/** The same explanation, in which every source row that is carried over says which newer version of it was rejected. */
export async function markCarriedOver<Known extends Explained>(
  warehouse: Warehouse,
  explained: Known,
): Promise<Known> {
  const carriedOver = await readCarriedOver(warehouse);
  if (carriedOver.size === 0) return explained;
  const markedRow = (row: Evidence): Evidence => {
    const found = carriedOver.get(placeOf(row));
    if (!found) return row;
    const { source_file: file, known_at, rejected_file, rejected_row } = found;
    return { ...row, file, carried_over: { known_at, rejected_file, rejected_row } };
  };
  const marked = (items: readonly ExplainedItem[]): ExplainedItem[] =>
    items.map((item) => ({ ...item, evidence: item.evidence.map(markedRow) }));
  return {
    ...explained,
    items: marked(explained.items),
    ...(explained.exceptions && {
      exceptions: explained.exceptions.map((each) =>
        each.facts ? { ...each, facts: marked(each.facts) } : each,
      ),
    }),
  };
}

/** What to add behind a source row that is carried over; nothing behind any other. */
export function carriedOverText({ carried_over: told }: Evidence, lang: Lang): string {
  if (told === undefined) return "";
  return lang === "zh"
    ? `（沿用 ${told.known_at} 读入的前版：新版 ${told.rejected_file} 第${told.rejected_row}行被拒收）`
    : ` (carried over as read at ${told.known_at}: the newer version, ${told.rejected_file} row ${told.rejected_row}, was rejected)`;
}
