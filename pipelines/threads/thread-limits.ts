import type { ResourceLimits } from "node:worker_threads";

/**
 * Room for what a thread has just made, in MiB: plans and pages are made of millions of short-lived objects, which V8 by itself
 * copies out of a third of this room again and again. Two to three hundredths of the demo's time.
 */
export const threadLimits: ResourceLimits = { maxYoungGenerationSizeMb: 96 };
