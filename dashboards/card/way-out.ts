import { decimal } from "../format.js";
import { type Fragment, html } from "../html.js";
import { levelLabel } from "../level.js";
import type { WayOut } from "../rows.js";
import { type Lang, listText } from "../text.js";

const mostNamed = 6;

function names(lang: Lang, ids: readonly string[]): string {
  const shown = ids.slice(0, mostNamed);
  const rest = ids.length - shown.length;
  const list = listText(lang, shown);
  if (rest === 0) return list;
  return lang === "zh" ? `${list} 等 ${ids.length} 项` : `${shown.join(", ")} and ${rest} more`;
}

/** One way out in words: what to close, what to review, and the level that then comes out. */
function sentence(lang: Lang, way: WayOut): Fragment {
  const steps: string[] = [];
  const { closeHazards: close, reviewRiskPoints: review } = way;
  if (close.length)
    steps.push(
      lang === "zh"
        ? `整改并验收 ${close.length} 条隐患（${names(lang, close)}）`
        : `close ${close.length} ${close.length === 1 ? "hazard" : "hazards"} (${names(lang, close)})`,
    );
  if (review.length)
    steps.push(
      lang === "zh"
        ? `复评 ${review.length} 处风险点（${names(lang, review)}）`
        : `review ${review.length} risk ${review.length === 1 ? "point" : "points"} (${names(lang, review)})`,
    );
  const then =
    way.score === null
      ? ""
      : lang === "zh"
        ? `，得分 ${decimal(way.score)}`
        : `, score ${decimal(way.score)}`;
  return html`${listText(lang, steps)} → ${levelLabel(way.level, lang)}${then}`;
}

/**
 * The way out of a level, as recomputed by the what-if search; says in words when closing hazards and reviewing risk
 * points cannot lift the level, when it was not looked for (null), and when the level needs no way out.
 */
export function wayOutList(lang: Lang, level: string, ways: readonly WayOut[] | null): Fragment {
  if (level === "blue")
    return html`<p class="dim">${lang === "zh" ? "已是最低风险等级。" : "This is the lowest level already."}</p>`;
  if (level === "insufficient_data")
    return html`<p class="dim">${lang === "zh" ? "补齐数据后才能定级：先分级风险点，并有 24 个月内的检查或自查记录。" : "A level needs data first: graded risk points, and a look from outside or a report from inside within 24 months."}</p>`;
  if (ways === null)
    return html`<p class="dim">${lang === "zh" ? "企业较多，本次发布没有逐家计算；用 sise explain 加企业代码可以算出这一家的。" : "Not computed for each enterprise of so many; sise explain with the enterprise's code computes this one's."}</p>`;
  if (ways.length === 0)
    return html`<p class="dim">${lang === "zh" ? "仅靠整改隐患和复评风险点，等级不会改变；见下表影响最大的指标。" : "Closing hazards and reviewing risk points alone does not change the level; see the indicators that weigh most, below."}</p>`;
  return html`<ol class="way">${ways.map((way) => html`<li>${sentence(lang, way)}</li>`)}</ol>`;
}
