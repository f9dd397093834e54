import { type Level, levels } from "../models/level.js";
import { type Html, html, onePiece, trusted } from "./html.js";
import { type Lang, pick, type Text } from "./text.js";

export { type Level, levels };

export interface LevelLook {
  readonly letter: Text;
  readonly name: Text;
  /** Where there is little room; else the name. */
  readonly short?: Text;
  readonly meaning: Text;
  readonly fill: string;
  readonly ink: string;
  readonly outline: string;
  /** What a chart fills with: a pattern where the colour needs one in black-and-white print. */
  readonly paint: string;
}

/** The look of each level (colours, letters and patterns of the project's visual language; text contrast at least 4.5). */
export const levelLook: Readonly<Record<Level, LevelLook>> = {
  red: {
    letter: { zh: "红", en: "R" },
    name: { zh: "红色", en: "Red" },
    meaning: { zh: "重大风险", en: "major risk" },
    fill: "#C9252D",
    ink: "#FFFFFF",
    outline: "#8E1118",
    paint: "url(#lv-red)",
  },
  orange: {
    letter: { zh: "橙", en: "O" },
    name: { zh: "橙色", en: "Orange" },
    meaning: { zh: "较大风险", en: "larger risk" },
    fill: "#F0862B",
    ink: "#2B1600",
    outline: "#A34E00",
    paint: "url(#lv-orange)",
  },
  yellow: {
    letter: { zh: "黄", en: "Y" },
    name: { zh: "黄色", en: "Yellow" },
    meaning: { zh: "一般风险", en: "general risk" },
    fill: "#F6CB45",
    ink: "#2B2200",
    outline: "#8A6A00",
    paint: "url(#lv-yellow)",
  },
  blue: {
    letter: { zh: "蓝", en: "B" },
    name: { zh: "蓝色", en: "Blue" },
    meaning: { zh: "低风险", en: "low risk" },
    fill: "#2F6FB7",
    ink: "#FFFFFF",
    outline: "#1B4A80",
    paint: "#2F6FB7",
  },
  insufficient_data: {
    letter: { zh: "缺", en: "?" },
    name: { zh: "数据不足", en: "Insufficient data" },
    short: { zh: "数据不足", en: "Insufficient" },
    meaning: { zh: "不定级，不等于低风险", en: "no level; not the same as low risk" },
    fill: "#C9CDD3",
    ink: "#23272E",
    outline: "#6B727D",
    paint: "#C9CDD3",
  },
};

/** The level a code names; a code that is none of the five is insufficient data, never blue. */
export function levelOf(code: string | null | undefined): Level {
  return (levels as readonly string[]).includes(code ?? "") ? (code as Level) : "insufficient_data";
}

/** CSS class of a level's colours. */
export function levelClass(code: string | null | undefined): string {
  return `lv-${levelOf(code) === "insufficient_data" ? "none" : levelOf(code)}`;
}

/** A drawing of each level in each language, made once: the pages show thousands of them. */
function ofEachLevel(
  draw: (level: Level, lang: Lang) => Html,
): Readonly<Record<Lang, ReadonlyMap<Level, Html>>> {
  const inLanguage = (lang: Lang): ReadonlyMap<Level, Html> =>
    new Map(levels.map((level) => [level, onePiece(draw(level, lang))]));
  return { zh: inLanguage("zh"), en: inLanguage("en") };
}

const badges = ofEachLevel(
  (level, lang) =>
    html`<abbr class="lv ${levelClass(level)}" title="${pick(lang, levelLook[level].name)}">${pick(lang, levelLook[level].letter)}</abbr>`,
);
const labels = ofEachLevel(
  (level, lang) =>
    html`<span class="ll"><span class="lv ${levelClass(level)}" aria-hidden="true">${pick(lang, levelLook[level].letter)}</span> ${pick(lang, levelLook[level].name)}</span>`,
);

/** Small square with the letter; its full name is read aloud. */
export function badge(code: string | null | undefined, lang: Lang): Html {
  return badges[lang].get(levelOf(code)) as Html;
}

/** Letter and name side by side. */
export function levelLabel(code: string | null | undefined, lang: Lang): Html {
  return labels[lang].get(levelOf(code)) as Html;
}

/** `红色（重大风险）` or `Red (major risk)`. */
export function levelPhrase(code: string | null | undefined, lang: Lang): string {
  const look = levelLook[levelOf(code)];
  return lang === "zh" ? `${look.name.zh}（${look.meaning.zh}）` : `${look.name.en} (${look.meaning.en})`;
}

/** Position for sorting and comparing: 0 is worst; insufficient data is 4. */
export function levelRank(code: string | null | undefined): number {
  return levels.indexOf(levelOf(code));
}

/** The patterns that charts of a page fill with; stands once at the top of a page that draws. */
export const patternDefinitions: Html = trusted(
  `<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>` +
    `<pattern id="lv-red" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#C9252D"/><rect width="2" height="5" fill="#8E1118"/></pattern>` +
    `<pattern id="lv-orange" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="9" height="9" fill="#F0862B"/><rect width="1.6" height="9" fill="#A34E00"/></pattern>` +
    `<pattern id="lv-yellow" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#F6CB45"/><circle cx="4" cy="4" r="1.2" fill="#8A6A00"/></pattern>` +
    `</defs></svg>`,
);
