import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Lang } from "../../models/text.js";
import { type FaultText, faultIn } from "../fault.js";

/** `logs/<run_id>.log` of a project: what a run did and when, for a person who looks later. */
export interface RunLog {
  /** A line, or several, each with the time before it (UTC); in the city's language where the text has it. */
  line(text: FaultText): void;
}

/** Opens a run's log in a language. A log that cannot be written (a full disk) never ends a run: the ledger and the message tell the same. */
export function openRunLog(
  projectFolder: string,
  runId: string,
  options: { readonly clock: () => Date; readonly lang: Lang },
): RunLog {
  const file = join(projectFolder, "logs", `${runId}.log`);
  return {
    line(text) {
      const now = options.clock().toISOString();
      try {
        mkdirSync(join(projectFolder, "logs"), { recursive: true });
        appendFileSync(
          file,
          `${faultIn(text, options.lang)
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
