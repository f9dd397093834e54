import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import { type Evidence, type ExplainedItem, type Explanation, toNumber } from "./explanation.js";
import { clockOf, explanation, item } from "./plain-subject.js";

/** Source rows listed behind one factor; the item's evidence_count says how many there are in all. */
const mostEvidence = 50;

interface PolicyRow {
  readonly enterprise_id: string;
  readonly enterprise_name: string | null;
  readonly insurer_id: string;
  readonly method: string;
  readonly edition: string;
  readonly raw: string;
  readonly coefficient: string;
  readonly uncapped: string;
  readonly factor: string;
  readonly base: string;
  readonly capped_by: string | null;
  readonly capped_premium: string;
  readonly premium: string;
  readonly previous: string | null;
  readonly previous_policy_id: string | null;
  readonly credibility: string | null;
  readonly own_rate: string | null;
  readonly collective_rate: string | null;
}

const holds: Readonly<Record<string, { zh: string; en: string }>> = {
  floor: { zh: "系数下限", en: "the floor" },
  cap: { zh: "系数上限", en: "the cap" },
  swing_up: { zh: "年度上浮限度", en: "the annual limit upward" },
  swing_down: { zh: "年度下浮限度", en: "the annual limit downward" },
};

/** The last step: what held the coefficient, or that nothing did. */
function limitText(row: PolicyRow, lang: Lang): string {
  const held = holds[row.capped_by ?? ""];
  if (!held)
    return lang === "zh"
      ? `未受上下限与浮动限度约束：系数 ${row.coefficient}`
      : `held by no limit: coefficient ${row.coefficient}`;
  const isLess = row.capped_premium.startsWith("-");
  const difference = row.capped_premium.replace("-", "");
  return lang === "zh"
    ? `受${held.zh}约束：${row.uncapped} → ${row.coefficient}，保费${isLess ? "少" : "多"}收 ${difference} 元`
    : `held by ${held.en}: ${row.uncapped} → ${row.coefficient}, premium CNY ${difference} ${isLess ? "less" : "more"}`;
}

/** A decimal without the zeros that its type adds. */
const plain = (decimal: string): string => decimal.replace(/\.?0+$/, "");

/** The steps from the product to the premium, each starting from the number of the one before. */
function stepsOf(row: PolicyRow, lang: Lang): Explanation["exceptions"] {
  const step = (id: string, zh: string, en: string): Explanation["exceptions"][number] => ({
    id,
    kind: id,
    level: null,
    label: lang === "zh" ? zh : en,
    clause: null,
  });
  const product = plain(row.raw);
  return [
    step("product", `各系数之积 ${product}`, `product of the factors ${product}`),
    step(
      "off_balance",
      `${product} × ${row.insurer_id} 账册的平衡系数 ${row.factor}，四舍五入到四位小数，得 ${row.uncapped}`,
      `${product} × ${row.factor}, the off-balance factor of the book of ${row.insurer_id}, rounded half up to four decimals: ${row.uncapped}`,
    ),
    step("limit", limitText(row, lang), limitText(row, lang)),
    step(
      "premium",
      `基准保费 ${row.base} 元 × ${row.coefficient} ＝ 应收保费 ${row.premium} 元`,
      `base premium CNY ${row.base} × ${row.coefficient} = indicated premium CNY ${row.premium}`,
    ),
    step(
      "previous",
      row.previous === null
        ? "没有上年度保单，不受年度浮动限度约束"
        : `上年度保单 ${row.previous_policy_id} 的系数 ${row.previous}`,
      row.previous === null
        ? "no policy of the year before, so no annual limit"
        : `coefficient ${row.previous} of policy ${row.previous_policy_id} of the year before`,
    ),
    step(
      "credibility",
      `可信度 Z ${row.credibility ?? "—"}：自身 ${row.own_rate ?? "—"}，行业 ${row.collective_rate ?? "—"}（每千投保人年）`,
      `credibility Z ${row.credibility ?? "—"}: own rate ${row.own_rate ?? "—"}, sector ${row.collective_rate ?? "—"} per 1,000 insured person-years`,
    ),
  ];
}

/** The balance of the book as the last item that is multiplied; it belongs to the insurer, not to the policy. */
function balanceItem(row: PolicyRow, lang: Lang): ExplainedItem {
  return item({
    indicator_id: "off_balance_factor",
    title:
      lang === "zh"
        ? `账册平衡系数（${row.insurer_id}）`
        : `Off-balance factor of the book of ${row.insurer_id}`,
    value: null,
    points: toNumber(row.factor),
    clause:
      lang === "zh"
        ? "决策0012：各项限制之后账册保持目标"
        : "decision 0012: the book keeps its target after all limits",
    rule_row: "parameters.off_balance_target",
    basis: "default",
  });
}

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
        join today on lived.as_of = today.as_of and lived.valued_on = today.as_of and lived.lag_days = 0
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
  const [table] = await warehouse.rows(
    "select 1 as one from duckdb_tables() where database_name = current_database() and schema_name = 'marts' and table_name = 'premium_coefficient'",
  );
  if (!table) return null;
  const [row] = await warehouse.rows<PolicyRow>(
    `select priced.enterprise_id, enterprise.enterprise_name, priced.insurer_id, priced.method,
        cast(priced.edition as varchar) as edition, cast(priced.coefficient_raw as varchar) as raw,
        cast(priced.coefficient as varchar) as coefficient, cast(priced.uncapped_coefficient as varchar) as uncapped,
        cast(priced.off_balance_factor as varchar) as factor, priced.capped_by,
        cast(priced.base_premium_cny as varchar) as base,
        cast(priced.capped_premium_cny as varchar) as capped_premium, cast(priced.indicated_premium_cny as varchar) as premium,
        cast(priced.previous_coefficient as varchar) as previous, priced.previous_policy_id,
        cast(priced.credibility_z as varchar) as credibility, cast(priced.own_rate as varchar) as own_rate,
        cast(priced.collective_rate as varchar) as collective_rate
     from marts.premium_coefficient as priced
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
     from scores.premium_balance as balance where balance.policy_id = $1 and balance.role = 'current' order by balance.as_of`,
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
