import { join } from "node:path";
import { coresOf } from "../config.js";
import type { Config } from "../../models/config.js";
import { bytesOf, findFiles } from "../ingest/find-files.js";

/** Up to so many bytes of warehouse, or of source files, a city's tables are small: default of this project, measured. */
const smallBytes = 128 * 1024 * 1024;

/** How the cores are shared out. */
export interface Sharing {
  /** Threads that DuckDB may split one statement among. */
  readonly threads: number;
  /** Statements that may run side by side while the build is in memory. */
  readonly lanes: number;
}

async function isSmall(projectFolder: string, config: Config): Promise<boolean> {
  let bytes = bytesOf([{ path: join(projectFolder, "warehouse.duckdb") }]);
  for (const source of config.sources) {
    // A path that is told by the environment is known to ingest alone.
    if (bytes > smallBytes || source.path.includes("${env:")) return false;
    bytes += bytesOf(await findFiles(projectFolder, source.path));
  }
  return bytes <= smallBytes;
}

/**
 * In a small city each statement has one thread and a core of its own: a table is too small to be split, and a thread without
 * a share of the work turns idly in search of one (a fifth of the processor time of the demo city). One statement more than
 * there are cores, so that none is idle while this program decides what comes next; not where the city says how many a run
 * may use. In a larger one DuckDB splits each statement among all cores, and two at once fill the gaps.
 */
export async function shareCores(projectFolder: string, config: Config): Promise<Sharing> {
  const cores = coresOf(config);
  const more = config.limits.threads === null ? 1 : 0;
  return (await isSmall(projectFolder, config))
    ? { threads: 1, lanes: cores + more }
    : { threads: cores, lanes: 2 };
}
