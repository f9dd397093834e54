import { codeName } from "../codes.js";
import { decimal, fraction, integer, points as pointsText } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import type { EvidenceRow, ItemRow, PartScoreRow } from "../rows.js";
import { itemHeads } from "../style.js";
import { clauseText, type Lang, pick } from "../text.js";
import { type EditionRules, partTitle } from "./placing.js";

/** Source rows of an indicator: file and row numbers as a spreadsheet counts them. */
function evidenceText(rows: readonly EvidenceRow[], lang: Lang): Fragment {
  return rows.map((row, index) => {
    const listed = row.row_numbers.split(",").length;
    const more = row.row_count > listed;
    const text =
      lang === "zh"
        ? `${row.file} 第 ${row.row_numbers.replaceAll(",", "、")} 行${more ? `等 ${integer(row.row_count)} 行` : ""}`
        : `${row.file} row ${row.row_numbers.replaceAll(",", ", ")}${more ? ` … ${integer(row.row_count)} in all` : ""}`;
    return html`${index ? html`<br>` : null}${text}`;
  });
}

/** A value with its unit; a fraction as a percentage, a code by the name its look-up gives. */
function valueText(item: ItemRow, rules: EditionRules, lang: Lang): string {
  if (item.value_code !== null && item.indicator_value === null) {
    const row = rules.lookups.get(`${item.indicator_id} ${item.value_code}`);
    return row?.title_zh ? pick(lang, { zh: row.title_zh, en: row.title_en }) : item.value_code;
  }
  if (item.indicator_value === null) return "—";
  const unit = rules.indicators.get(item.indicator_id)?.unit ?? null;
  if (unit === "fraction") return fraction(item.indicator_value);
  if (unit === "yes or no")
    return Number(item.indicator_value) === 0 ? (lang === "zh" ? "否" : "no") : lang === "zh" ? "是" : "yes";
  const name = unit === null ? "" : codeName("unit", unit, lang);
  return name === "" || name === "—"
    ? decimal(item.indicator_value)
    : `${decimal(item.indicator_value)} ${name}`;
}

/** What an indicator costs: the points it lost of its most where points are earned, else the points it adds; null unscored. */
function burden(item: ItemRow, rules: EditionRules): number | null {
  if (item.status !== "scored" || item.points === null) return null;
  const points = Number(item.points);
  const aggregate = rules.parts.find((part) => part.part_id === item.part_id)?.aggregate;
  if (aggregate === "deduct") return Math.abs(points);
  return rules.isLowerWorse ? Number(item.max_points ?? 0) - points : points;
}

/** Titles of the parts, then of indicators that no part holds. */
function groups(items: readonly ItemRow[]): Map<string, ItemRow[]> {
  const found = new Map<string, ItemRow[]>();
  for (const item of items) {
    const key = item.part_id ?? "";
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return found;
}

/** The indicators that weigh most on the level, heaviest first, with value and points; for the sentence that opens a scorecard. */
export function heaviest(
  items: readonly ItemRow[],
  rules: EditionRules,
  lang: Lang,
  count: number,
): readonly string[] {
  const position = (item: ItemRow): number => rules.indicators.get(item.indicator_id)?.position ?? 0;
  return items
    .map((item) => ({ item, cost: burden(item, rules) ?? 0 }))
    .filter((each) => each.cost > 0)
    .sort((a, b) => b.cost - a.cost || position(a.item) - position(b.item))
    .slice(0, count)
    .map(({ item, cost }) => {
      const indicator = rules.indicators.get(item.indicator_id);
      const title = indicator
        ? pick(lang, { zh: indicator.title_zh, en: indicator.title_en })
        : item.indicator_id;
      const points = pointsText((Math.round(cost * 1e6) / 1e6).toFixed(6));
      const sign = rules.isLowerWorse ? "−" : "";
      return lang === "zh"
        ? `${title} ${valueText(item, rules, lang)}（${sign}${points} 分）`
        : `${title} ${valueText(item, rules, lang)} (${sign}${points})`;
    });
}

/** The table of an appeal: indicator, value, points of the most, status, clause, source rows; grouped by sub-score. */
export function itemTable(options: {
  readonly items: readonly ItemRow[];
  readonly scores: readonly PartScoreRow[];
  readonly evidence: ReadonlyMap<string, readonly EvidenceRow[]>;
  readonly rules: EditionRules;
  readonly lang: Lang;
}): Html {
  const { items, scores, evidence, rules, lang } = options;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  if (items.length === 0)
    return html`<p class="dim">${t("没有计分的指标。", "No indicator was scored.")}</p>`;
  const caption = t(
    "指标、取值、得分、条款与来源行",
    "Indicators with value, points, clause and source rows",
  );
  const body = [...groups(items)].map(([partId, group]) => {
    const score = scores.find((each) => each.part_id === partId);
    const head = partId
      ? html`<tr class="group"><th scope="rowgroup" colspan="2">${partTitle(rules, partId, lang)}</th><th class="n">${pointsText(score?.points)}</th><th colspan="3"></th></tr>
`
      : null;
    return html`<tbody>${head}${group.map((item) => {
      const indicator = rules.indicators.get(item.indicator_id);
      const sources = evidence.get(item.indicator_id) ?? [];
      const isQuiet = !burden(item, rules);
      return html`<tr${isQuiet ? html` class="quiet"` : null}><th scope="row">${indicator ? pick(lang, { zh: indicator.title_zh, en: indicator.title_en }) : item.indicator_id}</th><td class="n">${valueText(item, rules, lang)}</td><td class="n">${pointsText(item.points)}${item.max_points === null ? null : html`<span class="unit"> / ${decimal(item.max_points)}</span>`}</td><td class="nw">${codeName("status", item.status, lang)}</td><td class="w">${clauseText(lang, item.clause ?? indicator?.clause ?? "—")}</td><td class="w">${sources.length ? evidenceText(sources, lang) : Number(item.evidence_count) > 0 ? t(`${integer(item.evidence_count)} 行`, `${integer(item.evidence_count)} rows`) : "—"}</td></tr>
`;
    })}</tbody>`;
  });
  const heads = itemHeads.map(
    (head, index) => html`<th scope="col"${index < 2 ? html` class="n"` : null}>${pick(lang, head)}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="small items"><caption class="quiet">${caption}</caption><thead><tr><th scope="col">${t("指标", "Indicator")}</th>${heads}</tr></thead>${body}</table></div>`;
}
