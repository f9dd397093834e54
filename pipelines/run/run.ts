import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { yesterdayIn } from "../../models/calendar.js";
import type { Config } from "../../models/config.js";
import { instantOf } from "../../models/tick.js";
import { recordPublication } from "../control/publication.js";
import { newRunId } from "../control/run-id.js";
import {
  abortUnfinished,
  describeRun,
  finishRun,
  hasRun,
  lastStepSeconds,
  startRun,
} from "../control/run.js";
import { createControlTables } from "../control/tables.js";
import { Fault } from "../fault.js";
import { ingest, type IngestReport } from "../ingest/ingest.js";
import { decideKnownAt } from "../ingest/known-at.js";
import type { Progress } from "../progress.js";
import {
  beginPublication,
  finishPublication,
  type Manifest,
  prunePublications,
  removeUnfinished,
} from "../publish/publication.js";
import { currentRunId } from "../publish/pointer.js";
import { hashSql } from "../warehouse/build.js";
import { acquireLock } from "../warehouse/lock.js";
import type { Warehouse } from "../warehouse/open.js";
import { openOrRecover } from "../warehouse/recover.js";
import { attachBuild, buildAll, type BuildOutcome, detachBuild } from "./build.js";
import { type Project, readProject } from "./project.js";
import { refuseBadBuild, refuseDiff, refuseNothingRead } from "./gate.js";
import { diffBuild } from "./level-diff.js";
import { openRunLog, type RunLog } from "./run-log.js";
import { settleLedger } from "./settle-ledger.js";
import { stepReporter } from "./steps.js";
import { shareCores } from "./threads.js";

export interface RunRequest {
  readonly projectFolder: string;
  /** Business day; null is yesterday in the city's time zone. */
  readonly asOf: string | null;
  /** ISO 8601, the city's time where it names no zone; null is now. */
  readonly knownAt: string | null;
  readonly acceptDiff: boolean;
  readonly publish: boolean;
  readonly command: string;
  readonly clock: () => Date;
  /** Made once the durations of the last run are known: it estimates the time left from them. */
  readonly progress: (secondsByStep: Record<string, number>) => Progress;
}

export interface RunOutcome {
  readonly runId: string;
  readonly asOf: string;
  readonly knownAt: string;
  /** The publication's folder; null when the run was told not to publish. */
  readonly folder: string | null;
  readonly ingest: IngestReport;
  readonly build: BuildOutcome;
  readonly warnings: readonly string[];
}

/** Opens the project's warehouse under its lock, calls `work`, and lets go of both whatever happens. `threads`: what DuckDB may split a statement among (see shareCores); one, where the ledger is only read or written. */
export async function withWarehouse<Result>(
  projectFolder: string,
  options: {
    readonly config: Config;
    readonly command: string;
    readonly clock: () => Date;
    readonly threads?: number;
  },
  work: (warehouse: Warehouse, notes: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const lock = acquireLock(projectFolder, {
    pid: process.pid,
    host: hostname(),
    now: options.clock(),
    command: options.command,
  });
  try {
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
      const notes = [lock.recovered, opened.recovered].filter(
        (note): note is string => typeof note === "string",
      );
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
      const gone = await abortUnfinished(warehouse, request.clock().toISOString());
      await removeUnfinished(published, gone);
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
      const log = openRunLog(request.projectFolder, runId, request.clock);
      log.line(`run ${runId}: ${request.command}`);
      for (const note of [...notes, ...gone.map((id) => `run ${id} was ended by force`)]) log.line(note);
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
        for (const warning of outcome.warnings) log.line(`warning: ${warning}`);
        log.line(outcome.folder ? `published: ${outcome.folder}` : "built, not published");
        return { ...outcome, warnings: [...notes, ...outcome.warnings] };
      } catch (error) {
        const isStopped = error instanceof Fault && error.kind === "stopped";
        log.line(`${isStopped ? "stopped" : "failed"}: ${(error as Error).message}`);
        await finishRun(warehouse, runId, {
          state: isStopped ? "stopped" : "failed",
          ended_at: request.clock().toISOString(),
          message: (error as Error).message,
        }).catch(() => {});
        throw error;
      } finally {
        progress.close();
      }
    },
  );
}

