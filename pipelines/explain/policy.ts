import type { Lang } from "../../models/text.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";
import { type Evidence, type Explanation, toNumber } from "./explanation.js";
import { clockOf, explanation, item } from "./plain-subject.js";
import { balanceItem, limitText, type PolicyRow, stepsOf } from "./policy-steps.js";

/** Source rows listed behind one factor; the item's evidence_count says how many there are in all. */
const mostEvidence = 50;

/** The source rows behind each factor of a policy. */
async function readEvidence(
  warehouse: Warehouse,
  policyId: string,
  enterpriseId: string,
): Promise<Map<string, { readonly rows: Evidence[]; readonly count: number }>> {
  const rows = await warehouse.rows<Evidence & { indicator_id: string; place: number; total: number }>(
    `with today as (select as_of from staging.evaluation where is_current),
     told as (
        select unnest(['conduct_points', 'enterprise_level', 'standardization_grade']) as indicator_id,
            source, file, row_number, enterprise_id as key from staging.enterprise where enterprise_id = $2
        union all
        select 'insured_count', source, file, row_number, policy_id from staging.policy where policy_id = $1
        union all
        select 'audited_on_time_closure_fraction', limited.source, limited.file, limited.row_number, limited.hazard_id
        from scores.hazard_limit as limited cross join today
        where limited.enterprise_id = $2 and limited.is_from_outside
            and date_diff('day', limited.found_on, today.as_of) - limited.allowed_days between 1 and 365
        union all
        select 'experience_ratio', claim.source, claim.file, claim.row_number, claim.claim_id
        from staging.claim as claim join scores.premium_experience as lived on claim.policy_id = lived.policy_id
        join today on lived.as_of = today.as_of
        where lived.enterprise_id = $2 and claim.occurred_on <= today.as_of and lived.claim_count > 0
        union all
        select indicator.indicator_id, accident.source, accident.file, accident.row_number, accident.accident_id
        from staging.accident as accident cross join today
        cross join (select unnest(['experience_ratio', 'accident_free_years']) as indicator_id) as indicator
        where accident.enterprise_id = $2 and accident.occurred_on <= today.as_of and coalesce(accident.is_work_safety, true)
            and (indicator.indicator_id = 'accident_free_years' or exists (
                select 1 from staging.policy as policy where policy.enterprise_id = $2
                    and accident.occurred_on between policy.starts_on and policy.ends_on))
        union all
        select unnest(['discredited_list', 'is_discredited']), source, file, row_number,
            enterprise_id || ' ' || cast(listed_on as varchar)
        from staging.discredited cross join today
        where enterprise_id = $2 and listed_on <= today.as_of and (removed_on is null or removed_on > today.as_of)
        union all
        select indicator_id, source, file, row_number, indicator_id || ' ' || cast(period_end as varchar)
        from staging.assessment_input where subject_type = 'enterprise' and subject_id = $2
     ),
     placed as (
        select *, row_number() over (partition by indicator_id order by key, file, row_number) as place,
            count(*) over (partition by indicator_id) as total from told
     )
     select indicator_id, source, file, cast(row_number as integer) as row, key, cast(place as integer) as place,
        cast(total as integer) as total
     from placed where place <= ${mostEvidence} order by indicator_id, place`,
    [policyId, enterpriseId],
  );
  const found = new Map<string, { rows: Evidence[]; count: number }>();
  for (const { indicator_id, total, source, file, row, key } of rows) {
    const of = found.get(indicator_id) ?? { rows: [], count: total };
    of.rows.push({ source, file, row, key });
    found.set(indicator_id, of);
  }
  return found;
}

/**
 * A policy's coefficient walked back; null when no priced policy has the id. `score` is the coefficient, as in the history. The
 * items are what is multiplied: the factors, then the off-balance factor of the book. Their exact product, rounded half up to four
 * decimals, is the coefficient wherever no limit holds it; `exceptions` gives each step in order: product, balance, limit, premium.
 */
