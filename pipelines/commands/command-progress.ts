import { createProgress, type Progress } from "../progress.js";
import type { CommandContext } from "./context.js";

/** Progress of a command on standard error: redrawn for a person at a terminal, a JSON line a step for everybody else. */
export function commandProgress(
  context: CommandContext,
  estimates: Readonly<Record<string, number>>,
): Progress {
  return createProgress({
    lang: context.lang,
    isInteractive: process.stderr.isTTY === true && !context.isJson,
    estimates,
    write: (text) => void process.stderr.write(text),
    clock: context.clock,
  });
}
