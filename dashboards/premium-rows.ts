import type { Numeric } from "./format.js";

/** One insurer's book. Decimals are text, as DuckDB prints them. */
export interface PremiumBookRow {
  readonly insurer_id: string;
  readonly policies: Numeric;
  readonly base_premium_cny: Numeric;
  readonly indicated_premium_cny: Numeric;
  readonly off_balance_factor: Numeric;
  readonly mean_coefficient: Numeric;
  /** `balanced`, `out_of_reach`, `too_few` or `no_target`. */
  readonly balance_state: string;
  readonly capped_policies: Numeric;
  readonly capped_premium_cny: Numeric;
  readonly exposure_person_years: Numeric;
  readonly earned_premium_cny: Numeric;
  readonly claim_count: Numeric;
  readonly claims_cny: Numeric;
  readonly loss_ratio: Numeric;
}

/** One policy with its factors, in order; shown as a waterfall. */
export interface PremiumPolicyRow {
  readonly policy_id: string;
  readonly enterprise_id: string;
  readonly enterprise_name: string | null;
  readonly insurer_id: string;
  readonly coefficient_raw: Numeric;
  readonly off_balance_factor: Numeric;
  readonly uncapped_coefficient: Numeric;
  readonly coefficient: Numeric;
  readonly previous_coefficient: Numeric;
  readonly capped_by: string | null;
  readonly capped_premium_cny: Numeric;
  readonly base_premium_cny: Numeric;
  readonly indicated_premium_cny: Numeric;
  readonly credibility_z: Numeric;
  readonly factors: readonly PremiumFactorRow[];
}

export interface PremiumFactorRow {
  readonly policy_id: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly indicator_value: string | null;
  /** Of the value, as the rules give it; null where they give none. */
  readonly unit: string | null;
  /** What the rules call a value that is a code. */
  readonly value_zh: string | null;
  readonly value_en: string | null;
  readonly factor: string;
  readonly status: string;
  readonly clause: string | null;
}

export interface PremiumQuintileRow {
  readonly quintile: Numeric;
  readonly policies: Numeric;
  readonly lowest_coefficient: Numeric;
  readonly highest_coefficient: Numeric;
  readonly exposure_person_years: Numeric;
  readonly claim_count: Numeric;
  readonly expected_claims: Numeric;
  readonly actual_to_expected: Numeric;
  readonly loss_ratio: Numeric;
}

export interface PremiumSegmentRow {
  readonly insurer_id: string;
  readonly regulated_sector: string;
  readonly level: string;
  readonly policies: Numeric;
  readonly exposure_person_years: Numeric;
  readonly earned_premium_cny: Numeric;
  readonly claim_count: Numeric;
  readonly claims_cny: Numeric;
  readonly loss_ratio: Numeric;
}

export interface PremiumRenewalRow {
  readonly policy_id: string;
  readonly insurer_id: string;
  readonly enterprise_name: string | null;
  readonly ends_on: string;
  readonly days_left: Numeric;
  readonly coefficient: Numeric;
  readonly previous_coefficient: Numeric;
  readonly capped_by: string | null;
  readonly base_premium_cny: Numeric;
  readonly indicated_premium_cny: Numeric;
}

/** What the page of the premium coefficient shows; lists are cut, totals count all. */
export interface PremiumPageRows {
  readonly books: readonly PremiumBookRow[];
  /** The policies drawn as a waterfall: those whose premium the limits changed most, then the largest. */
  readonly policies: readonly PremiumPolicyRow[];
  readonly policyTotal: number;
  readonly cappedTotal: number;
  readonly quintiles: readonly PremiumQuintileRow[];
  readonly leastClaims: number;
  /** Fewest policies of a book that is balanced. */
  readonly leastPolicies: number;
  readonly segments: readonly PremiumSegmentRow[];
  readonly renewals: readonly PremiumRenewalRow[];
  readonly renewalTotal: number;
}
