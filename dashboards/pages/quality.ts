import { block, downloads } from "../block.js";
import { codeName } from "../codes.js";
import { integer } from "../format.js";
import { html } from "../html.js";
import type { FailedCheck, OrphanRow, QualityRow, RejectRow } from "../rows.js";
import { type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { listText, plural } from "../text.js";
import { checkTable, orphanTable, rejectTable, sourceTable, sumOf } from "./quality-tables.js";

export interface QualityRows {
  readonly sources: readonly QualityRow[];
  readonly rejects: readonly RejectRow[];
  readonly orphans: readonly OrphanRow[];
  readonly missingEntities: readonly string[];
  /** Null when no check was run. */
  readonly failedChecks: readonly FailedCheck[] | null;
}

/** Data quality: what came in, what was refused and why, what is missing or stale, which checks found something. */
export function qualityPage(publication: Publication, place: Place, rows: QualityRows): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const read = sumOf(rows.sources, "read");
  const rejected = sumOf(rows.sources, "rejected");
  const superseded = sumOf(rows.sources, "superseded");
  const stale = publication.staleSources;
  const title = t(
    `读入 ${integer(read)} 行，接收 ${integer(sumOf(rows.sources, "accepted"))} 行，拒收 ${integer(rejected)} 行${superseded ? `，被取代 ${integer(superseded)} 行` : ""}${stale.length ? `；${stale.length} 个来源没有更新` : ""}。`,
    `${plural(read, "row")} read, ${integer(sumOf(rows.sources, "accepted"))} accepted, ${integer(rejected)} rejected${superseded ? `, ${integer(superseded)} superseded` : ""}${stale.length ? `; ${plural(stale.length, "source")} not refreshed` : ""}.`,
  );
  const missing = rows.missingEntities.map((entity) => codeName("entity", entity, lang));
  const unbalanced = rows.sources.filter(
    (row) => Number(row.read) !== Number(row.accepted) + Number(row.rejected) + Number(row.superseded),
  );
  const checks = rows.failedChecks;
  return page(publication, place, {
    title: t("数据质量", "Data quality"),
    body: html`<h1>${title}</h1>
${stamp(publication, place, "enterprise_level")}
<div class="grid">
${block({
  id: "sources",
  isLong: true,
  title: t("来源", "Sources"),
  say: unbalanced.length
    ? t(
        `行数核对不一致的来源：${listText(
          lang,
          unbalanced.map((row) => row.source),
        )}。`,
        `Rows do not add up for ${listText(
          lang,
          unbalanced.map((row) => row.source),
        )}.`,
      )
    : t(
        "每个来源的行数核对一致：没有一行被悄悄丢弃。",
        "The rows of every source add up: none was dropped silently.",
      ),
  body: sourceTable(lang, rows.sources, publication.timeZone),
  links: downloads("data_quality", root, lang),
})}${block({
  id: "missing",
  title: t("未接入的数据", "Not supplied"),
  say: missing.length
    ? t(
        `${missing.length} 类数据没有来源，相关指标为“无数据”。`,
        `${plural(missing.length, "entity has", "entities have")} no source; indicators that need them say “no data”.`,
      )
    : t("各类数据都有来源。", "Every entity has a source."),
  body: missing.length ? html`<p>${listText(lang, missing)}${t("。", ".")}</p>` : null,
})}${block({
  id: "checks",
  isLong: true,
  title: t("检查", "Checks"),
  say:
    checks === null
      ? t("本次没有运行检查。", "No check was run.")
      : checks.length
        ? t(
            `${checks.length} 项检查发现问题；只有提醒级别的才会发布。`,
            `${plural(checks.length, "check")} found something; only warnings may be published.`,
          )
        : t("全部检查通过。", "Every check passed."),
  body: checks?.length ? checkTable(lang, checks) : null,
})}${block({
  id: "rejects",
  isLong: true,
  title: t("拒收的行", "Rejected rows"),
  say: rows.rejects.length
    ? t(
        `拒收 ${integer(rejected)} 行，${rows.rejects.length} 种原因；逐行清单用 sise rejects 查看。`,
        `${plural(rejected, "row")} rejected, ${plural(rows.rejects.length, "kind")} of fault; sise rejects lists every row.`,
      )
    : t("没有拒收的行。", "No row was rejected."),
  body: rows.rejects.length ? rejectTable(lang, rows.rejects) : null,
})}${block({
  id: "orphans",
  isLong: true,
  title: t("找不到的关联", "Keys that find nothing"),
  say: rows.orphans.length
    ? t(
        "以下编号在对应的表里找不到，行仍然保留。",
        "These keys are not found in the table they point to; their rows are kept.",
      )
    : t("所有关联都能找到。", "Every key finds its object."),
  body: rows.orphans.length ? orphanTable(lang, rows.orphans) : null,
})}</div>
`,
  });
}
