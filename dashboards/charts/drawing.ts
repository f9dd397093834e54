import { escapeText, type Html, trusted } from "../html.js";
import { fontStack, ink } from "../style.js";

/** Width of a chart on a wide screen or A4, and on a phone: two drawings, so that text keeps its size on both. */
export interface ChartWidths {
  readonly wide: number;
  readonly narrow: number;
}

/** Width of a text at a font size: CJK characters are square, others about 0.56 of it. No font is asked, so every machine agrees. */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const character of text) units += (character.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.56;
  return Math.ceil(units * fontSize);
}

/** The first of some texts that fits a width; nothing where none does. */
export function fittingText(texts: readonly string[], fontSize: number, width: number): string {
  return texts.find((text) => textWidth(text, fontSize) <= width) ?? "";
}

/** The text cut to a width, with an ellipsis. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let cut = "";
  for (const character of text) {
    if (textWidth(`${cut}${character}…`, fontSize) > width) break;
    cut += character;
  }
  return `${cut}…`;
}

/**
 * A drawn SVG as it stands in a page: one label for the whole, no roles, styles or class names inside (the page's policy
 * admits no inline style), fonts named once, coordinates to a hundredth, so the same rows give the same bytes.
 */
export function cleanSvg(svg: string, label: string): string {
  const inner = svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[a-zA-Z][^>]*>/g, (tag) =>
      tag
        .replace(/ (?:aria-[a-z]+|role|class|style|font-family|xmlns:xlink|version|opacity)="[^"]*"/g, "")
        .replace(/ (?:pointer-events|stroke-miterlimit|display)="none"/g, (found) =>
          found.includes("display") ? found : "",
        )
        .replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
          String(Math.round(Number(number) * 100) / 100 || 0),
        ),
    )
    .replace(/<path d="M0,0h0v0h0Z"\/>|<path d=""[^>]*\/>/g, "")
    .replace(/ d=""/g, "");
  return inner.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes.replace(/ (?:xmlns|fill|font-size|text-anchor)="[^"]*"/g, "")} role="img" aria-label="${escapeText(label)}" font-family="${fontStack}" font-size="13" fill="${ink.ink}">`,
  );
}

/** Both drawings of a chart; the stylesheet shows the one that fits. */
export function bothWidths(wide: string, narrow: string): Html {
  return trusted(`<div class="chart-wide">${wide}</div><div class="chart-narrow">${narrow}</div>`);
}
