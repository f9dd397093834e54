import type { Text } from "../text.js";

/** What happened to an indicator between the two periods (marts.assessment_score_item.change_kind). */
export const changeKinds: Readonly<Record<string, Text>> = {
  moved: { zh: "两期均计分", en: "scored in both periods" },
  same: { zh: "两期均未计分", en: "scored in neither period" },
  became_unknown: { zh: "变为无数据", en: "became unknown" },
  became_known: { zh: "由无数据变为有数据", en: "became known" },
  no_longer_applies: { zh: "变为不适用", en: "no longer applies" },
  newly_applies: { zh: "变为适用", en: "newly applies" },
};

/** Kinds that a change of points says by itself. */
const plain: ReadonlySet<string | null> = new Set([null, "moved", "same"]);

/** The change of one indicator's points in words, for a change already written with its sign: `得分 +6`, `became unknown, points −7`. */
export function assessmentChange(kind: string | null, signedPoints: string): Text {
  const before = plain.has(kind) ? undefined : changeKinds[kind ?? ""];
  return {
    zh: `${before ? `${before.zh}，` : ""}得分 ${signedPoints}`,
    en: `${before ? `${before.en}, ` : ""}points ${signedPoints}`,
  };
}
