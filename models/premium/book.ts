import { groupBy } from "../group-by.js";
import {
  balanceBook,
  type BalanceRules,
  type BalanceState,
  type CappedBy,
  coefficientDigits,
} from "./balance.js";
import { exact, roundRatio, toText } from "./exact.js";

/** One policy before it is balanced: what `scores.premium_policy` and `scores.premium_product` say of it; decimals are text. */
export interface PricedPolicy {
  readonly policyId: string;
  readonly insurerId: string;
  readonly base: string;
  readonly raw: string;
  /** What was charged in the policy year before, as a coefficient; null: unknown. */
  readonly previous: string | null;
}

/** One policy after its insurer's book was balanced. */
export interface BookedPolicy {
  readonly policyId: string;
  readonly insurerId: string;
  readonly factor: string;
  readonly state: BalanceState;
  readonly uncapped: string;
  readonly coefficient: string;
  readonly cappedBy: CappedBy | null;
  readonly previous: string | null;
}

/**
 * What a policy was charged, as a coefficient: written premium over base premium, both decimal text, half up to 4 decimals. Null where
 * one is unknown or nothing was written. It is on record, so nothing that happens or is found later moves it.
 */
export function chargedCoefficient(written: string | null, base: string | null): string | null {
  if (written === null || base === null) return null;
  const [above, below] = [exact(written), exact(base)];
  if (above.digits <= 0n || below.digits <= 0n) return null;
  const units = roundRatio(
    above.digits * below.scale * 10n ** BigInt(coefficientDigits),
    above.scale * below.digits,
  );
  return toText(units, coefficientDigits);
}

/** Every insurer's book balanced by itself. Comes back ordered by insurer, then policy. */
export function priceBooks(policies: readonly PricedPolicy[], rules: BalanceRules): readonly BookedPolicy[] {
  const books = groupBy(
    [...policies].sort((a, b) => (a.policyId < b.policyId ? -1 : 1)),
    (policy) => policy.insurerId,
  );
  return [...books]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([insurerId, book]) => {
      const { factor, state, policies: balanced } = balanceBook(book, rules);
      return balanced.map((policy, index) => ({
        ...policy,
        insurerId,
        factor,
        state,
        previous: book[index]?.previous ?? null,
      }));
    });
}
