/**
 * Indicators that the purposes with a file of their own in sql/scores read from a pack.
 * The other purposes take theirs from the catalogue of models/indicators.ts.
 */
export const ownIndicators: Readonly<Record<string, readonly string[]>> = {
  risk_point_level: ["l", "e", "c", "s", "m"],
  installation_grade: ["threshold_t", "beta", "named_beta", "class_threshold_t", "class_beta", "alpha"],
  accident_grade: ["deaths", "serious_injuries", "direct_loss_cny"],
  accident_fine: ["deaths", "serious_injuries", "direct_loss_cny"],
};

/** Streams of facts.event that a measure may count or take as exposure, with the codes that occur in each (none: no code). */
export const eventStreams: Readonly<Record<string, readonly string[]>> = {
  outside_finding: ["general", "major"],
  self_finding: ["general", "major"],
  inspection: [],
  inspection_visit: [],
  accident: ["general", "larger", "major", "especially_major", "ungraded"],
  fatal_accident: ["general", "larger", "major", "especially_major", "ungraded"],
  penalty: ["major_hazard", "other"],
  risk_point_review: ["red", "orange", "yellow", "blue", "ungraded"],
  risk_point: ["red", "orange", "yellow", "blue", "ungraded"],
  employee: [],
  alarm: ["red", "orange", "yellow", "blue"],
};

/** The variants in use where a city names none (contracts.md §1). */
export const defaultMethods: Readonly<Record<string, string>> = {
  LEC: "LEC-A",
  LS: "LS-ii",
  MES: "MES-5",
  premium: "premium-default",
};