interface RunContext {
  readonly request: RunRequest;
  readonly project: Project;
  readonly runId: string;
  readonly progress: Progress;
  readonly published: string;
  readonly started: Date;
  readonly log: RunLog;
  readonly lanes: number;
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
  context.log.line(`as of ${asOf}, known at ${knownAt}`);
  await describeRun(warehouse, runId, {
    as_of: asOf,
    known_at: knownAt,
    config: { config, regionsGeojson: project.regionsGeojson },
    rules: packs.map((pack) => ({
      path: pack.path,
      sha256: pack.sha256,
      origin: pack.origin,
      text: JSON.stringify(pack.pack),
    })),
  });

  // Charts and their libraries take half a second to load: meanwhile the database reads the sources.
  const publishing = import("../publish/publish.js");
  publishing.catch(() => {});
  const ingested = await step("ingest", async () => {
    const report = await ingest(warehouse, {
      config,
      projectFolder: request.projectFolder,
      runId,
      knownAt: stamp,
      lanes: context.lanes,
    });
    for (const source of report.sources)
      context.log.line(
        `source ${source.source}: ${source.state}, ${source.read} row(s), ${source.added} new, ${source.withdrawn} withdrawn${source.message ? `\n${source.message}` : ""}`,
      );
    refuseNothingRead(report);
    return { result: report, rows: report.sources.reduce((total, source) => total + source.read, 0) };
  });
  const attached = await attachBuild(warehouse, request.projectFolder, "warehouse.build", context.lanes);
  try {
    const staleSources = await readStaleSources(warehouse, knownAt);
    const build = await buildAll(
      warehouse,
      { config, packs, asOf, knownAt, staleSources, lanes: attached.lanes },
      step,
    );
    await describeRun(warehouse, runId, { sql_sha256: hashSql(build.nodes) });
    const warnings = refuseBadBuild(build, config);
    const current = await currentRunId(context.published);
    const inputs = {
      config,
      asOf,
      knownAt,
      regionsGeojson: project.regionsGeojson,
      nodes: build.nodes,
      lanes: attached.lanes,
    };
    const outcome = { runId, asOf, knownAt, ingest: ingested, build, warnings };
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
      const write = async (): Promise<Manifest> => {
        const { describePublication, writePublication } = await publishing;
        await writePublication(warehouse, unfinished, inputs);
        return describePublication(warehouse, unfinished, {
          runId,
          createdAt: request.clock().toISOString(),
          inputs,
          sources: build.sources,
        });
      };
      const manifest = await write().catch(async (error: unknown) => {
        // Half a publication may be what filled the disk.
        await rm(unfinished, { recursive: true, force: true }).catch(() => {});
        throw error;
      });
      const final = await finishPublication(context.published, unfinished, manifest);
      await recordPublication(warehouse, { run_id: runId, published_at: manifest.created_at, manifest });
      await prunePublications(context.published, config.keep);
      return { result: final, rows: manifest.files.length };
    });
    return { ...outcome, folder };
  } finally {
    await detachBuild(warehouse, attached);
  }
}

/** Sources whose newest reading known at `knownAt` failed: their earlier rows stand, marked stale. */
export async function readStaleSources(warehouse: Warehouse, knownAt: string): Promise<Set<string>> {
  const rows = await warehouse.rows<{ source: string }>(
    `with newest as (
        select source, max(known_at) as known_at from warehouse.control.file where known_at <= $1::timestamp group by source
    )
    select distinct file.source from warehouse.control.file as file
    join newest on file.source = newest.source and file.known_at = newest.known_at
    where file.state = 'failed'`,
    [knownAt],
  );
  return new Set(rows.map((row) => row.source));
}
