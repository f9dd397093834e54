import { statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import { findFiles } from "../ingest/find-files.js";

/** Up to so many bytes of warehouse, or of source files, a city's tables are small: default of this project, measured. */
const smallBytes = 128 * 1024 * 1024;

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Threads that DuckDB may split one statement among. In a small city one: statements run side by side instead, each in a
 * lane of its own, and no thread turns idly in search of a share of work (a fifth of the processor time of the demo city).
 */
export async function databaseThreads(projectFolder: string, config: Config): Promise<number> {
  const { threads } = config.limits;
  if (bytesOf(join(projectFolder, "warehouse.duckdb")) > smallBytes) return threads;
  let bytes = 0;
  for (const source of config.sources) {
    // A path that is told by the environment is known to ingest alone.
    if (source.path.includes("${env:")) return threads;
    for (const file of await findFiles(projectFolder, source.path)) bytes += bytesOf(file.path);
    if (bytes > smallBytes) return threads;
  }
  return 1;
}
