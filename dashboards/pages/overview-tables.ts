import { link } from "../block.js";
import { integer, percent, signed } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { badge, type Level, levelLabel, levelLook, levels } from "../level.js";
import type { ChangeRow, OverdueRow, ReasonRow } from "../rows.js";
import { ink } from "../style.js";
import { type Column, table } from "../table.js";
import { highRisk, type LevelTally, type RegionTally, totalOf } from "../tally.js";
import { type Lang, pick, words } from "../text.js";

/** A day with its levels; a table or chart of several shows the course. */
export interface DayTally {
  readonly asOf: string;
  readonly tally: LevelTally;
}

export interface DayRegions {
  readonly asOf: string;
  readonly regions: readonly RegionTally[];
}

/** Address of an enterprise's scorecard within its language, or null where it has none. */
export type CardOf = (enterpriseId: string) => string | null;

function named(row: { enterprise_id: string; enterprise_name: string }, cardOf: CardOf): Fragment {
  const card = cardOf(row.enterprise_id);
  return card === null ? row.enterprise_name : link(card, row.enterprise_name);
}

/** Level counts as columns: a letter heads each. */
function tallyColumns<Row>(lang: Lang, of: (row: Row) => LevelTally): Column<Row>[] {
  return levels.map((level) => ({
    head: badge(level, lang),
    label: pick(lang, levelLook[level].name),
    isNumeric: true,
    cell: (row) => integer(of(row)[level]),
  }));
}

/** Levels with meaning, count, share and change against the evaluation before; each leads to its part of the list. */
export function levelTable(lang: Lang, now: LevelTally, before: DayTally | null, list: string): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const total = totalOf(now);
  const change = (of: number, was: number): string => (before ? signed(of - was) : "—");
  return table({
    caption: t("各等级企业数、占比与变化", "Enterprises by level, share and change"),
    isCaptionQuiet: true,
    empty: t("没有企业。", "No enterprises."),
    columns: [
      {
        head: pick(lang, words.level),
        isRowHead: true,
        cell: (level: Level) => html`<a href="${list}#level=${level}">${levelLabel(level, lang)}</a>`,
      },
      { head: t("含义", "Meaning"), isDropped: true, cell: (level) => pick(lang, levelLook[level].meaning) },
      { head: pick(lang, words.count), isNumeric: true, cell: (level) => integer(now[level]) },
      { head: pick(lang, words.share), isNumeric: true, cell: (level) => percent(now[level], total) },
      {
        head: before
          ? html`${t("比", "Since")} <span class="nw">${before.asOf}</span>`
          : pick(lang, words.change),
        isNumeric: true,
        cell: (level) => change(now[level], before?.tally[level] ?? 0),
      },
    ],
    rows: total ? levels : [],
    total: [
      pick(lang, words.total),
      "",
      integer(total),
      "100%",
      change(total, before ? totalOf(before.tally) : 0),
    ],
  });
}

/** Level changes with their main reasons. */
export function changeTable(lang: Lang, rows: readonly ChangeRow[], cardOf: CardOf): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t("等级变化与主因", "Level changes and their main causes"),
    isCaptionQuiet: true,
    empty: t("没有变化。", "No change."),
    columns: [
      { head: pick(lang, words.enterprise), isRowHead: true, cell: (row: ChangeRow) => named(row, cardOf) },
      {
        head: pick(lang, words.change),
        isUnbroken: true,
        cell: (row) => html`${badge(row.from_level, lang)} → ${badge(row.to_level, lang)}`,
      },
      {
        head: pick(lang, words.changeReason),
        cell: (row) =>
          html`<span class="small">${row.main_reason === null ? "—" : pick(lang, { zh: row.main_reason, en: row.main_reason_en })}</span>`,
      },
    ],
    rows,
  });
}

/** First reasons of red and orange enterprises, each with a bar for how many. */
export function reasonTable(lang: Lang, rows: readonly ReasonRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const most = Math.max(1, ...rows.map((row) => row.enterprises));
  const bar = (row: ReasonRow): Html =>
    html`<svg width="100%" height="6" aria-hidden="true" focusable="false"><rect width="${Math.round((row.enterprises * 1000) / most) / 10}%" height="6" fill="${ink.bar}"/></svg>`;
  return table({
    caption: t("红橙企业的首要原因", "First reasons of red and orange enterprises"),
    isCaptionQuiet: true,
    empty: t("没有红色或橙色企业。", "No enterprise is red or orange."),
    columns: [
      {
        head: t("直接判定，或代价最大的指标", "Direct determination, or the indicator that costs most"),
        isRowHead: true,
        cell: (row: ReasonRow) => html`${pick(lang, { zh: row.title_zh, en: row.title_en })}${bar(row)}`,
      },
      { head: badge("red", lang), isNumeric: true, cell: (row) => integer(row.red) },
      { head: badge("orange", lang), isNumeric: true, cell: (row) => integer(row.orange) },
      { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(row.enterprises) },
    ],
    rows,
  });
}

