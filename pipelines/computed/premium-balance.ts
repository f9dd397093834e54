import { type PricedPolicy, priceBooks } from "../../models/premium/book.js";
import type { ComputedTable } from "../warehouse/build.js";
import { writeTable } from "./write-table.js";

interface Line {
  as_of: string;
  method: string;
  edition: string;
  policy_id: string;
  role: "current" | "previous";
  previous_policy_id: string | null;
  insurer_id: string;
  base: string;
  raw: string;
}

interface Rules {
  method: string;
  edition: string;
  floor: string | null;
  cap: string | null;
  swing: string | null;
  target: string | null;
}

const columns = {
  as_of: "date",
  policy_id: "varchar",
  method: "varchar",
  edition: "date",
  role: "varchar",
  insurer_id: "varchar",
  off_balance_factor: "decimal(28, 12)",
  is_feasible: "boolean",
  uncapped_coefficient: "decimal(18, 4)",
  coefficient: "decimal(18, 4)",
  capped_by: "varchar",
  previous_coefficient: "decimal(18, 4)",
} as const;

/**
 * `scores.premium_balance`: every insurer's book brought to its target by one factor, after floor, cap and swing limit
 * (models/premium/balance.ts). Key: as_of, policy_id. `is_feasible` false: the limits leave no room for the target.
 */
export const premiumBalance: ComputedTable = {
  table: "scores.premium_balance",
  reads: ["scores.premium_product", "scores.premium_policy", "rules.parameter"],
  make: async (warehouse) => {
    const lines = await warehouse.rows<Line>(
      `select cast(product.as_of as varchar) as as_of, product.method, cast(product.edition as varchar) as edition,
          product.policy_id, policy.role, policy.previous_policy_id, policy.insurer_id,
          cast(policy.base_premium_cny as varchar) as base, cast(product.coefficient_raw as varchar) as raw
       from scores.premium_product as product
       join scores.premium_policy as policy on product.as_of = policy.as_of and product.policy_id = policy.policy_id
       where product.coefficient_raw > 0
       order by product.as_of, product.method, product.edition, product.policy_id`,
    );
    const rules = await warehouse.rows<Rules>(
      `select method, cast(edition as varchar) as edition,
          cast(max(value_number) filter (where parameter_id = 'coefficient_floor') as varchar) as floor,
          cast(max(value_number) filter (where parameter_id = 'coefficient_cap') as varchar) as cap,
          cast(max(value_number) filter (where parameter_id = 'annual_swing') as varchar) as swing,
          cast(max(value_number) filter (where parameter_id = 'off_balance_target') as varchar) as target
       from rules.parameter group by method, edition`,
    );
    const nothing = { floor: null, cap: null, swing: null, target: null };
    const byEdition = new Map(rules.map((each) => [`${each.method} ${each.edition}`, each]));
    const books = new Map<string, Line[]>();
    for (const line of lines) {
      const key = `${line.as_of} ${line.method} ${line.edition}`;
      const book = books.get(key);
      if (book) book.push(line);
      else books.set(key, [line]);
    }
    const rows = [...books.values()].flatMap((book) => {
      const [{ as_of, method, edition } = { as_of: "", method: "", edition: "" }] = book;
      const policies = book.map(
        (line): PricedPolicy => ({
          policyId: line.policy_id,
          role: line.role,
          previousPolicyId: line.previous_policy_id,
          insurerId: line.insurer_id,
          base: line.base,
          raw: line.raw,
        }),
      );
      return priceBooks(policies, byEdition.get(`${method} ${edition}`) ?? nothing).map((policy) => ({
        as_of,
        policy_id: policy.policyId,
        method,
        edition,
        role: policy.role,
        insurer_id: policy.insurerId,
        off_balance_factor: policy.factor,
        is_feasible: policy.isFeasible,
        uncapped_coefficient: policy.uncapped,
        coefficient: policy.coefficient,
        capped_by: policy.cappedBy,
        previous_coefficient: policy.previousCoefficient,
      }));
    });
    return writeTable(warehouse, premiumBalance.table, columns, rows);
  },
};
