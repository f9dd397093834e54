import { link } from "../block.js";
import { codeName, withUnit } from "../codes.js";
import { carriedText, type DrawnItem, drawItems, heaviest, itemTable } from "../card/items.js";
import { type EditionRules, levelBands, matrixTable, partTitle, sayTotal } from "../card/placing.js";
import { cardLinks } from "../card/links.js";
import { wayOutList } from "../card/way-out.js";
import { day, decimal, integer, points } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { badge, levelClass, levelLabel, levelLook, levelOf, levelPhrase } from "../level.js";
import type {
  DeterminationRow,
  EnterpriseRow,
  EvidenceRow,
  HazardRow,
  HistoryRow,
  ItemRow,
  PartScoreRow,
  WayOut,
} from "../rows.js";
import {
  editionTitle,
  missingNote,
  otherLanguageOf,
  type Place,
  page,
  type Publication,
  stamp,
} from "../shell.js";
import { table, type TableContent, tableOf } from "../table.js";
import { clauseText, type Lang, listText, pick, plural, words } from "../text.js";

/** Everything about one enterprise. */
export interface Card {
  readonly enterprise: EnterpriseRow;
  readonly items: readonly ItemRow[];
  readonly parts: readonly PartScoreRow[];
  readonly determinations: readonly DeterminationRow[];
  readonly history: readonly HistoryRow[];
  /** Open hazards, major and overdue first; perhaps only the first of `hazardTotal`. */
  readonly hazards: readonly HazardRow[];
  readonly hazardTotal: number;
  /** By indicator. */
  readonly evidence: ReadonlyMap<string, readonly EvidenceRow[]>;
  readonly waysOut: readonly WayOut[] | null;
}

const noRules: EditionRules = {
  parts: [],
  partBands: [],
  matrix: [],
  levels: [],
  indicators: new Map(),
  lookups: new Map(),
  isLowerWorse: false,
};

/** The sentence a bureau chief reads: the level, what it was, and what weighs most. */
function lead(card: Card, items: readonly DrawnItem[], rules: EditionRules, lang: Lang): string {
  const { enterprise } = card;
  const zh = lang === "zh";
  const stop = zh ? "。" : ". ";
  const sentences: string[] = [];
  const given = enterprise.direct_reason;
  const reason = given === null ? null : pick(lang, { zh: given, en: enterprise.direct_reason_en });
  if (enterprise.determined_by === "direct")
    sentences.push(zh ? `直接判定：${reason ?? "见下"}` : `Directly determined: ${reason ?? "see below"}`);
  else if (enterprise.level === "insufficient_data")
    sentences.push(
      zh
        ? `数据不足，不定级，不等于低风险${reason ? `：${reason}` : ""}`
        : `Insufficient data: no level, which is not low risk${reason ? `: ${reason}` : ""}`,
    );
  else if (card.parts.length)
    sentences.push(
      card.parts
        .map((part) => `${partTitle(rules, part.part_id, lang)} ${points(part.points)}${zh ? " 分" : ""}`)
        .join(zh ? "，" : ", "),
    );
  // What was lost on the way to no level explains nothing.
  const reasons = enterprise.level === "insufficient_data" ? [] : heaviest(items, 3);
  if (reasons.length)
    sentences.push(
      (rules.isLowerWorse
        ? zh
          ? "失分最多："
          : "Most points lost: "
        : zh
          ? "得分最多："
          : "Most points: ") + listText(lang, reasons),
    );
  // The level of the quarter's end before the run's day: on which day between the two it changed, nobody computed.
  if (enterprise.previous_level && enterprise.previous_level !== enterprise.level) {
    const [before, now] = [enterprise.previous_level, enterprise.level].map((level) =>
      pick(lang, levelLook[levelOf(level)].name),
    ) as [string, string];
    sentences.push(
      zh
        ? `上一评定日（季末）为${before}，${day(enterprise.level_since)} 评定为${now}`
        : `${before} on the evaluation day before (a quarter's end), ${now.toLowerCase()} on ${day(enterprise.level_since)}`,
    );
  }
  return sentences
    .map((sentence) => sentence + stop)
    .join("")
    .trim();
}

function determinationBlock(card: Card, lang: Lang): Fragment {
  if (card.determinations.length === 0)
    return html`<p class="dim">${lang === "zh" ? "没有成立的直接判定。" : "No direct determination holds."}</p>`;
  return html`<ul class="plain">${card.determinations.map(
    (each) =>
      html`<li><b>${pick(lang, { zh: each.title_zh, en: each.title_en })}</b> → ${codeName("kind", each.kind, lang)}${each.level ? html` ${levelLabel(each.level, lang)}` : null}${each.clause ? html` <span class="unit">${clauseText(lang, each.clause)}</span>` : null}</li>`,
  )}</ul>`;
}

