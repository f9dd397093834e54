import { finishStep, startStep } from "../control/run.js";
import { type Progress, stepName } from "../progress.js";
import type { Warehouse } from "../warehouse/open.js";
import type { RunLog } from "./run-log.js";

export interface StepContext {
  readonly runId: string;
  readonly progress: Progress;
  readonly log: RunLog;
  readonly clock: () => Date;
}

/** Wraps each step with its row in control.step and its line of progress. */
export function stepReporter(warehouse: Warehouse, context: StepContext) {
  let position = 0;
  return async <Result>(
    name: string,
    work: () => Promise<{ result: Result; rows: number }>,
  ): Promise<Result> => {
    position += 1;
    const key = { run_id: context.runId, position };
    await startStep(warehouse, { ...key, step: name, started_at: context.clock().toISOString() });
    context.progress.start(name);
    const since = performance.now();
    const seconds = (): string => ((performance.now() - since) / 1000).toFixed(3);
    try {
      const { result, rows } = await work();
      const ended_at = context.clock().toISOString();
      await finishStep(warehouse, key, { state: "done", ended_at, row_count: rows });
      context.progress.done(name, rows);
      context.log.line({
        zh: `步骤 ${stepName(name, "zh")}：完成，${rows} 行，${seconds()} 秒`,
        en: `step ${name}: done, ${rows} row(s), ${seconds()} s`,
      });
      return result;
    } catch (error) {
      const message = (error as Error).message;
      context.progress.failed(name, message);
      context.log.line({
        zh: `步骤 ${stepName(name, "zh")}：${seconds()} 秒后失败`,
        en: `step ${name}: failed after ${seconds()} s`,
      });
      const ended_at = context.clock().toISOString();
      // On a full disk the ledger cannot be written either: the first fault is the one to tell, and the next run settles the row.
      await finishStep(warehouse, key, { state: "failed", ended_at, message }).catch(() => {});
      throw error;
    }
  };
}
