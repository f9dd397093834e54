import { assessmentChange } from "../../models/assessment/change.js";
import type { RankingRow, RegionLevelRow, ScoreItemRow } from "../assessment-rows.js";
import { decimal, evenDecimals, hundredfold, integer, type Numeric, percentage, rounded } from "../format.js";
import { type Html, html } from "../html.js";
import { levelLabel } from "../level.js";
import { table } from "../table.js";
import { type Lang, listText } from "../text.js";

type Say = (zh: string, en: string) => string;

/** Picks the words of a language. */
export const sayIn =
  (lang: Lang): Say =>
  (zh, en) =>
    lang === "zh" ? zh : en;

/** A change with its sign, as exactly as it came; a dash for null. */
export function change(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "—";
  const shown = decimal(value);
  if (shown.startsWith("-")) return `−${shown.slice(1)}`;
  return shown === "0" ? "0" : `+${shown}`;
}

/** With one decimal, also where it is zero: in a column of several units percentages are told apart by nothing else. */
function toTenths(shown: string): string {
  return evenDecimals([shown, "0.0"])[0] ?? shown;
}

/** A value in its unit, for reading: fractions as percentages. */
export function valueIn(value: Numeric, unit: string | null): string {
  return unit === "fraction" ? toTenths(percentage(value)) : rounded(value, 3);
}

/** A difference of two values in their unit, with its sign, for reading; of fractions in percentage points. */
export function differenceIn(value: Numeric, unit: string | null): string {
  if (value === null || value === undefined || value === "") return "—";
  if (unit === "fraction") return toTenths(change(rounded(hundredfold(value), 1).replaceAll(",", "")));
  return change(rounded(value, 3).replaceAll(",", ""));
}

/** From one place to another; one place where both are the same. */
function places(low: number | null, high: number | null): string {
  if (low === null) return "—";
  return low === high ? `${low}` : `${low}–${high}`;
}

/** Where a subject stands, in words: its rank; where others cannot be told apart from it, the places that it shares with them. */
export function standing(row: RankingRow, lang: Lang): string {
  const t = sayIn(lang);
  if (row.rank === null) return t("数据不足，不排名", "insufficient data, not ranked");
  const shared = places(row.rank_low, row.rank_high);
  return row.tied_with ? t(`并列 ${shared}`, `tied ${shared}`) : t(`第 ${row.rank}`, `${row.rank}`);
}

function tiedNames(row: RankingRow, names: ReadonlyMap<string, string>, lang: Lang): string {
  const tied = (row.tied_with ?? "").split(",").filter(Boolean);
  if (tied.length === 0) return row.rank === null ? "—" : lang === "zh" ? "无" : "nobody";
  const shown = tied.slice(0, 4).map((id) => names.get(id) ?? id);
  return tied.length > 4
    ? `${listText(lang, shown)}${lang === "zh" ? ` 等 ${tied.length} 个` : ` and others (${tied.length})`}`
    : listText(lang, shown);
}

/** The grade that stands; under a veto also the one that the score alone would give, since the veto decides. */
function gradeCell(row: RankingRow, lang: Lang): Html | string {
  const none = lang === "zh" ? "数据不足" : "insufficient data";
  const grade = (lang === "zh" ? row.grade_zh : row.grade_en) ?? none;
  if (!row.veto_reason) return html`<span class="nw">${grade}</span>`;
  const byScore = (lang === "zh" ? row.score_grade_zh : row.score_grade_en) ?? none;
  const said = lang === "zh" ? `一票否决；按得分为${byScore}` : `by the veto; ${byScore} by the score`;
  return html`<b class="worse">${grade}</b><br><span class="dim">${said}</span>`;
}