export async function explainPolicy(
  warehouse: Warehouse,
  question: { readonly subjectId: string; readonly lang: Lang },
): Promise<Explanation | null> {
  const { subjectId, lang } = question;
  if (!(await hasTable(warehouse, "marts.premium_coefficient"))) return null;
  const [row] = await warehouse.rows<PolicyRow>(
    `select priced.enterprise_id, enterprise.enterprise_name, priced.insurer_id, priced.method,
        cast(priced.edition as varchar) as edition, cast(priced.coefficient_raw as varchar) as raw,
        cast(priced.coefficient as varchar) as coefficient, cast(priced.uncapped_coefficient as varchar) as uncapped,
        cast(priced.off_balance_factor as varchar) as factor, priced.capped_by,
        cast(priced.base_premium_cny as varchar) as base,
        cast(priced.capped_premium_cny as varchar) as capped_premium, cast(priced.indicated_premium_cny as varchar) as premium,
        cast(priced.previous_coefficient as varchar) as previous, priced.previous_policy_id,
        cast(earlier.written_premium_cny as varchar) as previous_written, cast(earlier.base_premium_cny as varchar) as previous_base,
        earlier.file as previous_file, cast(earlier.row_number as integer) as previous_row,
        cast(priced.credibility_z as varchar) as credibility, cast(priced.own_rate as varchar) as own_rate,
        cast(priced.collective_rate as varchar) as collective_rate, priced.structure_of,
        cast(priced.exposure_person_years as varchar) as exposure,
        cast(priced.credibility_person_years as varchar) as constant,
        book.balance_state, cast(book.policies as integer) as policies,
        (select cast(max(parameter.value_number) as integer) from rules.parameter as parameter
            where parameter.method = priced.method and parameter.edition = priced.edition
                and parameter.parameter_id = 'off_balance_least_policies') as least_policies
     from marts.premium_coefficient as priced
     left join marts.premium_book as book on priced.insurer_id = book.insurer_id
     left join staging.policy as earlier on priced.previous_policy_id = earlier.policy_id
     left join staging.enterprise as enterprise on priced.enterprise_id = enterprise.enterprise_id
     where priced.policy_id = $1`,
    [subjectId],
  );
  if (!row) return null;
  const factors = await warehouse.rows<{
    indicator_id: string;
    title: string;
    value: string | null;
    unit: string | null;
    points: string | null;
    max_points: string | null;
    status: string;
    clause: string | null;
    rule_row: string | null;
    basis: string | null;
    evidence_count: number;
  }>(
    `select factor.indicator_id, factor.title_${lang} as title, factor.indicator_value as value, indicator.unit,
        cast(factor.factor as varchar) as points, cast(indicator.max_points as varchar) as max_points, factor.status,
        factor.clause, factor.rule_row, indicator.basis, cast(coalesce(factor.evidence_count, 0) as integer) as evidence_count
     from marts.premium_factor as factor
     left join rules.indicator as indicator on factor.method = indicator.method and factor.edition = indicator.edition
        and factor.indicator_id = indicator.indicator_id
     where factor.policy_id = $1 order by factor.position, factor.indicator_id`,
    [subjectId],
  );
  const history = await warehouse.rows<{ as_of: string; coefficient: string }>(
    `select cast(balance.as_of as varchar) as as_of, cast(balance.coefficient as varchar) as coefficient
     from scores.premium_balance as balance where balance.policy_id = $1 order by balance.as_of`,
    [subjectId],
  );
  const evidence = await readEvidence(warehouse, subjectId, row.enterprise_id);
  return explanation(question, await clockOf(warehouse), {
    subject_type: "policy",
    subject_name: row.enterprise_name,
    method: row.method,
    edition: row.edition,
    score: toNumber(row.coefficient),
    determined_by: row.capped_by ?? "score",
    direct_reason: row.capped_by === null ? null : limitText(row, lang),
    items: [
      ...factors.map((factor) => {
        const behind = evidence.get(factor.indicator_id);
        const value = factor.value !== null && factor.unit !== null ? toNumber(factor.value) : factor.value;
        return item({
          ...factor,
          value,
          points: toNumber(factor.points),
          max_points: toNumber(factor.max_points),
          evidence: behind?.rows ?? [],
          evidence_count: behind?.count ?? factor.evidence_count,
        });
      }),
      balanceItem(row, lang),
    ],
    exceptions: stepsOf(row, lang),
    history: history.map((each) => ({ as_of: each.as_of, level: "", score: toNumber(each.coefficient) })),
  });
}
