import { block, downloads, fold, link } from "../block.js";
import { drawLevelByRegion } from "../charts/level-by-region.js";
import { levelStrip } from "../charts/level-strip.js";
import { drawLevelTrend } from "../charts/level-trend.js";
import { drawRegionMap, mapLegend, type RegionShapes } from "../charts/region-map.js";
import { drawRegionTrend } from "../charts/region-trend.js";
import { integer, percent, signed } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { badge, type Level, levelLabel, levelLook, levels, patternDefinitions } from "../level.js";
import type { ChangeRow, LevelCount, OverdueRow, ReasonRow, RegionRow } from "../rows.js";
import { languageRootOf, missingNote, type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { type Column, table } from "../table.js";
import { daysOf, highRisk, type RegionTally, tallyByRegion, tallyOn, totalOf } from "../tally.js";
import { type Lang, pick, words } from "../text.js";
import {
  type ChangeTotals,
  headline,
  sayChanges,
  sayLevels,
  sayOverdue,
  sayReasons,
  sayRegions,
  sayRegionTrend,
  sayTrend,
} from "./overview-sentences.js";

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
  /** Address of an enterprise's scorecard within its language, or null. */
  readonly cardOf: (enterpriseId: string) => string | null;
}

/** An enterprise's name as a link to its scorecard where it has one. */
function named(row: { enterprise_id: string; enterprise_name: string }, rows: OverviewRows): Html {
  const card = rows.cardOf(row.enterprise_id);
  return card === null ? html`${row.enterprise_name}` : link(card, row.enterprise_name);
}

/** Level counts as columns: a letter heads each. */
function tallyColumns<Row>(lang: Lang, of: (row: Row) => Readonly<Record<Level, number>>): Column<Row>[] {
  return levels.map((level) => ({
    head: badge(level, lang),
    isNumeric: true,
    cell: (row) => integer(of(row)[level]),
  }));
}

function regionTable(tallies: readonly RegionTally[], lang: Lang, caption: string): Html {
  return table({
    caption,
    empty: pick(lang, words.none),
    isSmall: true,
    columns: [
      { head: pick(lang, words.region), cell: (row: RegionTally) => row.name, isRowHead: true },
      ...tallyColumns<RegionTally>(lang, (row) => row.tally),
      { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(row.total) },
      {
        head: pick(lang, { zh: "红橙占比", en: "Red + orange" }),
        isNumeric: true,
        cell: (row) => percent(highRisk(row.tally), row.total),
      },
    ],
    rows: tallies,
  });
}

