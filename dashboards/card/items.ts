import { groupBy } from "../../models/group-by.js";
import { codeName, withUnit } from "../codes.js";
import { decimal, fraction, integer, percentage, points as pointsText } from "../format.js";
import { type Fragment, type Html, html, onePiece } from "../html.js";
import { kept } from "../kept.js";
import type { EvidenceRow, ItemRow, PartScoreRow } from "../rows.js";
import { itemHeads } from "../style.js";
import { clauseText, type Lang, pick } from "../text.js";
import { type EditionRules, partTitle } from "./placing.js";

/** Behind source rows: how many of them stand in an earlier version, because the newer one was rejected. */
export function carriedText(carried: number, count: number, lang: Lang): string {
  if (carried === 0) return "";
  if (carried === count) return lang === "zh" ? "（沿用前版）" : " (carried over)";
  return lang === "zh" ? `（其中 ${integer(carried)} 行沿用前版）` : ` (${integer(carried)} carried over)`;
}

function sourceText(row: EvidenceRow, lang: Lang): string {
  const { file, row_numbers: numbers, row_count: count, carried_count: carried } = row;
  const more = count > 1 && count > numbers.split(",").length;
  return lang === "zh"
    ? `${file} 第 ${numbers.replaceAll(",", "、")} 行${more ? `等 ${integer(count)} 行` : ""}${carriedText(carried, count, lang)}`
    : `${file} row ${numbers.replaceAll(",", ", ")}${more ? ` … ${integer(count)} in all` : ""}${carriedText(carried, count, lang)}`;
}

/** Source rows of an indicator: file and row numbers as a spreadsheet counts them. */
function evidenceText(rows: readonly EvidenceRow[], lang: Lang): Fragment {
  const [first] = rows;
  if (first && rows.length === 1) return sourceText(first, lang);
  return rows.map((row, index) => html`${index ? html`<br>` : null}${sourceText(row, lang)}`);
}

/** A value with its unit; a fraction as a percentage, a code by the name its look-up gives. `isShort`: for a sentence, a few digits. */
function valueText(item: ItemRow, rules: EditionRules, lang: Lang, isShort = false): string {
  if (item.value_code !== null && item.indicator_value === null) {
    const row = rules.lookups.get(`${item.indicator_id} ${item.value_code}`);
    return row?.title_zh ? pick(lang, { zh: row.title_zh, en: row.title_en }) : item.value_code;
  }
  if (item.indicator_value === null) return "—";
  const unit = rules.indicators.get(item.indicator_id)?.unit ?? null;
  if (unit === "fraction") return (isShort ? percentage : fraction)(item.indicator_value);
  if (unit === "yes or no")
    return Number(item.indicator_value) === 0 ? (lang === "zh" ? "否" : "no") : lang === "zh" ? "是" : "yes";
  return withUnit((isShort ? pointsText : decimal)(item.indicator_value), unit, lang);
}

/** Whether more of an indicator's points are worse, as its part says; one without a part goes as its edition. */
function isMoreWorse(item: ItemRow, rules: EditionRules): boolean {
  return rules.parts.find((part) => part.part_id === item.part_id)?.is_more_worse ?? !rules.isLowerWorse;
}

/** What an indicator costs: the points it lost of its most where points are earned, else the points it adds; null unscored. */
function burden(item: ItemRow, rules: EditionRules): number | null {
  if (item.status !== "scored" || item.points === null) return null;
  const points = Number(item.points);
  return isMoreWorse(item, rules) ? points : Number(item.max_points ?? 0) - points;
}

/** An indicator as it stands on a scorecard, all but its source rows. */
export interface DrawnItem {
  readonly item: ItemRow;
  /** As `burden`; 0 where nothing was scored. */
  readonly cost: number;
  /** Place among the indicators of the edition. */
  readonly position: number;
  /** As a reason with value and points, as the sentence that opens a scorecard names it. */
  readonly named: string;
  /** Its row up to the source rows. */
  readonly row: Html;
  /** What stands for source rows where none is listed. */
  readonly unlisted: string;
}

const drawnItems = {
  zh: kept<EditionRules, ItemRow, DrawnItem>(),
  en: kept<EditionRules, ItemRow, DrawnItem>(),
} as const;

/** The indicators of a card; an item that many cards share is drawn once. */
export function drawItems(items: readonly ItemRow[], rules: EditionRules, lang: Lang): readonly DrawnItem[] {
  return items.map((item) => drawnItems[lang](rules, item, () => drawItem(item, rules, lang)));
}

