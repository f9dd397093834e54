import { appendTexts } from "../warehouse/append-texts.js";
import { openWarehouse } from "../warehouse/open.js";
import type { Figure } from "./figure.js";

const rowCount = 1_000_000;

/** How many rows of 8 columns a second come from Node into a table: the way of XLSX and Arrow sources. */
export async function measureLoading(say: (figure: Figure) => void): Promise<void> {
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "4GiB", threads: 2 });
  try {
    await warehouse.run("create schema raw");
    await warehouse.run(
      `create table raw.loaded (${Array.from({ length: 8 }, (_, index) => `column_${index} varchar`).join(", ")})`,
    );
    const rows = Array.from({ length: rowCount }, (_, index) => [
      `H${index}`,
      `91650203MA${index % 3000}`,
      "安全出口被堵",
      "general",
      "self_check",
      "2026-01-05",
      null,
      String(index % 97),
    ]);
    const start = performance.now();
    const columns = Array.from({ length: 8 }, (_, index) => `column_${index}`);
    await appendTexts(warehouse, "memory.raw.loaded", columns, rows);
    const seconds = (performance.now() - start) / 1000;
    say({
      what: "loading from Node, 8 text columns",
      figure: `${(rowCount / seconds / 1e6).toFixed(2)} M rows/s`,
      budget: "≥ 0.8 M rows/s",
    });
  } finally {
    warehouse.close();
  }
}
