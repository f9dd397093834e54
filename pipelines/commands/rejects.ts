import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import { readConfig } from "../config.js";
import { listRuns, readRun } from "../control/run.js";
import { Fault } from "../fault.js";
import { currentRunId } from "../publish/pointer.js";
import { attachBuild, detachBuild, stageBuild } from "../run/build.js";
import { readStaleSources } from "../run/stale-sources.js";
import { withWarehouse } from "../run/with-warehouse.js";
import { shareCores } from "../run/threads.js";
import { inForceText, readRejects, rejectMessage, type RejectInForce } from "../staging/reject.js";
import { readSuperseded, type Superseded, supersededMessage } from "../staging/superseded.js";
import { openWarehouse, quoteText, type Warehouse } from "../warehouse/open.js";
import type { CommandContext } from "./context.js";

interface Left<Rows> {
  readonly runId: string;
  readonly rows: Rows;
}

/** What is asked of the build that lies in catalog `build`. */
type ReadRows<Rows> = (warehouse: Warehouse) => Promise<Rows>;

/** What left a publication, from its snapshot alone; null when it has none. */
async function ofPublication<Rows>(
  published: string,
  runId: string,
  read: ReadRows<Rows>,
): Promise<Left<Rows> | null> {
  const file = join(published, runId, "snapshot.duckdb");
  if (!/^[\w-]+$/.test(runId) || !existsSync(file)) return null;
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [published],
    memory: "2GiB",
    threads: 2,
  });
  try {
    await warehouse.run(`attach ${quoteText(file.replaceAll("\\", "/"))} as build (read_only)`);
    return { runId, rows: await read(warehouse) };
  } finally {
    warehouse.close();
  }
}

/** What a run rejected that was not published, most of all one that was stopped for its rejects: its raw rows are staged again. */
async function ofLedger<Rows>(
  context: CommandContext,
  runId: string | null,
  readRows: ReadRows<Rows>,
): Promise<Left<Rows> | null> {
  const { projectFolder, clock } = context;
  const read = await readConfig(projectFolder);
  const { threads, lanes } = await shareCores(projectFolder, read);
  const options = { config: read, command: "rejects", clock, threads };
  return withWarehouse(projectFolder, options, async (warehouse) => {
    const chosen = runId ?? (await listRuns(warehouse)).find((run) => run.known_at !== null)?.run_id;
    if (chosen === undefined) return null;
    const run = await readRun(warehouse, chosen);
    if (run.as_of === null || run.known_at === null) return null;
    if (runId === null && run.state === "published") return null;
    const { config } = run.config as { readonly config: Config };
    const staleSources = await readStaleSources(warehouse, run.known_at);
    const attached = await attachBuild(warehouse, projectFolder, "warehouse.rejects", lanes);
    try {
      await stageBuild(warehouse, {
        config,
        asOf: run.as_of,
        knownAt: run.known_at,
        staleSources,
        lanes: attached.lanes,
      });
      return { runId: chosen, rows: await readRows(warehouse) };
    } finally {
      await detachBuild(warehouse, attached);
    }
  });
}

/** The newest run where nobody is at work; else what readers see. */
async function ofNewest<Rows>(
  context: CommandContext,
  published: string,
  read: ReadRows<Rows>,
): Promise<Left<Rows> | null> {
  const current = await currentRunId(published);
  const newest = await ofLedger(context, null, read).catch((error: unknown) => {
    if (error instanceof Fault && current !== null) return null;
    throw error;
  });
  return newest ?? (current === null ? null : ofPublication(published, current, read));
}

/**
 * `sise rejects [RUN_ID]`: every rejected row with file, row, column, what was found and what was expected; without a run id
 * those of the newest run, also when it was stopped before its publication. With `--superseded` instead every sound row that another row of its
 * key took the place of, with that row.
 */
export async function rejects(
  context: CommandContext,
  runId: string | undefined,
  options: { readonly superseded?: boolean },
): Promise<number> {
  if (options.superseded) tellSuperseded(context, await askOf(context, runId, readSuperseded));
  else tellRejects(context, await askOf(context, runId, readRejects));
  return 0;
}

/** The answer of a run, or of the newest one. Throws a Fault where none read its sources. */
async function askOf<Rows>(
  context: CommandContext,
  runId: string | undefined,
  read: ReadRows<Rows>,
): Promise<Left<Rows>> {
  const published = join(context.projectFolder, "published");
  const found =
    runId === undefined
      ? await ofNewest(context, published, read)
      : ((await ofPublication(published, runId, read)) ?? (await ofLedger(context, runId, read)));
  if (found) return found;
  throw new Fault({
    zh: `rejects：没有读过来源的运行${runId === undefined ? "" : ` ${runId}`}，应有一次；见 sise runs`,
    en: `rejects: found no run${runId === undefined ? "" : ` ${runId}`} that read its sources, expected one; see sise runs`,
  });
}

function tellRejects(
  { isJson, lang, out }: CommandContext,
  { runId, rows }: Left<readonly RejectInForce[]>,
): void {
  if (isJson) {
    out(JSON.stringify({ run_id: runId, rejects: rows }));
    return;
  }
  for (const row of rows) out(rejectMessage(row, lang) + inForceText(row, lang));
  out(
    lang === "zh"
      ? `${runId}：${rows.length} 处拒收原因。`
      : `${runId}: ${rows.length} reason(s) for rejection.`,
  );
}

function tellSuperseded(
  { isJson, lang, out }: CommandContext,
  { runId, rows: superseded }: Left<readonly Superseded[] | null>,
): void {
  if (superseded === null)
    throw new Fault({
      zh: `${runId}：由较早版本的 sise 发布，没有被取代行的清单；请重新运行 sise run`,
      en: `${runId}: published by an earlier version of sise, which kept no list of superseded rows; call sise run anew`,
    });
  if (isJson) {
    out(JSON.stringify({ run_id: runId, superseded }));
    return;
  }
  for (const row of superseded) out(supersededMessage(row, lang));
  out(
    lang === "zh"
      ? `${runId}：${superseded.length} 行被取代。`
      : `${runId}: ${superseded.length} superseded row(s).`,
  );
}