/** Whether a value reads without its title: no yes or no, which answers the title, and no weight, whose unit the title says. */
function readsAlone(item: ItemRow, unit: string): boolean {
  const isAnswer = unit === "yes or no" || item.value_code === "true" || item.value_code === "false";
  return !isAnswer && !unit.startsWith("weight");
}

function drawItem(item: ItemRow, rules: EditionRules, lang: Lang): DrawnItem {
  const indicator = rules.indicators.get(item.indicator_id);
  const title = indicator
    ? pick(lang, { zh: indicator.title_zh, en: indicator.title_en })
    : item.indicator_id;
  const reason = indicator ? pick(lang, { zh: indicator.reason_zh, en: indicator.reason_en }) : title;
  const value = valueText(item, rules, lang);
  const isShown = reason === title || readsAlone(item, indicator?.unit ?? "");
  const short = isShown ? [valueText(item, rules, lang, true)] : [];
  const cost = burden(item, rules) ?? 0;
  // Taken off a score of which more is better: with its sign, since a full deduction would read as full points.
  const sign = rules.isLowerWorse && isMoreWorse(item, rules) ? "−" : "";
  const signed = (text: string): string => (/[1-9]/.test(text) ? `${sign}${text}` : text);
  const costText = `${rules.isLowerWorse ? "−" : ""}${pointsText((Math.round(cost * 1e6) / 1e6).toFixed(6))}`;
  return {
    item,
    cost,
    position: indicator?.position ?? 0,
    named:
      lang === "zh"
        ? `${reason}（${[...short, `${costText} 分`].join("，")}）`
        : `${reason} (${[...short, costText].join(", ")})`,
    row: onePiece(
      html`<tr${cost ? null : html` class="quiet"`}><th scope="row">${title}</th><td class="n">${value}</td><td class="n">${signed(pointsText(item.points))}${item.max_points === null ? null : html`<span class="unit"> / ${signed(decimal(item.max_points))}</span>`}</td><td class="nw">${codeName("status", item.status, lang)}</td><td class="w">${clauseText(lang, item.clause ?? indicator?.clause ?? "—")}</td><td class="w">`,
    ),
    unlisted:
      Number(item.evidence_count) > 0
        ? lang === "zh"
          ? `${integer(item.evidence_count)} 行`
          : `${integer(item.evidence_count)} rows`
        : "—",
  };
}

/** The indicators that weigh most on the level, heaviest first, with value and points; for the sentence that opens a scorecard. */
export function heaviest(items: readonly DrawnItem[], count: number): readonly string[] {
  return items
    .filter((each) => each.cost > 0)
    .sort((a, b) => b.cost - a.cost || a.position - b.position)
    .slice(0, count)
    .map((each) => each.named);
}

/** The table of an appeal: indicator, value, points of the most, status, clause, source rows; grouped by sub-score. */
export function itemTable(options: {
  readonly items: readonly DrawnItem[];
  readonly scores: readonly PartScoreRow[];
  readonly evidence: ReadonlyMap<string, readonly EvidenceRow[]>;
  readonly rules: EditionRules;
  readonly lang: Lang;
}): Html {
  const { items, scores, evidence, rules, lang } = options;
  if (items.length === 0)
    return html`<p class="dim">${lang === "zh" ? "没有计分的指标。" : "No indicator was scored."}</p>`;
  const body = [...groupBy(items, (drawn) => drawn.item.part_id ?? "")].map(([partId, group]) => {
    const score = scores.find((each) => each.part_id === partId);
    const head = partId
      ? html`<tr class="group"><th scope="rowgroup" colspan="2">${partTitle(rules, partId, lang)}</th><th class="n">${pointsText(score?.points)}</th><th colspan="3"></th></tr>
`
      : null;
    return html`<tbody>${head}${group.map(({ item, row, unlisted }) => {
      const sources = evidence.get(item.indicator_id);
      return html`${row}${sources ? evidenceText(sources, lang) : unlisted}</td></tr>
`;
    })}</tbody>`;
  });
  return html`${tableStarts[lang]}${body}</table></div>`;
}

function tableStart(lang: Lang): Html {
  const caption = pick(lang, {
    zh: "指标、取值、得分、条款与来源行",
    en: "Indicators with value, points, clause and source rows",
  });
  const heads = itemHeads.map(
    (head, index) => html`<th scope="col"${index < 2 ? html` class="n"` : null}>${pick(lang, head)}</th>`,
  );
  return onePiece(
    html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="small items"><caption class="quiet">${caption}</caption><thead><tr><th scope="col">${pick(lang, { zh: "指标", en: "Indicator" })}</th>${heads}</tr></thead>`,
  );
}

const tableStarts: Readonly<Record<Lang, Html>> = { zh: tableStart("zh"), en: tableStart("en") };