/** The overview: who is red today, where, since when, why, and which major hazards are overdue. */
export async function overviewPage(
  publication: Publication,
  place: Place,
  rows: OverviewRows,
): Promise<string> {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const up = languageRootOf(place);
  const now = tallyOn(rows.counts, publication.asOf);
  const days = daysOf(rows.counts);
  const beforeDay = days.filter((each) => each < publication.asOf).at(-1) ?? null;
  const before = beforeDay ? { asOf: beforeDay, tally: tallyOn(rows.counts, beforeDay) } : null;
  const byRegion = tallyByRegion(rows.counts, rows.regions, publication.asOf);
  const total = totalOf(now);
  const trend = days.map((asOf) => ({ asOf, tally: tallyOn(rows.counts, asOf) }));
  const regionDays = days.map((asOf) => ({ asOf, regions: tallyByRegion(rows.counts, rows.regions, asOf) }));
  const firstDay = trend[0];
  const enterpriseFiles = downloads("enterprise_level", root, lang);

  const levelTable = table({
    caption: t("各等级企业数、占比与变化", "Enterprises by level, share and change"),
    isCaptionQuiet: true,
    empty: t("没有企业。", "No enterprises."),
    columns: [
      {
        head: pick(lang, words.level),
        isRowHead: true,
        cell: (level: Level) =>
          html`<a href="${up}levels.html#level=${level}">${levelLabel(level, lang)}</a>`,
      },
      { head: t("含义", "Meaning"), isDropped: true, cell: (level) => pick(lang, levelLook[level].meaning) },
      { head: pick(lang, words.count), isNumeric: true, cell: (level) => integer(now[level]) },
      { head: pick(lang, words.share), isNumeric: true, cell: (level) => percent(now[level], total) },
      {
        head: before ? t(`比 ${before.asOf}`, `Since ${before.asOf}`) : pick(lang, words.change),
        isNumeric: true,
        cell: (level) => (before ? signed(now[level] - before.tally[level]) : "—"),
      },
    ],
    rows: total ? levels : [],
    total: total
      ? [
          pick(lang, words.total),
          "",
          integer(total),
          "100%",
          before ? signed(total - totalOf(before.tally)) : "—",
        ]
      : undefined,
  });

  const changeTable = table({
    caption: t("等级变化与主要原因", "Level changes and main reasons"),
    isCaptionQuiet: true,
    empty: t("没有变化。", "No change."),
    columns: [
      { head: pick(lang, words.enterprise), isRowHead: true, cell: (row: ChangeRow) => named(row, rows) },
      {
        head: pick(lang, words.change),
        isUnbroken: true,
        cell: (row) => html`${badge(row.from_level, lang)} → ${badge(row.to_level, lang)}`,
      },
      {
        head: pick(lang, words.reason),
        cell: (row) => html`<span class="small">${row.main_reason ?? "—"}</span>`,
      },
    ],
    rows: rows.changes,
  });

  const high = highRisk(now);
  const most = Math.max(1, ...rows.reasons.map((row) => row.enterprises));
  const reasonTable = table({
    caption: t("红橙企业的首要原因", "First reasons of red and orange enterprises"),
    isCaptionQuiet: true,
    empty: t("没有红色或橙色企业。", "No enterprise is red or orange."),
    columns: [
      {
        head: t("原因", "Reason"),
        isRowHead: true,
        cell: (row: ReasonRow) =>
          html`${pick(lang, { zh: row.title_zh, en: row.title_en })}<svg width="100%" height="6" aria-hidden="true" focusable="false"><rect width="${Math.round((row.enterprises * 1000) / most) / 10}%" height="6" fill="#B9C3D0"/></svg>`,
      },
      { head: badge("red", lang), isNumeric: true, cell: (row) => integer(row.red) },
      { head: badge("orange", lang), isNumeric: true, cell: (row) => integer(row.orange) },
      { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(row.enterprises) },
    ],
    rows: rows.reasons,
  });

  const overdueTable = table({
    caption: t("逾期未改的重大隐患", "Major hazards past their deadline"),
    isCaptionQuiet: true,
    empty: t("没有逾期未改的重大隐患。", "No major hazard is past its deadline."),
    columns: [
      { head: pick(lang, words.enterprise), isRowHead: true, cell: (row: OverdueRow) => named(row, rows) },
      {
        head: t("隐患", "Hazard"),
        cell: (row) =>
          html`${row.description ?? row.hazard_id} <span class="unit">${row.description ? row.hazard_id : ""}</span>`,
      },
      { head: t("整改期限", "Deadline"), isUnbroken: true, cell: (row) => row.deadline_on ?? "—" },
      { head: t("逾期天数", "Days overdue"), isNumeric: true, cell: (row) => integer(row.overdue_days) },
      {
        head: t("督办期限", "Supervised until"),
        isUnbroken: true,
        isDropped: true,
        cell: (row) => row.supervised_until ?? "—",
      },
    ],
    rows: rows.overdue,
  });

  const blocks: Fragment[] = [
    block({
      id: "levels",
      title: t(
        `${integer(total)} 家企业的整体安全风险等级`,
        `Overall safety risk level of ${integer(total)} enterprises`,
      ),
      say: sayLevels(lang, now),
      body: html`${levelStrip(now, lang, (level) => `${up}levels.html#level=${level}`)}${levelTable}`,
      links: [{ href: `${up}levels.html`, label: t("全部企业", "All enterprises") }, ...enterpriseFiles],
    }),
  ];
  if (total > 0) {
    blocks.push(
      block({
        id: "regions",
        span: 7,
        title: t("各区分布", "By region"),
        say: sayRegions(lang, now, byRegion),
        body: html`${await drawLevelByRegion(byRegion, lang)}${fold(pick(lang, words.table), regionTable(byRegion, lang, t("各区各等级企业数", "Enterprises by region and level")))}`,
        links: enterpriseFiles,
      }),
      block({
        id: "changes",
        span: 5,
        title: t("等级变化", "Level changes"),
        say: sayChanges(lang, rows.changeTotals, beforeDay, rows.changes),
        body: changeTable,
        links: downloads("level_change", root, lang),
      }),
      block({
        id: "trend",
        span: 7,
        title: t("各评估日的等级", "Levels over the evaluation days"),
        say:
          firstDay && firstDay.asOf < publication.asOf
            ? sayTrend(lang, firstDay, now)
            : t("只有一个评估日，还看不出变化。", "There is one evaluation day only, so no movement yet."),
        body: html`${await drawLevelTrend(trend, lang)}${fold(
          pick(lang, words.table),
          table({
            caption: t("各评估日各等级企业数", "Enterprises by level and evaluation day"),
            empty: "—",
            isSmall: true,
            columns: [
              {
                head: t("评估日", "Day"),
                isRowHead: true,
                isUnbroken: true,
                cell: (row: (typeof trend)[number]) => row.asOf,
              },
              ...tallyColumns<(typeof trend)[number]>(lang, (row) => row.tally),
              { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(totalOf(row.tally)) },
            ],
            rows: trend,
          }),
        )}`,
        links: downloads("level_change", root, lang),
      }),
      block({
        id: "region-trend",
        span: 5,
        title: t("各区红橙占比的变化", "Share of red and orange by region"),
        say: sayRegionTrend(lang, regionDays.length > 1 ? (regionDays[0]?.regions ?? []) : [], byRegion),
        body: html`${await drawRegionTrend(regionDays, lang)}${fold(
          pick(lang, words.table),
          table({
            caption: t("各区各评估日红橙占比", "Share of red and orange by region and day"),
            empty: "—",
            isSmall: true,
            columns: [
              { head: pick(lang, words.region), isRowHead: true, cell: (row: RegionTally) => row.name },
              ...regionDays.map((each) => ({
                head: each.asOf,
                isNumeric: true,
                cell: (row: RegionTally): Fragment => {
                  const then = each.regions.find((one) => one.code === row.code);
                  return then ? percent(highRisk(then.tally), then.total) : "—";
                },
              })),
            ],
            rows: byRegion,
          }),
        )}`,
        links: downloads("level_change", root, lang),
      }),
      block({
        id: "reasons",
        span: 6,
        title: t("红橙企业为什么是红橙", "Why red and orange"),
        say: sayReasons(lang, rows.reasons, high),
        body: reasonTable,
        links: downloads("enterprise_level_item", root, lang),
      }),
      block({
        id: "map",
        span: 6,
        title: t("分区图", "Regions"),
        say: mapLegend(lang) + t("。四种颜色只表示等级。", ". The four colours mean levels only."),
        body: html`${await drawRegionMap(rows.shapes, byRegion, lang)}${fold(pick(lang, words.table), regionTable(byRegion, lang, t("各区各等级企业数与红橙占比", "Enterprises by region with the share of red and orange")))}`,
        links: enterpriseFiles,
      }),
      block({
        id: "overdue",
        isLong: true,
        title: t("逾期未改的重大隐患", "Major hazards past their deadline"),
        say: sayOverdue(lang, rows.overdue, rows.overdueTotal),
        body: overdueTable,
        links: downloads("hazard_ledger", root, lang),
      }),
    );
  }
  return page(publication, place, {
    title: t("总览", "Overview"),
    body: html`${patternDefinitions}<h1>${headline(lang, now, before, byRegion, rows.redWithOverdue)}</h1>
${stamp(publication, place, "enterprise_level")}
${missingNote(publication, place)}<div class="grid">
${blocks}</div>
`,
  });
}
