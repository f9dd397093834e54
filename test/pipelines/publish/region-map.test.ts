import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeRegionMap } from "../../../pipelines/publish/region-map-data.js";
import { openWarehouse } from "../../../pipelines/warehouse/open.js";

it("publishes each region's level on the boundary that the city gave, and without one where it gave none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sise-region-"));
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [], memory: "1GiB", threads: 1 });
  try {
    expect(await writeRegionMap(warehouse, folder, null)).toBeNull();
    await warehouse.run(`create schema marts; create table marts.region_level as
      select date '2026-11-22' as as_of, '990102' as region_code, '二区' as region_name, '9901' as parent_region_code,
          null::decimal(18, 6) as score, 'insufficient_data' as level, 'region-level' as method, date '2016-10-09' as edition
      union all select date '2026-11-22', '990101', '一区', '9901', 66.5, 'red', 'region-level', date '2016-10-09'`);
    const geometry = {
      type: "Polygon",
      coordinates: [
        [
          [80, 40],
          [81, 40],
          [81, 41],
          [80, 40],
        ],
      ],
    };
    const outlines = JSON.stringify({
      type: "FeatureCollection",
      features: [{ type: "Feature", properties: { region_code: "990101" }, geometry }],
    });
    const read = (): { features: { properties: Record<string, unknown>; geometry: unknown }[] } =>
      JSON.parse(readFileSync(join(folder, "export/region_level.geojson"), "utf8"));
    expect(await writeRegionMap(warehouse, folder, outlines)).toBe("export/region_level.geojson");
    const first = readFileSync(join(folder, "export/region_level.geojson"));
    expect(read().features.map((each) => [each.properties, each.geometry])).toEqual([
      [
        {
          as_of: "2026-11-22",
          region_code: "990101",
          region_name: "一区",
          parent_region_code: "9901",
          score: 66.5,
          level: "red",
          method: "region-level",
          edition: "2016-10-09",
          level_zh: "红色",
          level_en: "Red",
          letter_zh: "红",
          letter_en: "R",
          fill: "#C9252D",
          stroke: "#8E1118",
        },
        geometry,
      ],
      [
        expect.objectContaining({
          region_code: "990102",
          score: null,
          level: "insufficient_data",
          fill: "#C9CDD3",
        }),
        null,
      ],
    ]);
    await writeRegionMap(warehouse, folder, outlines);
    expect(readFileSync(join(folder, "export/region_level.geojson"))).toEqual(first);
  } finally {
    warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
