import { parentPort, workerData } from "node:worker_threads";
import { planInspections } from "../../models/plan/plan.js";
import type { PlanProblem } from "../../models/plan/problem.js";

// The body of a thread: one problem in, one plan out.
parentPort?.postMessage(planInspections(workerData as PlanProblem));