function hazardTableIn(lang: Lang): (content: TableContent<HazardRow>) => Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return tableOf({
    isSmall: true,
    isStacked: true,
    empty: t("没有未整改或待验收的隐患。", "No hazard is open or waits for verification."),
    columns: [
      { head: t("编号", "Id"), isRowHead: true, isUnbroken: true, cell: (row: HazardRow) => row.hazard_id },
      {
        head: pick(lang, words.level),
        isUnbroken: true,
        cell: (row) => codeName("hazard_level", row.level, lang),
      },
      { head: t("描述", "Description"), isWide: true, cell: (row) => row.description ?? "—" },
      {
        head: t("来源", "Found by"),
        isDropped: true,
        isUnbroken: true,
        cell: (row) => codeName("hazard_source", row.source, lang),
      },
      { head: t("整改期限", "Deadline"), isUnbroken: true, cell: (row) => day(row.deadline_on) },
      {
        head: t("状态", "State"),
        cell: (row) =>
          html`${codeName("hazard_state", row.state, lang)}${row.is_overdue ? html`<br><b>${t(`逾期 ${integer(row.overdue_days)} 天`, `${withUnit(integer(row.overdue_days), "days", "en")} overdue`)}</b>` : null}`,
      },
      {
        head: t("来源行", "Source row"),
        isDropped: true,
        isWide: true,
        cell: (row) =>
          row.file
            ? t(`${row.file} 第 ${row.row_number} 行`, `${row.file} row ${row.row_number}`) +
              carriedText(row.is_carried_over ? 1 : 0, 1, lang)
            : "—",
      },
    ],
  });
}

const hazardTables = { zh: hazardTableIn("zh"), en: hazardTableIn("en") } as const;

function hazardTable(card: Card, lang: Lang): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const more = card.hazardTotal - card.hazards.length;
  const caption = t(
    `未验收的隐患 ${integer(card.hazardTotal)} 条`,
    `Hazards not verified: ${integer(card.hazardTotal)}`,
  );
  return html`${hazardTables[lang]({ caption, rows: card.hazards })}${more > 0 ? html`<p class="small dim">${t(`另有 ${integer(more)} 条，见隐患台账下载。`, `${integer(more)} more are in the hazard ledger download.`)}</p>` : null}`;
}

/** How many indicators were scored, and how many could not be. */
function sayItems(items: readonly ItemRow[], lang: Lang): string {
  const count = new Map<string, number>();
  let scored = 0;
  for (const { status } of items)
    if (status === "scored") scored += 1;
    else count.set(status, (count.get(status) ?? 0) + 1);
  let rest = "";
  for (const [status, found] of count) {
    const name = codeName("status", status, lang);
    rest += lang === "zh" ? `，${name} ${found} 项` : `, ${found} ${name}`;
  }
  return lang === "zh"
    ? `${items.length} 项指标：已计分 ${scored} 项${rest}。`
    : `${plural(items.length, "indicator")}: ${scored} scored${rest}.`;
}

/** How many hazards are not closed, how many of them major and overdue: at least so many where the list ends among such. */
function sayHazards(card: Card, lang: Lang): string {
  if (card.hazardTotal === 0)
    return lang === "zh" ? "没有未整改或待验收的隐患。" : "No hazard is open or waits for verification.";
  const major = card.hazards.filter((each) => each.level === "major").length;
  const overdue = card.hazards.filter((each) => each.is_overdue).length;
  const last = card.hazards.length < card.hazardTotal ? card.hazards.at(-1) : undefined;
  const least = (isOpenEnded: boolean): string =>
    isOpenEnded ? (lang === "zh" ? "至少 " : "at least ") : "";
  const majors = `${least(last?.level === "major")}${major}`;
  const late = `${least(last?.level === "major" || last?.is_overdue === true)}${overdue}`;
  return lang === "zh"
    ? `未了结 ${integer(card.hazardTotal)} 条，其中重大 ${majors} 条，逾期 ${late} 条。`
    : `${integer(card.hazardTotal)} not closed, ${majors} of them major, ${late} overdue.`;
}

