import type { Text } from "../../models/text.js";
import { Fault, type FaultText } from "../fault.js";
import type { Warehouse } from "../warehouse/open.js";
import {
  control,
  createControlTables,
  type RunState,
  type RunTable,
  type StepState,
  type StepTable,
} from "./tables.js";

/** One rule pack as a run used it, whole: a replay reads it from here, whatever became of the file. */
export interface RunRule {
  readonly path: string;
  readonly sha256: string;
  readonly origin: "shipped" | "city";
  readonly text: string;
}

/** What is known of a run when it starts; the rest may follow through `describeRun`. */
export interface RunStart {
  readonly run_id: string;
  /** The command line, or its first word. */
  readonly command: string;
  readonly started_at: string;
  readonly as_of?: string;
  readonly known_at?: string;
  /** The configuration as read, to be kept as JSON. */
  readonly config?: unknown;
  readonly rules?: readonly RunRule[];
  readonly sql_sha256?: string;
  /** Of the program that made it (see hashProgram). */
  readonly program_sha256?: string;
  /** What its checks warned of. */
  readonly warnings?: readonly FaultText[];
}

/** A run in the list: all but its configuration and rules. */
export type RunSummary = Omit<RunTable, "config" | "rules" | "program_sha256" | "warnings">;

/** A run with all that it was made from and went through. */
export interface RunRecord extends RunSummary {
  /** The configuration as it was, parsed; null when the run ended before it was read. */
  readonly config: unknown;
  readonly rules: readonly RunRule[];
  readonly steps: readonly StepTable[];
  /** When it was published, and whether it is what readers see; null when it never was. */
  readonly publication: { readonly published_at: string; readonly is_current: boolean } | null;
}

const summaryColumns = [
  "run_id",
  "command",
  "state",
  "as_of",
  "known_at",
  "started_at",
  "ended_at",
  "sql_sha256",
  "message",
  "message_zh",
] as const;

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Enters a run as `running`. Makes the ledger where it is missing. Throws when the run id is taken. */
export async function startRun(warehouse: Warehouse, run: RunStart): Promise<void> {
  await createControlTables(warehouse);
  if (await hasRun(warehouse, run.run_id))
    throw new Error(`control.run: ${run.run_id} stands already, expected a new run id`);
  await control(warehouse)
    .insertInto("control.run")
    .values({
      run_id: run.run_id,
      command: run.command,
      state: "running",
      as_of: run.as_of ?? null,
      known_at: run.known_at ?? null,
      started_at: run.started_at,
      ended_at: null,
      config: asJson(run.config),
      rules: asJson(run.rules),
      sql_sha256: run.sql_sha256 ?? null,
      program_sha256: run.program_sha256 ?? null,
      warnings: asJson(run.warnings),
      message: null,
      message_zh: null,
    })
    .execute();
}

/** Adds what a run learnt after it started; what is left out stays as it is. */
export async function describeRun(
  warehouse: Warehouse,
  runId: string,
  known: Partial<
    Pick<RunStart, "as_of" | "known_at" | "config" | "rules" | "sql_sha256" | "program_sha256" | "warnings">
  >,
): Promise<void> {
  const { config, rules, warnings, ...plain } = known;
  const changes = {
    ...plain,
    ...(config === undefined ? {} : { config: asJson(config) }),
    ...(rules === undefined ? {} : { rules: asJson(rules) }),
    ...(warnings === undefined ? {} : { warnings: asJson(warnings) }),
  };
  if (Object.keys(changes).length === 0) return;
  await control(warehouse).updateTable("control.run").set(changes).where("run_id", "=", runId).execute();
}

/** Ends a run: `published`, `built` (without publishing), `stopped` (a check or the diff), or `failed`, with a message. */
export async function finishRun(
  warehouse: Warehouse,
  runId: string,
  end: { readonly state: Exclude<RunState, "running">; readonly ended_at: string; readonly message?: Text },
): Promise<void> {
  await control(warehouse)
    .updateTable("control.run")
    .set({
      state: end.state,
      ended_at: end.ended_at,
      message: end.message?.en ?? null,
      message_zh: end.message?.zh ?? null,
    })
    .where("run_id", "=", runId)
    .execute();
}

/** Enters a step of a run as `running`; positions count from 1. */
export async function startStep(
  warehouse: Warehouse,
  step: Pick<StepTable, "run_id" | "position" | "step" | "started_at">,
): Promise<void> {
  await control(warehouse)
    .insertInto("control.step")
    .values({ ...step, state: "running", ended_at: null, row_count: null, message: null })
    .execute();
}

/** Ends a step; `row_count` is the rows that it wrote, null where it writes none. */
export async function finishStep(
  warehouse: Warehouse,
  step: Pick<StepTable, "run_id" | "position">,
  end: {
    readonly state: Exclude<StepState, "running">;
    readonly ended_at: string;
    readonly row_count?: number | null;
    readonly message?: string | null;
  },
): Promise<void> {
  await control(warehouse)
    .updateTable("control.step")
    .set({
      state: end.state,
      ended_at: end.ended_at,
      row_count: end.row_count ?? null,
      message: end.message ?? null,
    })
    .where("run_id", "=", step.run_id)
    .where("position", "=", step.position)
    .execute();
}

