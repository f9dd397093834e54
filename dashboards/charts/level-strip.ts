import { integer } from "../format.js";
import { escapeText, type Html, trusted } from "../html.js";
import { levelLook, levels } from "../level.js";
import { type LevelTally, totalOf } from "../tally.js";
import { type Lang, pick } from "../text.js";

/** Least width of a part that carries its number inside, in percent of the strip. */
const labelled = 7;
const height = 64;
const above = 22;

/**
 * One bar for all enterprises, worst level left. Drawn in percent of the width, so its text keeps its size on any screen.
 * Parts too thin for their number have it above: red and orange are the ones a reader looks for, and are often thin.
 * `href` gives the list filtered to a level.
 */
export function levelStrip(tally: LevelTally, lang: Lang, href: (level: string) => string): Html {
  const total = totalOf(tally);
  if (total === 0) return trusted("");
  const at = (value: number): string => `${Math.round(value * 100) / 100}%`;
  let from = 0;
  const parts = levels
    .filter((level) => tally[level] > 0)
    .map((level) => {
      const width = (tally[level] * 100) / total;
      const part = { level, look: levelLook[level], from, width, count: integer(tally[level]) };
      from += width;
      return part;
    });
  const isThin = (part: (typeof parts)[number]): boolean => part.width < labelled;
  const firstWide = parts.findIndex((part) => !isThin(part));
  const left = parts.filter((part, index) => isThin(part) && (firstWide < 0 || index < firstWide));
  const right = parts.filter((part, index) => isThin(part) && firstWide >= 0 && index > firstWide);
  const top = left.length + right.length > 0 ? above : 0;
  // Both ends of the strip bear such words: on a phone they must not meet.
  const words = (of: typeof parts): string =>
    of.map((part) => `${pick(lang, part.look.short ?? part.look.name)} ${part.count}`).join(" · ");
  const drawn = parts.map(({ level, look, from: start, width, count }) => {
    const name = pick(lang, look.name);
    const text =
      width >= labelled
        ? `<svg x="${at(start)}" y="${top}" width="${at(width)}" height="${height}"><rect x="6" y="8" rx="4" width="${Math.max(30, count.length * 13 + 14)}" height="48" fill="${look.fill}"/><text x="13" y="31" font-size="20" font-weight="700" fill="${look.ink}">${count}</text><text x="13" y="50" font-size="13" fill="${look.ink}">${escapeText(width >= 16 ? name : pick(lang, look.letter))}</text></svg>`
        : "";
    return `<a href="${escapeText(href(level))}" aria-label="${escapeText(`${name} ${count}`)}"><rect x="${at(start)}" y="${top}" width="${at(width)}" height="${height}" fill="${look.paint}" stroke="${look.outline}"/>${text}</a>`;
  });
  const label = (x: string, anchor: string, of: typeof parts): string =>
    of.length
      ? `<text x="${x}" y="14" font-size="15" font-weight="650" text-anchor="${anchor}">${escapeText(words(of))}</text>`
      : "";
  return trusted(
    `<svg class="strip" width="100%" height="${height + top}" role="group" aria-label="${lang === "zh" ? "各等级企业数" : "Enterprises by level"}">${label("0", "start", left)}${label("100%", "end", right)}${drawn.join("")}</svg>`,
  );
}
