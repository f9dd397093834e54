import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../../pipelines/config.js";
import { writePublication } from "../../../pipelines/publish/publish.js";
import type { BuildNode } from "../../../pipelines/warehouse/build.js";
import type { Warehouse } from "../../../pipelines/warehouse/open.js";

const folder = mkdtempSync(join(tmpdir(), "sise-failing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// DuckDB waits for itself for ever where a connection is closed under a statement (measured): the process would never end, and
// a schedule would start no other run beside it.
describe("a publication that fails in one lane", () => {
  for (const [lane, failing] of [
    ["pages", "from marts.enterprise_level"],
    ["files", "copy (select"],
  ] as const)
    it(`closes no connection under a statement of the other: ${lane}`, async () => {
      let open = 0;
      const openAtClose: number[] = [];
      const connection = (): Warehouse => {
        const statement = async (sql: string): Promise<void> => {
          open++;
          await new Promise((resolve) => setTimeout(resolve, sql.includes(failing) ? 20 : 60));
          open--;
          if (sql.includes(failing)) throw new Error("the disk is full");
        };
        return {
          // As readPieces asks of it.
          connection: {
            prepare: async () => ({ columnCount: 0, destroySync: () => {} }),
            runAndReadAll: async (sql: string) => {
              await statement(sql);
              return { getColumns: () => [] };
            },
          } as never,
          run: statement,
          rows: async (sql) => {
            await statement(sql);
            return [];
          },
          fork: async () => connection(),
          close: () => void openAtClose.push(open),
        };
      };
      const inputs = {
        config: parseConfig('city: {name: 甲市, region_code: "650200"}\nsources: {}\n'),
        asOf: "2026-11-22",
        knownAt: "2026-11-23T00:00:00Z",
        regionsGeojson: null,
        nodes: [{ table: "marts.hazard_ledger" } as BuildNode],
        lanes: 2,
      };
      await expect(writePublication(connection(), folder, inputs)).rejects.toThrow("the disk is full");
      expect(openAtClose).toEqual([0]);
      expect(open).toBe(0);
    });
});