/** One scorecard, shown when the address names it. */
function cardSection(
  card: Card,
  publication: Publication,
  place: Place,
  rules: EditionRules,
  regionNames: ReadonlyMap<string, string>,
): Html {
  const { lang } = place;
  const { enterprise } = card;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const items = drawItems(card.items, rules, lang);
  const anchor = `e-${enterprise.enterprise_id}`;
  const edition = publication.editions.find(
    (each) => each.method === enterprise.method && each.edition === enterprise.edition,
  );
  const look = levelLook[levelOf(enterprise.level)];
  // Without a level nothing is added up: a sum of what is there would read as a low risk.
  const parts = enterprise.level === "insufficient_data" ? [] : card.parts;
  const placing = matrixTable(rules, parts, lang) ?? levelBands(rules, enterprise, lang);
  const history = html`<ol class="history">${card.history.map(
    (each) =>
      html`<li>${badge(each.level, lang)} ${each.as_of}${each.score === null ? null : html` <span class="unit">${decimal(each.score)}</span>`}</li>`,
  )}</ol>`;
  return html`<article class="sc" id="${anchor}" aria-labelledby="${anchor}-name">
<div class="sc-head"><div class="big ${levelClass(enterprise.level)}" role="img" aria-label="${levelPhrase(enterprise.level, lang)}">${pick(lang, look.letter)}</div>
<div><h1 id="${anchor}-name">${enterprise.enterprise_name}${lang === "zh" ? "：" : ": "}${levelPhrase(enterprise.level, lang)}</h1>
<p class="lead">${lead(card, items, rules, lang)}</p>
<p class="stamp">${enterprise.enterprise_id} · ${regionNames.get(enterprise.region_code) ?? enterprise.region_code} · ${codeName("sector", enterprise.regulated_sector, lang)}${enterprise.department_name ? ` · ${enterprise.department_name}` : ""}${enterprise.grid_id ? ` · ${t("网格", "grid")} ${enterprise.grid_id}` : ""}<span class="lang"> · <a href="${otherLanguageOf(place)}#e-${encodeURIComponent(enterprise.enterprise_id)}">${lang === "zh" ? "English" : "中文"}</a></span></p></div></div>
<div class="grid">
<section class="card s5"><h2>${rules.parts.length > 2 ? t("各部分分值与等级", "Points by part and the level") : t("两项分值与等级", "Two sub-scores and the level")}</h2>
<p class="say">${rules.isLowerWorse && parts.length ? t("分数越高越好。", "More points are better. ") : null}${parts.length ? parts.map((part, index) => html`${index ? (lang === "zh" ? "，" : ", ") : null}${partTitle(rules, part.part_id, lang)} <b>${points(part.points)}</b>${part.band === null || rules.matrix.length === 0 ? null : t(`（第 ${part.band} 档）`, ` (band ${part.band})`)}`) : enterprise.level === "insufficient_data" ? t("数据不足，不合计分值。", "Insufficient data: no points are added up.") : t("没有分值。", "No sub-scores.")}${sayTotal(rules, card.parts, enterprise, lang)}</p>
${placing}</section>
<section class="card s7"><h2>${t("怎样降低等级", "The way out")}</h2>
<p class="say">${
    card.waysOut?.length
      ? t(
          `可降至 ${card.waysOut.length} 个更低的等级；下列做法整改最少，均经重新计算。`,
          `${plural(card.waysOut.length, "better level")} can be reached; these are the smallest changes, each recomputed.`,
        )
      : null
  }</p>
${wayOutList(lang, enterprise.level, card.waysOut)}
<h3>${t("直接判定", "Direct determinations")}</h3>${determinationBlock(card, lang)}
<h3>${t("历次等级", "History")}</h3>${card.history.length ? history : html`<p class="dim">${t("没有更早的评估。", "No earlier evaluation.")}</p>`}</section>
<section class="card long"><h2>${t("每项指标的依据", "What each indicator rests on")}</h2>
<p class="say">${sayItems(card.items, lang)} ${edition ? editionTitle(edition, lang) : t("没有适用的规则版本", "No edition applies")}${edition?.document_number ? ` · ${clauseText(lang, edition.issuer ?? "")} ${clauseText(lang, edition.document_number)}` : ""} · <a href="../methods.html">${t("规则全文", "the rules")}</a></p>
${itemTable({ items, scores: parts, evidence: card.evidence, rules, lang })}</section>
<section class="card long"><h2>${t("未了结的隐患", "Hazards not closed")}</h2>
<p class="say">${sayHazards(card, lang)}</p>
${card.hazardTotal === 0 ? null : hazardTable(card, lang)}
<p class="foot">${cardLinks(card.enterprise.level, place)}</p></section>
</div></article>
`;
}

/** A file of scorecards: the address after `#` shows one of them, without script; without it the file lists them. */
export function scorecardPage(
  publication: Publication,
  place: Place,
  cards: readonly Card[],
  rules: ReadonlyMap<string, EditionRules>,
  regionNames: ReadonlyMap<string, string>,
): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const sections = cards.map((card) => {
    const key = `${card.enterprise.method} ${card.enterprise.edition}`;
    return cardSection(card, publication, place, rules.get(key) ?? noRules, regionNames);
  });
  return page(publication, place, {
    title: t("企业评分卡", "Enterprise scorecards"),
    body: html`${sections}<section class="sc-index"><h1>${t("请选择一家企业", "Choose an enterprise")}</h1>
<div class="card">${table({
      caption: t(`本页的 ${cards.length} 家企业`, `The ${cards.length} enterprises of this page`),
      empty: "—",
      columns: [
        { head: pick(lang, words.level), cell: (card: Card) => levelLabel(card.enterprise.level, lang) },
        {
          head: pick(lang, words.enterprise),
          isRowHead: true,
          cell: (card) =>
            link(`#e-${encodeURIComponent(card.enterprise.enterprise_id)}`, card.enterprise.enterprise_name),
        },
        { head: t("代码", "Code"), isDropped: true, cell: (card) => card.enterprise.enterprise_id },
        {
          head: pick(lang, words.region),
          cell: (card) => regionNames.get(card.enterprise.region_code) ?? card.enterprise.region_code,
        },
      ],
      rows: cards,
    })}</div></section>
${stamp(publication, place, "enterprise_level")}
${missingNote(publication, place)}`,
  });
}
