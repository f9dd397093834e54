import { groupBy } from "../../models/group-by.js";
import { chargedCoefficient, type PricedPolicy, priceBooks } from "../../models/premium/book.js";
import { breathe } from "../breathe.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import type { ComputedTable } from "../warehouse/build.js";
import { writeTable } from "./write-table.js";

interface Line {
  as_of: string;
  method: string;
  edition: string;
  policy_id: string;
  insurer_id: string;
  base: string;
  raw: string;
  previous_written: string | null;
  previous_base: string | null;
}

interface Rules {
  method: string;
  edition: string;
  floor: string | null;
  cap: string | null;
  swing: string | null;
  target: string | null;
  least: number | null;
}

const columns = {
  as_of: "date",
  policy_id: "varchar",
  method: "varchar",
  edition: "date",
  insurer_id: "varchar",
  off_balance_factor: "decimal(28, 12)",
  balance_state: "varchar",
  uncapped_coefficient: "decimal(18, 4)",
  coefficient: "decimal(18, 4)",
  capped_by: "varchar",
  previous_coefficient: "decimal(18, 4)",
} as const;

/**
 * `scores.premium_balance`: every insurer's book brought to its target by one factor, after floor, cap and swing limit
 * (models/premium/balance.ts). Key: as_of, policy_id. `balance_state`: balanced, out_of_reach (the limits leave no room for the
 * target), too_few (policies to balance) or no_target.
 */
export const premiumBalance: ComputedTable = {
  table: "scores.premium_balance",
  reads: ["scores.premium_product", "scores.premium_policy", "rules.parameter"],
  make: async (warehouse) => {
    const lines = await bulkRows<Line>(warehouse, {
      select: `select cast(product.as_of as varchar) as as_of, product.method, cast(product.edition as varchar) as edition,
          product.policy_id, policy.insurer_id, cast(policy.base_premium_cny as varchar) as base,
          cast(product.coefficient_raw as varchar) as raw, cast(policy.previous_written_premium_cny as varchar) as previous_written,
          cast(policy.previous_base_premium_cny as varchar) as previous_base
       from scores.premium_product as product
       join scores.premium_policy as policy on product.as_of = policy.as_of and product.policy_id = policy.policy_id
       where product.coefficient_raw > 0`,
      orderBy: "as_of, method, edition, policy_id",
    });
    const rules = await warehouse.rows<Rules>(
      `select method, cast(edition as varchar) as edition,
          cast(max(value_number) filter (where parameter_id = 'coefficient_floor') as varchar) as floor,
          cast(max(value_number) filter (where parameter_id = 'coefficient_cap') as varchar) as cap,
          cast(max(value_number) filter (where parameter_id = 'annual_swing') as varchar) as swing,
          cast(max(value_number) filter (where parameter_id = 'off_balance_target') as varchar) as target,
          cast(max(value_number) filter (where parameter_id = 'off_balance_least_policies') as integer) as least
       from rules.parameter group by method, edition`,
    );
    const nothing = { floor: null, cap: null, swing: null, target: null, least: null };
    const byEdition = new Map(rules.map((each) => [`${each.method} ${each.edition}`, each]));
    const books = groupBy(lines, (line) => `${line.as_of} ${line.method} ${line.edition}`);
    const rows: Record<keyof typeof columns, string | null>[] = [];
    for (const book of books.values()) {
      await breathe();
      const [{ as_of, method, edition } = { as_of: "", method: "", edition: "" }] = book;
      const policies = book.map(
        (line): PricedPolicy => ({
          policyId: line.policy_id,
          insurerId: line.insurer_id,
          base: line.base,
          raw: line.raw,
          previous: chargedCoefficient(line.previous_written, line.previous_base),
        }),
      );
      for (const policy of priceBooks(policies, byEdition.get(`${method} ${edition}`) ?? nothing))
        rows.push({
          as_of,
          policy_id: policy.policyId,
          method,
          edition,
          insurer_id: policy.insurerId,
          off_balance_factor: policy.factor,
          balance_state: policy.state,
          uncapped_coefficient: policy.uncapped,
          coefficient: policy.coefficient,
          capped_by: policy.cappedBy,
          previous_coefficient: policy.previous,
        });
    }
    return writeTable(warehouse, premiumBalance.table, columns, rows);
  },
};
