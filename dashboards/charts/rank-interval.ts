import type { RankingRow } from "../assessment-rows.js";
import { escapeText, type Html } from "../html.js";
import { fontStack, ink } from "../style.js";
import type { Lang } from "../text.js";
import { bothWidths, fitText, textWidth } from "./drawing.js";

const rowHeight = 26;
const fontSize = 13;
const headHeight = 24;

function drawAt(rows: readonly RankingRow[], lang: Lang, width: number, label: string): string {
  const names = Math.min(
    width * 0.38,
    Math.max(...rows.map((row) => textWidth(row.subject_name, fontSize))) + 12,
  );
  const last = Math.max(...rows.map((row) => row.rank_high ?? 1), rows.length);
  const right = width - 14;
  const at = (rank: number): number =>
    Math.round(
      (last > 1 ? names + 12 + ((right - names - 12) * (rank - 1)) / (last - 1) : (names + right) / 2) * 100,
    ) / 100;
  const height = headHeight + rows.length * rowHeight + 4;
  const step = Math.max(1, Math.ceil(last / (width > 500 ? 12 : 6)));
  const ticks = Array.from({ length: last }, (_, index) => index + 1).filter(
    (rank) => rank === 1 || rank % step === 0,
  );
  const parts = ticks.map(
    (rank) =>
      `<line x1="${at(rank)}" x2="${at(rank)}" y1="${headHeight - 4}" y2="${height - 4}" stroke="${ink.line}"/><text x="${at(rank)}" y="14" text-anchor="middle" fill="${ink.second}">${rank}</text>`,
  );
  parts.push(`<text x="0" y="14" fill="${ink.second}">${lang === "zh" ? "名次" : "Rank"}</text>`);
  for (const [index, row] of rows.entries()) {
    const y = headHeight + index * rowHeight + rowHeight / 2;
    parts.push(
      `<text x="0" y="${y + 4.5}">${escapeText(fitText(row.subject_name, fontSize, names - 8))}</text>`,
    );
    if (row.rank_median === null || row.rank_low === null || row.rank_high === null) continue;
    const from = at(row.rank_low);
    const to = at(row.rank_high);
    parts.push(
      `<rect x="${from - 6}" y="${y - 6}" width="${Math.round((to - from + 12) * 100) / 100}" height="12" rx="6" fill="${ink.bar}"/><circle cx="${at(row.rank_median)}" cy="${y}" r="4.5" fill="${ink.ink}"/>`,
    );
  }
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(label)}" font-family="${fontStack}" font-size="${fontSize}" fill="${ink.ink}">${parts.join("")}</svg>`;
}

/** Ranks of one peer group: the 90 % interval as a bar, its median as a dot upon it. Rows in the order to be shown. */
export function drawRankIntervals(rows: readonly RankingRow[], lang: Lang): Html {
  const read = rows
    .filter((row) => row.rank !== null)
    .map((row) => `${row.subject_name} ${row.rank_median} (${row.rank_low}–${row.rank_high})`);
  const label = `${lang === "zh" ? "名次中位数与90%区间" : "Median ranks with their 90 % intervals"}: ${read.join("; ")}`;
  return bothWidths(drawAt(rows, lang, 640, label), drawAt(rows, lang, 330, label));
}
