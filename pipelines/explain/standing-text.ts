import { assessmentChange } from "../../models/assessment/change.js";
import { levelName } from "../../models/level.js";
import type { Lang } from "../../models/text.js";
import type { Standing } from "./explanation.js";

/** Pairs printed of each relation; `--json` has all. */
const mostPrinted = 5;

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
const signed = (value: number): string => (value > 0 ? `+${value}` : `${value}`.replace("-", "−"));

/** The standing of an assessed subject as plain lines for a terminal: rank and interval, ties with their probability, driver. */
export function standingText(standing: Standing, lang: Lang): string[] {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const { rank, rank_low: low, rank_high: high } = standing;
  const tied = standing.pairs.filter((pair) => pair.relation === "tied");
  const sure = standing.pairs.filter((pair) => pair.relation !== "tied");
  const lines = [`${t("考核分组", "peer group")} ${standing.peer_group}`];
  if (standing.veto_reason)
    lines.push(
      t(
        `  一票否决决定等次；按得分为${levelName(standing.grade_by_score).zh}`,
        `  the veto decides the grade; by the score it would be ${levelName(standing.grade_by_score).en}`,
      ),
    );
  lines.push(
    rank === null
      ? t("  数据不足，不排名", "  insufficient data, not ranked")
      : `  ${t("名次", "rank")} ${rank} · ${t("90%区间", "90 % interval")} ${low}–${high}${tied.length > 0 ? t("，与并列者共占", ", shared by the tied") : ""}`,
  );
  const named = (pairs: Standing["pairs"]): string[] =>
    pairs
      .slice(0, mostPrinted)
      .map(
        (pair) =>
          `    ${pair.subject_name} ${pair.subject_id} · P = ${percent(pair.probability_above)}${pair.relation === "tied" ? "" : pair.relation === "above" ? t("，本对象在前", ", this one ahead") : t("，本对象在后", ", this one behind")}`,
      );
  if (tied.length > 0)
    lines.push(
      t(
        `  分不出先后 ${tied.length} 个（P：本对象排在其前的概率）`,
        `  not told apart from ${tied.length} (P: probability of standing above)`,
      ),
      ...named(tied),
    );
  if (sure.length > 0)
    lines.push(
      t(`  分得出先后 ${sure.length} 个，最接近的`, `  told apart from ${sure.length}, the closest`),
      ...named(sure),
    );
  if (standing.score_change !== null)
    lines.push(
      `  ${t("较上年同期得分", "score against the same days last year")} ${signed(standing.score_change)}${
        standing.driver
          ? ` · ${t("主因", "driver")} ${standing.driver.title}${t("：", ": ")}${assessmentChange(standing.driver.kind, signed(standing.driver.points_change))[lang]}`
          : ""
      }`,
    );
  return lines;
}