/** The ranking of one peer group: rank, interval, score, grade, veto beside it, change and its driver. */
export function rankingTable(rows: readonly RankingRow[], lang: Lang): Html {
  const t = sayIn(lang);
  const names = new Map(rows.map((row) => [row.subject_id, row.subject_name]));
  return table({
    caption: t("名次、得分与变化", "Ranks, scores and changes"),
    empty: t("没有考核对象。", "Nobody is assessed."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("名称", "Name"), isRowHead: true, cell: (row: RankingRow) => row.subject_name },
      {
        head: t("名次（90%区间）", "Rank (90 % interval)"),
        // Only places stay on one line: the words for none would take the room of the names on paper.
        cell: (row) => {
          if (row.rank === null) return standing(row, lang);
          const interval = places(row.rank_low, row.rank_high);
          const isSaid = row.tied_with || interval === `${row.rank}`;
          return html`<span class="nw">${standing(row, lang)}${isSaid ? null : t(`（${interval}）`, ` (${interval})`)}</span>`;
        },
      },
      { head: t("得分", "Score"), isNumeric: true, cell: (row) => decimal(row.score) },
      {
        head: t("等次", "Grade"),
        cell: (row) => gradeCell(row, lang),
      },
      {
        head: t("一票否决", "Veto"),
        cell: (row) =>
          row.veto_reason
            ? html`<b class="worse">${(lang === "zh" ? row.veto_reason : row.veto_reason_en) ?? ""}</b>`
            : "—",
      },
      {
        head: t("并列于", "Tied with"),
        isDropped: true,
        isRoomy: true,
        cell: (row) => tiedNames(row, names, lang),
      },
      {
        head: t("较上年同期", "Against last year"),
        isNumeric: true,
        cell: (row) => change(row.score_change),
      },
      {
        head: t("变化主因", "Driver"),
        isWide: true,
        isRoomy: true,
        cell: (row) =>
          row.driver_title
            ? `${(lang === "zh" ? row.driver_title : row.driver_title_en) ?? ""}${t("：", ": ")}${assessmentChange(row.driver_change_kind, change(row.driver_points_change))[lang]}`
            : "—",
      },
      {
        head: t("上年区间", "Interval last year"),
        isUnbroken: true,
        cell: (row) => places(row.previous_rank_low, row.previous_rank_high),
      },
    ],
    rows,
  });
}

/** Points of a peer group by indicator: a line an indicator, a column a subject. A star marks what rests on no data, a dagger what does not apply. */
export function pointsTable(
  subjects: readonly RankingRow[],
  items: readonly ScoreItemRow[],
  lang: Lang,
): Html {
  const t = sayIn(lang);
  const cells = new Map(items.map((item) => [`${item.subject_id} ${item.indicator_id}`, item]));
  const first = new Map(items.map((item) => [item.indicator_id, item]));
  return table({
    caption: t(
      "各指标得分（满分在指标后；* 无数据，按规则计分；† 不适用，没有此类企业或事项，计满分）",
      "Points by indicator (the most in brackets; * no data, by the rule for it; † not applicable, nothing of the kind to answer for, full points)",
    ),
    empty: t("没有指标。", "No indicators."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("指标", "Indicator"),
        isRowHead: true,
        cell: (item: ScoreItemRow) =>
          `${lang === "zh" ? item.title_zh : item.title_en} (${decimal(item.max_points)})`,
      },
      ...subjects.map((subject) => ({
        head: subject.subject_name,
        isNamed: true,
        isNumeric: true,
        cell: (item: ScoreItemRow) => {
          const found = cells.get(`${subject.subject_id} ${item.indicator_id}`);
          if (!found) return "—";
          return `${decimal(found.points).replace("-", "−")}${found.status === "scored" ? "" : found.status === "not_applicable" ? "†" : "*"}`;
        },
      })),
    ],
    rows: [...first.values()],
  });
}

/** Levels of regions with their enterprises by level, worst first. */
export function regionLevelTable(rows: readonly RegionLevelRow[], lang: Lang): Html {
  const t = sayIn(lang);
  return table({
    caption: t("区域等级与企业构成", "Levels of regions and their enterprises"),
    empty: t("没有区域。", "No regions."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("区域", "Region"), isRowHead: true, cell: (row: RegionLevelRow) => row.region_name },
      { head: t("等级", "Level"), cell: (row) => levelLabel(row.level, lang) },
      { head: t("得分", "Score"), isNumeric: true, cell: (row) => decimal(row.score) },
      { head: t("红", "Red"), isNumeric: true, cell: (row) => integer(row.red_enterprise_count) },
      { head: t("橙", "Orange"), isNumeric: true, cell: (row) => integer(row.orange_enterprise_count) },
      { head: t("黄", "Yellow"), isNumeric: true, cell: (row) => integer(row.yellow_enterprise_count) },
      { head: t("蓝", "Blue"), isNumeric: true, cell: (row) => integer(row.blue_enterprise_count) },
      {
        head: t("数据不足", "No level"),
        isNumeric: true,
        cell: (row) => integer(row.insufficient_data_enterprise_count),
      },
      {
        head: t("未销号重大隐患", "Open major hazards"),
        isNumeric: true,
        cell: (row) => integer(row.open_major_hazard_count),
      },
      {
        head: t("十二个月事故", "Accidents, 12 months"),
        isNumeric: true,
        cell: (row) => integer(row.accident_count),
      },
      {
        head: t("判定理由", "Reason"),
        isDropped: true,
        isWide: true,
        cell: (row) => (lang === "zh" ? row.direct_reason : row.direct_reason_en) ?? "—",
      },
    ],
    rows,
  });
}
