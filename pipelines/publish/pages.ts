import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { rulesByEdition } from "../../dashboards/card/placing.js";
import { readShapes } from "../../dashboards/charts/region-map.js";
import { cardAddress, levelListPage } from "../../dashboards/pages/levels.js";
import { methodsPage } from "../../dashboards/pages/methods.js";
import { overviewPage } from "../../dashboards/pages/overview.js";
import { planPage } from "../../dashboards/pages/plan.js";
import { premiumPage } from "../../dashboards/pages/premium.js";
import { qualityPage } from "../../dashboards/pages/quality.js";
import { rankingPage } from "../../dashboards/pages/ranking.js";
import type { WayOut } from "../../dashboards/rows.js";
import type { Place, Publication } from "../../dashboards/shell.js";
import { tallyOn } from "../../dashboards/tally.js";
import { languages, type Text } from "../../dashboards/text.js";
import { Fault } from "../fault.js";
import { packageRoot } from "../package-root.js";
import type { Press } from "../threads/press.js";
import type { Warehouse } from "../warehouse/open.js";
import { type KnownHashes, writeHashed } from "./hashed-file.js";
import { dropCardTables, makeCardTables, readCards } from "./page-cards.js";
import { readPlanPage } from "./page-plan.js";
import { readPremiumPage } from "./page-premium.js";
import { readQuality } from "./page-quality.js";
import { readRanking } from "./page-ranking.js";
import { readRules } from "./page-rules.js";
import {
  dropPageTables,
  makePageTables,
  readChanges,
  readLevelCounts,
  readList,
  readOverdue,
  readReasons,
  readRegions,
} from "./page-rows.js";

/** Rows that the level list carries; a browser sorts and filters them without freezing. */
const listLimit = 100_000;
/** Rows of the overview's lists; the downloads hold all. */
const overviewRows = { changes: 8, reasons: 8, overdue: 15 } as const;
/** Scorecard files read at once: 40 files are 1,000 enterprises, drawn while the next are read. */
const filesAtOnce = 40;

export interface PageOptions {
  /** Folder of the publication in the making. */
  readonly folder: string;
  readonly city: { readonly name: Text; readonly time_zone: string };
  readonly asOf: string;
  /** UTC instant. */
  readonly knownAt: string;
  /** By enterprise; an enterprise that is absent has none. Null: not looked for, the city is too large. */
  readonly wayOut: ReadonlyMap<string, readonly WayOut[]> | null;
  /** Boundaries of the regions; null draws tiles. */
  readonly regionsGeojson: string | null;
  /** Enterprises that get a scorecard: all where they are no more than this, else those at highest risk. */
  readonly scorecardLimit: number;
  /** Draws the scorecards. */
  readonly press: Press;
  /** What to read the enterprises' items from: the file that their mart was written to, else the mart, a view, which computes them again. */
  readonly items?: string;
}

/** A script of dashboards/client as the build compiled it, for levelListPage. Throws a Fault when the package is not built. */
export async function readScript(name: string): Promise<string> {
  const path = join(packageRoot, "dist", "dashboards", "client", `${name}.js`);
  if (!existsSync(path))
    throw new Fault({
      zh: `dist/dashboards/client/${name}.js：不存在，应为编译好的脚本；请运行 npm run build`,
      en: `dist/dashboards/client/${name}.js: not there, expected the compiled script; run npm run build`,
    });
  return (await readFile(path, "utf8")).trim();
}

/** Where a page stands in the publication: Chinese at the root, English below `en/`. */
function pathOf(place: Place): string {
  return place.lang === "zh" ? place.path : `${place.lang}/${place.path}`;
}

/**
 * Writes every page of a publication in both languages, Chinese at the root and English below `en/`, from the marts,
 * scores and rules of the build in use; scorecards go to the press, which may still be at work. Returns the paths of all, relative
 * to `folder`, in order, and the hashes of those that the press does not write, by full path.
 * The same build gives the same bytes: neither run id nor clock stands on a page.
 */
