import { block, downloads, link } from "../block.js";
import { codeName } from "../codes.js";
import { day, integer } from "../format.js";
import { type Fragment, type Html, html, joinHtml, jsonForScript } from "../html.js";
import { badge, levelLabel, levelLook, levels } from "../level.js";
import type { ListRow } from "../rows.js";
import { missingNote, type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { type Column, table } from "../table.js";
import { totalOf } from "../tally.js";
import { type Lang, pick, plural, words } from "../text.js";
import {
  type LevelListRows,
  type ListNumbers,
  listData,
  listPageSize,
  numbersOf,
  ordersOf,
  reasonOf,
} from "./levels-data.js";

/** Address of an enterprise on its scorecard, within a language. */
export function cardAddress(card: number, enterpriseId: string): string {
  return `scorecard/${card}.html#e-${encodeURIComponent(enterpriseId)}`;
}

/** The first rows; the script gives those that it draws the classes and labels of these. */
function firstRows(list: LevelListRows, numbers: ListNumbers, lang: Lang): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const number = (head: string, key: keyof ListNumbers): Column<number> => ({
    head,
    sort: key,
    isNumeric: true,
    cell: (at) => numbers[key][at] ?? "—",
  });
  const of =
    (cell: (row: ListRow) => Fragment) =>
    (at: number): Fragment => {
      const row = list.rows[at];
      return row && cell(row);
    };
  return table<number>({
    id: "list",
    caption: t("企业整体安全风险等级", "Overall safety risk level of enterprises"),
    isCaptionQuiet: true,
    isStacked: true,
    empty: t("没有企业。", "No enterprises."),
    columns: [
      {
        head: pick(lang, words.level),
        label: "",
        sort: "level",
        isUnbroken: true,
        cell: of((row) => levelLabel(row.level, lang)),
      },
      {
        head: pick(lang, words.enterprise),
        isRowHead: true,
        cell: of(
          (row) =>
            html`${
              row.card === null
                ? row.enterprise_name
                : link(cardAddress(row.card, row.enterprise_id), row.enterprise_name)
            }<span class="printed">${row.enterprise_id}</span>`,
        ),
      },
      {
        head: t("统一社会信用代码", "Credit code"),
        sort: "id",
        isDropped: true,
        isUnprinted: true,
        isUnbroken: true,
        cell: of((row) => row.enterprise_id),
      },
      {
        head: pick(lang, words.region),
        isUnbroken: true,
        cell: of((row) => list.regionNames.get(row.region_code) ?? row.region_code),
      },
      {
        head: pick(lang, words.sector),
        isDropped: true,
        isUnbroken: true,
        cell: of((row) => codeName("sector", row.regulated_sector, lang)),
      },
      number(pick(lang, words.score), "score"),
      number(pick(lang, words.inherent), "inherent"),
      number(pick(lang, words.conduct), "conduct"),
      {
        head: t("本等级首见", "Level first seen"),
        sort: "since",
        isUnbroken: true,
        cell: of((row) => day(row.level_since)),
      },
      {
        head: pick(lang, words.reason),
        isDropped: true,
        isWide: true,
        cell: of((row) => reasonOf(row, lang) ?? "—"),
      },
    ],
    rows: [...list.rows.slice(0, listPageSize).keys()],
  });
}

function controls(lang: Lang): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return html`<div class="controls" role="search" data-needs-script hidden>
<label for="query">${t("企业名称或代码", "Name or code")}<input id="query" type="search" autocomplete="off"></label>
<label for="region">${pick(lang, words.region)}<select id="region"><option value="">${t("全部", "All")}</option></select></label>
<label for="sector">${pick(lang, words.sector)}<select id="sector"><option value="">${t("全部", "All")}</option></select></label>
<fieldset><legend>${pick(lang, words.level)}</legend>${levels.map(
    (level) =>
      html`<label><input type="checkbox" name="level" value="${level}">${badge(level, lang)} ${pick(lang, levelLook[level].name)}</label>`,
  )}</fieldset>
</div>`;
}

/** The level list: every enterprise, worst first; filters, sorting and paging by a small script, the first rows without it. */
export function levelListPage(
  publication: Publication,
  place: Place,
  list: LevelListRows,
  script: string,
): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const total = totalOf(list.tally);
  const { red, orange, insufficient_data: none } = list.tally;
  const title = t(
    `${integer(total)} 家企业：红色 ${integer(red)} 家，橙色 ${integer(orange)} 家。`,
    `${plural(total, "enterprise")}: ${integer(red)} red, ${integer(orange)} orange.`,
  );
  const numbers = numbersOf(list.rows);
  const isCut = list.rows.length < total;
  const say = joinHtml(
    [
      html`<span id="order">${ordersOf(list, lang).worst}</span>`,
      none > 0 &&
        t(
          `${integer(none)} 家数据不足，不等于低风险。`,
          `${plural(none, "enterprise has", "enterprises have")} insufficient data, which is not low risk.`,
        ),
      isCut &&
        t(
          `本页列出风险最高的 ${integer(list.rows.length)} 家，全部企业见下载。`,
          `This page lists the ${integer(list.rows.length)} at highest risk; the downloads hold all.`,
        ),
    ],
    lang === "zh" ? "" : " ",
  );
  const first = Math.min(listPageSize, list.rows.length);
  const shown =
    first === total
      ? t(`共 ${integer(total)} 家，全部列出。`, `${integer(total)} in all.`)
      : t(
          `先列 ${integer(first)} 家，共 ${integer(total)} 家；其余见下载。`,
          `The first ${integer(first)} of ${integer(total)}; the downloads hold the rest.`,
        );
  // Paper has neither filters nor pages to turn: it says above the table which rows it holds.
  const printed = html`<p class="printed" id="printed">${shown}</p>`;
  const pager = html`<div class="pager"><span id="shown" role="status">${shown}</span><span data-needs-script hidden>
<button type="button" id="first">${t("首页", "First")}</button>
<button type="button" id="previous">${t("上一页", "Previous")}</button>
<button type="button" id="next">${t("下一页", "Next")}</button>
<button type="button" id="last">${t("末页", "Last")}</button></span></div>`;
  return page(publication, place, {
    title: t("企业等级", "Enterprise levels"),
    scripts: [script],
    body: html`<h1>${title}</h1>
${stamp(publication, place, "enterprise_level")}
${missingNote(publication, place)}<div class="grid">
${block({
  id: "list-block",
  isLong: true,
  title: t("企业等级清单", "List of levels"),
  say,
  body: html`${controls(lang)}${printed}${firstRows(list, numbers, lang)}${pager}`,
  links: [
    ...downloads("enterprise_level", rootOf(place), lang),
    ...downloads("level_change", rootOf(place), lang)
      .slice(0, 1)
      .map((each) => ({ ...each, label: t("等级变化（Excel）", "Level changes (Excel)") })),
  ],
})}</div>
<script type="application/json" id="rows">${jsonForScript(listData(list, numbers, lang))}</script>
`,
  });
}
