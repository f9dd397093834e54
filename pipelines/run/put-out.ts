import { join } from "node:path";
import { recordPublication } from "../control/publication.js";
import { describeRun } from "../control/run.js";
import type { IngestReport } from "../ingest/report.js";
import {
  beginPublication,
  finishPublication,
  type Manifest,
  prunePublications,
} from "../publish/publication.js";
import type { Warehouse } from "../warehouse/open.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import type { stepReporter } from "./steps.js";
import { type Standing, takeFiles } from "./unchanged.js";

/** The last steps of a publication whose files are written: manifest and switch, ledger, and the oldest ones go. Returns its folder. */
export async function putOut(
  warehouse: Warehouse,
  { published, project, log }: RunContext,
  unfinished: string,
  manifest: Manifest,
): Promise<string> {
  const folder = await finishPublication(published, unfinished, manifest);
  await recordPublication(warehouse, {
    run_id: manifest.run_id,
    published_at: manifest.created_at,
    manifest,
  });
  // Published it is, whatever becomes of the old ones; the next run tries again.
  await prunePublications(published, project.config.keep).catch((error: Error) =>
    log.line({
      zh: `警告：超出 keep 的发布未能删除：${error.message}`,
      en: `warning: publications beyond keep could not be removed: ${error.message}`,
    }),
  );
  return folder;
}

/** Publishes the files that stand once more, as known when they were made: since then nothing was learnt. */
export async function publishAgain(
  warehouse: Warehouse,
  context: RunContext,
  step: ReturnType<typeof stepReporter>,
  found: { readonly asOf: string; readonly ingested: IngestReport; readonly standing: Standing },
): Promise<RunOutcome> {
  const { runId, published, request } = context;
  const { manifest: made, sqlSha256, warnings } = found.standing;
  context.log.line({
    zh: `自运行 ${made.run_id} 以来没有变化：再次发布它的文件`,
    en: `nothing changed since run ${made.run_id}: its files are published again`,
  });
  await describeRun(warehouse, runId, { known_at: made.known_at, sql_sha256: sqlSha256, warnings });
  const folder = await step("publish", async () => {
    const unfinished = await beginPublication(published, runId);
    await takeFiles(join(published, made.run_id), unfinished, made);
    const manifest = { ...made, run_id: runId, created_at: request.clock().toISOString() };
    return { result: await putOut(warehouse, context, unfinished, manifest), rows: made.files.length };
  });
  return {
    runId,
    asOf: found.asOf,
    knownAt: made.known_at,
    folder,
    ingest: found.ingested,
    sources: made.sources,
    warnings,
    sameAs: made.run_id,
  };
}
