import { codeName } from "../codes.js";
import { exampleText, sourceHeading } from "../columns.js";
import { decimal, integer, moment } from "../format.js";
import { type Fragment, type Html, html } from "../html.js";
import { expectedText } from "../../models/expectation.js";
import type { FailedCheck, OrphanRow, QualityRow, RejectRow } from "../rows.js";
import { table } from "../table.js";
import { type Lang, pick, words } from "../text.js";

type Counted = "read" | "accepted" | "rejected" | "superseded" | "withdrawn" | "carried_over";

/** Rows of one kind over all sources. */
export function sumOf(rows: readonly QualityRow[], column: Counted): number {
  return rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
}

/** Sources with their rows, and whether they are fresh. */
export function sourceTable(lang: Lang, rows: readonly QualityRow[], timeZone: string): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  const count = (column: Counted) => ({
    isNumeric: true,
    cell: (row: QualityRow): Fragment => integer(row[column]),
  });
  const sum = (column: Counted): string => integer(sumOf(rows, column));
  return table({
    caption: t(
      "来源与行数：读入＝接收＋拒收＋被取代",
      "Sources and rows: read = accepted + rejected + superseded",
    ),
    empty: t("没有来源。", "No sources."),
    isStacked: true,
    columns: [
      { head: t("来源", "Source"), isRowHead: true, cell: (row: QualityRow) => row.source },
      { head: t("内容", "Entity"), cell: (row) => codeName("entity", row.entity, lang) },
      { head: t("读入", "Read"), ...count("read") },
      { head: t("接收", "Accepted"), ...count("accepted") },
      { head: t("拒收", "Rejected"), ...count("rejected") },
      { head: t("被取代", "Superseded"), ...count("superseded") },
      { head: t("已撤回", "Withdrawn"), ...count("withdrawn") },
      { head: t("沿用前版", "Carried over"), ...count("carried_over") },
      {
        head: t("最近入库", "Last loaded"),
        isUnbroken: true,
        cell: (row) => (row.newest_row_at ? moment(row.newest_row_at, timeZone) : "—"),
      },
      {
        head: t("状态", "State"),
        isUnbroken: true,
        // A source that never gave a row is not well: it may be a file that nobody fills.
        cell: (row) =>
          row.is_stale
            ? html`<b>${t("未更新", "stale")}</b>`
            : Number(row.read) === 0 && row.newest_row_at === null
              ? t("没有行", "no rows")
              : t("正常", "fresh"),
      },
    ],
    rows,
    total: [
      pick(lang, words.total),
      "",
      sum("read"),
      sum("accepted"),
      sum("rejected"),
      sum("superseded"),
      sum("withdrawn"),
      sum("carried_over"),
      "",
      "",
    ],
  });
}

/** Kinds of faults of rejected rows, each with an example. */
export function rejectTable(lang: Lang, rows: readonly RejectRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t(
      "拒收的行，按来源与原因，各举一例",
      "Rejected rows by source and fault, with one example each",
    ),
    empty: t("没有拒收的行。", "No row was rejected."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("原因", "Fault"),
        isRowHead: true,
        cell: (row: RejectRow) => codeName("reject", row.code, lang),
      },
      { head: t("来源", "Source"), cell: (row) => row.source },
      {
        head: t("列", "Column"),
        cell: (row) => (row.column_name === null ? "—" : sourceHeading(row.entity, row.column_name, lang)),
      },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => integer(row.rows) },
      {
        head: t("例", "Example"),
        isBreakable: true,
        isWide: true,
        cell: (row) => t(`${row.file} 第 ${row.row_number} 行`, `${row.file} row ${row.row_number}`),
      },
      { head: t("读到", "Found"), isBreakable: true, isWide: true, cell: (row) => row.found || "—" },
      {
        head: t("应为", "Expected"),
        isWide: true,
        isRoomy: true,
        cell: (row) => (row.expected ? pick(lang, expectedText({ ...row, expected: row.expected })) : "—"),
      },
    ],
    rows,
  });
}

/** Keys of the sources that find nothing. */
export function orphanTable(lang: Lang, rows: readonly OrphanRow[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t("指向不存在对象的编号（行仍保留）", "Keys that refer to nothing (their rows are kept)"),
    empty: t("没有。", "None."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("内容", "Entity"),
        isRowHead: true,
        cell: (row: OrphanRow) => codeName("entity", row.entity, lang),
      },
      { head: t("列", "Column"), cell: (row) => sourceHeading(row.entity, row.column_name, lang) },
      { head: t("编号", "Key"), isBreakable: true, cell: (row) => row.found },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => integer(row.row_count) },
    ],
    rows,
  });
}

/** Checks that found rows: who acts on what, how many rows, and some of them. */
export function checkTable(lang: Lang, rows: readonly FailedCheck[]): Html {
  const t = (zh: string, en: string): string => (lang === "zh" ? zh : en);
  return table({
    caption: t("发现问题的检查", "Checks that found something"),
    empty: t("全部检查通过。", "Every check passed."),
    isSmall: true,
    isStacked: true,
    columns: [
      {
        head: t("由谁处理、处理什么", "Who acts, on what"),
        isRowHead: true,
        cell: (row: FailedCheck) => html`${t(row.who_zh, row.who)} <span class="unit">${row.name}</span>`,
      },
      {
        head: t("级别", "Severity"),
        isUnbroken: true,
        cell: (row) => (row.severity === "error" ? t("错误", "error") : t("提醒", "warning")),
      },
      { head: t("行数", "Rows"), isNumeric: true, cell: (row) => decimal(row.offending) },
      {
        head: t("例", "Examples"),
        isWide: true,
        isBreakable: true,
        cell: (row) =>
          html`<ul class="plain">${row.examples
            .split("\n")
            .map((each) => html`<li>${exampleText(each, row.name, lang)}</li>`)}</ul>`,
      },
    ],
    rows,
  });
}
