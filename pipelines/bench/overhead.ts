import { buildTables, type BuildNode } from "../warehouse/build.js";
import { openWarehouse } from "../warehouse/open.js";
import type { Figure } from "./figure.js";

const models = 300;
const repeats = 7;

function trivialNodes(): BuildNode[] {
  return Array.from({ length: models }, (_, index) => {
    const table = `scores.trivial_${index}`;
    const from = index === 0 ? "staging.trivial" : `scores.trivial_${index - 1}`;
    const statement = `create or replace table ${table} as\nselect id from ${from}`;
    return {
      table,
      reads: [from],
      path: `bench ${table}`,
      statement,
      make: async (target) => {
        const result = await target.connection.run(statement);
        return Number((await result.getRows())[0]?.[0] ?? 0);
      },
    };
  });
}

/** What the framework adds to a model: hundreds of models without rows, in a chain, against the same statements by hand. */
export async function measureOverhead(say: (figure: Figure) => void): Promise<void> {
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 2 });
  try {
    await warehouse.run(
      "create schema staging; create schema scores; create table staging.trivial (id integer)",
    );
    const nodes = trivialNodes();
    const byHand = async (): Promise<number> => {
      const start = performance.now();
      for (const node of nodes) await warehouse.connection.run(node.statement ?? "");
      return performance.now() - start;
    };
    const byFramework = async (): Promise<number> => {
      const start = performance.now();
      await buildTables(warehouse, { nodes });
      return performance.now() - start;
    };
    await byHand();
    await byFramework();
    const hand: number[] = [];
    const framework: number[] = [];
    // The quickest of several in turn: what else the machine does only ever adds.
    for (let round = 0; round < repeats; round++) {
      hand.push(await byHand());
      framework.push(await byFramework());
    }
    const [quickHand, quickFramework] = [Math.min(...hand), Math.min(...framework)];
    say({
      what: `overhead of the framework a model (${models} models without rows)`,
      figure: `${((quickFramework - quickHand) / models).toFixed(2)} ms beside ${(quickHand / models).toFixed(2)} ms`,
      budget: "≤ 5 ms",
    });
  } finally {
    warehouse.close();
  }
}
