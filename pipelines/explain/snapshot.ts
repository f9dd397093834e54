import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../fault.js";
import { currentRunId } from "../publish/pointer.js";
import { openWarehouse, quoteText, type Warehouse } from "../warehouse/open.js";

/** What DuckDB says of a table, a schema or a column that is not there. */
const lacks =
  /^(?:Binder Error: [^\n]*(?:not found in FROM clause|does not have a column named)|Catalog Error: (?:Table|Schema) with name [^\n]* does not exist)[^\n]*/;

/**
 * Opens the current publication's snapshot for reading, as catalog `build` in use, and calls `work`.
 * The warehouse is never touched, so a run at work disturbs nobody. Throws a Fault when nothing is published, and when the
 * snapshot lacks a table or column that `work` reads.
 */
export async function readSnapshot<Result>(
  projectFolder: string,
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const published = join(projectFolder, "published");
  const runId = await currentRunId(published);
  const file = join(published, runId ?? "current", "snapshot.duckdb");
  if (!runId || !existsSync(file))
    throw new Fault({
      zh: `${published}：还没有发布，应有一次发布；请先运行 sise run`,
      en: `${published}: nothing is published yet, expected a publication; call sise run first`,
    });
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [join(published, runId)],
    memory: "2GiB",
    threads: 2,
  });
  try {
    await warehouse.run(`attach ${quoteText(file.replaceAll("\\", "/"))} as build (read_only)`);
    await warehouse.run("use build");
    return await work(warehouse);
  } catch (error) {
    // A column or table that is not there: the marts of another version. Anything else is a fault of this one.
    const lacked = error instanceof Error ? lacks.exec(error.message) : null;
    if (!lacked) throw error;
    throw new Fault({
      zh: `${file}：缺少本版本要读的内容（${lacked[0]}），多半由另一版本发布，应为本版本的发布；请先运行 sise run，或用发布它的版本查看`,
      en: `${file}: lacks what this version reads (${lacked[0]}) and was most likely published by another one, expected a publication of this version; call sise run first, or ask the version that published it`,
    });
  } finally {
    warehouse.close();
  }
}