/** The deadline that the rules give where nobody set one. */
function countedDeadline(row: OverdueRow, lang: Lang): Html {
  const days = integer(row.allowed_days);
  const told = lang === "zh" ? `未填，按规则 ${days} 天` : `none given, ${days} days by the rules`;
  return html`${row.counted_deadline} <span class="unit">${told}</span>`;
}

/** Major hazards past their deadline. */
export function overdueTable(lang: Lang, rows: readonly OverdueRow[], cardOf: CardOf): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t("逾期未改的重大隐患", "Major hazards past their deadline"),
    isCaptionQuiet: true,
    empty: t("没有逾期未改的重大隐患。", "No major hazard is past its deadline."),
    isStacked: true,
    columns: [
      { head: pick(lang, words.enterprise), isRowHead: true, cell: (row: OverdueRow) => named(row, cardOf) },
      {
        head: t("隐患", "Hazard"),
        isWide: true,
        cell: (row) =>
          row.description === null
            ? row.hazard_id
            : html`${row.description} <span class="unit">${row.hazard_id}</span>`,
      },
      {
        head: t("整改期限", "Deadline"),
        isUnbroken: true,
        cell: (row) => row.deadline_on ?? countedDeadline(row, lang),
      },
      {
        head: html`<span class="nw">${t("逾期天数", "Days overdue")}</span>`,
        label: t("逾期天数", "Days overdue"),
        isNumeric: true,
        cell: (row) => integer(row.overdue_days),
      },
      {
        head: t("督办期限", "Supervised until"),
        isUnbroken: true,
        isDropped: true,
        cell: (row) => row.supervised_until ?? "—",
      },
    ],
    rows,
  });
}

/** Levels by region with the share of red and orange. */
export function regionTable(lang: Lang, rows: readonly RegionTally[]): Html {
  return table({
    caption: lang === "zh" ? "各区各等级企业数与红橙占比" : "Enterprises by region and level",
    empty: "—",
    isSmall: true,
    isStacked: true,
    columns: [
      { head: pick(lang, words.region), cell: (row: RegionTally) => row.name, isRowHead: true },
      ...tallyColumns<RegionTally>(lang, (row) => row.tally),
      { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(row.total) },
      {
        head: lang === "zh" ? "红橙占比" : "Red + orange",
        isNumeric: true,
        cell: (row) => percent(highRisk(row.tally), row.total),
      },
    ],
    rows,
  });
}

/** Levels by evaluation day. */
export function trendTable(lang: Lang, rows: readonly DayTally[]): Html {
  return table({
    caption: lang === "zh" ? "各评估日各等级企业数" : "Enterprises by level and evaluation day",
    empty: "—",
    isSmall: true,
    columns: [
      {
        head: lang === "zh" ? "评估日" : "Day",
        isRowHead: true,
        isUnbroken: true,
        cell: (row: DayTally) => row.asOf,
      },
      ...tallyColumns<DayTally>(lang, (row) => row.tally),
      { head: pick(lang, words.total), isNumeric: true, cell: (row) => integer(totalOf(row.tally)) },
    ],
    rows,
  });
}

/** Share of red and orange by region and evaluation day. */
export function regionTrendTable(
  lang: Lang,
  days: readonly DayRegions[],
  rows: readonly RegionTally[],
): Html {
  const months = new Set(days.map((day) => day.asOf.slice(0, 7)));
  return table({
    caption: lang === "zh" ? "各区各评估日红橙占比" : "Share of red and orange by region and day",
    empty: "—",
    isSmall: true,
    isStacked: true,
    columns: [
      { head: pick(lang, words.region), isRowHead: true, cell: (row: RegionTally) => row.name },
      ...days.map((day) => ({
        head: months.size === days.length ? day.asOf.slice(0, 7) : day.asOf,
        isUnbroken: true,
        isNumeric: true,
        cell: (row: RegionTally): Fragment => {
          const then = day.regions.find((one) => one.code === row.code);
          return then ? percent(highRisk(then.tally), then.total) : "—";
        },
      })),
    ],
    rows,
  });
}
