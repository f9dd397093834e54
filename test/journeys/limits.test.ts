import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnForHeading, entities, entityContract } from "../../models/entities.js";
import { readDelimited } from "../../pipelines/sources/delimited-text.js";
import { scratch, sise, smallCity } from "./project.js";

const place = scratch("limits");
const city = join(place.folder, "city");

/** A CSV file of the demo city in whatever encoding, as cells; it is written back as UTF-8. */
async function readCells(file: string): Promise<(string | null)[][]> {
  const bytes = readFileSync(join(city, "data", file));
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("gb18030").decode(bytes);
  }
  const rows: (string | null)[][] = [];
  for await (const found of readDelimited([text], ",")) rows.push(...found.map((row) => [...row.cells]));
  return rows;
}

function writeCells(file: string, rows: readonly (readonly (string | null)[])[]): void {
  const cell = (value: string | null): string => `"${(value ?? "").replaceAll('"', '""')}"`;
  writeFileSync(join(city, "data", file), rows.map((row) => row.map(cell).join(",")).join("\n"));
}

beforeAll(() => smallCity(city, 40, 1));
afterAll(() => place.remove());

describe("numbers at the limits of the contract", () => {
  it("every number has a least and a most", () => {
    for (const contract of entities)
      for (const column of contract.columns)
        if (column.type === "int" || column.type === "dec")
          expect([column.min, column.max], `${contract.name}.${column.name}`).not.toContain(null);
  });

  it("a city in which every number is as large as it may be is published", async () => {
    let written = 0;
    for (const file of readdirSync(join(city, "data")).filter((name) => name.endsWith(".csv"))) {
      const entity = entities
        .map((one) => one.name)
        .filter((name) => file.startsWith(name))
        .sort((a, b) => b.length - a.length)[0];
      if (entity === undefined) throw new Error(`${file}: no entity`);
      const [head = [], ...rows] = await readCells(file);
      const columns = head.map((heading) => {
        const name = columnForHeading(entity, heading ?? "");
        return entityContract(entity).columns.find((column) => column.name === name);
      });
      for (const row of rows)
        for (const [at, column] of columns.entries())
          if ((column?.type === "int" || column?.type === "dec") && row[at] && column.max !== null) {
            row[at] = String(column.max);
            written += 1;
          }
      writeCells(file, [head, ...rows]);
    }
    expect(written).toBeGreaterThan(2000);
    const run = sise("run", "--project", city, "--as-of", "2026-11-20", "--lang", "en");
    expect([run.status, run.err.includes("Error")], run.err).toEqual([0, false]);
  });

  it("a telephone number among the employees is rejected with its place", async () => {
    const [head = [], ...rows] = await readCells("enterprise.csv");
    const at = head.findIndex(
      (heading) => columnForHeading("enterprise", heading ?? "") === "employee_count",
    );
    (rows[4] as (string | null)[])[at] = "13999881234";
    writeCells("enterprise.csv", [head, ...rows]);
    const run = sise("run", "--project", city, "--as-of", "2026-11-20", "--accept-diff");
    expect(run.status, run.err).toBe(0);
    expect(sise("rejects", "--project", city, "--lang", "zh").out).toContain(
      "data/enterprise.csv，第 6 行，列“从业人员数”（employee_count）：读到“13999881234”，应为：0 至 10,000,000",
    );
  });
});
