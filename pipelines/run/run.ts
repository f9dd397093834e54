import { join } from "node:path";
import { yesterdayIn } from "../../models/calendar.js";
import { instantOf } from "../../models/tick.js";
import { neverPublished } from "../control/publication.js";
import { newRunId } from "../control/run-id.js";
import {
  abortUnfinished,
  describeRun,
  finishRun,
  hasRun,
  lastStepSeconds,
  startRun,
} from "../control/run.js";
import { Fault, faultIn } from "../fault.js";
import { failureText } from "../failure.js";
import { ingest } from "../ingest/ingest.js";
import { logLine } from "../ingest/report.js";
import { decideKnownAt, refuseNothingKnown } from "../ingest/known-at.js";
import { loadOnce } from "../load-once.js";
import { beginPublication, fillOrRemove, removeUnfinished } from "../publish/publication.js";
import { currentRunId } from "../publish/pointer.js";
import { idleRules } from "../rules.js";
import { hashSql } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { attachBuild, buildAll, detachBuild } from "./build.js";
import { readProject } from "./project.js";
import { refuseBadBuild, refuseDiff, refuseNothingRead } from "./gate.js";
import { diffBuild } from "./level-diff.js";
import { openRunLog } from "./run-log.js";
import { readStaleSources } from "./stale-sources.js";
import { putOut, publishAgain } from "./put-out.js";
import type { RunContext, RunOutcome, RunRequest } from "./run-context.js";
import { stepReporter } from "./steps.js";
import { shareCores } from "./threads.js";
import { findStanding, hashProgram } from "./unchanged.js";
import { withWarehouse } from "./with-warehouse.js";

/**
 * The whole flow: lock → ingest → stage → rules → score → check → diff → publish. Each step is a row of control.step.
 * A failed check or a difference over its limit throws a Fault of kind `stopped` and leaves the last publication standing.
 */
export async function runAll(request: RunRequest): Promise<RunOutcome> {
  const project = await readProject(request.projectFolder);
  const { threads, lanes } = await shareCores(request.projectFolder, project.config);
  return withWarehouse(
    request.projectFolder,
    { ...request, config: project.config, threads },
    async (warehouse, notes) => {
      const published = join(request.projectFolder, "published");
      // First, since they may be what fills the disk, on which the ledger could not be written.
      await removeUnfinished(published);
      const gone = await abortUnfinished(warehouse, request.clock().toISOString());
      await removeUnfinished(published, await neverPublished(warehouse));
      const progress = request.progress(await lastStepSeconds(warehouse));
      const started = request.clock();
      const taken = new Set<string>();
      let runId = newRunId(started, project.config.city.time_zone, (id) => taken.has(id));
      while (await hasRun(warehouse, runId)) {
        taken.add(runId);
        runId = newRunId(started, project.config.city.time_zone, (id) => taken.has(id));
      }
      await startRun(warehouse, {
        run_id: runId,
        command: request.command,
        started_at: started.toISOString(),
      });
      const log = openRunLog(request.projectFolder, runId, {
        clock: request.clock,
        lang: project.config.language,
      });
      log.line({ zh: `运行 ${runId}：${request.command}`, en: `run ${runId}: ${request.command}` });
      for (const note of notes) log.line(note);
      for (const id of gone) log.line({ zh: `运行 ${id} 曾被强行中断`, en: `run ${id} was ended by force` });
      try {
        const outcome = await runSteps(warehouse, {
          request,
          project,
          runId,
          progress,
          published,
          started,
          log,
          lanes,
        });
        await finishRun(warehouse, runId, {
          state: outcome.folder ? "published" : "built",
          ended_at: request.clock().toISOString(),
        });
        for (const warning of outcome.warnings)
          log.line({ zh: `警告：${faultIn(warning, "zh")}`, en: `warning: ${faultIn(warning, "en")}` });
        log.line(
          outcome.folder
            ? { zh: `已发布：${outcome.folder}`, en: `published: ${outcome.folder}` }
            : { zh: "已计算，未发布", en: "built, not published" },
        );
        return { ...outcome, warnings: [...notes, ...outcome.warnings] };
      } catch (error) {
        const isStopped = error instanceof Fault && error.kind === "stopped";
        const message = failureText(error);
        log.line({
          zh: `${isStopped ? "被拦下" : "失败"}：${message.zh}`,
          en: `${isStopped ? "stopped" : "failed"}: ${message.en}`,
        });
        await finishRun(warehouse, runId, {
          state: isStopped ? "stopped" : "failed",
          ended_at: request.clock().toISOString(),
          message,
        }).catch(() => {});
        throw error;
      } finally {
        progress.close();
      }
    },
  );
}

