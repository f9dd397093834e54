import { percent } from "../format.js";
import { levelLook, levels } from "../level.js";
import { ink } from "../style.js";
import { highRisk, type RegionTally } from "../tally.js";
import type { Lang } from "../text.js";
import { fitText } from "./drawing.js";
import { drawPlot } from "./plot.js";
import { groundOf, labelOf, mostRegions, shortCount } from "./region-ground.js";

/** Without boundaries: a tile a region, shaded, with its levels as a bar. */
export async function drawTiles(all: readonly RegionTally[], lang: Lang, width: number): Promise<string> {
  const tallies = all.slice(0, mostRegions);
  const columns = Math.max(1, Math.min(tallies.length, Math.floor(width / 150)));
  const rows = Math.ceil(tallies.length / columns);
  const tiles = tallies.map((each, index) => ({
    each,
    left: index % columns,
    top: Math.floor(index / columns),
  }));
  const bars = tiles.flatMap(({ each, left, top }) => {
    let from = left + 0.08;
    return levels
      .filter((level) => each.tally[level] > 0)
      .map((level) => {
        const to = from + (each.tally[level] / each.total) * 0.8;
        const bar = { x1: from, x2: to, y1: top + 0.66, y2: top + 0.8, level };
        from = to;
        return bar;
      });
  });
  const text = (dy: number, of: (each: RegionTally) => string): object => ({
    x: (tile: (typeof tiles)[number]) => tile.left + 0.08,
    y: (tile: (typeof tiles)[number]) => tile.top + 0.06,
    text: (tile: (typeof tiles)[number]) => of(tile.each),
    textAnchor: "start",
    lineAnchor: "top",
    dy,
    fontSize: 13,
    fill: ink.ink,
  });
  return drawPlot(
    (Plot) => ({
      width,
      height: rows * 104,
      margin: 1,
      color: { type: "identity" },
      x: { axis: null, domain: [0, columns] },
      y: { axis: null, domain: [rows, 0] },
      marks: [
        Plot.rect(tiles, {
          x1: (tile) => tile.left + 0.02,
          x2: (tile) => tile.left + 0.96,
          y1: (tile) => tile.top + 0.01,
          y2: (tile) => tile.top + 0.93,
          fill: (tile) => groundOf(tile.each),
          stroke: ink.second,
          rx: 6,
        }),
        Plot.text(
          tiles,
          text(4, (each) => fitText(each.name, 13, width / columns - 24)),
        ),
        Plot.text(
          tiles,
          text(
            24,
            (each) => `${lang === "zh" ? "红橙" : "R+O"} ${percent(highRisk(each.tally), each.total)}`,
          ),
        ),
        Plot.text(
          tiles,
          text(43, (each) => shortCount(each, lang)),
        ),
        Plot.rect(bars, {
          x1: "x1",
          x2: "x2",
          y1: "y1",
          y2: "y2",
          fill: (bar) => levelLook[bar.level as keyof typeof levelLook].paint,
          stroke: (bar) => levelLook[bar.level as keyof typeof levelLook].outline,
          strokeWidth: 0.75,
        }),
      ],
    }),
    labelOf(tallies, lang),
  );
}
