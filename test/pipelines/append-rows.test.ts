import { BIGINT, DOUBLE, VARCHAR } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appendRows } from "../../pipelines/warehouse/append-rows.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  await warehouse.run("create temp table appended (id bigint, word varchar, half double)");
});
afterEach(() => warehouse.close());

function* rows(count: number) {
  for (let id = 0; id < count; id++)
    yield [
      BigInt(id),
      id % 3 === 0 ? null : `词 ${id} with more than twelve bytes`,
      id % 2 === 0 ? id / 2 : null,
    ];
}

const types = [BIGINT, VARCHAR, DOUBLE];

// Around what DuckDB takes at a time, and beyond it: nothing of one chunk may show in the next.
it.each([0, 1, 2047, 2048, 2049, 10_000])(
  "appends %d rows as they are, nulls in their place",
  async (count) => {
    expect(await appendRows(warehouse, { name: "appended" }, types, rows(count))).toBe(count);
    const [found] = await warehouse.rows<{ n: string; good: string }>(
      `select count(*) as n, count(*) filter (where word is not distinct from case when id % 3 = 0 then null else '词 ' || id || ' with more than twelve bytes' end
      and half is not distinct from case when id % 2 = 0 then id / 2 end) as good from appended`,
    );
    expect(found).toEqual({ n: String(count), good: String(count) });
  },
);

it("takes rows that come later", async () => {
  async function* later() {
    yield* rows(3000);
  }
  expect(await appendRows(warehouse, { name: "appended" }, types, later())).toBe(3000);
});

it("throws what the rows throw, and leaves a connection that works", async () => {
  function* broken() {
    yield* rows(5000);
    throw new Error("broke off");
  }
  await expect(appendRows(warehouse, { name: "appended" }, types, broken())).rejects.toThrow("broke off");
  await warehouse.run("delete from appended");
  await expect(appendRows(warehouse, { name: "absent" }, types, rows(1))).rejects.toThrow(/absent/);
});

it("says how fast", async () => {
  await warehouse.run(
    `create temp table wide (${Array.from({ length: 8 }, (_, index) => `c${index} varchar`).join(", ")})`,
  );
  const cells = Array.from({ length: 100_000 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) => `${row} ${column}`),
  );
  const start = performance.now();
  await appendRows(warehouse, { name: "wide" }, cells[0]?.map(() => VARCHAR) ?? [], cells);
  const seconds = (performance.now() - start) / 1000;
  console.log(`appendRows: ${(0.1 / seconds).toFixed(2)} million rows of 8 columns a second`);
  expect((await warehouse.rows("select count(*) as n from wide"))[0]).toEqual({ n: "100000" });
});
