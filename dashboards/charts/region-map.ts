import { integer, percent } from "../format.js";
import type { Html } from "../html.js";
import { levelLook, levels } from "../level.js";
import { ink } from "../style.js";
import { highRisk, type RegionTally } from "../tally.js";
import { type Lang, pick } from "../text.js";
import { bothWidths, fitText } from "./drawing.js";
import { drawPlot } from "./plot.js";

/** Boundaries of a city: GeoJSON features with the property `region_code`. */
export interface RegionShapes {
  readonly type: "FeatureCollection";
  readonly features: readonly {
    readonly type: "Feature";
    readonly properties: { readonly region_code?: string } | null;
    readonly geometry: object;
  }[];
}

/** Grounds of the map by share of red and orange: neutral, because the four colours mean levels and nothing else. */
const grounds = ["#FFFFFF", "#E6EAEF", "#CFD6DE", "#B3BDC9"] as const;
const steps = [0.05, 0.1, 0.2] as const;

function groundOf(region: RegionTally | undefined): string {
  if (!region || region.total === 0) return grounds[0];
  const share = highRisk(region.tally) / region.total;
  return grounds[steps.filter((step) => share >= step).length] ?? grounds[0];
}

/** The steps of the map's ground in words. */
export function mapLegend(lang: Lang): string {
  return lang === "zh"
    ? "底色由浅到深：红橙占比不足 5%、5%–10%、10%–20%、20% 以上"
    : "Ground from light to dark: red and orange below 5%, 5–10%, 10–20%, 20% and more";
}

/** GeoJSON text as shapes, or null where it holds no feature of a region (then the tile grid is drawn). */
export function readShapes(geojson: string | null): RegionShapes | null {
  if (geojson === null) return null;
  try {
    const shapes = JSON.parse(geojson) as RegionShapes;
    return shapes.features?.some((each) => each.properties?.region_code) ? shapes : null;
  } catch {
    return null;
  }
}

/** How many regions lie in the darkest step, and how many have no red enterprise. */
export function sayMap(tallies: readonly RegionTally[], lang: Lang): string {
  const dark = tallies.filter(
    (each) => each.total > 0 && highRisk(each.tally) / each.total >= steps[2],
  ).length;
  const without = tallies.filter((each) => each.tally.red === 0).length;
  return lang === "zh"
    ? `${tallies.length} 个区中，${dark} 个区红橙占比在 20% 以上，${without} 个区没有红色企业。`
    : `Of ${tallies.length} regions, ${dark} ${dark === 1 ? "has" : "have"} 20% or more red and orange, ${without} ${without === 1 ? "has" : "have"} no red enterprise.`;
}

function labelOf(tallies: readonly RegionTally[], lang: Lang): string {
  const read = tallies.map((each) => `${each.name} ${percent(highRisk(each.tally), each.total)}`);
  return `${lang === "zh" ? "各区红橙占比地图" : "Map of the share of red and orange"}: ${read.join("; ")}`;
}

function shortCount(each: RegionTally, lang: Lang): string {
  const { red, orange } = levelLook;
  return `${pick(lang, red.letter)} ${integer(each.tally.red)} · ${pick(lang, orange.letter)} ${integer(each.tally.orange)}`;
}

/** The city's boundaries, each region shaded and labelled with its red and orange enterprises. */
async function drawShapes(
  shapes: RegionShapes,
  tallies: readonly RegionTally[],
  lang: Lang,
  width: number,
): Promise<string> {
  const byCode = new Map(tallies.map((each) => [each.code, each]));
  const features = shapes.features.map((feature) => ({
    ...feature,
    region: byCode.get(feature.properties?.region_code ?? ""),
  }));
  return drawPlot(
    (Plot) => ({
      width,
      height: Math.round(width * 0.6),
      margin: 4,
      color: { type: "identity" },
      projection: { type: "mercator", domain: shapes as never, inset: 6 },
      marks: [
        Plot.geo(features as never[], {
          fill: ((feature: (typeof features)[number]) => groundOf(feature.region)) as never,
          stroke: ink.second,
          strokeWidth: 1,
        }),
        Plot.text(
          features.filter((each) => each.region) as never[],
          Plot.centroid({
            text: ((each: (typeof features)[number]) =>
              each.region
                ? `${fitText(each.region.name, 13, width / 3)}\n${shortCount(each.region, lang)}`
                : "") as never,
            fontSize: 13,
            lineHeight: 1.3,
            fill: ink.ink,
            stroke: "#FFFFFF",
            strokeWidth: 3,
          }),
        ),
      ],
    }),
    labelOf(tallies, lang),
  );
}

/** Without boundaries: a tile a region, shaded, with its levels as a bar. */
async function drawTiles(tallies: readonly RegionTally[], lang: Lang, width: number): Promise<string> {
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

/** The regions as a map where the city gave boundaries, else as tiles. */
export async function drawRegionMap(
  shapes: RegionShapes | null,
  tallies: readonly RegionTally[],
  lang: Lang,
): Promise<Html> {
  const draw = (width: number): Promise<string> =>
    shapes ? drawShapes(shapes, tallies, lang, width) : drawTiles(tallies, lang, width);
  const [wide, narrow] = await Promise.all([draw(520), draw(330)]);
  return bothWidths(wide, narrow);
}
