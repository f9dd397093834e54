import { yesterdayIn } from "../../models/calendar.js";
import { type CatchUp, type Cron, readCron } from "../../models/tick.js";
import type { Text } from "../../models/text.js";
import { Fault } from "../fault.js";

/** A job as `schedule` of sise.yaml decides it. */
export interface JobConfig extends CatchUp {
  readonly cron: string;
  /** `all`: the whole run; else the words of a command, such as `check`. */
  readonly run: string | readonly string[];
  /** How often a run that failed (exit status 1) is tried again. */
  readonly retries: number;
}

export interface Job extends Omit<JobConfig, "cron"> {
  readonly name: string;
  readonly cron: Cron;
}

/** The jobs of sise.yaml, in order of their names. Throws a Fault with every pattern that cannot be read. */
export function readJobs(schedule: Readonly<Record<string, JobConfig>>): Job[] {
  const faults: Text[] = [];
  const jobs: Job[] = [];
  for (const [name, config] of Object.entries(schedule).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const read = readCron(config.cron);
    if ("cron" in read) jobs.push({ ...config, name, cron: read.cron });
    else
      faults.push(
        ...read.faults.map(({ zh, en }) => ({
          zh: `sise.yaml › schedule.${name}.cron：${zh}；请改正写法`,
          en: `sise.yaml › schedule.${name}.cron: ${en}; mend the pattern`,
        })),
      );
  }
  if (faults.length > 0) throw new Fault(faults);
  return jobs;
}

/**
 * The words after `sise` for one tick. A whole run answers for the day before its tick, however late it runs: so a missed day that
 * is caught up, or a retry past midnight, gives what the punctual run would have given for that day.
 */
export function wordsOf(job: Pick<Job, "run">, due: Date, timeZone: string): string[] {
  if (job.run === "all") return ["run", "--as-of", yesterdayIn(timeZone, due)];
  return typeof job.run === "string" ? job.run.trim().split(/\s+/) : [...job.run];
}
