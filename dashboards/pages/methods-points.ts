import type { EditionRules } from "../card/placing.js";
import { decimal, type Numeric } from "../format.js";
import type { EditionRow } from "../rule-rows.js";
import { type Lang, pick } from "../text.js";

/** One of two texts, by the language of the page. */
export type Say = (zh: string, en: string) => string;

/** Points in words: with their unit, or the level that they stand for where the gravest indicator decides. */
export type SayPoints = (points: Numeric) => string;

/** Whether points only name grades: the gravest indicator decides, and nothing adds them up or lets them grow with a figure. */
export function isGradedByWorst(
  { total_kind }: Pick<EditionRow, "total_kind">,
  { parts, indicators }: EditionRules,
): boolean {
  const named = new Set(["bands", "lookup", "none"]);
  return (
    total_kind === "worst" &&
    parts.every((part) => part.aggregate === "worst") &&
    [...indicators.values()].every((each) => named.has(each.rule_kind ?? "none"))
  );
}

/** How points of an edition are told; `isWorst`: no text of law knows of points there, they only order its grades. */
export function pointsIn(rules: EditionRules, isWorst: boolean, lang: Lang, t: Say): SayPoints {
  const plain = (points: Numeric): string => `${decimal(points)} ${t("分", "")}`;
  if (!isWorst) return plain;
  return (points) => {
    const level = rules.levels.find(
      (row) =>
        (row.value_from === null || Number(points) >= Number(row.value_from)) &&
        (row.value_to === null || Number(points) < Number(row.value_to)),
    );
    return level?.title_zh ? pick(lang, { zh: level.title_zh, en: level.title_en }) : plain(points);
  };
}
