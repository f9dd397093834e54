import { percent } from "../format.js";
import { type Html, html } from "../html.js";
import { ink } from "../style.js";
import { highRisk, type RegionTally } from "../tally.js";
import type { Lang } from "../text.js";
import { bothWidths } from "./drawing.js";
import { drawPlot } from "./plot.js";
import { groundOf, labelOf, mostRegions, shortCount } from "./region-ground.js";
import { drawTiles } from "./region-tiles.js";

/** Boundaries of a city: GeoJSON features with the property `region_code`. */
export interface RegionShapes {
  readonly type: "FeatureCollection";
  readonly features: readonly {
    readonly type: "Feature";
    readonly properties: { readonly region_code?: string } | null;
    readonly geometry: object;
  }[];
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

type Position = readonly [number, number] | readonly Position[];

/** Longitudes and latitudes on a plane: east shortened by the latitude, so that shapes look as on a map. */
function flattened(position: Position, shorten: number): Position {
  return typeof position[0] === "number"
    ? [Math.round((position[0] as number) * shorten * 1e6) / 1e6, position[1] as number]
    : (position as readonly Position[]).map((each) => flattened(each, shorten));
}

/**
 * Shapes for drawing. On a plane the direction in which a ring is drawn does not matter: GeoJSON winds them the other way
 * round than spherical drawing expects, and files differ.
 */
export function planar(shapes: RegionShapes): RegionShapes {
  const latitudes: number[] = [];
  const walk = (position: Position): void => {
    if (typeof position[0] === "number") latitudes.push(position[1] as number);
    else for (const each of position as readonly Position[]) walk(each);
  };
  const coordinatesOf = (geometry: object): Position =>
    (geometry as { coordinates?: Position }).coordinates ?? [];
  for (const each of shapes.features) walk(coordinatesOf(each.geometry));
  const middle =
    (latitudes.reduce((a, b) => Math.min(a, b), 90) + latitudes.reduce((a, b) => Math.max(a, b), -90)) / 2;
  const shorten = Math.cos((middle * Math.PI) / 180);
  return {
    type: "FeatureCollection",
    features: shapes.features.map((each) => ({
      ...each,
      geometry: { ...each.geometry, coordinates: flattened(coordinatesOf(each.geometry), shorten) },
    })),
  };
}

/** The city's boundaries, each region shaded and numbered as in the list beside it: names would cover small regions. */
async function drawShapes(
  given: RegionShapes,
  tallies: readonly RegionTally[],
  lang: Lang,
  width: number,
): Promise<string> {
  const shapes = planar(given);
  const byCode = new Map(tallies.map((each) => [each.code, each]));
  const features = shapes.features.map((feature) => ({
    ...feature,
    region: byCode.get(feature.properties?.region_code ?? ""),
    number: String(tallies.findIndex((each) => each.code === feature.properties?.region_code) + 1),
  }));
  return drawPlot(
    (Plot) => ({
      width,
      height: Math.round(width * 0.9),
      margin: 4,
      color: { type: "identity" },
      projection: { type: "reflect-y", domain: shapes as never, inset: 6 },
      marks: [
        Plot.geo(features as never[], {
          fill: ((feature: (typeof features)[number]) => groundOf(feature.region)) as never,
          stroke: ink.second,
          strokeWidth: 1,
        }),
        Plot.text(
          features.filter((each) => each.region) as never[],
          Plot.centroid({
            text: ((each: (typeof features)[number]) => each.number) as never,
            fontSize: 13,
            fontWeight: 650,
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

/** The regions as a map where the city gave boundaries, else as tiles. */
export async function drawRegionMap(
  shapes: RegionShapes | null,
  tallies: readonly RegionTally[],
  lang: Lang,
): Promise<Html> {
  if (shapes === null) {
    const [wide, narrow] = await Promise.all([drawTiles(tallies, lang, 520), drawTiles(tallies, lang, 330)]);
    return bothWidths(wide, narrow);
  }
  const [wide, narrow] = await Promise.all([
    drawShapes(shapes, tallies, lang, 300),
    drawShapes(shapes, tallies, lang, 330),
  ]);
  const list = tallies
    .slice(0, mostRegions)
    .map(
      (each) =>
        html`<li>${each.name} <span class="unit">${percent(highRisk(each.tally), each.total)} · ${shortCount(each, lang)}</span></li>`,
    );
  return html`<div class="map">${bothWidths(wide, narrow)}<ol class="small">${list}</ol></div>`;
}
