import { quoteText } from "../warehouse/open.js";

/** Rows are looked up by blocks of so many ids (a power of two), so that none is compared with every stretch of its file. */
const blockBits = 6;

/** The stretches of rows of `raw.<entity>` that stood on another line at `knownAt` (a timestamp literal) than where they first stood. */
function stretchesOf(entity: string, knownAt: string): string {
  return `select source, file, from_raw_id, to_raw_id, row_shift from (
        select *, max(set_number) over (partition by source, file) as newest_set from warehouse.raw.moved
        where entity = ${quoteText(entity)} and known_at <= ${knownAt}
    ) where set_number = newest_set and from_raw_id is not null`;
}

/** What joins a row `raw_row` of `raw.<entity>` to the stretch `moved` that it moved with, if it did; stretches of a file never overlap. */
export function placeJoin(entity: string, knownAt: string): string {
  return `left join (
    select *, unnest(range(from_raw_id >> ${blockBits}, (to_raw_id >> ${blockBits}) + 1)) as id_block from (${stretchesOf(entity, knownAt)})
) as moved on moved.source = raw_row.source and moved.file = raw_row.file and moved.id_block = raw_row.raw_id >> ${blockBits}
    and raw_row.raw_id >= moved.from_raw_id and raw_row.raw_id <= moved.to_raw_id`;
}

/** The line on which `raw_row` stood, behind placeJoin. */
export const placeNow = "raw_row.row_number + coalesce(moved.row_shift, 0)";
