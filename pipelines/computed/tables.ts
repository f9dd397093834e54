import type { ComputedTable } from "../warehouse/build.js";

/** Every table that TypeScript computes in a build; their place in the order comes from what they read. */
export const computedTables: readonly ComputedTable[] = [];
