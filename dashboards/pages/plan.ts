import { block, downloads, fold } from "../block.js";
import { withUnit } from "../codes.js";
import { decimal, fraction, integer, points } from "../format.js";
import { type Fragment, html } from "../html.js";
import type { PlanPageRows, PlanVisitRow } from "../plan-rows.js";
import { type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { calendarFile } from "../../models/plan/calendar-file.js";
import { listText, plural } from "../text.js";
import { doneSoFar, doneText, glance } from "./plan-glance.js";
import {
  type CardOf,
  departmentOf,
  drawnTable,
  groupName,
  month,
  shortageTable,
  slotTable,
  visitTable,
  yearTable,
} from "./plan-tables.js";

function sum(
  rows: PlanPageRows["shortages"],
  column: "capacity_visits" | "cap_visits" | "spacing_visits",
): number {
  return rows.reduce((total, row) => total + row[column], 0);
}

/** The inspection plan: what cannot be done first, then months and departments, focus lists, the draw, and the gap. */
export function planPage(publication: Publication, place: Place, rows: PlanPageRows, cardOf: CardOf): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const [capacity, cap, spacing] = (["capacity_visits", "cap_visits", "spacing_visits"] as const).map(
    (column) => sum(rows.shortages, column),
  ) as [number, number, number];
  const missing = capacity + cap + spacing;
  const needed = String(rows.shortages.reduce((total, row) => total + Number(row.person_days_needed), 0));
  const ahead = [...new Set(rows.slots.map((slot) => slot.month))].sort();
  const period = ahead.length
    ? t(
        `${month(ahead[0] ?? "")} 至 ${month(ahead.at(-1) ?? "")}`,
        `${month(ahead[0] ?? "")} to ${month(ahead.at(-1) ?? "")}`,
      )
    : "";
  const title =
    rows.visitTotal + missing === 0
      ? t("没有可排的检查计划。", "There is nothing to plan.")
      : t(
          `${period} 排 ${integer(rows.visitTotal)} 次检查${capacity ? `，人力还缺 ${decimal(needed)} 人日` : missing ? `，另有 ${integer(missing)} 次最低频次检查排不下` : "，最低频次全部排入"}。`,
          `${period}: ${plural(rows.visitTotal, "visit")} planned${capacity ? `, ${decimal(needed)} person-days lacking` : missing ? `, ${integer(missing)} of the minimum not` : ", the whole minimum"}.`,
        );
  const shortageSay = missing
    ? t(
        `排不下的 ${integer(missing)} 次中：${integer(capacity)} 次因人力不足，${integer(cap)} 次因企业已到年度上限，${integer(spacing)} 次因离上次检查太近。增加人日只能补上第一类，共需 ${decimal(needed)} 人日；后两类是今年欠下而已补不回的，或规则之间的冲突。`,
        `Of the ${integer(missing)} visits: ${integer(capacity)} lack person-days, ${integer(cap)} would exceed the cap of the year, ${integer(spacing)} would come too soon after a visit made. More person-days mend only the first, ${decimal(needed)} of them; the others can no longer be made up this year, or rules conflict.`,
      )
    : t("最低频次检查全部排入计划。", "Every visit of the minimum is in the plan.");
  const done = doneSoFar(rows);
  const { statutory, risk, random } = rows.basisCounts;
  const { bound } = rows;
  return page(publication, place, {
    title: t("检查计划", "Inspection plan"),
    body: html`<h1>${title}</h1>
${stamp(publication, place, "inspection_requirement")}
<div class="grid">
${rows.visitTotal + missing ? glance(lang, rows, missing, needed) : null}${block({
  id: "shortage",
  isLong: true,
  title: t("缺口", "Shortage"),
  say: shortageSay,
  body: shortageTables(lang, rows.shortages),
  links: downloads("inspection_shortage", root, lang),
})}${block({
  id: "months",
  isLong: true,
  title: t("按月份与部门", "By month and department"),
  say: html`${t(
    `最低频次 ${integer(statutory)} 次，按风险增加 ${integer(risk)} 次，双随机 ${integer(random)} 次；任何一个月都不超过可用人日。`,
    `${integer(statutory)} of the minimum, ${integer(risk)} by risk, ${integer(random)} drawn; no month takes more person-days than there are.`,
  )}${
    rows.assumedCount
      ? t(
          ` 有 ${integer(rows.assumedCount)} 个部门月未填报人日，沿用最近往年同月。`,
          ` ${plural(rows.assumedCount, "department-month")} without told person-days take the same month of the latest earlier year.`,
        )
      : ""
  }`,
  body: slotTable(lang, rows.slots),
  links: downloads("plan_summary", root, lang),
})}${block({
  id: "year",
  isLong: true,
  title: t("今年已做与应做", "Done and planned this year"),
  say: html`${doneText(lang, done).replace(/^of/, "Of")}${t("。", ".")}${
    done.turn === null
      ? null
      : t(
          "年初计划按年初前一日的数据与同一规则复算，并非当时公布的计划，含按风险增加的检查和随机抽查。对应办法：同一企业的每次检查至多抵一次计划，先抵当月及以前最早未做的；没有时，抵此后最近、间隔已不足而不能再查的一次。检查类型须与计划相同或计入最低频次；来源注明计划外的，以及举报核查、复查等，列为计划外。",
          " The plan at the turn is recomputed from the data of the day before the year by the same rules; it was not published then, and holds visits added by risk and drawn ones. How they are matched: a visit settles at most one planned visit of its enterprise, the earliest still open in its month or before, else the next that would follow too closely to be made. Its kind must be the planned one or count towards the minimum; visits that their source calls unplanned, complaint checks and follow-ups stand as others.",
        )
  }`,
  body: yearTable(lang, rows.months),
})}${block({
  id: "gap",
  title: t("计划有多好", "How good the plan is"),
  say: bound
    ? t(
        "用数学可以证明任何计划都不可能超过的上界，拿来与本计划相比。",
        "A limit that no plan whatever can exceed is proven by arithmetic, and this plan is compared with it.",
      )
    : t("没有计划。", "There is no plan."),
  body: bound
    ? html`<ul class="plain"><li>${
        Number(bound.statutory_gap) === 0
          ? t("最低频次检查：没有计划能完成更多。", "Visits of the minimum: no plan could serve more.")
          : t(
              `最低频次检查：任何计划最多再多完成价值的 ${fraction(bound.statutory_gap)}。`,
              `Visits of the minimum: no plan could serve more than ${fraction(bound.statutory_gap)} of the possible worth beyond this one.`,
            )
      }</li><li>${
        Number(bound.harm_gap) === 0
          ? t(
              "预计避免的危害：在同等完成最低频次的前提下，没有计划能避免更多。",
              "Expected harm averted: no plan that serves the minimum equally well could avert more.",
            )
          : t(
              `预计避免的危害：在同等完成最低频次的前提下，最多再多 ${fraction(bound.harm_gap)}。`,
              `Expected harm averted: at most ${fraction(bound.harm_gap)} more, serving the minimum equally well.`,
            )
      }</li><li>${t(
        "危害单位是项目默认值，只用于排先后，不预测事故。",
        "The units of harm are a default of this project; they order visits and predict no accident.",
      )}</li></ul>`
    : null,
  links: downloads("plan_bound", root, lang),
})}${block({
  id: "visits",
  isLong: true,
  title: t("先查谁，看什么", "Whom to visit first, and what to look at"),
  say: t(
    `每个部门列出最前的几次，全部 ${integer(rows.visitTotal)} 次见下载；Excel 采用公开年度检查计划的栏目，另有各部门日历文件。`,
    `The first visits of each department; the downloads hold all ${integer(rows.visitTotal)}. The Excel file has the columns of a published annual check plan; each department has a calendar file.`,
  ),
  body: visitLists(lang, rows.visits, cardOf, root),
  links: downloads("inspection_plan", root, lang),
})}${block({
  id: "draw",
  isLong: true,
  title: t("双随机抽取", "Random draw"),
  say: bound
    ? t(
        `份额为期内人日的 ${fraction(bound.share)}，即 ${points(bound.draw_asked)} 人日；抽查共 ${points(bound.draw_made)} 人日，本计划抽中 ${integer(rows.drawnTotal)} 家。不足一次检查的份额结转到下月和下一部门。今年还欠最低频次检查的企业必然要查，不参加抽取。`,
        `The share is ${fraction(bound.share)} of the period's person-days, ${points(bound.draw_asked)}; ${points(bound.draw_made)} are drawn, ${plural(rows.drawnTotal, "enterprise")} by this plan. What is less than a visit is carried over to the next month and department. Who still owes a visit of the minimum is visited anyway and stays out.`,
      )
    : t("没有抽取。", "No draw."),
  body: html`${
    rows.givenUp.length
      ? html`<p class="note"><b>${t("为最低频次让路而少抽的部门：", "Draw cut for the minimum in:")}</b> ${listText(
          lang,
          rows.givenUp.map((department_name) => departmentOf({ department_name }, lang)),
        )}${t("。所缺份额结转给其他部门，仍补不上的如上所示。", ". What they lack is carried over to others; what stays lacking shows above.")}</p>`
      : null
  }${
    rows.drawnGroups.length
      ? html`<ul class="plain">${rows.drawnGroups.map(
          (group) =>
            html`<li>${groupName(group.stratum, lang)}${t(
              `：${integer(group.enterprises)} 家在名册中，抽中 ${integer(group.drawn)} 家`,
              `: ${integer(group.drawn)} drawn of ${integer(group.enterprises)} in the register`,
            )}</li>`,
        )}</ul>`
      : null
  }${
    bound
      ? html`<p class="small">${t(
          `怎样核对：种子 ${bound.seed}。对名册的每一行计算 SHA-256(种子|企业代码|年-月)，小者先抽；抽中数低于最低比例的组别先抽。${rows.drawn[0] ? "例如在任一台电脑上：" : ""}`,
          `To verify: the seed is ${bound.seed}. Compute SHA-256 of seed|enterprise|YYYY-MM for each line of the register; the lowest are drawn first, those of a group behind its least part before the others.${rows.drawn[0] ? " For instance, on any computer:" : ""}`,
        )}</p>`
      : null
  }${
    rows.drawn[0] && bound
      ? html`<p class="small"><code>printf '%s' '${bound.seed}|${rows.drawn[0].enterprise_id}|${month(rows.drawn[0].month)}' | sha256sum</code> → <code>${rows.drawn[0].draw_number}</code></p>`
      : null
  }${drawnTable(lang, rows.drawn, cardOf)}${
    rows.drawnTotal > rows.drawn.length
      ? html`<p class="dim small">${t(`只列前 ${rows.drawn.length} 家。`, `The first ${rows.drawn.length} only.`)}</p>`
      : null
  }`,
  links: downloads("inspection_draw", root, lang),
})}${block({
  id: "rules",
  title: t("次数从哪里来", "Where the counts come from"),
  say: t(
    "一年的最低次数按企业整体等级，有加查情形的多一次；出自上面所依据的版本，条款与项目默认值的标注见“方法”。",
    "The least visits a year follow the overall level, with one more where a reason stands; they come from the edition named above, whose clauses and defaults stand under Methods.",
  ),
  body: rows.counts.length
    ? html`<ul class="plain">${rows.counts.map((row) => html`<li>${lang === "zh" ? row.title_zh : row.title_en}${t("：", ": ")}${t(`${decimal(row.visits)} 次`, decimal(row.visits))}</li>`)}</ul>`
    : null,
  links: downloads("inspection_requirement", root, lang),
})}</div>
`,
  });
}

/** Departments that lack person-days; below, folded, those whom more person-days would not help. */
function shortageTables(lang: "zh" | "en", rows: PlanPageRows["shortages"]): Fragment {
  const short = rows.filter((row) => row.capacity_visits > 0);
  const others = rows.filter((row) => row.capacity_visits === 0);
  const label =
    lang === "zh"
      ? `另有 ${others.length} 个部门的缺口与人力无关`
      : `${plural(others.length, "more department")} whose shortage has nothing to do with staff`;
  return html`${short.length ? shortageTable(lang, short) : null}${
    others.length ? fold(label, shortageTable(lang, others)) : null
  }`;
}

/** One fold a department. */
function visitLists(
  lang: "zh" | "en",
  rows: readonly PlanVisitRow[],
  cardOf: CardOf,
  root: string,
): Fragment {
  const departments = new Map<string, PlanVisitRow[]>();
  for (const row of rows)
    departments.set(row.department_code, [...(departments.get(row.department_code) ?? []), row]);
  const lists = [...departments.values()];
  if (lists.length === 0)
    return html`<p class="dim">${lang === "zh" ? "没有计划。" : "Nothing is planned."}</p>`;
  return lists.map((own) => {
    const name = own[0] ? departmentOf(own[0], lang) : "";
    const total = String(own.reduce((sum, row) => sum + Number(row.person_days), 0));
    const days = withUnit(decimal(total), "person-days", lang);
    const label =
      lang === "zh"
        ? `${name}：列 ${own.length} 次，${days}`
        : `${name}: ${plural(own.length, "visit")} listed, ${days}`;
    const calendar = `${root}export/${calendarFile(own[0]?.department_code ?? "")}`;
    return fold(
      label,
      html`${visitTable(lang, name, own, cardOf)}<p class="small unprinted"><a href="${calendar}" download>${lang === "zh" ? "下载日历（iCalendar）" : "Download the calendar (iCalendar)"}</a></p>`,
    );
  });
}
