import { assessmentPair, assessmentRobustness } from "./assessment-robustness.js";
import { pilotComparison } from "./pilot-comparison.js";
import type { ComputedTable } from "../warehouse/build.js";
import { planTables } from "./plan.js";
import { premiumBalance } from "./premium-balance.js";
import { premiumExperience } from "./premium-experience.js";

/** Every table that TypeScript computes in a build; their place in the order comes from what they read. */
export const computedTables: readonly ComputedTable[] = [
  ...planTables,
  assessmentRobustness,
  assessmentPair,
  pilotComparison,
  premiumExperience,
  premiumBalance,
];
