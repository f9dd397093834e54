import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
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
  /** What is wrong, a line a fault; null when every file opens and its headings map. */
  readonly message: Text | null;
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
      const messages: Text[] = [];
      const pattern = resolveSecrets(source.path, `sources.${source.name}.path`, environment);
      const found = await findFiles(projectFolder, pattern);
      if (found.length === 0) messages.push(noFileMessage(source));
      for (const each of found) messages.push(...(await checkFile(warehouse, source, each, scratchFolder)));
      checked.push({
        source: source.name,
        entity: source.entity,
        files: found.length,
        message: linesOfText(messages),
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
): Promise<readonly Text[]> {
  const messages: Text[] = [];
  try {
    await readFile(
      warehouse,
      { source, ...found, scratchFolder, knowsHeading: knowsHeading(source) },
      async ({ headings }) => {
        const map = mapHeadings(source, found.file, headings);
        messages.push(...map.notes);
        return 0;
      },
    );
  } catch (error) {
    messages.push(faultMessage(error, found.file));
  }
  return messages;
}
