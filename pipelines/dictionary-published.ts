import { indicatorCatalogue } from "../models/indicators.js";
import type { MartColumnType } from "../models/mart.js";
import { marts } from "../models/marts.js";
import type { Lang, Text } from "../models/text.js";

const types: Readonly<Record<MartColumnType, Text>> = {
  text: { zh: "文本", en: "text" },
  integer: { zh: "整数", en: "whole number" },
  decimal: { zh: "小数", en: "decimal" },
  boolean: { zh: "是否", en: "yes or no" },
  date: { zh: "日期", en: "date" },
  time: { zh: "时间（UTC）", en: "instant (UTC)" },
  level: { zh: "等级", en: "level" },
  mixed: { zh: "数值或代码", en: "number or code" },
};

function cell(text: string | null): string {
  return (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** The data dictionary of what goes out: every mart with its columns, every indicator with its meaning, as Markdown. */
export function publishedMarkdown(lang: Lang): string {
  const isZh = lang === "zh";
  const lines = [isZh ? "# 发布的数据表" : "# Published tables", ""];
  for (const mart of marts) {
    lines.push(`## ${mart.name} · ${mart.title[lang]}`, "");
    lines.push(
      `${isZh ? "一行是" : "One row is"} ${mart.row[lang]}${isZh ? "；主键" : "; key"}: ${mart.key.join(", ")}${isZh ? "。" : "."}`,
    );
    if (mart.caution[lang]) lines.push("", `${isZh ? "注意" : "Caution"}: ${mart.caution[lang]}`);
    if (mart.excelOnly)
      lines.push(
        "",
        isZh
          ? `Excel 文件只含${mart.excelOnly.scope.zh}；全部行在 data/${mart.name}.parquet。`
          : `The Excel file holds ${mart.excelOnly.scope.en} only; all rows are in data/${mart.name}.parquet.`,
      );
    lines.push("", isZh ? "| 列 | 标题 | 类型 |" : "| column | heading | type |", "|---|---|---|");
    for (const column of mart.columns)
      lines.push(`| ${column.name} | ${cell(column.heading[lang])} | ${types[column.type][lang]} |`);
    lines.push("");
  }
  lines.push(
    isZh ? "# 指标" : "# Indicators",
    "",
    isZh
      ? "| 指标 | 名称 | 单位或代码 | 用途 | 来源实体 | 含义 |"
      : "| indicator | title | unit or codes | purpose | entity | meaning |",
    "|---|---|---|---|---|---|",
  );
  for (const indicator of indicatorCatalogue)
    lines.push(
      `| ${indicator.id} | ${cell(indicator.title[lang])} | ${cell(indicator.codes?.join(", ") ?? indicator.unit)} | ${indicator.purpose} | ${indicator.entity} | ${cell(indicator.meaning[lang])} |`,
    );
  return `${lines.join("\n")}\n`;
}
