import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { planInspections } from "../../models/plan/plan.js";
import type { PlanProblem } from "../../models/plan/problem.js";
import type { Plan } from "../../models/plan/result.js";
import { programRoot } from "../package-root.js";
import { threadLimits } from "./thread-limits.js";

/** Makes one plan beside the database's own work. */
export interface Planner {
  /** The plan of a problem, the same as `planInspections` gives; to be asked once. Throws what it throws. */
  plan(problem: PlanProblem): Promise<Plan>;
  /** Ends the thread, also in the middle of a plan. */
  close(): Promise<void>;
}

/**
 * A planner in a thread of its own, which starts at once: that takes as long as reading a city. Where the sources run uncompiled
 * there is no thread to start, and the plan is computed here.
 */
export function openPlanner(): Planner {
  if (import.meta.url.endsWith(".ts"))
    return { plan: async (problem) => planInspections(problem), close: async () => {} };
  const worker = new Worker(join(programRoot, "pipelines/threads/plan-thread.js"), {
    resourceLimits: threadLimits,
  });
  const answer = new Promise<Plan>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    // After its message, or an error, this changes nothing.
    worker.once("exit", (code) => reject(new Error(`the thread that plans ended with ${code} and no plan`)));
  });
  // Until it is asked nobody listens; who asks hears of an earlier end all the same.
  answer.catch(() => {});
  return {
    plan(problem) {
      worker.postMessage(problem);
      return answer;
    },
    async close() {
      await worker.terminate();
    },
  };
}
