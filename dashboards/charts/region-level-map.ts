import type { RegionLevelRow } from "../assessment-rows.js";
import { escapeText, type Html, html, joinHtml } from "../html.js";
import { levelLabel, levelLook, levelOf, levels } from "../level.js";
import { fontStack, ink } from "../style.js";
import { type Lang, pick } from "../text.js";
import { bothWidths, fitText } from "./drawing.js";
import { planar, type RegionShapes } from "./region-map.js";

const fontSize = 13;
const tile = { height: 56, gap: 6, least: 104 } as const;
/** Tiles beyond this are no picture; the table holds all. */
const mostTiles = 120;
const margin = 6;

type Ring = readonly (readonly [number, number])[];

const round = (value: number): number => Math.round(value * 100) / 100;

/** The rings of a polygon or multipolygon; anything else has none. */
function ringsOf(geometry: object): readonly Ring[] {
  const { type, coordinates } = geometry as { type?: string; coordinates?: unknown };
  if (type === "Polygon") return coordinates as readonly Ring[];
  if (type === "MultiPolygon") return (coordinates as readonly (readonly Ring[])[]).flat();
  return [];
}

function areaOf(ring: Ring): number {
  let twice = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(index + 1) % ring.length] as readonly [number, number];
    twice += x * nextY - nextX * y;
  }
  return twice / 2;
}

/** The middle of a ring's area, or of its points where it has none. */
function middleOf(ring: Ring): readonly [number, number] {
  const area = areaOf(ring);
  if (area === 0) {
    const sum = ring.reduce(([x, y], [ownX, ownY]) => [x + ownX, y + ownY] as const, [0, 0] as const);
    return [sum[0] / ring.length, sum[1] / ring.length];
  }
  let [middleX, middleY] = [0, 0];
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(index + 1) % ring.length] as readonly [number, number];
    const cross = x * nextY - nextX * y;
    middleX += (x + nextX) * cross;
    middleY += (y + nextY) * cross;
  }
  return [middleX / (6 * area), middleY / (6 * area)];
}

function svg(width: number, height: number, label: string, parts: readonly string[]): string {
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(label)}" font-family="${fontStack}" font-size="${fontSize}" fill="${ink.ink}">${parts.join("")}</svg>`;
}

/** The letter of a level on a plate in its colour, so that it can be read on any pattern. */
function plate(level: RegionLevelRow["level"], x: number, y: number, lang: Lang): string {
  const look = levelLook[levelOf(level)];
  return `<rect x="${round(x - 10)}" y="${round(y - 10)}" width="20" height="20" rx="3" fill="${look.fill}" stroke="${look.outline}"/><text x="${round(x)}" y="${round(y + 4.5)}" text-anchor="middle" font-weight="700" fill="${look.ink}">${escapeText(pick(lang, look.letter))}</text>`;
}

function spoken(rows: readonly RegionLevelRow[], lang: Lang): string {
  const read = rows.map((row) => `${row.region_name} ${pick(lang, levelLook[levelOf(row.level)].name)}`);
  return `${lang === "zh" ? "区域四色等级图" : "Map of the levels of regions"}: ${read.join("; ")}`;
}

