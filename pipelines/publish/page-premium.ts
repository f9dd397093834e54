import type {
  PremiumBookRow,
  PremiumFactorRow,
  PremiumPageRows,
  PremiumPolicyRow,
  PremiumQuintileRow,
  PremiumRenewalRow,
  PremiumSegmentRow,
} from "../../dashboards/premium-rows.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

/** Rows that the page carries; the downloads hold all. */
const policiesShown = 12;
const renewalsShown = 60;

const nothing: PremiumPageRows = {
  books: [],
  policies: [],
  policyTotal: 0,
  cappedTotal: 0,
  quintiles: [],
  leastClaims: 30,
  leastPolicies: 0,
  segments: [],
  renewals: [],
  renewalTotal: 0,
};

/** Reads what the page of the premium coefficient shows from the marts of the build in use; a build that prices nothing has no rows. */
export async function readPremiumPage(warehouse: Warehouse): Promise<PremiumPageRows> {
  if (!(await hasTable(warehouse, "marts.premium_renewal"))) return nothing;
  const [total] = await warehouse.rows<{
    policies: number;
    capped: number;
    renewals: number;
    least: number;
    fewest: number;
  }>(
    `with number as (
        select max(case when parameter.parameter_id = 'least_claims' then parameter.value_number end) as least,
            max(case when parameter.parameter_id = 'off_balance_least_policies' then parameter.value_number end) as fewest
        from rules.parameter as parameter
        join scores.premium_edition as scope on parameter.method = scope.method and parameter.edition = scope.edition
        join staging.evaluation as evaluation on scope.as_of = evaluation.as_of and evaluation.is_current
     )
     select cast(count(*) as integer) as policies, cast(count(capped_by) as integer) as capped,
        (select cast(count(*) as integer) from marts.premium_renewal) as renewals,
        coalesce((select cast(least as integer) from number), 30) as least,
        coalesce((select cast(fewest as integer) from number), 0) as fewest
     from marts.premium_coefficient`,
  );
  const books = await warehouse.rows<PremiumBookRow>("select * from marts.premium_book order by insurer_id");
  const policies = await warehouse.rows<Omit<PremiumPolicyRow, "factors">>(
    `select priced.policy_id, priced.enterprise_id, enterprise.enterprise_name, priced.insurer_id, priced.coefficient_raw,
        priced.off_balance_factor, priced.uncapped_coefficient, priced.coefficient, priced.previous_coefficient,
        priced.capped_by, priced.capped_premium_cny, priced.base_premium_cny, priced.indicated_premium_cny, priced.credibility_z
     from marts.premium_coefficient as priced
     left join staging.enterprise as enterprise on priced.enterprise_id = enterprise.enterprise_id
     order by abs(priced.capped_premium_cny) desc, priced.base_premium_cny desc, priced.policy_id limit ${policiesShown}`,
  );
  const factors = await warehouse.rows<PremiumFactorRow>(
    `select factor.policy_id, factor.title_zh, factor.title_en, factor.indicator_value, factor.factor, factor.status, factor.clause,
        indicator.unit, named.title_zh as value_zh, named.title_en as value_en
     from marts.premium_factor as factor
     left join rules.indicator as indicator
        on indicator.method = factor.method and indicator.edition = factor.edition and indicator.indicator_id = factor.indicator_id
     left join (
        select method, edition, indicator_id, code, min(title_zh) as title_zh, min(title_en) as title_en
        from rules.lookup group by method, edition, indicator_id, code
     ) as named
        on named.method = factor.method and named.edition = factor.edition
        and named.indicator_id = factor.indicator_id and named.code = factor.indicator_value
     where factor.policy_id in (select unnest(from_json($1::json, '["VARCHAR"]')))
     order by factor.policy_id, factor.position, factor.indicator_id`,
    [JSON.stringify(policies.map((policy) => policy.policy_id))],
  );
  const quintiles = await warehouse.rows<PremiumQuintileRow>(
    "select * from marts.premium_quintile order by quintile",
  );
  const segments = await warehouse.rows<PremiumSegmentRow>(
    `select * from marts.premium_segment order by insurer_id, regulated_sector,
        case level when 'red' then 1 when 'orange' then 2 when 'yellow' then 3 when 'blue' then 4 else 5 end`,
  );
  const renewals = await warehouse.rows<PremiumRenewalRow>(
    `select * from marts.premium_renewal order by ends_on, policy_id limit ${renewalsShown}`,
  );
  return {
    books,
    policies: policies.map((policy) => ({
      ...policy,
      factors: factors.filter((factor) => factor.policy_id === policy.policy_id),
    })),
    policyTotal: total?.policies ?? 0,
    cappedTotal: total?.capped ?? 0,
    quintiles,
    leastClaims: total?.least ?? nothing.leastClaims,
    leastPolicies: total?.fewest ?? nothing.leastPolicies,
    segments,
    renewals,
    renewalTotal: total?.renewals ?? 0,
  };
}
