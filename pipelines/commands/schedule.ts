import { hostname } from "node:os";
import { readConfig } from "../config.js";
import { runSchedule } from "../schedule/run.js";
import type { CommandContext } from "./context.js";

/** `sise schedule`: the jobs of sise.yaml by the clock, in the foreground, until SIGTERM or SIGINT; ends with 0. */
export async function schedule(context: CommandContext): Promise<number> {
  const config = await readConfig(context.projectFolder);
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  return runSchedule({
    schedule: config.schedule,
    projectFolder: context.projectFolder,
    timeZone: config.city.time_zone,
    host: hostname(),
    pid: process.pid,
    clock: context.clock,
    logger: (text) => {
      const at = context.clock().toISOString();
      context.out(
        context.isJson ? JSON.stringify({ at, message: text[context.lang] }) : `${at}  ${text[context.lang]}`,
      );
    },
    signal: ending.signal,
  });
}
