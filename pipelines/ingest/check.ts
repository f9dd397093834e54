import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import { entityContract } from "../../models/entities.js";
import type { Text } from "../../models/text.js";
import { coresOf, resolveSecrets } from "../config.js";
import { linesOfText } from "../fault.js";
import { readFile } from "../sources/read-file.js";
import { openWarehouse, type Warehouse } from "../warehouse/open.js";
import { findFiles, type FoundFile } from "./find-files.js";
import { knowsHeading, mapHeadings } from "./heading-map.js";
import { faultMessage, noFileMessage } from "./messages.js";

/** Whether a source could be read, without reading it in. */
export interface CheckedSource {
  readonly source: string;
  readonly entity: string;
  /** How many files the path finds. */
  readonly files: number;
  /** Every file opens and its headings map. */
  readonly is_readable: boolean;
  /** What is wrong, or what a person should know, a line each; null when there is nothing to say. */
  readonly message: Text | null;
  /** Columns of the contract that no heading, constant or composition fills in any file that opens: they are empty. */
  readonly unfilled_columns: readonly UnfilledColumn[];
  /** Headings that no column takes over; their cells are kept in raw alone (of a source with protected persons, nowhere). */
  readonly unread_headings: readonly string[];
}

/** A column by its public name, with its heading. */
export interface UnfilledColumn {
  readonly name: string;
  readonly heading: Text;
}

/** What became of the headings of a file that opens. */
interface Mapped {
  readonly filled: readonly string[];
  readonly unread: readonly string[];
}

/** Columns that none of the files fills, and headings that none of them gives over; nothing is said of a source of which no file opens. */
function leftOut(
  source: Config["sources"][number],
  mapped: readonly Mapped[],
): Pick<CheckedSource, "unfilled_columns" | "unread_headings"> {
  if (mapped.length === 0) return { unfilled_columns: [], unread_headings: [] };
  const filled = new Set([...mapped.flatMap((each) => each.filled), ...Object.keys(source.set)]);
  return {
    unfilled_columns: entityContract(source.entity)
      .columns.filter((column) => !filled.has(column.name))
      .map((column) => ({ name: column.publicName ?? column.name, heading: column.heading })),
    unread_headings: [...new Set(mapped.flatMap((each) => each.unread))],
  };
}

/**
 * Opens every file of every source and maps its headings; takes no row and touches no warehouse.
 * What is wrong is in the messages; throws only for faults of the configuration or the program.
 */
export async function checkSources(
  projectFolder: string,
  config: Config,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<CheckedSource[]> {
  const scratchFolder = mkdtempSync(join(tmpdir(), "sise-check-"));
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [projectFolder, scratchFolder],
    memory: config.limits.memory,
    threads: coresOf(config),
  });
  try {
    const checked: CheckedSource[] = [];
    for (const source of config.sources) {
      const faults: Text[] = [];
      const notes: Text[] = [];
      const mapped: Mapped[] = [];
      const pattern = resolveSecrets(source.path, `sources.${source.name}.path`, environment);
      const found = await findFiles(projectFolder, pattern);
      if (found.length === 0) faults.push(noFileMessage(source));
      for (const each of found) {
        const told = await checkFile(warehouse, source, each, scratchFolder);
        faults.push(...told.faults);
        notes.push(...told.notes);
        if (told.mapped) mapped.push(told.mapped);
      }
      checked.push({
        source: source.name,
        entity: source.entity,
        files: found.length,
        is_readable: faults.length === 0,
        message: linesOfText([...faults, ...notes]),
        ...leftOut(source, mapped),
      });
    }
    return checked;
  } finally {
    warehouse.close();
    rmSync(scratchFolder, { recursive: true, force: true });
  }
}

async function checkFile(
  warehouse: Warehouse,
  source: Config["sources"][number],
  found: FoundFile,
  scratchFolder: string,
): Promise<{
  readonly faults: readonly Text[];
  readonly notes: readonly Text[];
  readonly mapped: Mapped | null;
}> {
  const told: Text[] = [];
  let mapped: Mapped | null = null;
  try {
    await readFile(
      warehouse,
      { source, ...found, scratchFolder, knowsHeading: knowsHeading(source) },
      async ({ headings, notes = [] }) => {
        const map = mapHeadings(source, found.file, headings);
        mapped = {
          filled: [...map.columns.keys(), ...map.composed.keys()],
          unread: map.others.map((other) => other.name),
        };
        told.push(...notes, ...map.notes);
        return 0;
      },
    );
  } catch (error) {
    return { faults: [faultMessage(error, found.file)], notes: told, mapped: null };
  }
  return { faults: [], notes: told, mapped };
}
