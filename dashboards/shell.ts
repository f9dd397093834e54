import { createHash } from "node:crypto";
import { day, moment } from "./format.js";
import { type Fragment, type Html, html, trusted } from "./html.js";
import { kept } from "./kept.js";
import { codeName } from "./codes.js";
import type { EditionRow } from "./rule-rows.js";
import { styleSheet } from "./style.js";
import { type Lang, listText, pick, type Text, words } from "./text.js";

/** What every page says of the publication it belongs to. Run id and clock are not here: they stand in manifest.json alone. */
export interface Publication {
  readonly city: Text;
  readonly asOf: string;
  /** UTC instant. */
  readonly knownAt: string;
  readonly timeZone: string;
  /** Editions in force on `asOf` and in use. */
  readonly editions: readonly EditionRow[];
  /** Entities that no source of the city feeds. */
  readonly missingEntities: readonly string[];
  /** Sources whose last file failed or is old. */
  readonly staleSources: readonly string[];
}

/** Where a page lies: `path` within its language, `lang`, and from there the way up to both roots. */
export interface Place {
  readonly lang: Lang;
  readonly path: string;
}

/** Way from a page up to the root of the publication, `""` or `../…`. */
export function rootOf(place: Place): string {
  return "../".repeat(place.path.split("/").length - 1 + (place.lang === "en" ? 1 : 0));
}

/** Way from a page up to the root of its language. */
export function languageRootOf(place: Place): string {
  return "../".repeat(place.path.split("/").length - 1);
}

/** Way from a page to the same page in the other language. */
export function otherLanguageOf(place: Place): string {
  return rootOf(place) + (place.lang === "zh" ? `en/${place.path}` : place.path);
}

/** The pages of the main navigation, in order; a new page is one line here. */
const navigation: readonly { readonly path: string; readonly title: Text }[] = [
  { path: "index.html", title: { zh: "总览", en: "Overview" } },
  { path: "levels.html", title: { zh: "企业等级", en: "Enterprise levels" } },
  { path: "plan.html", title: { zh: "检查计划", en: "Inspection plan" } },
  { path: "ranking.html", title: { zh: "考核排名", en: "Ranking" } },
  { path: "premium.html", title: { zh: "安责险", en: "Premium" } },
  { path: "methods.html", title: { zh: "方法", en: "Methods" } },
  { path: "quality.html", title: { zh: "数据质量", en: "Data quality" } },
];

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

const styles = new Map<string, { readonly text: string; readonly hash: string }>();

/** The stylesheet and its hash, made once for all pages of a publication. */
function styleOf(printed: string): { readonly text: string; readonly hash: string } {
  let style = styles.get(printed);
  if (!style) {
    const text = styleSheet(printed);
    style = { text, hash: hashOf(text) };
    styles.set(printed, style);
  }
  return style;
}

const brandMark = trusted(
  `<svg class="mark" width="20" height="20" aria-hidden="true" focusable="false"><rect width="9" height="9" rx="2" fill="#C9252D"/><rect x="11" width="9" height="9" rx="2" fill="#F0862B"/><rect y="11" width="9" height="9" rx="2" fill="#2F6FB7"/><rect x="11" y="11" width="9" height="9" rx="2" fill="#F6CB45"/></svg>`,
);

const knownAt = kept<Publication, Lang, string>();

/** Up to when the publication knew, in the city's time with its name; hundreds of pages say it. */
function knownAtOf(publication: Publication, lang: Lang): string {
  const { timeZone } = publication;
  return knownAt(publication, lang, () => {
    const clock = moment(publication.knownAt, timeZone);
    return lang === "zh"
      ? `${clock}（${timeZone === "Asia/Shanghai" ? "北京时间" : timeZone}）`
      : `${clock} (${timeZone})`;
  });
}

/** Title of an edition with its first day in force. */
export function editionTitle(edition: EditionRow, lang: Lang): string {
  const title = pick(lang, { zh: edition.title_zh, en: edition.title_en });
  return lang === "zh"
    ? `《${title}》${day(edition.edition)} 版`
    : `${title}, edition ${day(edition.edition)}`;
}

