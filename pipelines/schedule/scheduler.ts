import { dueTicks, settleMissed } from "../../models/tick.js";
import type { Text } from "../../models/text.js";
import { listRuns } from "../control/run.js";
import type { TickState, TickTable } from "../control/tables.js";
import { lastDue, openTicks, recordTicks } from "../control/tick.js";
import type { Warehouse } from "../warehouse/open.js";
import { attemptRun, logFileOf, type Pause, reasonOf } from "./attempt.js";
import type { SpawnRun } from "./child.js";
import { type Job, wordsOf } from "./job.js";
import type { TickLedger } from "./tick-ledger.js";

// A wake that comes so much after its tick is still the punctual one; the clock looks every 30 s.
const punctualMilliseconds = 90_000;
// The reason of the row from which a job's ticks are counted.
const firstStart = "first start";

export interface SchedulerOptions {
  readonly jobs: readonly Job[];
  readonly projectFolder: string;
  readonly timeZone: string;
  readonly clock: () => Date;
  readonly spawnRun: SpawnRun;
  readonly ledger: TickLedger;
  readonly pause: Pause;
  readonly logger: (text: Text) => void;
}

export interface Scheduler {
  /** Looks what is due, enters it and starts what has to run; comes back when the ticks are entered, not when the runs have ended. */
  wake(): Promise<void>;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Starts nothing more, asks the running child to end and waits for it. Ticks that wait stay `waiting` for the next start. */
  stop(): Promise<void>;
}

interface Turn {
  readonly job: Job;
  readonly due: Date;
}

function row(
  turn: { job: { name: string }; due: Date },
  state: TickState,
  more: Partial<TickTable> = {},
): TickTable {
  return {
    job: turn.job.name,
    due_at: turn.due.toISOString(),
    state,
    reason: null,
    run_id: null,
    started_at: null,
    ended_at: null,
    ...more,
  };
}

/** What a kill of the scheduler left: ticks at work are settled by what became of their run, ticks that waited are due again. */
async function readState(warehouse: Warehouse, now: Date) {
  const runs = await listRuns(warehouse, 1000);
  const open = await openTicks(warehouse);
  const settled = open
    .filter((tick) => tick.state === "running")
    .map((tick): TickTable => {
      const run = runs.findLast((each) => tick.started_at !== null && each.started_at >= tick.started_at);
      const isDone = run?.state === "published" || run?.state === "built";
      return {
        ...tick,
        state: isDone ? "done" : "failed",
        reason: isDone ? null : "the scheduler ended before its run did",
        run_id: run?.run_id ?? null,
        ended_at: run?.ended_at ?? now.toISOString(),
      };
    });
  return {
    last: await lastDue(warehouse),
    settled,
    waiting: open.filter((tick) => tick.state === "waiting"),
  };
}

async function newestRun(warehouse: Warehouse): Promise<{ readonly run_id: string | null }> {
  return { run_id: (await listRuns(warehouse, 1))[0]?.run_id ?? null };
}

