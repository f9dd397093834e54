import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSnapshot } from "../../pipelines/explain/snapshot.js";
import { switchCurrent } from "../../pipelines/publish/pointer.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let project: string;
let file: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "sise-snapshot-"));
  const published = join(project, "published");
  await mkdir(join(published, "r1"), { recursive: true });
  await switchCurrent(published, "r1");
  file = join(published, "r1", "snapshot.duckdb");
  const warehouse = await openWarehouse(file, { allowedFolders: [], memory: "1GiB", threads: 1 });
  await warehouse.run(
    "create schema marts; create table marts.enterprise_level as select 'E1' as enterprise_id",
  );
  warehouse.close();
});
afterEach(() => rm(project, { recursive: true, force: true }));

const read = (sql: string) => readSnapshot(project, (warehouse: Warehouse) => warehouse.rows(sql));

test("reads the current publication's snapshot", async () => {
  expect(await read("select enterprise_id from marts.enterprise_level")).toEqual([{ enterprise_id: "E1" }]);
});

test.each([
  ["column", "select level_since from marts.enterprise_level", 'Referenced column "level_since" not found'],
  ["column", "select told.level_since from marts.enterprise_level as told", "does not have a column named"],
  ["table", "select * from marts.level_change", "Table with name level_change does not exist!"],
])("a snapshot without a %s that is read was published by another version", async (_, sql, lacked) => {
  const failure = await read(sql).catch((error: unknown) => error as { messagesIn(lang: "en"): string[] });
  const [message] = (failure as { messagesIn(lang: "en"): string[] }).messagesIn("en");
  expect(message).toContain(`${file}: lacks what this version reads (`);
  expect(message).toContain(lacked);
  expect(message).toContain("expected a publication of this version; call sise run first");
});

test.each([
  ["select upper(enterprise_id, 1, 2) from marts.enterprise_level", /Binder Error/],
  ["select enterprise_id, count(*) from marts.enterprise_level", /Binder Error/],
  ["select nothing(enterprise_id) from marts.enterprise_level", /Catalog Error/],
])("a fault of the program stays one: %s", async (sql, said) => {
  await expect(read(sql)).rejects.toThrow(said);
  await expect(read(sql)).rejects.not.toThrow("another one");
});

test("a fault of the data stays what it is", async () => {
  await expect(read("select cast('x' as integer) from marts.enterprise_level")).rejects.toThrow(
    /Conversion Error/,
  );
});
