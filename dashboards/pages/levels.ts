import { block, downloads, link } from "../block.js";
import { codeName } from "../codes.js";
import { day, evenDecimals, integer, points } from "../format.js";
import { type Fragment, type Html, html, joinHtml, jsonForScript } from "../html.js";
import { badge, levelClass, levelLabel, levelLook, levelRank, levels } from "../level.js";
import type { ListData } from "../list-data.js";
import type { ListRow } from "../rows.js";
import { missingNote, type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { type Column, table } from "../table.js";
import { type LevelTally, totalOf } from "../tally.js";
import { type Lang, pick, plural, words } from "../text.js";

/** Rows on one page of the list, with and without script. */
export const listPageSize = 50;

export interface LevelListRows {
  /** Worst first; at most as many as a browser holds at ease. */
  readonly rows: readonly ListRow[];
  /** All enterprises of the publication. */
  readonly tally: LevelTally;
  readonly regionNames: ReadonlyMap<string, string>;
}

/** Address of an enterprise on its scorecard, within a language. */
export function cardAddress(card: number, enterpriseId: string): string {
  return `scorecard/${card}.html#e-${encodeURIComponent(enterpriseId)}`;
}

/** Distinct texts of a column and, for each row, which of them it has. */
function dictionary<Row>(
  rows: readonly Row[],
  of: (row: Row) => string,
): { names: string[]; positions: number[] } {
  const found = new Map<string, number>();
  const positions = rows.map((row) => {
    const name = of(row);
    const known = found.get(name);
    if (known !== undefined) return known;
    found.set(name, found.size);
    return found.size - 1;
  });
  return { names: [...found.keys()], positions };
}

type ListNumbers = Readonly<Record<"score" | "inherent" | "conduct", readonly (string | null)[]>>;

/** Scores and points as the list shows them, on whatever page of it: a column has as many decimals throughout. Null: unknown. */
function numbersOf(rows: readonly ListRow[]): ListNumbers {
  const column = (of: (row: ListRow) => ListRow["score"]): readonly (string | null)[] => {
    const values = rows.map(of);
    const shown = evenDecimals(values.map((value) => points(value).replaceAll(",", "")));
    return values.map((value, row) => (value === null || value === undefined ? null : (shown[row] ?? null)));
  };
  return {
    score: column((row) => row.score),
    inherent: column((row) => row.inherent_points),
    conduct: column((row) => row.conduct_points),
  };
}

/** The rows as columns for the script of the page; texts that repeat are given once. */
function listData(list: LevelListRows, numbers: ListNumbers, lang: Lang): ListData {
  const { rows } = list;
  const region = dictionary(rows, (row) => list.regionNames.get(row.region_code) ?? row.region_code);
  const sector = dictionary(rows, (row) => codeName("sector", row.regulated_sector, lang));
  const since = dictionary(rows, (row) => row.level_since?.slice(0, 10) ?? "");
  const reason = dictionary(rows, (row) => reasonOf(row, lang) ?? "");
  return {
    id: rows.map((row) => row.enterprise_id),
    name: rows.map((row) => row.enterprise_name),
    region: region.positions,
    sector: sector.positions,
    level: rows.map((row) => levelRank(row.level)).join(""),
    score: numbers.score,
    inherent: numbers.inherent,
    conduct: numbers.conduct,
    since: since.positions,
    reason: reason.positions,
    card: rows.map((row) => row.card),
    regions: region.names,
    sectors: sector.names,
    sinces: since.names,
    reasons: reason.names,
    levels: levels.map((level) => ({
      code: level,
      letter: pick(lang, levelLook[level].letter),
      name: pick(lang, levelLook[level].name),
      css: levelClass(level),
    })),
    isLowerWorse: list.rows.every((row) => row.is_lower_worse ?? true),
    orders: ordersOf(list, lang),
    words: {
      shown: pick(lang, {
        zh: "共 {all} 家，符合条件 {found} 家；第 {places} 家，第 {page} / {pages} 页",
        en: "{all} in all, {found} matching; no. {places}, page {page} of {pages}",
      }),
      printed: pick(lang, {
        zh: "第 {places} 家，共 {all} 家",
        en: "No. {places} of {all}",
      }),
      printedMatch: pick(lang, {
        zh: "第 {places} 家，符合条件 {found} 家，共 {all} 家",
        en: "No. {places} of {found} matching, {all} in all",
      }),
      none: pick(lang, { zh: "没有符合条件的企业。", en: "No enterprise matches." }),
    },
    pageSize: listPageSize,
  };
}

/** In which order the list stands, in words; the script says the others in the same place. `{column}` is the head of a column. */
function ordersOf(list: LevelListRows, lang: Lang): ListData["orders"] {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const last =
    list.tally.insufficient_data > 0 ? t("；数据不足者排在最后", "; those with insufficient data last") : "";
  const end = t("。", ".");
  return {
    worst: `${t("风险高者在前，同一等级内按得分排列", "Worst first, within a level by score")}${last}${end}`,
    best: `${t("风险低者在前", "Best first")}${last}${end}`,
    largest: t("按“{column}”由大到小排列。", "By {column}, largest first."),
    smallest: t("按“{column}”由小到大排列。", "By {column}, smallest first."),
    latest: t("按“{column}”由近到远排列。", "By {column}, latest first."),
    earliest: t("按“{column}”由远到近排列。", "By {column}, earliest first."),
  };
}

function reasonOf(row: ListRow, lang: Lang): string | null {
  return lang === "zh" ? row.reason_zh : (row.reason_en ?? row.reason_zh);
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
