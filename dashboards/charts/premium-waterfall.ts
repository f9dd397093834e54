import { rounded } from "../format.js";
import { escapeText, type Html } from "../html.js";
import { ink } from "../style.js";
import type { Lang } from "../text.js";
import { bothWidths, cleanSvg, fitText } from "./drawing.js";

/** One step of a product: its name, what it multiplies by (or null where it sets a value), and where it leads. */
export interface WaterfallStep {
  readonly name: string;
  /** What stands beside the bar: `× 1.25`, `= 1.4966`. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** A sum rather than a change: drawn from zero. */
  readonly isTotal: boolean;
}

const line = 30;
const top = 6;
const size = 13;

function draw(steps: readonly WaterfallStep[], width: number, label: string): string {
  const names = Math.min(300, Math.round(width * 0.38));
  const labels = 136;
  const room = width - names - labels;
  const most = Math.max(1, ...steps.flatMap((step) => [step.from, step.to]));
  const at = (value: number): number => names + (value / most) * room;
  const height = steps.length * line + top + 6;
  const rows = steps.map((step, index) => {
    const y = top + index * line;
    const [low, high] = step.isTotal
      ? [0, step.to]
      : [Math.min(step.from, step.to), Math.max(step.from, step.to)];
    const fill = step.isTotal || step.to === step.from ? ink.bar : step.to > step.from ? ink.ink : "#FFFFFF";
    const next = steps[index + 1];
    const link = next
      ? `<line x1="${at(step.to)}" x2="${at(step.to)}" y1="${y + 20}" y2="${y + line + 4}" stroke="${ink.second}" stroke-width="1"/>`
      : "";
    return `<text x="0" y="${y + 17}" fill="${ink.second}">${escapeText(fitText(step.name, size, names - 10))}</text><rect x="${at(low)}" y="${y + 4}" width="${Math.max(2, at(high) - at(low))}" height="16" fill="${fill}" stroke="${step.isTotal ? ink.bar : ink.ink}" stroke-width="1"/><text x="${at(high) + 6}" y="${y + 17}">${escapeText(step.label)}</text>${link}`;
  });
  const one = `<line x1="${at(1)}" x2="${at(1)}" y1="0" y2="${height}" stroke="${ink.line}" stroke-width="1"/>`;
  return cleanSvg(
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${one}${rows.join("")}</svg>`,
    label,
  );
}

/** A policy's coefficient factor by factor: grey bars from zero are values, the others lead from one to the next. */
export function premiumWaterfall(steps: readonly WaterfallStep[], lang: Lang): Html {
  const read = steps.map((step) => `${step.name} ${step.label}`).join("; ");
  const label = `${lang === "zh" ? "系数逐项相乘" : "The coefficient factor by factor"}: ${read}`;
  return bothWidths(draw(steps, 760, label), draw(steps, 340, label));
}

/** A factor as it stands beside a bar, to four decimals; the files keep all. */
export function timesLabel(factor: string): string {
  return `× ${rounded(factor, 4)}`;
}
