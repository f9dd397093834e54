import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkpointAside } from "../../pipelines/warehouse/checkpoint.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";

let folder: string;
let warehouse: Warehouse;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sise-checkpoint-"));
  warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "1GiB",
    threads: 1,
  });
  await warehouse.run(
    "create table warehouse.main.row as select range as n, md5(range::varchar) as text from range(200000)",
  );
  await warehouse.run(
    "insert into warehouse.main.row select n + 200000, text from warehouse.main.row where n < 100000",
  );
});

afterEach(() => {
  warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

function logBytes(): number {
  const log = join(folder, "warehouse.duckdb.wal");
  return existsSync(log) ? statSync(log).size : 0;
}

const total =
  "select cast(count(*) as integer) as count, cast(sum(n) as varchar) as sum from warehouse.main.row";

describe("checkpointAside", () => {
  it("writes the log into the file while the rows are read", async () => {
    expect(logBytes()).toBeGreaterThan(1_000_000);
    const aside = checkpointAside(warehouse);
    const read = await warehouse.rows(total);
    await aside;
    expect(read).toEqual([{ count: 300_000, sum: "44999850000" }]);
    expect(logBytes()).toBe(0);
  });

  it("leaves another writer's rows to him", async () => {
    const writer = await warehouse.fork();
    await writer.run("begin transaction; insert into warehouse.main.row values (-1, 'x')");
    await checkpointAside(warehouse);
    expect(logBytes()).toBe(0);
    await writer.run("rollback");
    writer.close();
    expect(await warehouse.rows(total)).toEqual([{ count: 300_000, sum: "44999850000" }]);
  });

  it("throws nothing where it fails: the next statement tells", async () => {
    const other = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "1GiB", threads: 1 });
    await expect(checkpointAside(other)).resolves.toBeUndefined();
    other.close();
  });
});
