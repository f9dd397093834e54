import type { Text } from "../text.js";
import { departmentName } from "./department-name.js";
import type { Plan } from "./result.js";
import { personDaysText, thousandths } from "./units.js";

const sum = (texts: readonly string[]): string =>
  personDaysText(texts.reduce((all, text) => all + (thousandths(text, "down") ?? 0), 0));

/** A fraction of at most six places as a percentage, exactly: 0.004272 → 0.4272%. */
function percentage(fraction: string): string {
  const [whole = "0", places = ""] = fraction.split(".");
  const digits = places.padEnd(6, "0");
  const rest = digits.slice(2, 6).replace(/0+$/, "");
  return `${Number(whole + digits.slice(0, 2))}${rest === "" ? "" : `.${rest}`}%`;
}

const reasons: Readonly<Record<"capacity" | "cap" | "spacing", Text>> = {
  capacity: { zh: "人力不足", en: "lack of person-days" },
  cap: { zh: "年度上限", en: "the cap of the year" },
  spacing: { zh: "与已有检查的间隔", en: "distance to visits made" },
};

/** What a plan says, as lines for a terminal: the shortage first, then visits, the draw, and the gap to the bound. */
export function planText(
  plan: Plan,
  about: {
    readonly asOf: string;
    readonly from: string;
    readonly to: string;
    readonly assumed: number;
    readonly departmentNames: ReadonlyMap<string, string>;
  },
  lang: "zh" | "en",
): readonly string[] {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const visits = (basis: string): number => plan.visits.filter((visit) => visit.basis === basis).length;
  const missing = { capacity: 0, cap: 0, spacing: 0 };
  for (const { unserved } of plan.shortages)
    for (const { visits: count, reason } of unserved) missing[reason] += count;
  const lines = [
    t(
      `检查计划 ${about.from} 至 ${about.to}（数据截至 ${about.asOf}）`,
      `Inspection plan ${about.from} to ${about.to} (as of ${about.asOf})`,
    ),
  ];
  const total = missing.capacity + missing.cap + missing.spacing;
  lines.push(
    total === 0
      ? t("没有缺口：最低频次全部排入。", "No shortage: every visit of the minimum is planned.")
      : t(
          `缺口：${total} 次最低频次检查未能排入，其中 ${missing.capacity} 次因人力不足，需 ${sum(plan.shortages.map((row) => row.personDaysNeeded))} 人日；其余增加人日也补不上。`,
          `Shortage: ${total} visits of the minimum are not planned; ${missing.capacity} lack person-days, ${sum(plan.shortages.map((row) => row.personDaysNeeded))} of them; more person-days would not mend the others.`,
        ),
  );
  for (const reason of ["capacity", "cap", "spacing"] as const)
    if (missing[reason] > 0)
      lines.push(`  ${reasons[reason][lang]}${t("：", ": ")}${missing[reason]}${t(" 次", "")}`);
  for (const row of plan.shortages.filter((each) => each.unserved.some((one) => one.reason === "capacity")))
    lines.push(
      t(
        `  ${row.month.slice(0, 7)} ${departmentName(row.departmentCode, about.departmentNames, "zh")}：需 ${row.personDaysNeeded} 人日，尚余 ${row.personDaysAvailable}，涉及 ${row.enterprisesUnserved} 家`,
        `  ${row.month.slice(0, 7)} ${departmentName(row.departmentCode, about.departmentNames, "en")}: ${row.personDaysNeeded} person-days needed, ${row.personDaysAvailable} free, ${row.enterprisesUnserved} enterprises`,
      ),
    );
  lines.push(
    t(
      `已排 ${plan.visits.length} 次：最低频次 ${visits("statutory")}，按风险增加 ${visits("risk")}，双随机 ${visits("random")}，已商定 ${visits("fixed")}；共 ${sum(plan.visits.map((visit) => visit.personDays))} 人日。`,
      `${plan.visits.length} visits planned: ${visits("statutory")} of the minimum, ${visits("risk")} by risk, ${visits("random")} drawn, ${visits("fixed")} fixed; ${sum(plan.visits.map((visit) => visit.personDays))} person-days.`,
    ),
  );
  const givenUp = plan.departments.filter((each) => !each.isDrawKept).length;
  lines.push(
    t(
      `抽取种子 ${plan.draw.seed}，份额 ${plan.draw.share}：应抽 ${plan.draw.personDaysAsked} 人日，抽查 ${plan.draw.personDaysDrawn} 人日；抽取号 = SHA-256(种子|企业|年-月)，小者先抽。`,
      `Seed of the draw ${plan.draw.seed}, share ${plan.draw.share}: ${plan.draw.personDaysAsked} person-days asked for, ${plan.draw.personDaysDrawn} drawn; draw number = SHA-256(seed|enterprise|YYYY-MM), lowest first.`,
    ),
  );
  if (givenUp > 0)
    lines.push(
      t(
        `${givenUp} 个部门因最低频次需要人日而少抽；所缺份额结转给其他部门。`,
        `${givenUp} departments draw less, because the minimum needs the person-days; what they lack is carried over to others.`,
      ),
    );
  if (about.assumed > 0)
    lines.push(
      t(
        `${about.assumed} 个部门月没有填报人日，沿用最近往年同月。`,
        `${about.assumed} department-months have no person-days told; the same month of the latest earlier year is used.`,
      ),
    );
  lines.push(
    t(
      `与已证明的上界相差不超过：最低频次 ${percentage(plan.gap.statutory)}，预计避免的危害 ${percentage(plan.gap.harm)}。`,
      `At most below a proven bound: minimum ${percentage(plan.gap.statutory)}, expected harm averted ${percentage(plan.gap.harm)}.`,
    ),
  );
  return lines;
}
