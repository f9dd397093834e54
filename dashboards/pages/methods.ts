import { codeName } from "../codes.js";
import { type EditionRules, rulesByEdition } from "../card/placing.js";
import { day } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import type { EditionRow, RuleRows } from "../rule-rows.js";
import { type Place, page, type Publication, stamp } from "../shell.js";
import { table } from "../table.js";
import { clauseText, type Lang, pick, plural } from "../text.js";
import { isGradedByWorst, type Say } from "./methods-points.js";
import {
  determinationTable,
  indicatorTable,
  levelTable,
  matrixRows,
  parameterTable,
} from "./methods-tables.js";

function editionSection(edition: EditionRow, rules: EditionRules, all: RuleRows, lang: Lang): Html {
  const t: Say = (zh, en) => (lang === "zh" ? zh : en);
  const isOf = (row: { method: string; edition: string }): boolean =>
    row.method === edition.method && row.edition === edition.edition;
  const id = `${edition.method}-${edition.edition}`;
  const fact = (name: string, value: Fragment): Html | null =>
    value ? html`<dt>${name}</dt><dd>${value}</dd>` : null;
  const note = lang === "zh" ? edition.note_zh : (edition.note_en ?? edition.note_zh);
  const isWorst = isGradedByWorst(edition, rules);
  const isLink = edition.url !== null && /^https?:\/\//.test(edition.url);
  return html`<section class="card long" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${pick(lang, { zh: edition.title_zh, en: edition.title_en })} <span class="unit">${edition.method} · ${day(edition.edition)}</span></h2>
<p class="say">${codeName("purpose", edition.purpose, lang)} · ${codeName("basis", edition.basis, lang)}${t("；自 ", "; in force from ")}${day(edition.effective_from)}${t(" 起施行", "")}${edition.effective_to ? t(`，至 ${day(edition.effective_to)} 前`, ` until before ${day(edition.effective_to)}`) : ""}${t("。", ".")}</p>
<dl class="facts">${fact(t("发布", "Issued by"), [edition.issuer && clauseText(lang, edition.issuer), edition.document_number && clauseText(lang, edition.document_number), edition.issued_on && day(edition.issued_on)].filter(Boolean).join(" · "))}${fact(t("原文", "Text"), edition.url ? (isLink ? html`<a href="${edition.url}" rel="noreferrer">${edition.url}</a>` : edition.url) : null)}${fact(t("核对", "Confirmed"), edition.confirmed_on ? t(`${day(edition.confirmed_on)} 核对仍有效；${edition.review_by ? `应于 ${day(edition.review_by)} 前复核` : ""}`, `in force as of ${day(edition.confirmed_on)}${edition.review_by ? `; review by ${day(edition.review_by)}` : ""}`) : null)}${fact(t("来历", "Origin"), edition.origin === "city" ? t("本市自定版本", "the city's own edition") : t("随产品提供", "shipped"))}${fact(t("说明", "Note"), note)}</dl>
${levelTable(rules, isWorst, lang, t)}${matrixRows(rules, lang, t)}${determinationTable(rules, all.determinations.filter(isOf), lang, t)}${indicatorTable(rules, all.points.filter(isOf), isWorst, lang, t)}${parameterTable(all.parameters.filter(isOf), lang, t)}
</section>
`;
}

/** Every edition in force and in use: who issued it, its levels, determinations, indicators with points and clauses. */
export function methodsPage(publication: Publication, place: Place, rules: RuleRows): string {
  const { lang } = place;
  const t: Say = (zh, en) => (lang === "zh" ? zh : en);
  const editions = rulesByEdition(rules);
  const official = rules.editions.filter((each) => each.basis === "official").length;
  const title = t(
    `在用规则 ${rules.editions.length} 项，其中 ${official} 项出自官方文件；其余为项目默认值或示例，均已标明。`,
    `${plural(rules.editions.length, "set")} of rules in use, ${official} from official documents; the rest are defaults of this project or examples, and say so.`,
  );
  return page(publication, place, {
    title: t("方法", "Methods"),
    body: html`<h1>${title}</h1>
${stamp(publication, place, "enterprise_level")}
<div class="grid"><section class="card" aria-labelledby="contents"><h2 id="contents">${t("目录", "Contents")}</h2>
<p class="say">${t("每项规则给出发布机关、条款、界限与分值；官方数字引用文件与条款，项目自定的数字标明“项目默认值”。", "Each set of rules names issuer, clause, limits and points; official numbers cite document and clause, ours say “default of this project”.")}</p>
${table({
  caption: t("在用的规则版本", "Editions in use"),
  isCaptionQuiet: true,
  empty: t("没有在用的规则。", "No rules in use."),
  columns: [
    {
      head: t("规则", "Rules"),
      isRowHead: true,
      cell: (row: EditionRow) =>
        html`<a href="#${row.method}-${row.edition}">${pick(lang, { zh: row.title_zh, en: row.title_en })}</a>`,
    },
    { head: t("用途", "Purpose"), cell: (row) => codeName("purpose", row.purpose, lang) },
    { head: t("施行", "In force from"), isUnbroken: true, cell: (row) => day(row.effective_from) },
    { head: t("依据", "Basis"), isUnbroken: true, cell: (row) => codeName("basis", row.basis, lang) },
  ],
  rows: rules.editions,
})}</section>
${rules.editions.map((edition) => {
  const of = editions.get(`${edition.method} ${edition.edition}`);
  return of ? editionSection(edition, of, rules, lang) : null;
})}</div>
`,
  });
}
