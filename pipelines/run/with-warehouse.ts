import { hostname } from "node:os";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import type { Text } from "../../models/text.js";
import { createControlTables } from "../control/tables.js";
import { acquireLock } from "../warehouse/lock.js";
import type { Warehouse } from "../warehouse/open.js";
import { openOrRecover } from "../warehouse/recover.js";
import { removeBuilds } from "./build-file.js";
import { settleLedger } from "./settle-ledger.js";

/** Opens the project's warehouse under its lock, calls `work`, and lets go of both whatever happens. `threads`: what DuckDB may split a statement among (see shareCores); one, where the ledger is only read or written. */
export async function withWarehouse<Result>(
  projectFolder: string,
  options: {
    readonly config: Config;
    readonly command: string;
    readonly clock: () => Date;
    readonly threads?: number;
  },
  work: (warehouse: Warehouse, notes: readonly Text[]) => Promise<Result>,
): Promise<Result> {
  const lock = acquireLock(projectFolder, {
    pid: process.pid,
    host: hostname(),
    now: options.clock(),
    command: options.command,
  });
  try {
    await removeBuilds(projectFolder);
    const opened = await openOrRecover(
      join(projectFolder, "warehouse.duckdb"),
      {
        allowedFolders: [projectFolder],
        memory: options.config.limits.memory,
        threads: options.threads ?? 1,
      },
      options.clock(),
    );
    try {
      const notes = [lock.recovered, opened.recovered].filter((note): note is Text => note !== null);
      await createControlTables(opened.warehouse);
      await settleLedger(opened.warehouse, join(projectFolder, "published"));
      return await work(opened.warehouse, notes);
    } finally {
      opened.warehouse.close();
    }
  } finally {
    lock.release();
  }
}
