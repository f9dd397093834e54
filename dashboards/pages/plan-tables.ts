import { NON_REPORTING } from "../../models/plan/city-rules.js";
import { noFocus } from "../../models/plan/sheet.js";
import { link } from "../block.js";
import { codeName } from "../codes.js";
import { decimal, evenDecimals, integer, points } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { badge, levelLabel } from "../level.js";
import type { DrawnRow, PlanMonthRow, PlanSlotRow, PlanVisitRow, ShortageRow } from "../plan-rows.js";
import { table } from "../table.js";
import { type Lang, pick, plural, type Text, words } from "../text.js";

/** Address of an enterprise's scorecard, or null where it has none. */
export type CardOf = (enterpriseId: string) => string | null;

const kinds: Readonly<Record<string, Text>> = {
  full: { zh: "全覆盖", en: "full" },
  special: { zh: "专项", en: "special" },
  random: { zh: "随机", en: "random" },
  follow_up: { zh: "复查", en: "follow-up" },
  complaint: { zh: "举报核查", en: "complaint" },
  desk: { zh: "非现场", en: "desk" },
};

/** Name of a group of the draw: a level, or those who do not report. */
export const groupName = (stratum: string | null, lang: Lang): Html =>
  stratum === NON_REPORTING
    ? html`<b>${codeName("draw_group", stratum, lang)}</b>`
    : levelLabel(stratum, lang);

/** Name of the department that makes a visit, or that there is none. */
export const departmentOf = (row: { readonly department_name: string }, lang: Lang): string =>
  codeName("department", row.department_name, lang);

const named = (names: Readonly<Record<string, Text>>, code: string, lang: Lang): string => {
  const name = names[code];
  return name ? pick(lang, name) : code;
};

/** `2026-11`. */
export const month = (day: string): string => day.slice(0, 7);

function enterprise(
  row: { enterprise_id: string; enterprise_name: string; level: string },
  lang: Lang,
  cardOf: CardOf,
): Html {
  const card = cardOf(row.enterprise_id);
  return html`${badge(row.level, lang)} ${card === null ? row.enterprise_name : link(card, row.enterprise_name)}`;
}

/** What cannot be placed, by department. */
export function shortageTable(lang: Lang, rows: readonly ShortageRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const count = (head: string, cell: (row: ShortageRow) => Fragment) => ({ head, isNumeric: true, cell });
  return table({
    caption: t("未能排入的最低频次检查，按部门", "Visits of the minimum that are not planned, by department"),
    isCaptionQuiet: true,
    empty: t("没有缺口。", "No shortage."),
    isStacked: true,
    columns: [
      {
        head: t("承办机构", "Department"),
        isRowHead: true,
        cell: (row: ShortageRow) => departmentOf(row, lang),
      },
      count(t("涉及企业", "Enterprises"), (row) => integer(row.enterprises)),
      count(t("因人力不足", "Lack of person-days"), (row) => integer(row.capacity_visits)),
      count(t("因年度上限", "Cap of the year"), (row) => integer(row.cap_visits)),
      count(t("因间隔不足", "Too close to a visit made"), (row) => integer(row.spacing_visits)),
      count(t("补足人力所缺人日", "Person-days lacking"), (row) => decimal(row.person_days_needed)),
      count(t("到期月尚余人日", "Person-days still free"), (row) => decimal(row.person_days_available)),
    ],
    rows,
  });
}

/** Planned person-days against what there is, departments with a visit by months; the others are counted in a last line. */
export function slotTable(lang: Lang, rows: readonly PlanSlotRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const months = [...new Set(rows.map((row) => row.month))].sort();
  const departments = new Map<string, { name: string; slots: Map<string, PlanSlotRow> }>();
  for (const row of rows) {
    const own = departments.get(row.department_code) ?? { name: departmentOf(row, lang), slots: new Map() };
    own.slots.set(row.month, row);
    departments.set(row.department_code, own);
  }
  type Department = { name: string; slots: Map<string, PlanSlotRow> };
  const busy = [...departments.values()].filter((row) =>
    [...row.slots.values()].some((slot) => slot.planned_visits > 0),
  );
  const idle = departments.size - busy.length;
  const shown = table({
    caption: t(
      "各部门各月：计划次数，计划人日/可用人日（当月已做的检查占用其中一部分）",
      "By department and month: visits, person-days planned of those there are (visits made already in the month take part of them)",
    ),
    empty: t("没有计划。", "Nothing is planned."),
    isSmall: true,
    columns: [
      { head: t("承办机构", "Department"), isRowHead: true, cell: (row: Department) => row.name },
      ...months.map((each) => {
        const days = evenDecimals(
          busy.flatMap(({ slots }) => {
            const slot = slots.get(each);
            return [points(slot?.planned_person_days), points(slot?.capacity_person_days)];
          }),
        );
        return {
          head: month(each),
          isNumeric: true,
          cell: (row: Department): Fragment => {
            const slot = row.slots.get(each);
            if (!slot) return "—";
            return html`${t(`${integer(slot.planned_visits)} 次`, integer(slot.planned_visits))}<br><span class="unit">${days[2 * busy.indexOf(row)]} / ${days[2 * busy.indexOf(row) + 1]}</span>`;
          },
        };
      }),
    ],
    rows: busy,
  });
  if (idle === 0) return shown;
  return html`${shown}<p class="dim small">${t(
    `另有 ${integer(idle)} 个部门没有计划检查。`,
    `${plural(idle, "more department has", "more departments have")} no planned visit.`,
  )}</p>`;
}

