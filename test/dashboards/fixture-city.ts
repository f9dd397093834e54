import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageOptions } from "../../pipelines/publish/pages.js";
import { packageRoot } from "../../pipelines/package-root.js";
import { openPress } from "../../pipelines/threads/press.js";
import { openWarehouse, quoteName, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";

interface FixtureTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

function literal(value: string | number | boolean | null): string {
  return value === null ? "null" : quoteText(String(value));
}

/** A database in memory with the tables of fixtures/pages/city.json: twelve invented enterprises, some with hostile names. */
export async function openFixtureCity(folder: string): Promise<Warehouse> {
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "1GiB", threads: 2 });
  const tables = JSON.parse(readFileSync(join(packageRoot, "fixtures/pages/city.json"), "utf8")) as Record<
    string,
    FixtureTable
  >;
  for (const schema of ["staging", "rules", "facts", "scores", "marts"])
    await warehouse.run(`create schema ${schema}`);
  for (const [name, table] of Object.entries(tables)) {
    const columns = Object.entries(table.columns);
    await warehouse.run(
      `create table ${name} (${columns.map(([column, type]) => `${quoteName(column)} ${type}`).join(", ")})`,
    );
    const values = table.rows.map((row) => `(${row.map(literal).join(", ")})`);
    if (values.length) await warehouse.run(`insert into ${name} values ${values.join(",\n")}`);
  }
  const items = readFileSync(join(packageRoot, "sql/marts/enterprise_level_item.sql"), "utf8");
  await warehouse.run(`create view marts.enterprise_level_item as\n${items}`);
  return warehouse;
}

/** How the fixture city's pages are asked for. */
export function fixtureOptions(folder: string): PageOptions {
  return {
    folder,
    city: { name: { zh: "示例市", en: "Example City" }, time_zone: "Asia/Shanghai" },
    asOf: "2026-11-22",
    knownAt: "2026-11-22T18:00:00.000Z",
    wayOut: new Map([
      [
        "9901010000000000A1",
        [
          { closeHazards: ["H-0001", "H-0002"], reviewRiskPoints: [], level: "orange", score: "53.000000" },
          {
            closeHazards: ["H-0001", "H-0002"],
            reviewRiskPoints: ["R-17"],
            level: "yellow",
            score: "61.500000",
          },
        ],
      ],
    ]),
    regionsGeojson: readFileSync(join(packageRoot, "fixtures/pages/regions.geojson"), "utf8"),
    scorecardLimit: 10_000,
    press: openPress(),
  };
}