export async function writePages(
  warehouse: Warehouse,
  options: PageOptions,
): Promise<{ readonly paths: readonly string[]; readonly hashes: KnownHashes }> {
  const paths: string[] = [];
  const hashes = new Map<string, string>();
  const folders = new Set<string>();
  const write = async (place: Place, text: string): Promise<void> => {
    const path = pathOf(place);
    const full = join(options.folder, path);
    if (!folders.has(dirname(full))) await mkdir(dirname(full), { recursive: true });
    folders.add(dirname(full));
    hashes.set(full, writeHashed(full, text));
    paths.push(path);
  };
  const script = await readScript("level-list");
  const items = options.items ?? "marts.enterprise_level_item";
  await makePageTables(warehouse, options.asOf, options.scorecardLimit, items);
  try {
    const rules = await readRules(warehouse, options.asOf);
    const quality = await readQuality(warehouse);
    const publication: Publication = {
      city: options.city.name,
      asOf: options.asOf,
      knownAt: options.knownAt,
      timeZone: options.city.time_zone,
      editions: rules.editions,
      missingEntities: quality.missingEntities,
      staleSources: [...new Set(quality.sources.filter((each) => each.is_stale).map((each) => each.source))],
    };
    const regions = await readRegions(warehouse);
    const regionNames = new Map(regions.map((each) => [each.region_code, each.region_name]));
    const list = await readList(warehouse, listLimit);
    // First, so that the press draws them while the pages below are drawn here.
    const files = Math.max(0, ...list.map((row) => row.card ?? 0));
    const shared = { folder: options.folder, waysOut: options.wayOut, publication, regionNames };
    const editions = rulesByEdition(rules);
    await makeCardTables(warehouse, options.asOf, items);
    for (let from = 1; from <= files; from += filesAtOnce) {
      const pieces = await readCards(warehouse, from, from + filesAtOnce - 1);
      await options.press.print({ kind: "cards", job: { ...shared, editions, pieces } });
    }
    const counts = await readLevelCounts(warehouse);
    const before = counts
      .map((each) => each.as_of)
      .filter((each) => each < options.asOf)
      .at(-1);
    const changes = await readChanges(warehouse, before ?? null, overviewRows.changes);
    const reasons = await readReasons(warehouse, overviewRows.reasons);
    const overdue = await readOverdue(warehouse, overviewRows.overdue);
    const cards = new Map(list.map((row) => [row.enterprise_id, row.card]));
    const plan = await readPlanPage(warehouse);
    const ranking = await readRanking(warehouse);
    const premium = await readPremiumPage(warehouse);
    const shapes = readShapes(options.regionsGeojson);
    const cardOf = (id: string): string | null => {
      const card = cards.get(id);
      return card === null || card === undefined ? null : cardAddress(card, id);
    };
    for (const lang of languages) {
      const at = (path: string): Place => ({ lang, path });
      const overview = await overviewPage(publication, at("index.html"), {
        regions,
        counts,
        changes: changes.rows,
        changeTotals: changes,
        reasons,
        overdue: overdue.rows,
        overdueTotal: overdue.total,
        redWithOverdue: overdue.redWithOverdue,
        shapes,
        cardOf,
      });
      await write(at("index.html"), overview);
      const levelList = { rows: list, tally: tallyOn(counts, options.asOf), regionNames };
      await write(at("levels.html"), levelListPage(publication, at("levels.html"), levelList, script));
      await write(at("plan.html"), planPage(publication, at("plan.html"), plan, cardOf));
      await write(at("ranking.html"), rankingPage(publication, at("ranking.html"), { ...ranking, shapes }));
      await write(at("premium.html"), premiumPage(publication, at("premium.html"), premium));
      await write(at("methods.html"), methodsPage(publication, at("methods.html"), rules));
      await write(at("quality.html"), qualityPage(publication, at("quality.html"), quality));
    }
    for (let file = 1; file <= files; file++)
      paths.push(...languages.map((lang) => pathOf({ lang, path: `scorecard/${file}.html` })));
    return { paths: paths.sort(), hashes };
  } finally {
    await dropCardTables(warehouse);
    await dropPageTables(warehouse);
  }
}