/** The scheduler without a clock: everything that happens at a wake, with its effects passed in. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { jobs, ledger, clock, logger, timeZone } = options;
  const stopping = new AbortController();
  const queue: Turn[] = [];
  let current: Turn | null = null;
  let draining: Promise<void> = Promise.resolve();
  /** Up to when each job's ticks are settled; null until the ledger could be read. */
  let marks: Map<string, Date> | null = null;
  let waking: Promise<void> = Promise.resolve();

  async function start(now: Date): Promise<TickTable[] | null> {
    const state = await ledger.write([], (warehouse) => readState(warehouse, now));
    if (state === null) return null;
    const rows = [...state.settled];
    marks = new Map();
    for (const job of jobs) {
      const last = state.last[job.name];
      marks.set(job.name, last === undefined ? now : new Date(last));
      // Without a row of its own a job that never ran would not know, after the next stop, what it missed.
      if (last === undefined) rows.push(row({ job, due: now }, "skipped", { reason: firstStart }));
      const waiting = state.waiting
        .filter((tick) => tick.job === job.name)
        .map((tick) => new Date(tick.due_at));
      rows.push(
        ...settle(job, [...waiting, ...dueTicks(job.cron, marks.get(job.name) ?? now, now, timeZone)], now),
      );
      marks.set(job.name, now);
    }
    const known = new Set(jobs.map((job) => job.name));
    for (const tick of state.waiting.filter((each) => !known.has(each.job)))
      rows.push({ ...tick, state: "missed", reason: "no such job any more" });
    return rows;
  }

  function isBusy(job: Job): boolean {
    return [...queue, ...(current ? [current] : [])].some((turn) => turn.job.name === job.name);
  }

  /** Rows for ticks that are due by now, rising; those that shall run are queued. */
  function settle(job: Job, due: readonly Date[], now: Date): TickTable[] {
    if (isBusy(job)) return due.map((each) => row({ job, due: each }, "skipped", { reason: "overlap" }));
    return settleMissed(due, job, now).map((tick, position) => {
      const isPunctual =
        position === due.length - 1 && now.getTime() - tick.due.getTime() <= punctualMilliseconds;
      if (tick.fate !== "run" && !isPunctual)
        return row({ job, due: tick.due }, tick.fate, { reason: tick.reason });
      queue.push({ job, due: tick.due });
      return row({ job, due: tick.due }, "waiting");
    });
  }

  /** Ticks that are not run, one line for each cause: after a long stop there may be hundreds. */
  function report(rows: readonly TickTable[]): void {
    const causes = new Map<string, TickTable[]>();
    for (const tick of rows)
      if ((tick.state === "missed" || tick.state === "skipped") && tick.reason !== firstStart) {
        const cause = `${tick.job}\n${tick.state}\n${tick.reason}`;
        causes.set(cause, [...(causes.get(cause) ?? []), tick]);
      }
    for (const ticks of causes.values()) {
      const last = ticks.at(-1);
      if (last)
        logger({
          zh: `${last.job}：${ticks.length} 次未运行（${last.state}，${last.reason}），最近一次应在 ${last.due_at}`,
          en: `${last.job}: ${ticks.length} not run (${last.state}, ${last.reason}), the last was due ${last.due_at}`,
        });
    }
  }

  async function look(): Promise<void> {
    if (stopping.signal.aborted) return;
    const now = clock();
    let rows: TickTable[] | null;
    if (marks === null) rows = await start(now);
    else {
      rows = [];
      for (const job of jobs) {
        const mark = marks.get(job.name) ?? now;
        rows.push(...settle(job, dueTicks(job.cron, mark, now, timeZone), now));
        if (now > mark) marks.set(job.name, now);
      }
    }
    if (rows === null) return;
    report(rows);
    if (rows.length > 0 || (current === null && ledger.hasPending())) await ledger.write(rows);
    if (current === null) draining = drain();
  }

  async function drain(): Promise<void> {
    while (!stopping.signal.aborted) {
      const turn = queue.shift();
      if (!turn) return;
      current = turn;
      try {
        await run(turn);
      } catch (error) {
        const reason = (error as Error).message;
        logger({ zh: `${turn.job.name}：失败（${reason}）`, en: `${turn.job.name}: failed (${reason})` });
        // On a full disk this cannot be kept either: the scheduler goes on, and the tick is told by its line above.
        await ledger
          .write([row(turn, "failed", { reason, ended_at: clock().toISOString() })])
          .catch(() => {});
      } finally {
        current = null;
      }
    }
  }

  async function run(turn: Turn): Promise<void> {
    const { job, due } = turn;
    const words = wordsOf(job, due, timeZone);
    const started_at = clock().toISOString();
    const before = await ledger.write([row(turn, "running", { started_at })], newestRun);
    logger({
      zh: `${job.name}：开始 sise ${words.join(" ")}`,
      en: `${job.name}: starts sise ${words.join(" ")}`,
    });
    const end = await attemptRun({
      words,
      logFile: logFileOf(options.projectFolder, job.name, due, timeZone),
      retries: job.retries,
      spawnRun: options.spawnRun,
      pause: options.pause,
      stopping: stopping.signal,
      onRetry: (failed, wait) =>
        logger({
          zh: `${job.name}：退出码 ${failed.status}，${wait / 1000} 秒后重试`,
          en: `${job.name}: exit ${failed.status}, tries again in ${wait / 1000} s`,
        }),
    });
    const isDone = end.status === 0;
    const reason = isDone ? null : `${stopping.signal.aborted ? "stopped: " : ""}${reasonOf(end)}`;
    const ended = row(turn, isDone ? "done" : "failed", {
      reason,
      started_at,
      ended_at: clock().toISOString(),
    });
    await ledger.write([ended], async (warehouse) => {
      const { run_id } = await newestRun(warehouse);
      if (before !== null && run_id !== before.run_id) await recordTicks(warehouse, [{ ...ended, run_id }]);
    });
    logger(
      isDone
        ? { zh: `${job.name}：完成`, en: `${job.name}: done` }
        : { zh: `${job.name}：失败（${reason}）`, en: `${job.name}: failed (${reason})` },
    );
  }

  return {
    wake() {
      // A look that failed has said so to its caller; the next one is not bound by it.
      waking = waking.catch(() => {}).then(look);
      return waking;
    },
    async idle() {
      await waking;
      await draining;
    },
    async stop() {
      stopping.abort();
      await waking;
      await draining;
      if (ledger.hasPending()) await ledger.write([]);
    },
  };
}
