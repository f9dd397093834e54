import { parentPort } from "node:worker_threads";
import { type PressAnswer, type PressJob, printJob } from "./press.js";

// The body of a thread: jobs in, an answer a job out.
parentPort?.on("message", (job: PressJob) => {
  let answer: PressAnswer;
  try {
    answer = { hashes: printJob(job) };
  } catch (error) {
    answer = { error };
  }
  parentPort?.postMessage(answer);
});
