import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../models/config.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { levels } from "../../models/level.js";
import { readConfig } from "../config.js";
import { Fault } from "../fault.js";
import { type LoadedPack, readRulePacks } from "../rules.js";

export interface Project {
  readonly config: Config;
  readonly packs: readonly LoadedPack[];
  readonly regionsGeojson: string | null;
}

/** What a project folder says before any data are read: configuration, rule packs, boundaries. Throws Faults. */
export async function readProject(projectFolder: string): Promise<Project> {
  const config = await readConfig(projectFolder);
  const packs = await readRulePacks({
    cityFolder: join(projectFolder, "rules"),
    catalogue: indicatorCatalogue,
  });
  refuseOwnColours(packs);
  const geojson = join(projectFolder, "regions.geojson");
  return { config, packs, regionsGeojson: existsSync(geojson) ? await readBoundaries(geojson) : null };
}

/** What is graded in the four colours (安委办〔2016〕11号): everything that follows, from visits to pages, reads them. */
const coloured = new Set<string>(["risk_point_level", "enterprise_level", "region_level"]);

/** Throws a Fault that names every level of a pack which is no colour though its purpose is graded in colours. */
function refuseOwnColours(packs: readonly LoadedPack[]): void {
  const known: readonly string[] = levels.filter((level) => level !== "insufficient_data");
  const faults = packs
    .filter(({ pack }) => coloured.has(pack.purpose))
    .flatMap(({ pack, path }) =>
      (pack.levels ?? []).flatMap(({ level }, at) =>
        known.includes(level)
          ? []
          : [
              {
                zh: `${path}：levels[${at}].level：读到 ${level}，应为 ${known.join("、")} 之一`,
                en: `${path}: levels[${at}].level: found ${level}, expected one of ${known.join(", ")}`,
              },
            ],
      ),
    );
  if (faults.length > 0) throw new Fault(faults);
}

/** The text of regions.geojson. Throws a Fault where it is no GeoJSON: a map that silently stays away would be taken for none given. */
async function readBoundaries(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  const advice = {
    zh: "请重新导出为 GeoJSON，或移走它，不带边界发布",
    en: "export it again as GeoJSON, or take it away to publish without boundaries",
  };
  let found: { type?: unknown; features?: unknown } | null;
  try {
    found = JSON.parse(text.replace(/^\ufeff/, "")) as typeof found;
  } catch (error) {
    throw new Fault({
      zh: `regions.geojson：内容不是 JSON（${(error as Error).message}），应为 FeatureCollection；${advice.zh}`,
      en: `regions.geojson: found text that is no JSON (${(error as Error).message}), expected a FeatureCollection; ${advice.en}`,
    });
  }
  if (found?.type !== "FeatureCollection" || !Array.isArray(found.features))
    throw new Fault({
      zh: `regions.geojson：读到 ${JSON.stringify(found?.type ?? null)}，应为 FeatureCollection，其要素带有 region_code；${advice.zh}`,
      en: `regions.geojson: found ${JSON.stringify(found?.type ?? null)}, expected a FeatureCollection with features that bear region_code; ${advice.en}`,
    });
  return text;
}
