import type { Lang, Text } from "../models/text.js";

export type { Lang, Text };

/** Chinese stands at the root of a publication, English below `en/`. */
export const languages: readonly Lang[] = ["zh", "en"];

/** The text in a language; a missing English title falls back to the Chinese one, as a name would. */
export function pick(lang: Lang, text: { readonly zh: string; readonly en: string | null }): string {
  return lang === "zh" ? text.zh : (text.en ?? text.zh);
}

/** A counted English noun: `1 enterprise`, `2 enterprises`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${groupThousands(String(count))} ${count === 1 ? one : many}`;
}

/** Separates thousands by commas, as both languages do in tables. `digits` holds digits and perhaps a sign. */
export function groupThousands(digits: string): string {
  return digits.length < 4 ? digits : digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Items as a list in running text: `甲、乙、丙` or `a, b and c`. */
export function listText(lang: Lang, items: readonly string[]): string {
  if (lang === "zh") return items.join("、");
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A clause as a reader of Chinese needs it: an English gloss in brackets at its end is left to the English page. */
export function clauseText(lang: Lang, clause: string): string {
  if (lang === "en" || !clause.endsWith(")")) return clause;
  return clause.replace(/\s*\([^()\u2E80-\uFFFF]*[a-z]{3}[^()\u2E80-\uFFFF]*\)$/, "") || clause;
}

/** Words that many pages use. */
export const words = {
  product: { zh: "四色", en: "Sise" },
  asOf: { zh: "数据截至", en: "Data as of" },
  knownAt: { zh: "入库截至", en: "known at" },
  enterprise: { zh: "企业", en: "Enterprise" },
  region: { zh: "区划", en: "Region" },
  sector: { zh: "行业", en: "Sector" },
  level: { zh: "等级", en: "Level" },
  score: { zh: "得分", en: "Score" },
  inherent: { zh: "固有风险得分", en: "Inherent points" },
  conduct: { zh: "管理状况得分", en: "Conduct points" },
  since: { zh: "自", en: "Since" },
  /** Of a level: what determines it directly, else what costs most. */
  reason: { zh: "首要原因", en: "First reason" },
  changeReason: { zh: "变化主因", en: "Main cause of the change" },
  change: { zh: "变化", en: "Change" },
  count: { zh: "家数", en: "Count" },
  share: { zh: "占比", en: "Share" },
  clause: { zh: "条款", en: "Clause" },
  total: { zh: "合计", en: "Total" },
  table: { zh: "数据表", en: "Table" },
  excel: { zh: "下载 Excel", en: "Download Excel" },
  parquet: { zh: "下载 Parquet", en: "Download Parquet" },
  none: { zh: "—", en: "—" },
} as const satisfies Readonly<Record<string, Text>>;
