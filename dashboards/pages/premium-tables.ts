import { premiumWaterfall, timesLabel, type WaterfallStep } from "../charts/premium-waterfall.js";
import { codeName, withUnit } from "../codes.js";
import { day, decimal, integer, type Numeric, percentage, rounded } from "../format.js";
import { type Html, html } from "../html.js";
import { levelLabel } from "../level.js";
import type {
  PremiumBookRow,
  PremiumFactorRow,
  PremiumPolicyRow,
  PremiumQuintileRow,
  PremiumRenewalRow,
  PremiumSegmentRow,
} from "../premium-rows.js";
import { type Column, table } from "../table.js";
import { clauseText, type Lang, pick, words } from "../text.js";

type Say = (zh: string, en: string) => string;
const sayIn =
  (lang: Lang): Say =>
  (zh, en) =>
    lang === "zh" ? zh : en;

/** What held a coefficient, in words; a dash where nothing did. */
export function heldBy(code: string | null, lang: Lang): string {
  return code === null ? "—" : codeName("held_by", code, lang);
}

const number = <Row>(head: string, cell: (row: Row) => string): Column<Row> => ({
  head,
  isNumeric: true,
  cell,
});

export function bookTable(rows: readonly PremiumBookRow[], leastClaims: number, lang: Lang): Html {
  const t = sayIn(lang);
  const few = t(`不足 ${leastClaims} 起`, `fewer than ${leastClaims}`);
  return table<PremiumBookRow>({
    caption: t("各保险机构的账册（元）", "Book by insurer (CNY)"),
    empty: t("没有在保保单。", "No policy is in force."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("保险机构", "Insurer"), isRowHead: true, cell: (row) => row.insurer_id },
      number(t("保单", "Policies"), (row) => integer(row.policies)),
      number(t("基准保费", "Base premium"), (row) => rounded(row.base_premium_cny, 0)),
      number(t("应收保费", "Indicated"), (row) => rounded(row.indicated_premium_cny, 0)),
      number(t("平衡系数", "Off-balance"), (row) =>
        row.balance_state === "too_few" || row.balance_state === "no_target"
          ? t("1，不作平衡", "1, not balanced")
          : rounded(row.off_balance_factor, 4),
      ),
      // A mean of 1 is what balancing promises: with its places, so that one sees how near it comes.
      number(t("平均系数", "Mean"), (row) => rounded(row.mean_coefficient, 4).replace(/^\d+$/, "$&.0000")),
      number(t("受限保单", "Held by a limit"), (row) => integer(row.capped_policies)),
      number(t("限制增减", "Changed by limits"), (row) =>
        rounded(row.capped_premium_cny, 0).replace("-", "−"),
      ),
      number(t("人年", "Person-years"), (row) => rounded(row.exposure_person_years, 0)),
      number(t("赔案", "Claims"), (row) => integer(row.claim_count)),
      number(t("赔款", "Claims paid and reserved"), (row) => rounded(row.claims_cny, 0)),
      number(t("满期保费", "Earned premium"), (row) => rounded(row.earned_premium_cny, 0)),
      number(t("赔付率", "Loss ratio"), (row) =>
        row.loss_ratio === null ? few : percentage(row.loss_ratio),
      ),
    ],
    rows,
  });
}

export function quintileTable(rows: readonly PremiumQuintileRow[], leastClaims: number, lang: Lang): Html {
  const t = sayIn(lang);
  const few = t(`不足 ${leastClaims} 起，不作比较`, `fewer than ${leastClaims}: too little to say`);
  return table<PremiumQuintileRow>({
    caption: t(
      "按系数从低到高分五组；只含现在保企业，账册另含经验期内已不在保的企业，合计较大",
      "By fifth of the coefficient, lowest first; of enterprises insured today, while the books also hold those that no longer are",
    ),
    empty: t("没有在保保单。", "No policy is in force."),
    isStacked: true,
    columns: [
      {
        head: t("组", "Fifth"),
        isRowHead: true,
        cell: (row) => t(`第 ${integer(row.quintile)} 组`, `Fifth ${integer(row.quintile)}`),
      },
      {
        head: t("系数", "Coefficients"),
        isNumeric: true,
        cell: (row) => `${decimal(row.lowest_coefficient)}–${decimal(row.highest_coefficient)}`,
      },
      number(t("保单", "Policies"), (row) => integer(row.policies)),
      number(t("人年", "Person-years"), (row) => rounded(row.exposure_person_years, 0)),
      number(t("实际赔案", "Claims"), (row) => integer(row.claim_count)),
      number(t("预期赔案", "Expected"), (row) => rounded(row.expected_claims, 1)),
      number(t("实际／预期", "Actual / expected"), (row) =>
        row.actual_to_expected === null ? few : rounded(row.actual_to_expected, 2),
      ),
      number(t("赔付率", "Loss ratio"), (row) =>
        row.loss_ratio === null ? "—" : percentage(row.loss_ratio),
      ),
    ],
    rows,
  });
}

