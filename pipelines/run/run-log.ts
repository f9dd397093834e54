import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** `logs/<run_id>.log` of a project: what a run did and when, for a person who looks later. */
export interface RunLog {
  /** A line, or several, each with the time before it (UTC). */
  line(text: string): void;
}

/** Opens a run's log. A log that cannot be written (a full disk) never ends a run: the ledger and the message tell the same. */
export function openRunLog(projectFolder: string, runId: string, clock: () => Date): RunLog {
  const file = join(projectFolder, "logs", `${runId}.log`);
  return {
    line(text) {
      const now = clock().toISOString();
      try {
        mkdirSync(join(projectFolder, "logs"), { recursive: true });
        appendFileSync(
          file,
          `${text
            .split("\n")
            .map((line) => `${now} ${line}`)
            .join("\n")}\n`,
        );
      } catch {
        // See above.
      }
    },
  };
}
