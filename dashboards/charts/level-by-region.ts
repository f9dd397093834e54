import { integer, percent } from "../format.js";
import type { Html } from "../html.js";
import { levelLook, levels } from "../level.js";
import type { RegionTally } from "../tally.js";
import { type Lang, pick } from "../text.js";
import { bothWidths, fitText, fittingText, textWidth } from "./drawing.js";
import { mostRegions } from "./region-ground.js";
import { drawVega } from "./vega.js";

const rowHeight = 38;
const fontSize = 13;

interface Segment {
  readonly region: string;
  readonly level: string;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly label: string;
}

/** Vega-Lite specification: a bar a region, levels stacked to 100 %, patterns for colours, counts or at least letters inside where they fit. */
export function levelByRegionSpec(tallies: readonly RegionTally[], lang: Lang, width: number): object {
  const axisWidth = Math.min(
    width * 0.34,
    Math.max(...tallies.map((each) => textWidth(each.name, fontSize))) + 10,
  );
  const totals = tallies.map((each) => (lang === "zh" ? `${integer(each.total)} 家` : integer(each.total)));
  const totalWidth = Math.max(...totals.map((text) => textWidth(text, fontSize))) + 10;
  const inner = Math.floor(width - axisWidth - totalWidth);
  // Two regions may share a name: the code keeps their bars apart, the axis shows the name.
  const labels = Object.fromEntries(
    tallies.map((each) => [each.code, fitText(each.name, fontSize, axisWidth - 8)]),
  );
  const segments = tallies.flatMap((each): Segment[] => {
    let from = 0;
    return levels
      .filter((level) => each.tally[level] > 0)
      .map((level) => {
        const to = from + each.tally[level] / each.total;
        const letter = pick(lang, levelLook[level].letter);
        const text = fittingText(
          [`${letter} ${integer(each.tally[level])}`, letter],
          fontSize,
          (to - from) * inner - 8,
        );
        const segment = { region: each.code, level, from, to, middle: (from + to) / 2, label: text };
        from = to;
        return segment;
      });
  });
  const y = {
    field: "region",
    type: "nominal",
    sort: tallies.map((each) => each.code),
    axis: {
      title: null,
      domain: false,
      ticks: false,
      labelColor: "#1B1F24",
      labelPadding: 8,
      minExtent: axisWidth,
      maxExtent: axisWidth,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    },
    scale: { paddingInner: 0.28, paddingOuter: 0.05 },
  };
  const x = {
    field: "from",
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: {
      title: null,
      format: ".0%",
      values: inner < 8 * textWidth("100%", fontSize) ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1],
      grid: true,
      domain: false,
      ticks: false,
    },
  };
  const colour = (of: "paint" | "outline" | "ink" | "fill"): object => ({
    field: "level",
    type: "nominal",
    legend: null,
    scale: { domain: [...levels], range: levels.map((level) => levelLook[level][of]) },
  });
  const label = (encoding: object, mark: object = {}): object => ({
    mark: { type: "text", fontSize, baseline: "middle", dy: 1, ...mark },
    encoding: { y, x: { field: "middle", type: "quantitative" }, text: { field: "label" }, ...encoding },
  });
  return {
    width: inner,
    height: tallies.length * rowHeight,
    autosize: { type: "pad" },
    padding: { left: 0, top: 2, right: totalWidth, bottom: 0 },
    data: { values: segments },
    resolve: { scale: { color: "independent", fill: "independent", stroke: "independent" } },
    layer: [
      {
        mark: { type: "bar", strokeWidth: 1 },
        encoding: { y, x, x2: { field: "to" }, fill: colour("paint"), stroke: colour("outline") },
      },
      // The pattern is kept from under the digits by a halo of the plain colour.
      label({ stroke: colour("fill"), fill: colour("fill") }, { strokeWidth: 5, strokeJoin: "round" }),
      label({ fill: colour("ink") }),
      {
        data: { values: tallies.map((each, index) => ({ region: each.code, total: totals[index] })) },
        mark: { type: "text", fontSize, align: "left", dx: 8, color: "#5A6270" },
        encoding: { y, x: { datum: 1, type: "quantitative" }, text: { field: "total" } },
      },
    ],
  };
}

/** The chart at both widths. `label` reads it out: each region with its share of red and orange. */
export async function drawLevelByRegion(all: readonly RegionTally[], lang: Lang): Promise<Html> {
  const tallies = all.slice(0, mostRegions);
  const read = tallies.map(
    (each) =>
      `${each.name} ${pick(lang, levelLook.red.letter)} ${each.tally.red} ${pick(lang, levelLook.orange.letter)} ${each.tally.orange} (${percent(each.tally.red + each.tally.orange, each.total)})`,
  );
  const label = `${lang === "zh" ? "各区企业等级分布" : "Levels by region"}: ${read.join("; ")}`;
  const [wide, narrow] = await Promise.all([
    drawVega(levelByRegionSpec(tallies, lang, 640), label),
    drawVega(levelByRegionSpec(tallies, lang, 330), label),
  ]);
  return bothWidths(wide, narrow);
}
