import { block } from "../block.js";
import { decimal, fraction, integer, points } from "../format.js";
import { type Html, html } from "../html.js";
import type { PlanPageRows } from "../plan-rows.js";
import { type Lang, listText } from "../text.js";
import { departmentOf } from "./plan-tables.js";

/** Departments named as those that lack most. */
const namedDepartments = 3;

/** Done against the plan at the turn of the year. */
export interface DoneSoFar {
  /** Visits that the plan at the turn asks for in the year, and in the months that have gone; null: there is no such plan. */
  readonly turn: number | null;
  readonly turnGone: number;
  /** Of the latter, done; and done of those of later months. */
  readonly settledGone: number;
  readonly settledLater: number;
  /** Visits made that settle none. */
  readonly others: number;
}

/** A month has gone where the present plan no longer covers it. */
export function doneSoFar({ months }: Pick<PlanPageRows, "months">): DoneSoFar {
  const sum = (rows: PlanPageRows["months"], pick: "turn_visits" | "settled_visits" | "other_visits") =>
    rows.reduce((total, row) => total + (row[pick] ?? 0), 0);
  const gone = months.filter((row) => row.planned_visits === null);
  const settled = sum(months, "settled_visits");
  return {
    turn: months.some((row) => row.turn_visits !== null) ? sum(months, "turn_visits") : null,
    turnGone: sum(gone, "turn_visits"),
    settledGone: sum(gone, "settled_visits"),
    settledLater: settled - sum(gone, "settled_visits"),
    others: sum(months, "other_visits"),
  };
}

/** Done against planned in one line. */
export function doneText(lang: Lang, done: DoneSoFar): string {
  const { turn, turnGone, settledGone, settledLater, others } = done;
  if (turn === null)
    return lang === "zh"
      ? `检查 ${integer(others)} 次；年初前一日没有评定，没有年初计划可对照`
      : `${integer(others)} visits made; nothing was assessed on the day before the year, so there is no plan of its turn to hold them against`;
  return lang === "zh"
    ? `年初计划全年 ${integer(turn)} 次，已过各月应做 ${integer(turnGone)} 次，其中已做 ${integer(settledGone)} 次；另提前或当月做了此后各月的 ${integer(settledLater)} 次，计划外检查 ${integer(others)} 次`
    : `of ${integer(turn)} visits planned at the turn of the year, ${integer(turnGone)} fall in months that have gone and ${integer(settledGone)} of these are done; ${integer(settledLater)} of the later ones are done already, and ${integer(others)} other visits were made`;
}

/** What a head of office needs in ten seconds: planned, lacking and where, done, drawn, and how good the plan is. */
export function glance(lang: Lang, rows: PlanPageRows, missing: number, needed: string): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const { statutory, risk, random } = rows.basisCounts;
  const { bound } = rows;
  const capacity = rows.shortages.reduce((total, row) => total + row.capacity_visits, 0);
  const worst = rows.shortages
    .filter((row) => row.capacity_visits > 0)
    .slice(0, namedDepartments)
    .map((row) => `${departmentOf(row, lang)} ${decimal(row.person_days_needed)}`);
  const line = (name: string, anchor: string, what: string): Html =>
    html`<li><a href="#${anchor}"><b>${name}</b></a>${t("：", ": ")}${what}</li>`;
  return block({
    id: "glance",
    title: t("要点", "At a glance"),
    say: t("点开每一项看明细。", "Each opens its details."),
    body: html`<ul class="plain">${line(
      t("排了什么", "Planned"),
      "months",
      t(
        `最低频次 ${integer(statutory)} 次，按风险增加 ${integer(risk)} 次，双随机 ${integer(random)} 次`,
        `${integer(statutory)} of the minimum, ${integer(risk)} by risk, ${integer(random)} drawn`,
      ),
    )}${line(
      t("缺多少人", "Lacking"),
      "shortage",
      capacity === 0
        ? t("人力够用", "no person-days")
        : t(
            `${decimal(needed)} 人日（${integer(capacity)} 次），最多的是${listText(lang, worst)}`,
            `${decimal(needed)} person-days (${integer(capacity)} visits), most of them at ${listText(lang, worst)}`,
          ),
    )}${
      missing > capacity
        ? line(
            t("加人也补不上", "Beyond help by more staff"),
            "shortage",
            t(
              `${integer(missing - capacity)} 次，已到年度上限或离上次检查太近`,
              `${integer(missing - capacity)} visits, at the cap of the year or too soon after a visit made`,
            ),
          )
        : null
    }${line(t("今年做了", "Done this year"), "year", doneText(lang, doneSoFar(rows)))}${
      bound
        ? html`${line(
            t("随机抽查", "Random draw"),
            "draw",
            t(
              `${points(bound.draw_made)} 人日，份额应为 ${points(bound.draw_asked)} 人日`,
              `${points(bound.draw_made)} person-days; the share asks for ${points(bound.draw_asked)}`,
            ),
          )}${line(
            t("还能更好多少", "Room for a better plan"),
            "gap",
            t(
              `最低频次至多 ${fraction(bound.statutory_gap)}，预计避免的危害至多 ${fraction(bound.harm_gap)}`,
              `at most ${fraction(bound.statutory_gap)} on the minimum, ${fraction(bound.harm_gap)} on expected harm averted`,
            ),
          )}`
        : null
    }</ul>`,
  });
}
