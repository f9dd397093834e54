import { block, downloads, fold } from "../block.js";
import { drawLevelByRegion } from "../charts/level-by-region.js";
import { levelStrip } from "../charts/level-strip.js";
import { drawLevelTrend } from "../charts/level-trend.js";
import { mapLegend, sayMap, sayShown } from "../charts/region-ground.js";
import { drawRegionMap, type RegionShapes } from "../charts/region-map.js";
import { drawRegionTrend } from "../charts/region-trend.js";
import { integer } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { patternDefinitions } from "../level.js";
import type { ChangeRow, LevelCount, OverdueRow, ReasonRow, RegionRow } from "../rows.js";
import { languageRootOf, missingNote, type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { daysOf, highRisk, tallyByRegion, tallyOn, totalOf } from "../tally.js";
import { pick, words } from "../text.js";
import {
  type ChangeTotals,
  headline,
  sayChanges,
  sayLevels,
  sayOtherReasons,
  sayOverdue,
  sayReasons,
  sayRegions,
  sayRegionTrend,
  sayRest,
  sayTrend,
} from "./overview-sentences.js";
import {
  type CardOf,
  changeTable,
  levelTable,
  overdueTable,
  reasonTable,
  regionTable,
  regionTrendTable,
  trendTable,
} from "./overview-tables.js";

export interface OverviewRows {
  readonly regions: readonly RegionRow[];
  /** All evaluation days, the current one last. */
  readonly counts: readonly LevelCount[];
  /** Worst first; perhaps only the first of them. */
  readonly changes: readonly ChangeRow[];
  readonly changeTotals: ChangeTotals;
  readonly reasons: readonly ReasonRow[];
  /** Longest overdue first; perhaps only the first of them. */
  readonly overdue: readonly OverdueRow[];
  readonly overdueTotal: number;
  readonly redWithOverdue: number;
  readonly shapes: RegionShapes | null;
  readonly cardOf: CardOf;
}

/** A table of so few rows stands open below its chart; a longer one folds. */
const openRows = 6;

/** The overview: who is red today, where, since when, why, and which major hazards are overdue. */
export async function overviewPage(
  publication: Publication,
  place: Place,
  rows: OverviewRows,
): Promise<string> {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const list = `${languageRootOf(place)}levels.html`;
  const days = daysOf(rows.counts);
  const trend = days.map((asOf) => ({ asOf, tally: tallyOn(rows.counts, asOf) }));
  const regionDays = days.map((asOf) => ({ asOf, regions: tallyByRegion(rows.counts, rows.regions, asOf) }));
  const now = tallyOn(rows.counts, publication.asOf);
  const byRegion = tallyByRegion(rows.counts, rows.regions, publication.asOf);
  const before = trend.filter((each) => each.asOf < publication.asOf).at(-1) ?? null;
  const [first] = trend;
  const total = totalOf(now);
  const enterpriseFiles = downloads("enterprise_level", root, lang);
  const changeFiles = downloads("level_change", root, lang);
  const some = sayShown(byRegion.length, lang);
  const aside = (text: string | null): Html | null =>
    text === null ? null : html`<p class="small dim">${text}</p>`;
  const note = aside(some);
  const { worse, better, other } = rows.changeTotals;
  const withTable = (chart: Html, shown: Html): Html =>
    html`${chart}${byRegion.length <= openRows ? shown : fold(pick(lang, words.table), shown)}`;

  // A card without a table leaves its whole row to its neighbour: no card stands half empty.
  const beside = { changes: rows.changes.length > 0, reasons: rows.reasons.length > 0 };
  const blocks: Fragment[] = [
    block({
      id: "levels",
      title: t(
        `${integer(total)} 家企业的整体安全风险等级`,
        `Overall safety risk level of ${integer(total)} enterprises`,
      ),
      say: sayLevels(lang, now),
      body: html`${levelStrip(now, lang, (level) => `${list}#level=${level}`)}${levelTable(lang, now, before, list)}`,
      links: [{ href: list, label: t("全部企业", "All enterprises") }, ...enterpriseFiles],
    }),
  ];
  if (total > 0)
    blocks.push(
      block({
        id: "regions",
        span: beside.changes ? 7 : 12,
        title: t("各区分布", "By region"),
        say: sayRegions(lang, now, byRegion),
        body: html`${withTable(await drawLevelByRegion(byRegion, lang), regionTable(lang, byRegion))}${note}`,
        links: enterpriseFiles,
      }),
      block({
        id: "changes",
        span: beside.changes ? 5 : 12,
        title: t("等级变化", "Level changes"),
        say: sayChanges(lang, rows.changeTotals, before?.asOf ?? null),
        body: rows.changes.length
          ? html`${changeTable(lang, rows.changes, rows.cardOf)}${aside(sayRest(lang, worse + better + other, rows.changes.length))}`
          : null,
        links: changeFiles,
      }),
      block({
        id: "trend",
        span: 7,
        title: t("各评估日的等级", "Levels over the evaluation days"),
        say:
          first && before
            ? sayTrend(lang, first, now)
            : t("只有一个评估日，还看不出变化。", "There is one evaluation day only, so no movement yet."),
        body: html`${await drawLevelTrend(trend, lang)}${fold(pick(lang, words.table), trendTable(lang, trend))}`,
        links: changeFiles,
      }),
      block({
        id: "region-trend",
        span: 5,
        title: t("各区红橙占比的变化", "Share of red and orange by region"),
        say: sayRegionTrend(lang, before ? (regionDays[0]?.regions ?? []) : [], byRegion),
        body: withTable(
          await drawRegionTrend(regionDays, lang),
          regionTrendTable(lang, regionDays, byRegion),
        ),
        links: changeFiles,
      }),
      block({
        id: "reasons",
        span: beside.reasons ? 6 : 12,
        title: t("红橙企业为什么是红橙", "Why red and orange"),
        say: sayReasons(lang, rows.reasons, highRisk(now)),
        body: rows.reasons.length
          ? html`${reasonTable(lang, rows.reasons)}${aside(sayOtherReasons(lang, rows.reasons, highRisk(now)))}`
          : null,
        links: downloads("enterprise_level_item", root, lang),
      }),
      block({
        id: "map",
        span: beside.reasons ? 6 : 12,
        title: t("分区图", "Regions"),
        say: sayMap(byRegion, lang),
        body: html`${await drawRegionMap(rows.shapes, byRegion, lang)}<div class="small dim">${mapLegend(lang)}${t("四种颜色只表示等级。", "The four colours mean levels only.")}</div>${note}${fold(pick(lang, words.table), regionTable(lang, byRegion))}`,
        links: enterpriseFiles,
      }),
      block({
        id: "overdue",
        isLong: true,
        title: t("逾期未改的重大隐患", "Major hazards past their deadline"),
        say: sayOverdue(lang, rows.overdue, rows.overdueTotal),
        body: rows.overdue.length
          ? html`${overdueTable(lang, rows.overdue, rows.cardOf)}${aside(sayRest(lang, rows.overdueTotal, rows.overdue.length))}`
          : null,
        links: downloads("hazard_ledger", root, lang),
      }),
    );
  return page(publication, place, {
    title: t("总览", "Overview"),
    body: html`${patternDefinitions}<h1>${headline(lang, now, before, byRegion, rows.redWithOverdue, rows.changeTotals)}</h1>
${stamp(publication, place, "enterprise_level")}
${missingNote(publication, place)}<div class="grid">
${blocks}</div>
`,
  });
}
