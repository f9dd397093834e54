import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { createControlTables, type TickTable } from "../control/tables.js";
import { recordTicks } from "../control/tick.js";
import type { Text } from "../../models/text.js";
import { failureText } from "../failure.js";
import { acquireLock } from "../warehouse/lock.js";
import { openWarehouse, type Warehouse } from "../warehouse/open.js";

export interface TickLedgerOptions {
  readonly projectFolder: string;
  readonly host: string;
  readonly pid: number;
  readonly clock: () => Date;
  /** Told why ticks could not be written just now (they are kept), or that an ended process had left its lock. */
  readonly note?: (reason: Text) => void;
}

/** The scheduler's way to `control.tick`: the warehouse belongs to the runs, so it is opened for moments only. */
export interface TickLedger {
  /**
   * Keeps the rows on disk, then writes all that are kept into the warehouse and calls `work` with it open.
   * Comes back with what `work` gives, or null when the warehouse cannot be had now; the rows then wait for the next call.
   */
  write<Result>(
    rows: readonly TickTable[],
    work?: (warehouse: Warehouse) => Promise<Result>,
  ): Promise<Result | null>;
  /** Whether rows wait to be written. */
  hasPending(): boolean;
}

function readPending(path: string): TickTable[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as TickTable];
    } catch {
      // The torn end of a write that a kill cut short; its tick is settled anew, as it was never begun.
      return [];
    }
  });
}

function appendDurably(path: string, rows: readonly TickTable[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a");
  try {
    // A line feed first: a torn line must not swallow the next one.
    writeSync(file, rows.map((row) => `\n${JSON.stringify(row)}\n`).join(""));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Rows wait in `logs/pending-ticks.ndjson`; one that is written twice changes nothing, so a kill at any moment loses none. */
export function openTickLedger(options: TickLedgerOptions): TickLedger {
  const pending = join(options.projectFolder, "logs", "pending-ticks.ndjson");
  const path = join(options.projectFolder, "warehouse.duckdb");
  const taken = join(options.projectFolder, "logs", "pending-ticks.taken.ndjson");
  let before: Promise<unknown> = Promise.resolve();

  async function empty(warehouse: Warehouse): Promise<void> {
    await recordTicks(warehouse, readPending(taken));
    rmSync(taken, { force: true });
  }

  async function writeNow<Result>(
    work: ((warehouse: Warehouse) => Promise<Result>) | undefined,
  ): Promise<Result | null> {
    const lock = acquireLock(options.projectFolder, {
      host: options.host,
      pid: options.pid,
      now: options.clock(),
      command: "sise schedule",
      isBrief: true,
    });
    if (lock.recovered !== null) options.note?.(lock.recovered);
    try {
      const warehouse = await openWarehouse(path, {
        allowedFolders: [options.projectFolder],
        memory: "1GiB",
        threads: 1,
      });
      try {
        await createControlTables(warehouse);
        // First what a kill left half-way; then the file is taken aside as a whole, since rows may be added while these are written.
        await empty(warehouse);
        if (existsSync(pending)) renameSync(pending, taken);
        await empty(warehouse);
        return work ? await work(warehouse) : null;
      } finally {
        warehouse.close();
      }
    } finally {
      lock.release();
    }
  }

  return {
    async write(rows, work) {
      if (rows.length > 0) appendDurably(pending, rows);
      // One at a time: a file is open once in a process.
      const turn = before.then(async () => {
        try {
          return await writeNow(work);
        } catch (error) {
          options.note?.(failureText(error));
          return null;
        }
      });
      before = turn;
      return turn;
    },
    hasPending: () => existsSync(pending) || existsSync(taken),
  };
}
