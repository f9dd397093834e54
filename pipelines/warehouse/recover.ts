import { existsSync, renameSync, statSync } from "node:fs";
import type { Text } from "../../models/text.js";
import { openWarehouse, type Warehouse, type WarehouseSettings } from "./open.js";

/** An open warehouse, and what had to be set aside to open it: null when nothing was. */
export interface OpenedWarehouse {
  readonly warehouse: Warehouse;
  readonly recovered: Text | null;
}

// A kill in the middle of an append leaves a torn tail, which DuckDB drops by itself; what fails is a log that it cannot parse or apply.
// Its words, exactly: a path may hold "wal" too, and a log that some other fault keeps from being read must stay where it is.
const walFailure = /Failure while replaying|Corrupt (?:Encrypted )?WAL|WAL replay/;
const memoryFailure = /out of memory/i;

/**
 * Opens a database; a write-ahead log that will not replay (a full disk leaves such) is moved aside, named with the time, and the
 * database opened as of its last checkpoint. Runs lost with it are read again from the source files, which stay where they are.
 * Call it with the lock held. Throws what the opening throws when the log is not the reason.
 */
export async function openOrRecover(
  path: string,
  settings: WarehouseSettings,
  now: Date,
): Promise<OpenedWarehouse> {
  try {
    return { warehouse: await openWarehouse(path, settings), recovered: null };
  } catch (error) {
    const log = `${path}.wal`;
    const message = (error as Error).message;
    if (!existsSync(log) || !walFailure.test(message) || memoryFailure.test(message)) throw error;
    const aside = `${log}.${now.toISOString().replaceAll(/[-:]/g, "").replace(/\..*/, "Z")}`;
    const bytes = statSync(log).size;
    const reason = message.split("\n")[0];
    renameSync(log, aside);
    const warehouse = await openWarehouse(path, settings);
    return {
      warehouse,
      recovered: {
        zh: `${log}：其中 ${bytes} 字节无法重放（${reason}），应为上次检查点以来的改动；已移至 ${aside}，数据仓库回到该检查点`,
        en: `${log}: its ${bytes} bytes would not replay (${reason}), expected the changes since the last checkpoint; moved to ${aside}, and the warehouse stands as of that checkpoint`,
      },
    };
  }
}
