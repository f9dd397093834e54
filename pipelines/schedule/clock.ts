import { schedule, validate } from "node-cron";
import { Fault } from "../fault.js";
import type { Job } from "./job.js";

// Timers stand still while a machine sleeps, and node-cron never runs what it missed: a look every so often finds it.
const lookMilliseconds = 30_000;

/** Something that calls `wake` when a job may be due, until it is stopped. */
export interface WakeClock {
  stop(): void;
}

export type StartClock = (jobs: readonly Job[], timeZone: string, wake: () => void) => WakeClock;

/** node-cron calls `wake` at the times of every pattern, in the city's time zone; between them a slow beat does. What is due, the ledger decides. */
export const startCronClock: StartClock = (jobs, timeZone, wake) => {
  const patterns = [...new Set(jobs.map((job) => job.cron.pattern))];
  const refused = patterns.filter((pattern) => !validate(pattern));
  if (refused.length > 0)
    throw new Fault(
      refused.map((pattern) => ({
        zh: `sise.yaml › schedule：node-cron 不接受“${pattern}”；请写得更简单`,
        en: `sise.yaml › schedule: node-cron refuses "${pattern}"; write it more plainly`,
      })),
    );
  const silent = () => {};
  const logger = { info: silent, warn: silent, error: silent, debug: silent };
  const tasks = patterns.map((pattern) =>
    schedule(pattern, wake, { timezone: timeZone, suppressMissedWarning: true, logger }),
  );
  const beat = setInterval(wake, lookMilliseconds);
  return {
    stop() {
      clearInterval(beat);
      for (const task of tasks) void task.destroy();
    },
  };
};
