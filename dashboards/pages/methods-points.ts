import type { EditionRules } from "../card/placing.js";
import { withUnit } from "../codes.js";
import { decimal, type Numeric } from "../format.js";
import type { EditionRow, IndicatorRow } from "../rule-rows.js";
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

/** A number with a true minus. */
const signed = (value: Numeric): string => decimal(value).replace("-", "−");

/** Between which points a sum is held; nothing where no end is given. */
function heldText(least: Numeric, most: Numeric, t: Say): string {
  const [hasLeast, hasMost] = [least, most].map((each) => each !== null && each !== undefined);
  const [low, high] = [signed(least), signed(most)];
  if (hasLeast && hasMost) return t(`，限 ${low} 至 ${high} 分`, `, held between ${low} and ${high}`);
  if (hasLeast) return t(`，不低于 ${low} 分`, `, at least ${low}`);
  return hasMost ? t(`，不高于 ${high} 分`, `, at most ${high}`) : "";
}

/** Points that grow with a figure, in words: from how many, how many for each, between which they are held. */
export function perUnitText(indicator: IndicatorRow, lang: Lang, t: Say): string {
  const { base_points: base, unit, unit_size: size } = indicator;
  const each = withUnit(decimal(size ?? 1), unit === "fraction" ? null : unit, lang);
  const held = heldText(indicator.min_points, indicator.max_points, t);
  return t(
    `${base === null ? "" : `${signed(base)} 分起，`}每 ${each} ${signed(indicator.points_per_unit)} 分${held}`,
    `${base === null ? "" : `from ${signed(base)}, `}${signed(indicator.points_per_unit)} for each ${each.replace(/^1$/, "one")}${held}`,
  );
}
