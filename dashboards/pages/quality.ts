import { block, downloads } from "../block.js";
import { codeName } from "../codes.js";
import { decimal, integer, moment } from "../format.js";
import { type Fragment, html } from "../html.js";
import type { FailedCheck, OrphanRow, QualityRow, RejectRow } from "../rows.js";
import { type Place, page, type Publication, rootOf, stamp } from "../shell.js";
import { table } from "../table.js";
import { listText, pick, plural, words } from "../text.js";

export interface QualityRows {
  readonly sources: readonly QualityRow[];
  readonly rejects: readonly RejectRow[];
  readonly orphans: readonly OrphanRow[];
  readonly missingEntities: readonly string[];
  /** Null when no check was run. */
  readonly failedChecks: readonly FailedCheck[] | null;
}

function sum(
  rows: readonly QualityRow[],
  column: "read" | "accepted" | "rejected" | "superseded" | "withdrawn",
): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}

/** Data quality: what came in, what was refused and why, what is missing or stale, which checks found something. */
export function qualityPage(publication: Publication, place: Place, rows: QualityRows): string {
  const { lang } = place;
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const root = rootOf(place);
  const read = sum(rows.sources, "read");
  const rejected = sum(rows.sources, "rejected");
  const stale = publication.staleSources;
  const title = t(
    `读入 ${integer(read)} 行，采用 ${integer(sum(rows.sources, "accepted"))} 行，拒收 ${integer(rejected)} 行${stale.length ? `；${stale.length} 个来源没有更新` : ""}。`,
    `${plural(read, "row")} read, ${integer(sum(rows.sources, "accepted"))} accepted, ${integer(rejected)} rejected${stale.length ? `; ${plural(stale.length, "source")} not refreshed` : ""}.`,
  );
  const missing = rows.missingEntities.map((entity) => codeName("entity", entity, lang));
  const count = (column: "read" | "accepted" | "rejected" | "superseded" | "withdrawn") => ({
    isNumeric: true,
    cell: (row: QualityRow): Fragment => integer(row[column]),
  });
  const unbalanced = rows.sources.filter(
    (row) => Number(row.read) !== Number(row.accepted) + Number(row.rejected) + Number(row.superseded),
  );
  const sourceTable = table({
    caption: t(
      "来源与行数：读入＝采用＋拒收＋被替代",
      "Sources and rows: read = accepted + rejected + superseded",
    ),
    empty: t("没有来源。", "No sources."),
    columns: [
      { head: t("来源", "Source"), isRowHead: true, cell: (row: QualityRow) => row.source },
      { head: t("内容", "Entity"), cell: (row) => codeName("entity", row.entity, lang) },
      { head: t("读入", "Read"), ...count("read") },
      { head: t("采用", "Accepted"), ...count("accepted") },
      { head: t("拒收", "Rejected"), ...count("rejected") },
      { head: t("被替代", "Superseded"), ...count("superseded") },
      { head: t("已撤回", "Withdrawn"), ...count("withdrawn") },
      {
        head: t("最新一行", "Newest row"),
        isUnbroken: true,
        cell: (row) => (row.newest_row_at ? moment(row.newest_row_at, publication.timeZone) : "—"),
      },
      {
        head: t("状态", "State"),
        isUnbroken: true,
        cell: (row) => (row.is_stale ? html`<b>${t("未更新", "stale")}</b>` : t("正常", "fresh")),
      },
    ],
    rows: rows.sources,
    total: [
      pick(lang, words.total),
      "",
      integer(read),
      integer(sum(rows.sources, "accepted")),
      integer(rejected),
      integer(sum(rows.sources, "superseded")),
      integer(sum(rows.sources, "withdrawn")),
      "",
      "",
    ],
  });
  const rejectTable = table({
    caption: t(
      "拒收的行，按来源与原因，各举一例",
      "Rejected rows by source and fault, with one example each",
    ),
    empty: t("没有拒收的行。", "No row was rejected."),
    isSmall: true,
    columns: [
      {
        head: t("原因", "Fault"),
        isRowHead: true,
        cell: (row: RejectRow) => codeName("reject", row.code, lang),
      },
      { head: t("来源", "Source"), cell: (row) => row.source },
      { head: t("列", "Column"), cell: (row) => row.column_name ?? "—" },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => integer(row.rows) },
      {
        head: t("例", "Example"),
        cell: (row) => t(`${row.file} 第 ${row.row_number} 行`, `${row.file} row ${row.row_number}`),
      },
      { head: t("读到", "Found"), cell: (row) => row.found || "—" },
      { head: t("应为", "Expected"), cell: (row) => row.expected || "—" },
    ],
    rows: rows.rejects,
  });
  const orphanTable = table({
    caption: t("指向不存在对象的编号（行仍保留）", "Keys that refer to nothing (their rows are kept)"),
    empty: t("没有。", "None."),
    isSmall: true,
    columns: [
      {
        head: t("内容", "Entity"),
        isRowHead: true,
        cell: (row: OrphanRow) => codeName("entity", row.entity, lang),
      },
      { head: t("列", "Column"), cell: (row) => row.column_name },
      { head: t("编号", "Key"), cell: (row) => row.found },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => integer(row.row_count) },
    ],
    rows: rows.orphans,
  });
  const checks = rows.failedChecks;
  const checkTable = table({
    caption: t("发现问题的检查", "Checks that found something"),
    empty:
      checks === null
        ? t("本次没有运行检查。", "No check was run.")
        : t("全部检查通过。", "Every check passed."),
    isSmall: true,
    columns: [
      { head: t("检查", "Check"), isRowHead: true, cell: (row: FailedCheck) => row.name },
      {
        head: t("级别", "Severity"),
        cell: (row) => (row.severity === "error" ? t("错误", "error") : t("提醒", "warning")),
      },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => decimal(row.offending) },
      { head: t("由谁处理", "Who acts"), cell: (row) => row.who },
      { head: t("例", "Examples"), isBreakable: true, cell: (row) => row.examples },
    ],
    rows: checks ?? [],
  });
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
        `行数不平的来源：${listText(
          lang,
          unbalanced.map((row) => row.source),
        )}。`,
        `Rows do not add up for ${listText(
          lang,
          unbalanced.map((row) => row.source),
        )}.`,
      )
    : t(
        "每个来源的行数都是平的：没有一行被悄悄丢弃。",
        "The rows of every source add up: none was dropped silently.",
      ),
  body: sourceTable,
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
  body: checks?.length ? checkTable : null,
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
  body: rows.rejects.length ? rejectTable : null,
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
  body: rows.orphans.length ? orphanTable : null,
})}</div>
`,
  });
}