/** One insurer's book by sector and level. */
export function segmentTable(rows: readonly PremiumSegmentRow[], leastClaims: number, lang: Lang): Html {
  const t = sayIn(lang);
  const few = t(`不足 ${leastClaims} 起`, `fewer than ${leastClaims}`);
  return table<PremiumSegmentRow>({
    caption: t(
      `${rows[0]?.insurer_id ?? ""}：按行业与企业等级`,
      `${rows[0]?.insurer_id ?? ""}: by sector and level of the enterprise`,
    ),
    empty: t("没有在保保单。", "No policy is in force."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: pick(lang, words.sector),
        isRowHead: true,
        cell: (row) => codeName("sector", row.regulated_sector, lang),
      },
      { head: pick(lang, words.level), cell: (row) => levelLabel(row.level, lang) },
      number(t("保单", "Policies"), (row) => integer(row.policies)),
      number(t("人年", "Person-years"), (row) => rounded(row.exposure_person_years, 0)),
      number(t("满期保费（元）", "Earned premium (CNY)"), (row) => rounded(row.earned_premium_cny, 0)),
      number(t("赔案", "Claims"), (row) => integer(row.claim_count)),
      number(t("赔款（元）", "Claims (CNY)"), (row) => rounded(row.claims_cny, 0)),
      number(t("赔付率", "Loss ratio"), (row) =>
        row.loss_ratio === null ? few : percentage(row.loss_ratio),
      ),
    ],
    rows,
  });
}

export function renewalTable(rows: readonly PremiumRenewalRow[], lang: Lang): Html {
  const t = sayIn(lang);
  return table<PremiumRenewalRow>({
    caption: t("即将到期或刚到期的保单", "Policies about to end or just ended"),
    empty: t("近期没有到期的保单。", "No policy ends soon."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("保单", "Policy"), isRowHead: true, cell: (row) => row.policy_id },
      { head: pick(lang, words.enterprise), cell: (row) => row.enterprise_name ?? "—" },
      { head: t("保险机构", "Insurer"), isDropped: true, cell: (row) => row.insurer_id },
      { head: t("止期", "Ends on"), isUnbroken: true, cell: (row) => day(row.ends_on) },
      number(t("上年度系数", "Year before"), (row) => decimal(row.previous_coefficient)),
      number(t("系数", "Coefficient"), (row) => decimal(row.coefficient)),
      { head: t("受限于", "Held by"), cell: (row) => heldBy(row.capped_by, lang) },
      number(t("基准保费（元）", "Base (CNY)"), (row) => decimal(row.base_premium_cny)),
      number(t("应收保费（元）", "Indicated (CNY)"), (row) => decimal(row.indicated_premium_cny)),
    ],
    rows,
  });
}

