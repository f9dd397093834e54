import { afterEach, beforeEach, expect, test } from "vitest";
import { markCarriedOver } from "../../pipelines/explain/carried-over.js";
import type { Evidence, ExplainedItem } from "../../pipelines/explain/explanation.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 1 });
});
afterEach(() => warehouse.close());

const row = (at: number, key: string, source = "hazard"): Evidence => ({
  source,
  file: "data/h.csv",
  row: at,
  key,
});

/** An item that rests on rows, and a determination that rests on the same. */
function explained(evidence: readonly Evidence[]): {
  items: ExplainedItem[];
  exceptions: { facts: ExplainedItem[] }[];
} {
  const item = { indicator_id: "x", evidence } as unknown as ExplainedItem;
  return { items: [item], exceptions: [{ facts: [item] }] };
}

test("marks a row by its place, and by its key where another row stands there today", async () => {
  await warehouse.run(`create schema staging;
create table staging.carried_over as select * from (values
    ('hazard', 'data/h.csv', 2, 'H2', false, 2), ('hazard', 'data/h.csv', 3, 'H3', true, 4), ('hazard', 'data/h.csv', 5, null, true, 6)
) as told(source, file, row_number, row_key, is_place_shared, rejected_row),
(select timestamp '2026-11-20 02:00:00' as known_at, 'data/h.csv' as rejected_file)`);
  const rows = [row(2, "H2"), row(3, "H3"), row(3, "H9"), row(5, "H5"), row(2, "H2", "other"), row(7, "H7")];
  const marked = await markCarriedOver(warehouse, explained(rows));
  const found = marked.items[0]?.evidence.map((each) => each.carried_over?.rejected_row ?? null);
  expect(found).toEqual([2, 4, null, null, null, null]);
  expect(marked.exceptions[0]?.facts).toEqual(marked.items);
  expect(marked.items[0]?.evidence[0]?.carried_over).toEqual({
    known_at: "2026-11-20T02:00:00Z",
    rejected_file: "data/h.csv",
    rejected_row: 2,
  });
});

test("leaves all as it is where nothing is carried over, and in a publication of an older Sise", async () => {
  const given = explained([row(2, "H2")]);
  expect(await markCarriedOver(warehouse, given)).toBe(given);
});
