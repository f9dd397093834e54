import type { Text } from "../../models/text.js";
import { failureText } from "../failure.js";
import { Fault } from "../fault.js";
import { acquireLock } from "../warehouse/lock.js";
import { type Pause, pause } from "./attempt.js";
import { type SpawnRun, spawnSise } from "./child.js";
import { type StartClock, startCronClock } from "./clock.js";
import { type JobConfig, readJobs } from "./job.js";
import { createScheduler } from "./scheduler.js";
import { openTickLedger } from "./tick-ledger.js";

export interface ScheduleOptions {
  /** `schedule` of sise.yaml. */
  readonly schedule: Readonly<Record<string, JobConfig>>;
  readonly projectFolder: string;
  /** The city's; patterns are read in it. */
  readonly timeZone: string;
  readonly host: string;
  readonly pid: number;
  readonly clock: () => Date;
  readonly logger: (text: Text) => void;
  /** Aborted when the scheduler shall end: SIGTERM and SIGINT. */
  readonly signal: AbortSignal;
  readonly spawnRun?: SpawnRun;
  readonly startClock?: StartClock;
  readonly pause?: Pause;
}

/**
 * The scheduler in the foreground, until the signal comes; then the running child has 30 s to end. Gives the exit status, 0.
 * Throws a Fault when a pattern cannot be read, when there is no job, or when another scheduler is at work on the project.
 */
export async function runSchedule(options: ScheduleOptions): Promise<number> {
  const { projectFolder, timeZone, clock, logger, signal, host, pid } = options;
  const jobs = readJobs(options.schedule);
  if (jobs.length === 0)
    throw new Fault({
      zh: "sise.yaml › schedule：没有作业，应至少有一个；请添加作业及其 cron 表达式",
      en: "sise.yaml › schedule: found no job, expected at least one; add a job with its cron pattern",
    });
  const lock = acquireLock(projectFolder, {
    host,
    pid,
    now: clock(),
    command: "sise schedule",
    name: "schedule.lock",
  });
  try {
    if (lock.recovered !== null) logger(lock.recovered);
    let lastNote = "";
    const ledger = openTickLedger({
      projectFolder,
      host,
      pid,
      clock,
      // The same holder is named once, not at every look.
      note(text) {
        if (text.en !== lastNote)
          logger({ zh: `台账暂不可写：${text.zh}`, en: `the ledger has to wait: ${text.en}` });
        lastNote = text.en;
      },
    });
    const scheduler = createScheduler({
      jobs,
      projectFolder,
      timeZone,
      clock,
      logger,
      ledger,
      spawnRun: options.spawnRun ?? spawnSise(projectFolder),
      pause: options.pause ?? pause,
    });
    const wake = () => void scheduler.wake().catch((error: unknown) => logger(failureText(error)));
    const ended = new Promise<void>((done) => {
      if (signal.aborted) done();
      else signal.addEventListener("abort", () => done(), { once: true });
    });
    const beat = (options.startClock ?? startCronClock)(jobs, timeZone, wake);
    for (const job of jobs)
      logger({
        zh: `${job.name}：${job.cron.pattern}（${timeZone}）`,
        en: `${job.name}: ${job.cron.pattern} (${timeZone})`,
      });
    wake();
    await ended;
    beat.stop();
    logger({ zh: "正在停止", en: "stopping" });
    await scheduler.stop();
    return 0;
  } finally {
    lock.release();
  }
}
