import { CommanderError } from "commander";
import { Fault, type FaultKind } from "./fault.js";

/** How a command failed; under `--json` printed on standard error as `{"error": …}`, one line. */
export interface Failure {
  /** `internal` is a fault of this program: please report it. */
  readonly kind: FaultKind | "internal";
  readonly exit_status: 1 | 2 | 3;
  /** Every fault found at once, each `where: what was found, what was expected; what to do`. */
  readonly messages: readonly string[];
  /** Of an internal fault only. */
  readonly stack?: string;
}

/** What the system refuses, by what Node or DuckDB say of it: words for a person, who can do something about it. */
const refusals: readonly (readonly [RegExp, string, string])[] = [
  [
    /\bENOSPC\b|no space left on device/i,
    "no space left on the disk",
    "free space, or move the project to a larger disk",
  ],
  [/\bEDQUOT\b|disk quota exceeded/i, "the disk quota used up", "free space, or ask for a larger quota"],
  [
    /\bEROFS\b|read-only file system/i,
    "a file system that is read-only",
    "mount it for writing, or name another folder with --project",
  ],
  [
    /not a valid DuckDB database file|database file with version number|Could not read from file .*Is a directory/i,
    "a database file that cannot be opened",
    "a publication's snapshot: publish anew or sise rollback; the warehouse: restore it from a copy, or move it away, and every source is read anew without what was known on earlier days",
  ],
  [
    /\b(?:EACCES|EPERM)\b|permission denied/i,
    "no permission",
    "give this user the right to read and write the project folder",
  ],
  [
    /\bEMFILE\b|\bENFILE\b|too many open files/i,
    "too many open files",
    "raise the limit of open files (ulimit -n)",
  ],
  [
    /^Out of Memory Error|\bENOMEM\b|failed to allocate/i,
    "not enough memory",
    "raise limits.memory in sise.yaml, or lower limits.threads",
  ],
  [
    /\bENOTDIR\b|\bEISDIR\b|\bEEXIST\b/,
    "a file where a folder is expected, or a folder where a file is",
    "move it away",
  ],
];

/** The failure behind anything that was thrown: a Fault, a fault of the command line, a refusal of the system, or a fault of ours. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Fault)
    return { kind: error.kind, exit_status: error.exitStatus, messages: error.messages };
  if (error instanceof CommanderError)
    return { kind: "usage", exit_status: 2, messages: [error.message.replace(/^error: /, "")] };
  const message = error instanceof Error ? error.message : String(error);
  for (const [words, found, advice] of refusals)
    if (words.test(message))
      return {
        kind: "data",
        exit_status: 1,
        messages: [
          `system: found ${found} (${message.split("\n")[0]}), expected otherwise; ${advice}, then run again`,
        ],
      };
  return {
    kind: "internal",
    exit_status: 1,
    messages: [message],
    ...(error instanceof Error && error.stack ? { stack: error.stack } : {}),
  };
}
