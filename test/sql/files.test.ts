import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computedTables } from "../../pipelines/computed/tables.js";
import {
  buildTables,
  parseStatement,
  readBuildNodes,
  tablesReadBy,
} from "../../pipelines/warehouse/build.js";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/open.js";
import { portabilityOffences } from "../../pipelines/warehouse/portability.js";
import { readCheckFiles, readSqlFiles } from "../../pipelines/warehouse/sql-files.js";
import { openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
});
afterAll(() => warehouse.close());

const files = readSqlFiles();

/** The tables of a parse tree, without the names of its own CTEs. */
function tablesIn(tree: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(tree)) for (const branch of tree) tablesIn(branch, found);
  else if (tree && typeof tree === "object") {
    const node = tree as Record<string, unknown>;
    if (node.type === "BASE_TABLE" && node.schema_name) found.add(`${node.schema_name}.${node.table_name}`);
    for (const branch of Object.values(node)) tablesIn(branch, found);
  }
  return found;
}

describe("what a file reads", () => {
  it("is found in its text as DuckDB finds it", async () => {
    const all = [...files, ...readCheckFiles()];
    for (const file of all)
      expect(tablesReadBy(file.text).sort(), file.path).toEqual(
        [...tablesIn(await parseStatement(warehouse, file))].sort(),
      );
    expect(all.length).toBeGreaterThan(100);
  });

  it("is not what a comment or a quoted text names", () => {
    expect(tablesReadBy("select 'scores.a' as x -- facts.b\nfrom marts.c")).toEqual(["marts.c"]);
  });
});

describe("portability", () => {
  it("every file of sql/ keeps to what DuckDB, ClickHouse and Trino read alike", async () => {
    const offences: string[] = [];
    for (const file of [...files, ...readCheckFiles()])
      offences.push(...(await portabilityOffences(warehouse, file)));
    expect([...new Set(offences)]).toEqual([]);
  });

  const refused: Readonly<Record<string, string>> = {
    "select * from a.t": "select *",
    "select x from a.t qualify row_number() over (order by x) = 1": "qualify",
    "select x, count(*) as n from a.t group by all": "group by all",
    "select greatest(x, y) as z from a.t": "greatest",
    "select try_cast(x as integer) as z from a.t": "try_cast",
    "select list(x) as z from a.t": "list",
    "select list_transform(x, y -> y + 1) as z from a.t": "lambda",
    "select x::integer as z from a.t": ":: cast",
    "select string_agg(x, ',') as z from a.t": "string_agg without an order",
    "select any_value(x) as z from a.t": "any_value",
    "select now() as z": "now",
    "select current_date as z": "current_date",
    "select lag(x) over (order by y) as z from a.t": "lag",
    "select sum(x) over (order by y) as z from a.t": "without rows between",
    "select row_number() over (partition by y) as z from a.t": "without an order",
    "select distinct on (x) x, y from a.t": "distinct on",
    "select a.t.x from a.t semi join a.u using (x)": "semi join",
    "select x // 2 as z from a.t": "integer division",
    "select cast(x as double) as z from a.t": "floating type",
    "select cast(x as hugeint) as z from a.t": "hugeint",
    "select x is distinct from y as z from a.t": "is distinct from",
    "select substr(x, 1, 2) as z from a.t": "bytes",
    "select y from unnest([1, 2]) as t (y)": "table function",
    "select avg(x) as z from a.t": "double",
  };
  it.each(Object.entries(refused))("refuses %s", async (text, word) => {
    const offences = await portabilityOffences(warehouse, { path: "sql/marts/x.sql", text });
    expect(offences.join("\n")).toContain(word);
    expect(offences.every((offence) => offence.startsWith("sql/marts/x.sql: "))).toBe(true);
  });

  it("accepts what the subset has", async () => {
    const text = `with t as (select x, count(*) filter (where y = 1) as n, string_agg(z, '::' order by z) as zs from a.t group by x)
      select x, n, zs, row_number() over (partition by n order by x) as place,
        max(n) over (order by x rows between 1 preceding and 1 preceding) as before,
        cast(n as decimal(18, 6)) as d, date_diff('day', date '2026-01-01', cast('2026-02-01' as date)) as days
      from t cross join a.u left join a.v on t.x = a.v.x where exists (select 1 from a.w where a.w.x = t.x)`;
    expect(await portabilityOffences(warehouse, { path: "x", text })).toEqual([]);
  });
});

describe("flow", () => {
  const steps = ["staging", "rules", "facts", "scores", "marts", "checks"];
  // A view that a page reads needs what stands in marts already; this list may only shrink.
  const exceptions: readonly string[] = [];

  it("each file reads only from steps before it in the flow, or from its own", async () => {
    const offences = (await readBuildNodes(warehouse, computedTables)).flatMap((node) => {
      const own = steps.indexOf(node.table.split(".")[0] ?? "");
      return node.reads
        .filter((read) => {
          const step = steps.indexOf(read.split(".")[0] ?? "");
          return step < 0 || step > own || (own === steps.indexOf("facts") && read.startsWith("rules."));
        })
        .map((read) => `${node.path} reads ${read}`);
    });
    expect(offences.filter((offence) => !exceptions.includes(offence))).toEqual([]);
  });

  it("each file says what a row is and what its key is", () => {
    const offences = files
      .filter((file) => !/^(-- view\n)?-- .+\n-- Key: .+/.test(file.text))
      .map((file) => file.path);
    expect(offences).toEqual([]);
  });

  it("each check says who acts", () => {
    const offences = readCheckFiles()
      .filter((file) => !/^-- .+ acts?\b.*: .+/.test(file.text) || !/__/.test(file.name))
      .map((file) => file.path);
    expect(offences).toEqual([]);
  });
});

describe("binding", () => {
  let city: SmallWarehouse;
  afterAll(() => city.close());

  it("every file binds in an empty build, and every check finds nothing there", async () => {
    city = await openSmallWarehouse({ rules: "none" });
    const nodes = await readBuildNodes(city.warehouse, computedTables);
    const built = await buildTables(city.warehouse, { nodes });
    expect(built.length).toBe(files.length + computedTables.length);
    for (const check of readCheckFiles())
      expect(await city.rows(check.text).then((rows) => rows.length), check.name).toBe(0);
  });
});
