import { integer } from "../format.js";
import { escapeText, type Html, trusted } from "../html.js";
import { levelLook, levels } from "../level.js";
import { type LevelTally, totalOf } from "../tally.js";
import { type Lang, pick } from "../text.js";

/** Least width of a part that carries its number, in percent of the strip. */
const labelled = 7;

/**
 * One bar for all enterprises, worst level left. Drawn in percent of the width, so its text keeps its size on any screen;
 * a part too thin for a number is named in the table below it. `href` gives the list filtered to a level.
 */
export function levelStrip(tally: LevelTally, lang: Lang, href: (level: string) => string): Html {
  const total = totalOf(tally);
  if (total === 0) return trusted("");
  let from = 0;
  const parts = levels
    .filter((level) => tally[level] > 0)
    .map((level) => {
      const look = levelLook[level];
      const width = (tally[level] * 100) / total;
      const at = (value: number): string => `${Math.round(value * 100) / 100}%`;
      const name = pick(lang, look.name);
      const label = `${name} ${integer(tally[level])}`;
      const text =
        width >= labelled
          ? `<svg x="${at(from)}" width="${at(width)}" height="64"><rect x="6" y="8" rx="4" width="${Math.max(30, integer(tally[level]).length * 13 + 14)}" height="48" fill="${look.fill}"/><text x="13" y="31" font-size="20" font-weight="700" fill="${look.ink}">${integer(tally[level])}</text><text x="13" y="50" font-size="13" fill="${look.ink}">${escapeText(width >= 16 ? name : pick(lang, look.letter))}</text></svg>`
          : "";
      const drawn = `<a href="${escapeText(href(level))}" aria-label="${escapeText(label)}"><rect x="${at(from)}" width="${at(width)}" height="64" fill="${look.paint}" stroke="${look.outline}"/>${text}</a>`;
      from += width;
      return drawn;
    });
  return trusted(
    `<svg class="strip" width="100%" height="64" role="group" aria-label="${lang === "zh" ? "各等级企业数" : "Enterprises by level"}">${parts.join("")}</svg>`,
  );
}
