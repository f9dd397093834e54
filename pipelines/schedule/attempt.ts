import { join } from "node:path";
import type { Child, ChildEnd, SpawnRun } from "./child.js";

// Causes that pass by themselves (a lock held by hand, a file still being copied) are gone within minutes; after that, people are needed.
const backOffMilliseconds = [60_000, 240_000, 960_000];
const stopMilliseconds = 30_000;

/** Waits, or ends early when the signal comes. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (milliseconds, signal) =>
  new Promise((done) => {
    if (signal.aborted) return done();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });

export interface AttemptOptions {
  readonly words: readonly string[];
  readonly logFile: string;
  /** Tries after the first, on exit status 1 alone: wrong usage and a stopped publication do not mend themselves. */
  readonly retries: number;
  readonly spawnRun: SpawnRun;
  readonly pause: Pause;
  /** Ends the run and all further tries. */
  readonly stopping: AbortSignal;
  readonly onRetry: (end: ChildEnd, waitMilliseconds: number) => void;
}

/** Sends SIGTERM when asked to stop, and SIGKILL to a child that is still there 30 s later. */
async function endOf(child: Child, options: AttemptOptions): Promise<ChildEnd> {
  const settled = new AbortController();
  const onStop = async () => {
    child.stop();
    await options.pause(stopMilliseconds, settled.signal);
    if (!settled.signal.aborted) child.kill();
  };
  if (options.stopping.aborted) void onStop();
  else options.stopping.addEventListener("abort", onStop, { once: true });
  const end = await child.ended;
  options.stopping.removeEventListener("abort", onStop);
  settled.abort();
  return end;
}

/** Runs a command in child processes until one of them does not end with 1, or the tries are used up. Gives the last end and the tries. */
export async function attemptRun(options: AttemptOptions): Promise<ChildEnd & { readonly tries: number }> {
  for (let tries = 1; ; tries++) {
    const end = await endOf(options.spawnRun(options.words, options.logFile), options);
    if (end.status !== 1 || tries > options.retries || options.stopping.aborted) return { ...end, tries };
    const wait = backOffMilliseconds[Math.min(tries, backOffMilliseconds.length) - 1] ?? 0;
    options.onRetry(end, wait);
    await options.pause(wait, options.stopping);
    if (options.stopping.aborted) return { ...end, tries };
  }
}

/** Why a tick failed, as its row says it: `exit 1 after 3 tries`, `exit 3`, `killed by SIGKILL`, or why nothing began. */
export function reasonOf(end: ChildEnd & { readonly tries: number }): string {
  if (end.fault !== null) return `not started: ${end.fault}`;
  if (end.signal !== null) return `killed by ${end.signal}`;
  return end.tries > 1 ? `exit ${end.status} after ${end.tries} tries` : `exit ${end.status}`;
}

/** `logs/<job>-<due in the city's time>.log`: all tries of a tick in one file. */
export function logFileOf(projectFolder: string, job: string, due: Date, timeZone: string): string {
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
    due,
  );
  const safe = job.replaceAll(/[^\p{L}\p{N}_-]/gu, "_");
  return join(projectFolder, "logs", `${safe}-${local.replaceAll(/[-:]/g, "").replace(" ", "-")}.log`);
}
