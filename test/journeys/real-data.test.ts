import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse, quoteText } from "../../pipelines/warehouse/open.js";
import { exampleCity, manifestOf, root, scratch, sise } from "./project.js";

const realData = join(root, "..", "shared", "realdata");
const isThere = existsSync(join(realData, "nyc_enterprise.csv.gz"));
if (!isThere) console.log("real data: ../shared/realdata is absent, so the two real cities are skipped");

const place = scratch("real");
afterAll(() => place.remove());

const cities = [
  {
    name: "new-york",
    asOf: "2014-12-31",
    method: { method: "enterprise-level-general", edition: "2012-01-01" },
    files: ["nyc_enterprise.csv.gz", "nyc_inspection.csv.gz", "nyc_hazard.csv.gz"],
    sources: {
      // 24,806 restaurants, 6 of which say borough "Missing"; their inspections and violations go with them.
      restaurants: { read: 24_806, accepted: 24_800, rejected: 6 },
      inspections: { read: 122_398 },
      violations: { read: 318_907 },
    },
  },
  {
    name: "us-chemical",
    asOf: "2018-12-31",
    method: { method: "enterprise-level-general", edition: "2016-10-09" },
    files: ["rmp_facility.csv.gz", "rmp_chemical.csv.gz", "rmp_accident.csv.gz"],
    sources: {
      facilities: { read: 21_558, accepted: 21_558, rejected: 0 },
      chemicals: { read: 59_323, rejected: 0 },
      accidents: { read: 947, rejected: 0 },
    },
  },
] as const;

interface LevelCount {
  readonly method: string;
  readonly edition: string;
  readonly level: string;
  readonly enterprises: number;
}

/** How many enterprises the publication holds by level and by the edition that judged them. */
async function readLevels(folder: string): Promise<LevelCount[]> {
  const warehouse = await openWarehouse(":memory:", { allowedFolders: [folder], memory: "1GiB", threads: 2 });
  try {
    const file = join(folder, "published", "current", "data", "enterprise_level.parquet");
    return await warehouse.rows<LevelCount>(
      `select method, cast(edition as varchar) as edition, level, cast(count(*) as integer) as enterprises
       from read_parquet(${quoteText(file.replaceAll("\\", "/"))}) group by all order by all`,
    );
  } finally {
    warehouse.close();
  }
}

it.each(cities)("$name: its description names the day on which it is tried here", ({ name, asOf, files }) => {
  const text = readFileSync(join(root, "fixtures", "cities", "README.md"), "utf8");
  const row = text.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
  expect(row).toContain(`\`sise run --as-of ${asOf}\` |`);
  for (const file of files) expect(row).toContain(file);
});

describe.runIf(isThere).each(cities)("$name by mapping alone", (city) => {
  const folder = join(place.folder, city.name);
  beforeAll(() => {
    exampleCity(city.name, folder);
    for (const file of city.files) copyFileSync(join(realData, file), join(folder, "data", file));
  });

  it("publishes levels by the city's own edition", () => {
    const run = sise("run", "--project", folder, "--as-of", city.asOf);
    expect(run.err).not.toMatch(/Error:/);
    expect(run.status).toBe(0);
    const manifest = manifestOf(folder);
    for (const [source, expected] of Object.entries(city.sources))
      expect(manifest.sources.find((each) => each.source === source)).toMatchObject(expected);
    for (const source of manifest.sources)
      expect(source.read, source.source).toBe(source.accepted + source.rejected + source.superseded);
  });

  it("grades most of its enterprises, by more than one level, and says who lacks data", async () => {
    const levels = await readLevels(folder);
    const total = levels.reduce((sum, each) => sum + each.enterprises, 0);
    const graded = levels.filter((each) => each.level !== "insufficient_data");
    expect(graded.reduce((sum, each) => sum + each.enterprises, 0)).toBeGreaterThan(total / 2);
    expect(new Set(graded.map((each) => each.level)).size).toBeGreaterThan(2);
    for (const each of graded) expect(each).toMatchObject(city.method);
  });
});
