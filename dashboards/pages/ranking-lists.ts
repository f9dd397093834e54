import type { GridGapRow, NoticeRow, PilotRow } from "../assessment-rows.js";
import { codeName } from "../codes.js";
import { decimal, integer, percentage } from "../format.js";
import { type Html, html } from "../html.js";
import { table } from "../table.js";
import { clauseText, type Lang } from "../text.js";
import { differenceIn, sayIn, valueIn } from "./ranking-tables.js";

/** One of the two lists: who, why, by what clause. */
export function noticeTable(rows: readonly NoticeRow[], lang: Lang): Html {
  const t = sayIn(lang);
  return table({
    caption: t("对象与理由", "Subjects and reasons"),
    empty: t("没有对象列入。", "Nobody is listed."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("名称", "Name"), isRowHead: true, cell: (row: NoticeRow) => row.subject_name },
      {
        head: t("理由", "Reason"),
        isWide: true,
        cell: (row) => {
          const reason = lang === "zh" ? row.reason : row.reason_en;
          const detail = lang === "zh" ? row.detail : row.detail_en;
          return detail ? html`${reason}<br><span class="dim">${detail}</span>` : reason;
        },
      },
      {
        head: t("指标值", "Value"),
        isNumeric: true,
        isMixed: true,
        cell: (row) => valueIn(row.value, row.unit),
      },
      {
        head: t("得分／满分", "Points / most"),
        isNumeric: true,
        cell: (row) => (row.points === null ? "—" : `${decimal(row.points)} / ${decimal(row.max_points)}`),
      },
      {
        head: t("条款", "Clause"),
        isDropped: true,
        isWide: true,
        cell: (row) => (row.clause ? clauseText(lang, row.clause) : "—"),
      },
    ],
    rows,
  });
}

/** Grid cells with nobody to answer, and enterprises that lie in no cell. */
export function gridGapTable(rows: readonly GridGapRow[], lang: Lang): Html {
  const t = sayIn(lang);
  return table({
    caption: t("网格责任空缺", "Gaps of grid responsibility"),
    empty: t("没有空缺。", "No gaps."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("区域", "Region"), isRowHead: true, cell: (row: GridGapRow) => row.region_name ?? "—" },
      {
        head: t("网格", "Cell"),
        cell: (row) => row.grid_name ?? (row.grid_id === "none" ? "—" : row.grid_id),
      },
      { head: t("责任单位", "Unit"), isDropped: true, cell: (row) => row.responsible_unit ?? "—" },
      { head: t("空缺", "Gap"), cell: (row) => codeName("grid_gap", row.gap, lang) },
      { head: t("涉及企业", "Enterprises"), isNumeric: true, cell: (row) => integer(row.enterprise_count) },
    ],
    rows,
  });
}

/** Pilot enterprises against the others, with the interval of the difference and what may be said of it. */
export function pilotTable(rows: readonly PilotRow[], lang: Lang): Html {
  const t = sayIn(lang);
  return table({
    caption: t("试点与非试点的均值", "Means of pilots and others"),
    empty: t("没有试点企业，或没有可比的指标。", "No pilots, or nothing to compare."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("指标", "Indicator"),
        isRowHead: true,
        cell: (row: PilotRow) => (lang === "zh" ? row.title : row.title_en) ?? row.indicator_id,
      },
      {
        head: t("试点（家）", "Pilots (count)"),
        isNumeric: true,
        isMixed: true,
        cell: (row) => `${valueIn(row.pilot_mean, row.unit)} (${integer(row.pilot_count)})`,
      },
      {
        head: t("非试点（家）", "Others (count)"),
        isNumeric: true,
        isMixed: true,
        cell: (row) => `${valueIn(row.other_mean, row.unit)} (${integer(row.other_count)})`,
      },
      {
        head: t("差值", "Difference"),
        isNumeric: true,
        isMixed: true,
        cell: (row) =>
          `${differenceIn(row.difference, row.unit)}${row.unit === "fraction" ? t("个百分点", " points") : ""}`,
      },
      {
        head: t("90%区间", "90 % interval"),
        isUnbroken: true,
        cell: (row) =>
          row.difference_low === null
            ? "—"
            : `${differenceIn(row.difference_low, row.unit)} … ${differenceIn(row.difference_high, row.unit)}`,
      },
      {
        head: t("偶然所致的概率", "By chance alone"),
        isNumeric: true,
        cell: (row) => percentage(row.chance_fraction),
      },
      { head: t("结论", "Verdict"), cell: (row) => codeName("verdict", row.verdict, lang) },
    ],
    rows,
  });
}
