import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { marts } from "../../models/marts.js";
import { openWarehouse, quoteName, quoteText } from "../../pipelines/warehouse/open.js";
import { root, scratch, sise, smallCity } from "./project.js";

// Every mart of a small generated city, from its files to its Parquet, as CSV in the order of its key: a number that changes
// anywhere shows here as a line that somebody has to read. The pages have golden files of their own.

const golden = join(root, "fixtures", "golden", "marts");
const place = scratch("golden-marts");
const city = join(place.folder, "city");
const made = new Map<string, string>();

beforeAll(async () => {
  smallCity(city, 16, 6);
  const words = ["--as-of", "2026-11-22", "--known-at", "2026-11-23T00:00:00Z"];
  const run = sise("run", "--project", city, ...words);
  if (run.status !== 0) throw new Error(run.err);
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [place.folder],
    memory: "1GiB",
    threads: 1,
  });
  const at = (path: string): string => quoteText(join(place.folder, path).replaceAll("\\", "/"));
  try {
    for (const mart of marts) {
      const key = mart.key.map(quoteName).join(", ");
      await warehouse.run(
        `copy (select * from read_parquet(${at(`city/published/current/data/${mart.name}.parquet`)}) order by ${key})
         to ${at(`${mart.name}.csv`)} (format csv, header)`,
      );
      made.set(mart.name, readFileSync(join(place.folder, `${mart.name}.csv`), "utf8"));
    }
  } finally {
    warehouse.close();
  }
}, 300_000);
afterAll(() => place.remove());

it("the marts are the golden ones", () => {
  mkdirSync(golden, { recursive: true });
  const changed = [...made].flatMap(([name, rows]) => {
    const file = join(golden, `${name}.csv`);
    if (existsSync(file) && readFileSync(file, "utf8") === rows) return [];
    if (!process.env.CI) writeFileSync(existsSync(file) ? join(golden, `${name}-changed.csv`) : file, rows);
    return [name];
  });
  expect(
    changed,
    "compare the -changed files in fixtures/golden/marts; move them over the old ones if they are right, and tell the readers of the numbers in CHANGELOG.md",
  ).toEqual([]);
});

it("every mart has a golden file, and rows in it but where so small a city draws no visit by lot", () => {
  const files = readdirSync(golden).filter((name) => !name.includes("-changed"));
  expect(files.sort()).toEqual(marts.map((mart) => `${mart.name}.csv`).sort());
  const empty = marts.filter((mart) => (made.get(mart.name) ?? "").trim().split("\n").length < 2);
  expect(empty.map((mart) => mart.name)).toEqual(["inspection_draw"]);
});

/** A word that only a program would write: `no_data`. */
const code = /^[a-z][a-z0-9_-]*$/;
/** Columns of such words that are no codes: what the city calls its sources, and the seed that a reader needs to draw again. */
const ownWords = new Set(["data_quality.来源", "plan_bound.抽取种子"]);

it("no workbook shows a person the code of something", async () => {
  const folder = join(city, "published", "current", "export");
  const books = readdirSync(folder).filter((name) => name.endsWith(".xlsx"));
  expect(books).toHaveLength(marts.length);
  const shown = new Set<string>();
  for (const book of books) {
    const [headings, ...rows] = await readSheet(join(folder, book));
    for (const row of rows)
      for (const [at, value] of row.entries()) {
        const column = `${book.replace(".xlsx", "")}.${headings?.[at]}`;
        if (typeof value === "string" && code.test(value) && !ownWords.has(column))
          shown.add(`${column}: ${value}`);
      }
  }
  expect([...shown].sort()).toEqual([]);
});
