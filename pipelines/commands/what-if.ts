import { codeName } from "../../dashboards/codes.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import type { Lang } from "../../models/text.js";
import { readSnapshot } from "../explain/snapshot.js";
import { Fault } from "../fault.js";
import { type PremiumChange, type PremiumOutcome, premiumWhatIf } from "../what-if/premium.js";
import type { CommandContext } from "./context.js";

interface WhatIfOptions {
  readonly withoutAccident?: string;
  readonly withoutClaim?: string;
  readonly standardizationGrade?: "1" | "2" | "3" | "none";
}

function changeOf(policyId: string, options: WhatIfOptions): PremiumChange {
  const changes: PremiumChange[] = [];
  if (options.withoutAccident) changes.push({ without_accident: options.withoutAccident });
  if (options.withoutClaim) changes.push({ without_claim: options.withoutClaim });
  if (options.standardizationGrade) changes.push({ standardization_grade: options.standardizationGrade });
  const [change] = changes;
  if (!change || changes.length > 1)
    throw new Fault(
      {
        zh: `what-if ${policyId}：读到 ${changes.length} 项假设，应为一项；请给出 --without-accident、--without-claim 或 --standardization-grade`,
        en: `what-if ${policyId}: found ${changes.length} changes, expected one; give --without-accident, --without-claim or --standardization-grade`,
      },
      "usage",
    );
  return change;
}

/** Before and after as plain lines: the factors that differ, their product, the balance of the book, coefficient and premium. */
export function whatIfLines(before: PremiumOutcome, after: PremiumOutcome, lang: Lang): string[] {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const plain = (decimal: string): string => decimal.replace(/\.?0+$/, "");
  const titleOf = (id: string): string =>
    indicatorCatalogue.find((each) => each.id === id)?.title[lang] ?? id;
  const factors = Object.keys(before.factors)
    .filter((id) => before.factors[id] !== after.factors[id])
    .map((id) => `  ${titleOf(id)}: ${plain(before.factors[id] ?? "")} → ${plain(after.factors[id] ?? "")}`);
  const held = (code: string | null): string =>
    code === null
      ? ""
      : t(`（受限于${codeName("held_by", code, lang)}）`, ` (held by ${codeName("held_by", code, lang)})`);
  return [
    ...factors,
    `  ${t("各系数之积", "product of the factors")}: ${plain(before.coefficient_raw)} → ${plain(after.coefficient_raw)}`,
    `  ${t("账册平衡系数", "off-balance factor")}: ${before.off_balance_factor} → ${after.off_balance_factor}`,
    `${t("系数", "coefficient")}: ${before.coefficient}${held(before.capped_by)} → ${after.coefficient}${held(after.capped_by)}`,
    `${t("应收保费（元）", "indicated premium (CNY)")}: ${before.indicated_premium_cny} → ${after.indicated_premium_cny}`,
  ];
}

/** `sise what-if POLICY_ID --without-accident ID | --without-claim ID | --standardization-grade G`, from the current publication alone. */
export async function whatIf(
  context: CommandContext,
  policyId: string,
  options: WhatIfOptions,
): Promise<number> {
  const change = changeOf(policyId, options);
  const answer = await readSnapshot(context.projectFolder, (warehouse) =>
    premiumWhatIf(warehouse, { policyId, change }),
  );
  if (!answer)
    throw new Fault({
      zh: `${policyId}：没有这个编号的保单；全部保单在 data/premium_coefficient.parquet`,
      en: `${policyId}: no policy of the book has this id; data/premium_coefficient.parquet lists them`,
    });
  context.out(
    context.isJson
      ? JSON.stringify(answer)
      : whatIfLines(answer.before, answer.after, context.lang).join("\n"),
  );
  return 0;
}
