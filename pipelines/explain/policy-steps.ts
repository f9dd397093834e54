import { codeName } from "../../dashboards/codes.js";
import { plural } from "../../dashboards/text.js";
import type { Lang } from "../../models/text.js";
import { type ExplainedItem, type Explanation, toNumber } from "./explanation.js";
import { item } from "./plain-subject.js";

/** What the marts say of one policy, decimals as text. */
export interface PolicyRow {
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
  readonly balance_state: string;
  readonly policies: number;
  readonly least_policies: number | null;
  readonly previous: string | null;
  readonly previous_policy_id: string | null;
  readonly previous_written: string | null;
  readonly previous_base: string | null;
  /** Where the policy of the year before stands in the sources. */
  readonly previous_file: string | null;
  readonly previous_row: number | null;
  readonly credibility: string | null;
  readonly exposure: string | null;
  readonly constant: string | null;
  readonly structure_of: string | null;
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
export function limitText(row: PolicyRow, lang: Lang): string {
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

/** Why the book is not balanced, behind its factor of 1; empty where it is. */
function unbalancedText(row: PolicyRow): { readonly zh: string; readonly en: string } {
  if (row.balance_state === "too_few")
    return {
      zh: `（账册只有 ${row.policies} 份保单，不足 ${row.least_policies} 份，不作平衡）`,
      en: ` (it has ${plural(row.policies, "policy", "policies")}, fewer than ${row.least_policies}, and is not balanced)`,
    };
  if (row.balance_state === "no_target")
    return { zh: "（本版本不设平衡目标）", en: " (the edition has no target)" };
  return { zh: "", en: "" };
}

/** The year before as it was charged, or why there is no annual limit. */
function previousText(row: PolicyRow): { readonly zh: string; readonly en: string } {
  if (row.previous_policy_id === null)
    return {
      zh: "没有上年度保单，不受年度浮动限度约束",
      en: "no policy of the year before, so no annual limit",
    };
  const [zh, en] = [
    `上年度保单 ${row.previous_policy_id}（${row.previous_file} 第 ${row.previous_row} 行）`,
    `policy ${row.previous_policy_id} of the year before (${row.previous_file} row ${row.previous_row})`,
  ];
  const [written, base] = [plain(row.previous_written ?? ""), plain(row.previous_base ?? "")];
  if (row.previous === null)
    return {
      zh: `${zh}没有实收保费，不受年度浮动限度约束`,
      en: `${en} has no written premium, so no annual limit`,
    };
  return {
    zh: `${zh}的系数：实收保费 ${written} 元 ÷ 基准保费 ${base} 元 ＝ ${row.previous}`,
    en: `coefficient of ${en}: written premium CNY ${written} / base premium CNY ${base} = ${row.previous}`,
  };
}

/** Z as it can be worked out again: exposure over exposure and k, and whose variances gave k. */
function credibilityText(row: PolicyRow): { readonly zh: string; readonly en: string } {
  const [z, own, mean] = [row.credibility ?? "—", row.own_rate ?? "—", row.collective_rate ?? "—"];
  const source = codeName("structure_of", row.structure_of ?? "none", "zh");
  const sourceEn = codeName("structure_of", row.structure_of ?? "none", "en");
  return {
    zh: `可信度 Z ${z}＝人年 ${row.exposure ?? "—"}÷（人年＋${row.constant ?? "∞"}，方差来源：${source}，只用本账册以外的企业）：自身 ${own}，行业 ${mean}（每千投保人年）`,
    en: `credibility Z ${z} = person-years ${row.exposure ?? "—"} / (person-years + ${row.constant ?? "∞"}; variances from: ${sourceEn}, of enterprises outside the book alone): own rate ${own}, sector ${mean} per 1,000 insured person-years`,
  };
}

/** The steps from the product to the premium, each starting from the number of the one before. */
export function stepsOf(row: PolicyRow, lang: Lang): Explanation["exceptions"] {
  const step = (id: string, zh: string, en: string): Explanation["exceptions"][number] => ({
    id,
    kind: id,
    level: null,
    label: lang === "zh" ? zh : en,
    clause: null,
  });
  const product = plain(row.raw);
  const [unbalanced, before, credibility] = [unbalancedText(row), previousText(row), credibilityText(row)];
  return [
    step("product", `各系数之积 ${product}`, `product of the factors ${product}`),
    step(
      "off_balance",
      `${product} × ${row.insurer_id} 账册的平衡系数 ${row.factor}${unbalanced.zh}，四舍五入到四位小数，得 ${row.uncapped}`,
      `${product} × ${row.factor}, the off-balance factor of the book of ${row.insurer_id}${unbalanced.en}, rounded half up to four decimals: ${row.uncapped}`,
    ),
    step("limit", limitText(row, lang), limitText(row, lang)),
    step(
      "premium",
      `基准保费 ${row.base} 元 × ${row.coefficient} ＝ 应收保费 ${row.premium} 元`,
      `base premium CNY ${row.base} × ${row.coefficient} = indicated premium CNY ${row.premium}`,
    ),
    step("previous", before.zh, before.en),
    step("credibility", credibility.zh, credibility.en),
  ];
}

/** The balance of the book as the last item that is multiplied; it belongs to the insurer, not to the policy. */
export function balanceItem(row: PolicyRow, lang: Lang): ExplainedItem {
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