/** The year by month: planned at its turn, done, planned now. */
export function yearTable(lang: Lang, rows: readonly PlanMonthRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const total = (pick: (row: PlanMonthRow) => number | null): string =>
    integer(rows.reduce((sum, row) => sum + (pick(row) ?? 0), 0));
  return table({
    caption: t(
      "全年各月：年初计划、其中已做、计划外检查与现计划",
      "The year by month: planned at its turn, of these done, other visits, planned now",
    ),
    isCaptionQuiet: true,
    empty: t("没有数据。", "No data."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("月份", "Month"),
        isRowHead: true,
        isUnbroken: true,
        cell: (row: PlanMonthRow) => month(row.month),
      },
      {
        head: t("年初计划（次）", "Planned at its turn"),
        isNumeric: true,
        cell: (row) => integer(row.turn_visits),
      },
      {
        head: t("其中已做（次）", "Of these done"),
        isNumeric: true,
        cell: (row) => integer(row.settled_visits),
      },
      {
        head: t("当月计划外（次）", "Others made"),
        isNumeric: true,
        cell: (row) => integer(row.other_visits),
      },
      { head: t("现计划（次）", "Planned now"), isNumeric: true, cell: (row) => integer(row.planned_visits) },
      {
        head: t("已用人日", "Person-days spent"),
        isNumeric: true,
        cell: (row) => points(row.spent_person_days),
      },
      {
        head: t("计划人日", "Person-days planned"),
        isNumeric: true,
        cell: (row) => points(row.planned_person_days),
      },
      {
        head: t("可用人日", "Person-days there are"),
        isNumeric: true,
        cell: (row) => points(row.capacity_person_days),
      },
    ],
    rows,
    total: [
      pick(lang, words.total),
      total((row) => row.turn_visits),
      total((row) => row.settled_visits),
      total((row) => row.other_visits),
      total((row) => row.planned_visits),
      "",
      "",
      "",
    ],
  });
}

/** Planned visits of one department with what to look at and why. */
export function visitTable(lang: Lang, caption: string, rows: readonly PlanVisitRow[], cardOf: CardOf): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption,
    isCaptionQuiet: true,
    empty: t("没有计划。", "Nothing is planned."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("月份", "Month"),
        isUnbroken: true,
        cell: (row: PlanVisitRow) =>
          html`${month(row.month)}${row.is_late ? html`<br><b>${t("已过到期月", "past due")}</b>` : null}`,
      },
      { head: pick(lang, words.enterprise), isRowHead: true, cell: (row) => enterprise(row, lang, cardOf) },
      { head: t("类型", "Kind"), isUnbroken: true, cell: (row) => named(kinds, row.visit_kind, lang) },
      { head: t("依据", "Basis"), isUnbroken: true, cell: (row) => codeName("visit_basis", row.basis, lang) },
      { head: t("人日", "Person-days"), isNumeric: true, cell: (row) => decimal(row.person_days) },
      {
        head: t("看什么", "Look at"),
        isWide: true,
        cell: (row) => (lang === "zh" ? row.focus : row.focus_en) ?? noFocus[lang],
      },
      {
        head: t("为什么", "Why"),
        isDropped: true,
        isWide: true,
        cell: (row) =>
          html`${row.is_priority ? html`<b>${t("优先", "priority")}</b> ` : null}${(lang === "zh" ? row.reason : row.reason_en) ?? "—"}`,
      },
    ],
    rows,
  });
}

/** Who was drawn, with the number that anyone can recompute. */
export function drawnTable(lang: Lang, rows: readonly DrawnRow[], cardOf: CardOf): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t("抽中的企业与抽取号", "Enterprises drawn, with their draw numbers"),
    empty: t("没有抽中任何企业。", "Nobody was drawn."),
    isSmall: true,
    isStacked: true,
    columns: [
      { head: t("月份", "Month"), isUnbroken: true, cell: (row: DrawnRow) => month(row.month) },
      { head: t("承办机构", "Department"), cell: (row) => departmentOf(row, lang) },
      {
        head: pick(lang, words.enterprise),
        isRowHead: true,
        cell: (row) => html`${enterprise(row, lang, cardOf)} <span class="unit">${row.enterprise_id}</span>`,
      },
      {
        head: t("抽取号（前16位）", "Draw number (first 16)"),
        isUnbroken: true,
        cell: (row) => html`<code>${row.draw_number.slice(0, 16)}</code>`,
      },
    ],
    rows,
  });
}
