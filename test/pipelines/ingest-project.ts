import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseConfig } from "../../pipelines/config.js";
import { type IngestReport, ingest } from "../../pipelines/ingest/ingest.js";
import { decideKnownAt } from "../../pipelines/ingest/known-at.js";
import { openWarehouse, quoteText, type Warehouse } from "../../pipelines/warehouse/open.js";

/** A project folder of a test, with its warehouse. */
export interface TestProject {
  readonly folder: string;
  readonly warehouse: Warehouse;
  /** Writes a file of the project; returns its path. */
  put(file: string, content: string | Uint8Array): string;
  remove(file: string): void;
  /** One ingest with these sources (YAML of the block below `sources:`), stamped with the day. */
  run(sources: string, day: string): Promise<IngestReport>;
  /** Live rows of an entity: the named columns, in order of file and row. */
  live(entity: string, columns: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** Makes one; the caller closes it. */
export async function testProject(): Promise<TestProject> {
  const folder = mkdtempSync(join(tmpdir(), "sise-ingest-"));
  const warehouse = await openWarehouse(join(folder, "warehouse.duckdb"), {
    allowedFolders: [folder],
    memory: "2GiB",
    threads: 2,
  });
  let runs = 0;
  return {
    folder,
    warehouse,
    put(file, content) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    remove: (file) => rmSync(join(folder, file)),
    async run(sources, day) {
      runs += 1;
      const config = parseConfig(`city: {name: 甲市, region_code: "650200"}\nsources:\n${sources}`);
      const { stamp } = await decideKnownAt(warehouse, `${day}T00:00:00Z`, new Date("2026-01-01T00:00:00Z"));
      return ingest(warehouse, {
        config,
        projectFolder: folder,
        runId: `run-${runs}`,
        knownAt: stamp,
        environment: {},
      });
    },
    live: (entity, columns) =>
      warehouse.rows(`select ${columns} from warehouse.raw.${entity} as raw_row
where not exists (select 1 from warehouse.raw.withdrawal as gone where gone.entity = ${quoteText(entity)} and gone.raw_id = raw_row.raw_id)
order by file, row_number, raw_id`),
    close() {
      warehouse.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
