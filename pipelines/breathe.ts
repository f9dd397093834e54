import { setImmediate } from "node:timers/promises";

/**
 * Called between the portions of a long computation: the other lanes hand on their next statements meanwhile, for which the
 * database would else wait until the whole is done.
 */
export function breathe(): Promise<void> {
  return setImmediate();
}
