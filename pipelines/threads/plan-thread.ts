import { parentPort } from "node:worker_threads";
import { planInspections } from "../../models/plan/plan.js";
import type { PlanProblem } from "../../models/plan/problem.js";

// The body of a thread: one problem in, one plan out.
parentPort?.once("message", (problem: PlanProblem) => parentPort?.postMessage(planInspections(problem)));
