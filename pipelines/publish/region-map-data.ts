import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readShapes } from "../../dashboards/charts/region-map.js";
import { levelLook, levelOf } from "../../dashboards/level.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

const path = "export/region_level.geojson";

interface RegionRow {
  readonly as_of: string;
  readonly region_code: string;
  readonly region_name: string;
  readonly parent_region_code: string | null;
  readonly score: string | null;
  readonly level: string;
  readonly method: string;
  readonly edition: string;
}

/**
 * Writes the four-colour map of regions as `export/region_level.geojson` below `folder`: a feature a region of
 * `marts.region_level` in order of its code, with its level, letter and colours, on the boundary that the city gave; without one
 * the geometry is null. Returns its path, or null where the build grades no region. The same rows give the same bytes.
 */
export async function writeRegionMap(
  warehouse: Warehouse,
  folder: string,
  regionsGeojson: string | null,
): Promise<string | null> {
  if (!(await hasTable(warehouse, "marts.region_level"))) return null;
  const rows = await warehouse.rows<RegionRow>(
    `select cast(as_of as varchar) as as_of, region_code, region_name, parent_region_code, cast(score as varchar) as score,
        level, method, cast(edition as varchar) as edition
     from marts.region_level order by region_code`,
  );
  const shapes = readShapes(regionsGeojson)?.features ?? [];
  const geometries = new Map(shapes.map((each) => [each.properties?.region_code, each.geometry]));
  const features = rows.map((row) => {
    const look = levelLook[levelOf(row.level)];
    return {
      type: "Feature",
      properties: {
        ...row,
        score: row.score === null ? null : Number(row.score),
        level_zh: look.name.zh,
        level_en: look.name.en,
        letter_zh: look.letter.zh,
        letter_en: look.letter.en,
        fill: look.fill,
        stroke: look.outline,
      },
      geometry: geometries.get(row.region_code) ?? null,
    };
  });
  await mkdir(join(folder, "export"), { recursive: true });
  const lines = features.map((feature) => JSON.stringify(feature));
  await writeFile(join(folder, path), `{"type":"FeatureCollection","features":[\n${lines.join(",\n")}\n]}\n`);
  return path;
}
