import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { planInspections } from "../../models/plan/plan.js";
import type { PlanProblem } from "../../models/plan/problem.js";
import type { Plan } from "../../models/plan/result.js";
import { programRoot } from "../package-root.js";

/**
 * The plan of a problem, computed in a thread of its own, so that statements of other tables go on meanwhile; the same
 * plan as `planInspections` gives. Where the sources run uncompiled there is no thread to start, and it is computed here.
 */
export async function planAside(problem: PlanProblem): Promise<Plan> {
  if (import.meta.url.endsWith(".ts")) return planInspections(problem);
  return new Promise<Plan>((resolve, reject) => {
    const worker = new Worker(join(programRoot, "pipelines/threads/plan-thread.js"), { workerData: problem });
    worker.once("message", resolve);
    worker.once("error", reject);
    // After its message, or an error, this changes nothing.
    worker.once("exit", (code) => reject(new Error(`the thread that plans ended with ${code} and no plan`)));
  });
}
