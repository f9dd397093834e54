import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { programRoot } from "../package-root.js";
import { type CardJob, drawCards } from "../publish/draw-cards.js";
import type { KnownHashes } from "../publish/hashed-file.js";
import { type WorkbookJob, writeMartWorkbook } from "../publish/mart-workbook.js";
import { threadLimits } from "./thread-limits.js";

/** Something to be written from rows that were read already. */
export type PressJob =
  | { readonly kind: "cards"; readonly job: CardJob }
  | { readonly kind: "workbook"; readonly job: WorkbookJob };

/** What the thread answers for each job, in their order: what went wrong, or the hashes of what was written, by full path. */
export type PressAnswer = { readonly error: unknown } | { readonly hashes: KnownHashes };

/** Writes scorecards and workbooks beside the database's own work. */
export interface Press {
  /** Comes back once the job is under way and few wait before it; throws what an earlier job failed with. */
  print(job: PressJob): Promise<void>;
  /** Comes back when everything is written, with the hashes of all files by full path; throws what a job failed with. */
  finish(): Promise<KnownHashes>;
  /** Ends the thread, also in the middle of a job. */
  close(): Promise<void>;
}

/** Does one job, the same in a thread and without one; returns the hashes of what it wrote, by full path. */
export function printJob({ kind, job }: PressJob): KnownHashes {
  return kind === "cards" ? drawCards(job) : new Map([[job.path, writeMartWorkbook(job)]]);
}

/** Jobs that may wait in the thread: their rows stand in memory. */
const mostWaiting = 3;

/** A press in a thread of its own. Where the sources run uncompiled there is no thread to start, and each job is done at once. */
export function openPress(): Press {
  const hashes = new Map<string, string>();
  const keep = (written: KnownHashes): void => {
    for (const [path, hash] of written) hashes.set(path, hash);
  };
  if (import.meta.url.endsWith(".ts"))
    return { print: async (job) => keep(printJob(job)), finish: async () => hashes, close: async () => {} };
  const worker = new Worker(join(programRoot, "pipelines/threads/press-thread.js"), {
    resourceLimits: threadLimits,
  });
  let waiting = 0;
  let failure: { readonly error: unknown } | null = null;
  let wake: (() => void)[] = [];
  const settle = (): void => {
    const woken = wake;
    wake = [];
    for (const resolve of woken) resolve();
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    settle();
  };
  worker.on("message", (answer: PressAnswer) => {
    waiting -= 1;
    if ("hashes" in answer) keep(answer.hashes);
    else fail(answer.error);
    settle();
  });
  worker.on("error", fail);
  worker.on("exit", (code) => {
    fail(new Error(`the thread that writes pages ended with ${code}`));
  });
  const until = async (isEnough: () => boolean): Promise<void> => {
    while (failure === null && !isEnough()) await new Promise<void>((resolve) => wake.push(resolve));
    if (failure !== null) throw failure.error;
  };
  return {
    async print(job) {
      waiting += 1;
      worker.postMessage(job);
      await until(() => waiting <= mostWaiting);
    },
    async finish() {
      await until(() => waiting === 0);
      return hashes;
    },
    async close() {
      worker.removeAllListeners("exit");
      await worker.terminate();
    },
  };
}