/** As-of, known-at and editions, with the way to the methods and to the manifest of the run. */
export function stamp(publication: Publication, place: Place, purpose: string): Html {
  const { lang } = place;
  const editions = publication.editions.filter((each) => each.purpose === purpose);
  const based = editions.length
    ? editions.map((edition) => editionTitle(edition, lang)).join(lang === "zh" ? "、" : "; ")
    : pick(lang, { zh: "没有在用的规则版本", en: "no edition in use" });
  const up = languageRootOf(place);
  return html`<p class="stamp">${pick(lang, words.asOf)} ${day(publication.asOf)} · ${pick(lang, words.knownAt)} ${knownAtOf(publication, lang)} · ${pick(lang, { zh: "依据", en: "rules:" })} ${based} · <a href="${up}methods.html">${pick(lang, { zh: "全部规则", en: "all rules" })}</a> · <a href="${rootOf(place)}manifest.json">${pick(lang, { zh: "运行与校验清单", en: "run and checksums" })}</a></p>`;
}

/** What is missing, in words; null when every entity is supplied and no source is stale. */
export function missingNote(publication: Publication, place: Place): Html | null {
  const { lang } = place;
  const { missingEntities, staleSources } = publication;
  const sentences: Fragment[] = [];
  if (missingEntities.length) {
    const list = listText(
      lang,
      missingEntities.map((entity) => codeName("entity", entity, lang)),
    );
    sentences.push(
      lang === "zh"
        ? html`<b>未接入的数据：</b>${list}。相关指标为“无数据”，不计为零，也不当作低风险。`
        : html`<b>Not supplied:</b> ${list}. Indicators that need them say “no data”; they are neither zero nor low risk.`,
    );
  }
  if (staleSources.length)
    sentences.push(
      lang === "zh"
        ? html`<b>未更新的来源：</b>${listText(lang, staleSources)}，沿用上次读到的内容。`
        : html`<b>Not refreshed:</b> ${listText(lang, staleSources)}; what was read last is still in use.`,
    );
  if (!sentences.length) return null;
  return html`<p class="note">${sentences.map((each, index) => html`${index ? " " : ""}${each}`)} <a href="${languageRootOf(place)}quality.html">${pick(lang, { zh: "数据质量", en: "Data quality" })}</a></p>\n`;
}

/**
 * A whole page. `scripts` are compiled texts, run as modules after parsing; styles and scripts are admitted by their
 * hash, so the page asks nothing of anybody, evaluates nothing, and works from a web server as from disk.
 */
export function page(
  publication: Publication,
  place: Place,
  content: { readonly title: string; readonly body: Fragment; readonly scripts?: readonly string[] },
): string {
  const { lang } = place;
  const { title, body, scripts = [] } = content;
  const city = pick(lang, publication.city);
  const up = languageRootOf(place);
  const product = pick(lang, words.product);
  const printed = `${product} · ${city} · ${pick(lang, words.asOf)} ${day(publication.asOf)} · ${pick(lang, words.knownAt)} ${knownAtOf(publication, lang)}`;
  const style = styleOf(printed);
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `style-src ${style.hash}`,
    scripts.length ? `script-src ${scripts.map(hashOf).join(" ")}` : "script-src 'none'",
    "img-src data:",
  ].join("; ");
  const links = navigation.map(
    (each) =>
      html`<a href="${up}${each.path}"${each.path === place.path ? html` aria-current="page"` : null}>${pick(lang, each.title)}</a>`,
  );
  const other = lang === "zh" ? "en" : "zh-CN";
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · ${city} · ${product}</title>
<link rel="icon" href="data:,">
<style>${trusted(style.text)}</style>
</head>
<body>
<a class="skip" href="#content">${pick(lang, { zh: "跳到正文", en: "Skip to content" })}</a>
<header class="top"><div class="wrap bar"><a class="brand" href="${up}index.html">${brandMark}${product} · ${city}</a>
<nav class="main" aria-label="${pick(lang, { zh: "主导航", en: "Main" })}">${links}</nav>
<a class="lang" href="${otherLanguageOf(place)}" hreflang="${other}" lang="${other}">${lang === "zh" ? "English" : "中文"}</a></div></header>
<main class="wrap" id="content">
${body}</main>
<footer class="footer"><div class="wrap"><p>${printed}</p>
<p>${pick(lang, {
    zh: "等级、分值按公开的规则版本由数据计算而得；每个数字都可在企业评分卡上追到条款与来源行。数据不足不等于低风险。",
    en: "Levels and points are computed from data by published editions of rules; each number can be followed on the scorecard to its clause and source rows. Insufficient data is not low risk.",
  })}</p></div></footer>
${scripts.map((script) => html`<script type="module">${trusted(script)}</script>\n`)}</body>
</html>
`.html;
}
