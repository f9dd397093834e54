import { balanceBook, type BalanceRules, type CappedBy } from "./balance.js";

/** One policy before it is balanced: what `scores.premium_policy` and `scores.premium_product` say of it; decimals are text. */
export interface PricedPolicy {
  readonly policyId: string;
  readonly role: "current" | "previous";
  readonly previousPolicyId: string | null;
  readonly insurerId: string;
  readonly base: string;
  readonly raw: string;
}

/** One policy after its insurer's book was balanced. */
export interface BookedPolicy {
  readonly policyId: string;
  readonly role: "current" | "previous";
  readonly insurerId: string;
  readonly factor: string;
  readonly isFeasible: boolean;
  readonly uncapped: string;
  readonly coefficient: string;
  readonly cappedBy: CappedBy | null;
  readonly previousCoefficient: string | null;
}

function byInsurer(policies: readonly PricedPolicy[]): readonly (readonly [string, PricedPolicy[]])[] {
  const books = new Map<string, PricedPolicy[]>();
  for (const policy of policies) {
    const book = books.get(policy.insurerId);
    if (book) book.push(policy);
    else books.set(policy.insurerId, [policy]);
  }
  return [...books].sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * Every insurer's book balanced by itself. The policies of the year before form a book of their own, held by floor and cap
 * but by no swing limit; what they come to is the previous coefficient from which this year's may not swing too far.
 * Comes back ordered by insurer, then role, then policy.
 */
export function priceBooks(policies: readonly PricedPolicy[], rules: BalanceRules): readonly BookedPolicy[] {
  const ordered = [...policies].sort((a, b) => (a.policyId < b.policyId ? -1 : 1));
  const before = new Map<string, string>();
  const booked: BookedPolicy[] = [];
  const settle = (role: "current" | "previous"): void => {
    for (const [insurerId, book] of byInsurer(ordered.filter((policy) => policy.role === role))) {
      const previousOf = (policy: PricedPolicy): string | null =>
        policy.previousPolicyId === null ? null : (before.get(policy.previousPolicyId) ?? null);
      const balanced = balanceBook(
        book.map((policy) => ({ ...policy, previous: previousOf(policy) })),
        rules,
      );
      for (const [index, policy] of book.entries()) {
        const found = balanced.policies[index];
        if (!found) continue;
        const { factor, isFeasible } = balanced;
        booked.push({
          ...found,
          role,
          insurerId,
          factor,
          isFeasible,
          previousCoefficient: previousOf(policy),
        });
      }
    }
    for (const policy of booked) before.set(policy.policyId, policy.coefficient);
  };
  settle("previous");
  settle("current");
  return booked;
}
