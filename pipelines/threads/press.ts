import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { programRoot } from "../package-root.js";
import { type CardJob, drawCards } from "../publish/draw-cards.js";
import { type WorkbookJob, writeMartWorkbook } from "../publish/mart-workbook.js";

/** Something to be written from rows that were read already. */
export type PressJob =
  | { readonly kind: "cards"; readonly job: CardJob }
  | { readonly kind: "workbook"; readonly job: WorkbookJob };

/** What the thread answers for each job, in their order. */
export interface PressAnswer {
  readonly error: unknown;
}

/** Writes scorecards and workbooks beside the database's own work. */
export interface Press {
  /** Comes back once the job is under way and few wait before it; throws what an earlier job failed with. */
  print(job: PressJob): Promise<void>;
  /** Comes back when everything is written; throws what a job failed with. */
  finish(): Promise<void>;
  /** Ends the thread, also in the middle of a job. */
  close(): Promise<void>;
}

/** Does one job: the same in a thread and without one. */
export function printJob({ kind, job }: PressJob): void {
  if (kind === "cards") drawCards(job);
  else writeMartWorkbook(job);
}

/** Jobs that may wait in the thread: their rows stand in memory. */
const mostWaiting = 3;

/** A press in a thread of its own. Where the sources run uncompiled there is no thread to start, and each job is done at once. */
export function openPress(): Press {
  if (import.meta.url.endsWith(".ts"))
    return { print: async (job) => printJob(job), finish: async () => {}, close: async () => {} };
  const worker = new Worker(join(programRoot, "pipelines/threads/press-thread.js"));
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
  worker.on("message", ({ error }: PressAnswer) => {
    waiting -= 1;
    if (error) fail(error);
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
    finish: () => until(() => waiting === 0),
    async close() {
      worker.removeAllListeners("exit");
      await worker.terminate();
    },
  };
}
