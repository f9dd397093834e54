import type { Text } from "./text.js";

/** The four official levels, worst first (安委办〔2016〕11号), and the fifth state: too little is known. */
export const levels = ["red", "orange", "yellow", "blue", "insufficient_data"] as const;

export type Level = (typeof levels)[number];

const names: Record<string, Text> = {
  red: { zh: "红 重大", en: "Red" },
  orange: { zh: "橙 较大", en: "Orange" },
  yellow: { zh: "黄 一般", en: "Yellow" },
  blue: { zh: "蓝 低", en: "Blue" },
  insufficient_data: { zh: "数据不足", en: "Insufficient data" },
  // Grades of an assessment (国办发〔2016〕64号): levels of their own scale, never shown in the four colours.
  excellent: { zh: "优秀", en: "Excellent" },
  good: { zh: "良好", en: "Good" },
  qualified: { zh: "合格", en: "Qualified" },
  unqualified: { zh: "不合格", en: "Unqualified" },
};

/** A level's name in both languages; an unknown code names itself. */
export function levelName(level: string): Text {
  return names[level] ?? { zh: level, en: level };
}
