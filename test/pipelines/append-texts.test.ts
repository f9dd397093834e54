import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appendTexts } from "../../pipelines/warehouse/append-texts.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  await warehouse.run("create temp table appended (id bigint, word varchar)");
});
afterEach(() => warehouse.close());

const table = "temp.main.appended";
const columns = ["id", "word"];

async function comeBack(words: readonly (string | null)[]): Promise<unknown> {
  await warehouse.run("delete from appended");
  const rows = words.map((word, id) => [String(id), word]);
  expect(await appendTexts(warehouse, table, columns, rows)).toBe(words.length);
  return (await warehouse.rows<{ word: string | null }>("select word from appended order by id")).map(
    (row) => row.word,
  );
}

// Around a pack, around what one statement unpacks, and beyond it: nothing of one may show in the next.
it.each([0, 1, 2047, 2048, 2049, 10_000, 128 * 2048, 128 * 2048 + 1])(
  "appends %d rows as they are, nulls in their place, cast to the type of their column",
  async (count) => {
    function* rows() {
      for (let id = 0; id < count; id++)
        yield [String(id), id % 3 === 0 ? null : `词 ${id} with more than twelve bytes`];
    }
    expect(await appendTexts(warehouse, table, columns, rows())).toBe(count);
    const [found] = await warehouse.rows<{ n: string; good: string; ids: string }>(
      `select count(*) as n, count(distinct id) as ids, count(*) filter (
         where word is not distinct from case when id % 3 = 0 then null else '词 ' || id || ' with more than twelve bytes' end
       ) as good from appended`,
    );
    expect(found).toEqual({ n: String(count), good: String(count), ids: String(count) });
  },
);

it("keeps the very signs that it packs with", async () => {
  const words = [
    "\x1e",
    "\x1f",
    "a\x1fb",
    "\x1eu",
    "\x1ee",
    "x\x1eu\x1f\x1ee",
    "",
    null,
    "\x1e\x1e\x1f",
    "plain",
  ];
  expect(await comeBack(words)).toEqual(words);
});

it("keeps any text", async () => {
  const sign = fc.constantFrom("\x1e", "\x1f", "u", "e", "词", "\n", " ");
  const word = fc.option(
    fc.oneof(
      fc.string(),
      fc.array(sign).map((signs) => signs.join("")),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 40 }), async (words) => {
      // DuckDB's texts end at a NUL.
      const expected = words.map((one) => one?.split("\0")[0] ?? null);
      expect(await comeBack(words)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

it("takes rows that come later", async () => {
  async function* later() {
    for (let id = 0; id < 3000; id++) yield [String(id), null];
  }
  expect(await appendTexts(warehouse, table, columns, later())).toBe(3000);
});

it("throws what the rows throw, and leaves a connection that works", async () => {
  function* broken() {
    yield ["1", "a"];
    throw new Error("broke off");
  }
  await expect(appendTexts(warehouse, table, columns, broken())).rejects.toThrow("broke off");
  await warehouse.run("delete from appended");
  await expect(appendTexts(warehouse, "temp.main.absent", columns, [["1", "a"]])).rejects.toThrow(/absent/);
});

it("tells what failed also within a transaction, where nothing more can be dropped", async () => {
  await warehouse.run("create or replace temp table counted (count integer); begin");
  await expect(appendTexts(warehouse, "temp.main.counted", ["count"], [["1"], ["many"]])).rejects.toThrow(
    /many/,
  );
  await warehouse.run("rollback");
  expect(await appendTexts(warehouse, "temp.main.counted", ["count"], [["1"], ["2"]])).toBe(2);
});