/** Ends as `done` the steps that a killed run left open, where its publication proves that they were. */
export async function finishSteps(warehouse: Warehouse, runId: string, endedAt: string): Promise<void> {
  await control(warehouse)
    .updateTable("control.step")
    .set({ state: "done", ended_at: endedAt, message: null })
    .where("run_id", "=", runId)
    .where("state", "in", ["running", "aborted"])
    .execute();
}

/**
 * After a kill: every run still `running` becomes `aborted`, with its steps, but those named in `runningIds`.
 * Call it with the lock held, when no other process can be at work. Returns the run ids, oldest first.
 */
export async function abortUnfinished(
  warehouse: Warehouse,
  endedAt: string,
  runningIds: readonly string[] = [],
): Promise<string[]> {
  const ledger = control(warehouse);
  const running = await ledger
    .selectFrom("control.run")
    .select("run_id")
    .where("state", "=", "running")
    .orderBy("started_at")
    .orderBy("run_id")
    .execute();
  const gone = running.map((run) => run.run_id).filter((runId) => !runningIds.includes(runId));
  for (const runId of gone) {
    // Steps first: a kill between the two statements leaves the run to be found again.
    await ledger
      .updateTable("control.step")
      .set({ state: "aborted", ended_at: endedAt, message: "the process ended before the step did" })
      .where("run_id", "=", runId)
      .where("state", "=", "running")
      .execute();
    await finishRun(warehouse, runId, {
      state: "aborted",
      ended_at: endedAt,
      message: { zh: "进程在运行结束之前中断", en: "the process ended before the run did" },
    });
  }
  return gone;
}

/** Whether the ledger knows a run id. */
export async function hasRun(warehouse: Warehouse, runId: string): Promise<boolean> {
  const found = await control(warehouse)
    .selectFrom("control.run")
    .select("run_id")
    .where("run_id", "=", runId)
    .execute();
  return found.length > 0;
}

/** Runs, newest first; `limit` keeps the newest ones. */
export async function listRuns(warehouse: Warehouse, limit = 100): Promise<RunSummary[]> {
  return control(warehouse)
    .selectFrom("control.run")
    .select(summaryColumns)
    .orderBy("started_at", "desc")
    .orderBy("run_id", "desc")
    .limit(limit)
    .execute();
}

/** One run with configuration, rules, steps and publication. Throws a Fault naming the newest runs when there is none of that id. */
export async function readRun(warehouse: Warehouse, runId: string): Promise<RunRecord> {
  const ledger = control(warehouse);
  const [run] = await ledger
    .selectFrom("control.run")
    .select([...summaryColumns, "config", "rules"])
    .where("run_id", "=", runId)
    .execute();
  if (!run) {
    const newest = (await listRuns(warehouse, 5)).map((each) => each.run_id).join(", ");
    throw new Fault({
      zh: `control.run：没有运行 ${runId}，应为 ${newest || "（尚无运行）"} 或更早的一次；见 sise runs`,
      en: `control.run: no run ${runId}, expected one of ${newest || "(none yet)"} or older; see sise runs`,
    });
  }
  const steps = await ledger
    .selectFrom("control.step")
    .select(["run_id", "position", "step", "state", "started_at", "ended_at", "row_count", "message"])
    .where("run_id", "=", runId)
    .orderBy("position")
    .execute();
  const [publication] = await ledger
    .selectFrom("control.publication")
    .select(["published_at", "is_current"])
    .where("run_id", "=", runId)
    .orderBy("published_at", "desc")
    .execute();
  return {
    ...run,
    config: run.config === null ? null : JSON.parse(run.config),
    rules: run.rules === null ? [] : (JSON.parse(run.rules) as RunRule[]),
    steps,
    publication: publication ?? null,
  };
}

/**
 * Seconds that each step of the last published run took, by step: what the progress line estimates from. Empty before the first.
 * A run that published standing files again tells nothing of the steps that it left out: the last one that scored is taken.
 */
export async function lastStepSeconds(warehouse: Warehouse): Promise<Record<string, number>> {
  const ledger = control(warehouse);
  const [last] = await ledger
    .selectFrom("control.run")
    .select("run_id")
    .where("state", "=", "published")
    .orderBy(
      (run) =>
        run("run_id", "in", ledger.selectFrom("control.step").select("run_id").where("step", "=", "score")),
      "desc",
    )
    .orderBy("started_at", "desc")
    .orderBy("run_id", "desc")
    .limit(1)
    .execute();
  if (!last) return {};
  const steps = await ledger
    .selectFrom("control.step")
    .select(["step", "started_at", "ended_at"])
    .where("run_id", "=", last.run_id)
    .where("state", "=", "done")
    .orderBy("position")
    .execute();
  const seconds: Record<string, number> = {};
  for (const { step, started_at, ended_at } of steps)
    if (ended_at !== null) seconds[step] = (Date.parse(ended_at) - Date.parse(started_at)) / 1000;
  return seconds;
}
