import type { Text } from "../text.js";

/** What happened to an indicator between the two periods, besides its value having moved (marts.assessment_score_item.change_kind). */
const kinds: Readonly<Record<string, Text>> = {
  became_unknown: { zh: "变为无数据，", en: "became unknown, " },
  became_known: { zh: "由无数据变为有数据，", en: "became known, " },
  no_longer_applies: { zh: "变为不适用，", en: "no longer applies, " },
  newly_applies: { zh: "变为适用，", en: "newly applies, " },
};

/** The change of one indicator's points in words, for a change already written with its sign: `得分 +6`, `became unknown, points −7`. */
export function assessmentChange(kind: string | null, signedPoints: string): Text {
  const before = kinds[kind ?? ""] ?? { zh: "", en: "" };
  return { zh: `${before.zh}得分 ${signedPoints}`, en: `${before.en}points ${signedPoints}` };
}