async function runSteps(warehouse: Warehouse, context: RunContext): Promise<RunOutcome> {
  const { request, project, runId } = context;
  const { config, packs } = project;
  const step = stepReporter(warehouse, { ...context, clock: request.clock });
  const asOf = request.asOf ?? yesterdayIn(config.city.time_zone, context.started);
  const { runKnownAt: knownAt, stamp } = await decideKnownAt(
    warehouse,
    request.knownAt === null
      ? null
      : new Date(instantOf(request.knownAt, config.city.time_zone)).toISOString(),
    context.started,
  );
  context.log.line({
    zh: `截至 ${asOf}，以 ${knownAt} 已知的数据`,
    en: `as of ${asOf}, known at ${knownAt}`,
  });
  await describeRun(warehouse, runId, {
    as_of: asOf,
    known_at: knownAt,
    config: { config, regionsGeojson: project.regionsGeojson },
    program_sha256: hashProgram(),
    rules: packs.map((pack) => ({
      path: pack.path,
      sha256: pack.sha256,
      origin: pack.origin,
      text: JSON.stringify(pack.pack),
    })),
  });

  // Charts and their libraries take half a second to load: meanwhile the database reads the sources.
  const loadPublishing = loadOnce(() => import("../publish/publish.js"));
  const ingested = await step("ingest", async () => {
    const report = await ingest(warehouse, {
      config,
      projectFolder: request.projectFolder,
      runId,
      knownAt: stamp,
      lanes: context.lanes,
      onFile: (file) => {
        if (file.state !== "unchanged") loadPublishing();
      },
    });
    for (const source of report.sources) context.log.line(logLine(source));
    request.onIngested?.(report);
    refuseNothingRead(report);
    await refuseNothingKnown(warehouse, knownAt);
    return { result: report, rows: report.sources.reduce((total, source) => total + source.read, 0) };
  });
  // Who names an instant to look from is given a publication of that instant.
  if (request.publish && request.knownAt === null) {
    const standing = await findStanding(warehouse, { runId, published: context.published, ingested });
    if (standing) return publishAgain(warehouse, context, step, { asOf, ingested, standing });
  }
  const attached = await attachBuild(warehouse, request.projectFolder, "warehouse.build", context.lanes);
  try {
    const staleSources = await readStaleSources(warehouse, knownAt);
    const build = await buildAll(
      warehouse,
      { config, packs, asOf, knownAt, staleSources, lanes: attached.lanes },
      step,
    );
    const warnings = [...idleRules(packs, config.methods, asOf), ...refuseBadBuild(build, config)];
    await describeRun(warehouse, runId, { sql_sha256: hashSql(build.nodes), warnings });
    const current = await currentRunId(context.published);
    const inputs = {
      config,
      asOf,
      knownAt,
      regionsGeojson: project.regionsGeojson,
      nodes: build.nodes,
      lanes: attached.lanes,
    };
    const outcome = {
      runId,
      asOf,
      knownAt,
      ingest: ingested,
      sources: build.sources,
      warnings,
      sameAs: null,
    };
    if (current !== null)
      await step("diff", async () => {
        const older = join(context.published, current);
        // Whoever accepts any difference may also pass by a publication that can no longer be compared with.
        const diff = request.acceptDiff
          ? await diffBuild(warehouse, older).catch(() => null)
          : await diffBuild(warehouse, older);
        if (diff && !request.acceptDiff) refuseDiff(diff, config, current);
        return { result: diff, rows: diff?.changed ?? 0 };
      });
    if (!request.publish) return { ...outcome, folder: null };
    const folder = await step("publish", async () => {
      const unfinished = await beginPublication(context.published, runId);
      const manifest = await fillOrRemove(unfinished, async () => {
        const { describePublication, writePublication } = await loadPublishing();
        const hashes = await writePublication(warehouse, unfinished, inputs);
        return describePublication(warehouse, unfinished, {
          runId,
          createdAt: request.clock().toISOString(),
          inputs,
          sources: build.sources,
          hashes,
        });
      });
      return { result: await putOut(warehouse, context, unfinished, manifest), rows: manifest.files.length };
    });
    return { ...outcome, folder };
  } finally {
    await detachBuild(warehouse, attached);
  }
}
