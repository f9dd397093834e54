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
};

/** A level's name in both languages; an unknown code names itself. */
export function levelName(level: string): Text {
  return names[level] ?? { zh: level, en: level };
}
