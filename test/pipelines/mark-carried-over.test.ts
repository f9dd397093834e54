import { afterEach, beforeEach, expect, test } from "vitest";
import { markCarriedOver } from "../../pipelines/explain/carried-over.js";
import type { Evidence, ExplainedItem } from "../../pipelines/explain/explanation.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 1 });
});
afterEach(() => warehouse.close());

const row = (at: number, key: string): Evidence => ({
  source: "hazard",
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

test("marks a row by its place in the file as it was read then, and names the file", async () => {
  const then = "data/h.csv@2026-11-20T02:00:00.000Z";
  await warehouse.run(`create schema staging;
create table staging.carried_over as select 'hazard' as source, '${then}' as file, 2 as row_number, 'data/h.csv' as source_file,
    timestamp '2026-11-20 02:00:00' as known_at, 'data/h.csv' as rejected_file, 4 as rejected_row`);
  const old = { ...row(2, "H2"), file: then };
  // The last three: another row that stands there today, another source, another line.
  const rows = [old, row(2, "H9"), { ...old, source: "other" }, { ...old, row: 3 }];
  const marked = await markCarriedOver(warehouse, explained(rows));
  expect(marked.items[0]?.evidence).toEqual([
    {
      ...row(2, "H2"),
      carried_over: {
        known_at: "2026-11-20T02:00:00Z",
        rejected_file: "data/h.csv",
        rejected_row: 4,
      },
    },
    ...rows.slice(1),
  ]);
  expect(marked.exceptions[0]?.facts).toEqual(marked.items);
});

test("leaves all as it is where nothing is carried over, and in a publication of an older Sise", async () => {
  const given = explained([row(2, "H2")]);
  expect(await markCarriedOver(warehouse, given)).toBe(given);
});
