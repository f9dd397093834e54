import { integer } from "../format.js";
import type { Html } from "../html.js";
import { type Level, levelLook, levels } from "../level.js";
import { type LevelTally, totalOf } from "../tally.js";
import { type Lang, pick } from "../text.js";
import { bothWidths, fittingText, textWidth } from "./drawing.js";
import { drawVega } from "./vega.js";

export interface TrendDay {
  readonly asOf: string;
  readonly tally: LevelTally;
}

const fontSize = 13;

/** One panel: columns of some levels, the worst at the foot where its growth is seen, counts or at least letters inside where they fit. */
function panel(
  days: readonly TrendDay[],
  lang: Lang,
  of: {
    readonly levels: readonly Level[];
    readonly title: string;
    readonly width: number;
    readonly height: number;
  },
): object {
  const sums = days.map((each) => of.levels.reduce((sum, level) => sum + each.tally[level], 0));
  const most = Math.max(1, ...sums);
  const axisWidth = textWidth(integer(Math.max(...days.map((each) => totalOf(each.tally)))), fontSize) + 8;
  const inner = Math.floor(of.width - axisWidth - 2);
  const columnWidth = (inner / days.length) * 0.72;
  const isNarrow = columnWidth < textWidth("2026-09-30", fontSize);
  const segments = days.flatMap((each) => {
    let from = 0;
    return of.levels
      .filter((level) => each.tally[level] > 0)
      .map((level) => {
        const to = from + each.tally[level];
        const letter = pick(lang, levelLook[level].letter);
        const isHigh = ((to - from) / most) * of.height >= 18;
        const text = isHigh
          ? fittingText([`${letter} ${integer(each.tally[level])}`, letter], fontSize, columnWidth - 6)
          : "";
        const segment = { day: each.asOf, level, from, to, middle: (from + to) / 2, label: text };
        from = to;
        return segment;
      });
  });
  const x = {
    field: "day",
    type: "nominal",
    sort: days.map((each) => each.asOf),
    axis: {
      title: null,
      labelAngle: 0,
      ticks: false,
      labelPadding: 6,
      labelExpr: isNarrow ? "[slice(datum.value, 0, 4), slice(datum.value, 5)]" : "datum.value",
    },
    scale: { domain: days.map((each) => each.asOf), paddingInner: 0.28, paddingOuter: 0.1 },
  };
  const y = {
    field: "from",
    type: "quantitative",
    scale: { domain: [0, most], nice: false },
    axis: {
      title: null,
      tickCount: 3,
      tickMinStep: 1,
      domain: false,
      ticks: false,
      format: ",d",
      minExtent: axisWidth,
      maxExtent: axisWidth,
    },
  };
  const colour = (look: "paint" | "outline" | "ink" | "fill"): object => ({
    field: "level",
    type: "nominal",
    legend: null,
    scale: { domain: [...levels], range: levels.map((level) => levelLook[level][look]) },
  });
  const label = (encoding: object, mark: object = {}): object => ({
    mark: { type: "text", fontSize, baseline: "middle", dy: 1, ...mark },
    encoding: { x, y: { field: "middle", type: "quantitative" }, text: { field: "label" }, ...encoding },
  });
  return {
    title: {
      text: of.title,
      anchor: "start",
      frame: "group",
      fontSize,
      fontWeight: "normal",
      color: "#5A6270",
      offset: 6,
    },
    width: inner,
    height: of.height,
    data: { values: segments },
    resolve: { scale: { fill: "independent", stroke: "independent" } },
    layer: [
      {
        mark: { type: "bar", strokeWidth: 1 },
        encoding: { x, y, y2: { field: "to" }, fill: colour("paint"), stroke: colour("outline") },
      },
      // The pattern is kept from under the digits by a halo of the plain colour.
      label({ stroke: colour("fill"), fill: colour("fill") }, { strokeWidth: 5, strokeJoin: "round" }),
      label({ fill: colour("ink") }),
    ],
  };
}

/** Vega-Lite specification: red and orange on a scale of their own, below them all enterprises. */
export function levelTrendSpec(days: readonly TrendDay[], lang: Lang, width: number): object {
  return {
    padding: { left: 0, top: 2, right: 2, bottom: 0 },
    spacing: 14,
    vconcat: [
      panel(days, lang, {
        levels: ["red", "orange"],
        title: lang === "zh" ? "红色与橙色企业（家）" : "Red and orange enterprises",
        width,
        height: 120,
      }),
      panel(days, lang, {
        levels,
        title: lang === "zh" ? "全部企业（家）" : "All enterprises",
        width,
        height: 150,
      }),
    ],
  };
}

/** The chart at both widths; its label reads out red and orange of every day. */
export async function drawLevelTrend(days: readonly TrendDay[], lang: Lang): Promise<Html> {
  const read = days.map(
    (each) =>
      `${each.asOf} ${pick(lang, levelLook.red.letter)} ${each.tally.red} ${pick(lang, levelLook.orange.letter)} ${each.tally.orange}`,
  );
  const label = `${lang === "zh" ? "各评估日企业等级" : "Levels by evaluation day"}: ${read.join("; ")}`;
  const [wide, narrow] = await Promise.all([
    drawVega(levelTrendSpec(days, lang, 640), label),
    drawVega(levelTrendSpec(days, lang, 330), label),
  ]);
  return bothWidths(wide, narrow);
}