/** The steps from 1 to the coefficient; heights are for the eye, labels carry the exact decimals. */
function stepsOf(policy: PremiumPolicyRow, lang: Lang): readonly WaterfallStep[] {
  const t = sayIn(lang);
  const steps: WaterfallStep[] = [];
  let value = 1;
  const times = (name: string, factor: string): void => {
    const to = value * Number(factor);
    steps.push({ name, label: timesLabel(factor), from: value, to, isTotal: false });
    value = to;
  };
  const total = (name: string, found: PremiumPolicyRow["coefficient"]): void => {
    value = Number(found);
    steps.push({ name, label: `= ${decimal(found)}`, from: 0, to: value, isTotal: true });
  };
  for (const factor of policy.factors)
    times(pick(lang, { zh: factor.title_zh, en: factor.title_en }), factor.factor);
  total(t("各项之积", "Product of the factors"), policy.coefficient_raw);
  times(t("账册平衡", "Balance of the book"), String(policy.off_balance_factor));
  if (policy.capped_by !== null) {
    const to = Number(policy.coefficient);
    steps.push({
      name: heldBy(policy.capped_by, lang).replace(/^[a-z]/, (letter) => letter.toUpperCase()),
      label: `→ ${decimal(policy.coefficient)}`,
      from: value,
      to,
      isTotal: false,
    });
  }
  total(t("系数", "Coefficient"), policy.coefficient);
  return steps;
}

/** An amount in yuan and fen; whole yuan without. */
function money(amount: Numeric): string {
  return decimal(amount).replace(/\.\d$/, "$&0");
}

/** What a factor rests on: a code by the name that the rules give it, a fraction as a percentage, a number with its unit. */
function factorValue(row: PremiumFactorRow, lang: Lang): string {
  if (row.indicator_value === null) return "—";
  if (row.value_zh !== null) return pick(lang, { zh: row.value_zh, en: row.value_en });
  if (!/^-?\d/.test(row.indicator_value)) return row.indicator_value;
  return row.unit === "fraction"
    ? percentage(row.indicator_value)
    : withUnit(rounded(row.indicator_value, 2), row.unit, lang);
}

/** One policy: in words, as a waterfall, and as a table. */
export function policyView(policy: PremiumPolicyRow, lang: Lang): Html {
  const t = sayIn(lang);
  const isLess = String(policy.capped_premium_cny).startsWith("-");
  const difference = money(policy.capped_premium_cny).replace("-", "");
  const held =
    policy.capped_by === null
      ? t("没有受限", "held by no limit")
      : t(
          `受${heldBy(policy.capped_by, lang)}约束，保费${isLess ? "少" : "多"}收 ${difference} 元`,
          `held by the ${heldBy(policy.capped_by, lang)}: CNY ${difference} ${isLess ? "less" : "more"}`,
        );
  const before =
    policy.previous_coefficient === null
      ? t("没有上年度保单", "no policy of the year before")
      : t(
          `上年度系数 ${decimal(policy.previous_coefficient)}`,
          `year before ${decimal(policy.previous_coefficient)}`,
        );
  return html`<p>${t(
    `${policy.enterprise_name ?? policy.enterprise_id}，${policy.insurer_id}，${policy.policy_id}：基准保费 ${money(policy.base_premium_cny)} 元 × 系数 ${decimal(policy.coefficient)} ＝ ${money(policy.indicated_premium_cny)} 元；${before}；可信度 ${rounded(policy.credibility_z, 2)}；${held}。`,
    `${policy.enterprise_name ?? policy.enterprise_id}, ${policy.insurer_id}, ${policy.policy_id}: base premium CNY ${money(policy.base_premium_cny)} × ${decimal(policy.coefficient)} = CNY ${money(policy.indicated_premium_cny)}; ${before}; credibility ${rounded(policy.credibility_z, 2)}; ${held}.`,
  )}</p>
${premiumWaterfall(stepsOf(policy, lang), lang)}
${table<PremiumFactorRow>({
  caption: t("各项系数", "Factors"),
  empty: "—",
  isSmall: true,
  columns: [
    {
      head: t("项目", "Factor"),
      isRowHead: true,
      cell: (row) => pick(lang, { zh: row.title_zh, en: row.title_en }),
    },
    {
      head: t("取值", "Value"),
      isNumeric: true,
      isMixed: true,
      cell: (row) => factorValue(row, lang),
    },
    number(t("系数", "Factor"), (row) => decimal(row.factor)),
    { head: t("状态", "Status"), isUnbroken: true, cell: (row) => codeName("status", row.status, lang) },
    { head: pick(lang, words.clause), isDropped: true, cell: (row) => clauseText(lang, row.clause ?? "—") },
  ],
  rows: policy.factors,
})}`;
}