/** The city's boundaries filled with the level of each region; a region without enterprises stays white. */
function drawShapes(
  shapes: RegionShapes,
  rows: readonly RegionLevelRow[],
  lang: Lang,
  width: number,
): string {
  const byCode = new Map(rows.map((row) => [row.region_code, row]));
  const drawn = planar(shapes).features.map((feature) => ({
    row: byCode.get(feature.properties?.region_code ?? ""),
    rings: ringsOf(feature.geometry),
  }));
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { rings } of drawn)
    for (const ring of rings)
      for (const [x, y] of ring) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        low = Math.min(low, y);
        high = Math.max(high, y);
      }
  const scale = Math.min((width - 2 * margin) / (right - left || 1), (width * 1.1) / (high - low || 1));
  const height = Math.round((high - low) * scale + 2 * margin);
  const indent = (width - (right - left) * scale) / 2;
  const at = ([x, y]: readonly [number, number]): readonly [number, number] => [
    round(indent + (x - left) * scale),
    round(margin + (high - y) * scale),
  ];
  const grounds = drawn.map(({ row, rings }) => {
    const look = row ? levelLook[levelOf(row.level)] : null;
    const path = rings.map((ring) => `M${ring.map((point) => at(point).join(",")).join("L")}Z`).join("");
    return `<path d="${path}" fill="${look?.paint ?? "#FFFFFF"}" stroke="${look?.outline ?? ink.second}" stroke-width="1.5" fill-rule="evenodd"/>`;
  });
  const names = drawn.flatMap(({ row, rings }) => {
    if (!row) return [];
    const [largest] = [...rings].sort((a, b) => Math.abs(areaOf(b)) - Math.abs(areaOf(a)));
    if (!largest) return [];
    const [x, middle] = at(middleOf(largest));
    // The name stays in the picture also where the region is a speck at its edge.
    const y = Math.min(Math.max(middle, 22), height - 26);
    return [
      `${plate(row.level, x, y - 8, lang)}<text x="${x}" y="${round(y + 20)}" text-anchor="middle" font-weight="650" stroke="#FFFFFF" stroke-width="3" paint-order="stroke">${escapeText(row.region_name)}</text>`,
    ];
  });
  return svg(width, height, spoken(rows, lang), [...grounds, ...names]);
}

/** A tile a region in the order given: letter on its pattern, name beside it. */
function drawTiles(rows: readonly RegionLevelRow[], lang: Lang, width: number): string {
  const columns = Math.max(1, Math.floor((width + tile.gap) / (tile.least + tile.gap)));
  const side = (width - tile.gap * (columns - 1)) / columns;
  const lines = Math.ceil(rows.length / columns);
  const parts = rows.map((row, index) => {
    const x = (index % columns) * (side + tile.gap);
    const y = Math.floor(index / columns) * (tile.height + tile.gap);
    const look = levelLook[levelOf(row.level)];
    return `<rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${round(side - 1)}" height="${tile.height - 1}" rx="5" fill="#FFFFFF" stroke="${look.outline}"/><rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${round(side - 1)}" height="26" rx="5" fill="${look.paint}" stroke="${look.outline}"/>${plate(row.level, x + 15, y + 13.5, lang)}<text x="${round(x + side / 2)}" y="${y + 45}" text-anchor="middle">${escapeText(fitText(row.region_name, fontSize, side - 8))}</text>`;
  });
  return svg(width, lines * (tile.height + tile.gap) - tile.gap + 1, spoken(rows, lang), parts);
}

/** The five looks in words, grey among them; white is a region without enterprises. */
function legend(isMap: boolean, lang: Lang): Html {
  const white = lang === "zh" ? "白色：没有企业" : "White: no enterprise";
  return html`<p class="small">${joinHtml(
    [...levels.map((level) => levelLabel(level, lang)), isMap ? white : null],
    html` · `,
  )}</p>`;
}

/**
 * The four-colour picture of regions: on the city's boundaries where it gave them, and a tile for every region without one.
 * Colour never stands alone: each region has its letter, its pattern and its name.
 */
export function regionLevelMap(
  shapes: RegionShapes | null,
  rows: readonly RegionLevelRow[],
  lang: Lang,
): Html | null {
  if (rows.length === 0) return null;
  const outlined = new Set((shapes?.features ?? []).map((each) => each.properties?.region_code ?? ""));
  const mapped = rows.filter((row) => outlined.has(row.region_code));
  const tiled = rows.filter((row) => !outlined.has(row.region_code)).slice(0, mostTiles);
  const map =
    shapes && mapped.length
      ? bothWidths(drawShapes(shapes, mapped, lang, 380), drawShapes(shapes, mapped, lang, 330))
      : null;
  const tiles = tiled.length
    ? bothWidths(drawTiles(tiled, lang, map ? 560 : 960), drawTiles(tiled, lang, 330))
    : null;
  return html`${legend(map !== null, lang)}<div class="map">${map ? html`<div>${map}</div>` : null}${tiles ? html`<div>${tiles}</div>` : null}</div>`;
}
