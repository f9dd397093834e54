import { z } from "zod";
import { type ColumnContract, columnRegistry, type EntityContract } from "../models/contract.js";
import { entities, entityContract } from "../models/entities.js";
import { expectations } from "../models/expectation.js";
import type { Lang, Text } from "../models/text.js";

const typeNames: Readonly<Record<ColumnContract["type"], Text>> = {
  text: { zh: "文本", en: "text" },
  code: { zh: "编码", en: "code" },
  int: { zh: "整数", en: "whole number" },
  dec: { zh: "小数", en: "decimal" },
  bool: { zh: "是否", en: "yes or no" },
  date: { zh: "日期", en: "date" },
  time: { zh: "时间", en: "time" },
};

/** The type of a column in words. */
export function typeText(column: ColumnContract, lang: Lang): string {
  return column.values ? { zh: "枚举", en: "one of a list" }[lang] : typeNames[column.type][lang];
}

/** What the values of a column must satisfy besides being there, in words; empty when there is nothing to say. */
export function expectationText(column: ColumnContract, lang: Lang): string {
  const alone = { columns: [column], rules: [], refused: [] };
  const parts = expectations(alone as unknown as EntityContract)
    .filter((one) => one.column !== null && one.code !== "required")
    // The believed years hold for every date; repeating them a column tells nobody anything.
    .filter(
      (one) =>
        one.code !== "range" ||
        (one.column?.type !== "time" && (one.column?.type !== "date" || one.column.firstOfMonth)),
    )
    .map((one) => one.expected[lang]);
  if (column.foreign && !column.foreign.rejects)
    parts.push(
      {
        zh: `应在${entityContract(column.foreign.entity).heading.zh}（${column.foreign.entity}）中（查不到只提示）`,
        en: `should be in ${column.foreign.entity} (reported if not)`,
      }[lang],
    );
  return parts.join(lang === "zh" ? "；" : "; ");
}

const unitNames: Readonly<Record<string, string>> = { people: "人", CNY: "元", t: "吨", h: "小时", d: "天" };

/** The unit of a column in words; empty when it has none. */
export function unitText(column: ColumnContract, lang: Lang): string {
  if (column.unit === null) return "";
  return lang === "zh" ? (unitNames[column.unit] ?? column.unit) : column.unit;
}

const tableHeads: Readonly<Record<Lang, string>> = {
  zh: "| 列 | 列名 | 类型 | 主键 | 必填 | 取值 | 单位 | 说明 |",
  en: "| column | heading | type | key | required | expected | unit | meaning |",
};

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function columnRow(column: ColumnContract, lang: Lang): string {
  const mark = (on: boolean): string => (on ? { zh: "是", en: "yes" }[lang] : "");
  const name = `\`${column.publicName ?? column.name}\``;
  const heading = column.heading[lang];
  return `| ${[
    ...(lang === "zh" ? [heading, name] : [name, `${column.heading.zh} / ${heading}`]),
    typeText(column, lang),
    mark(column.key),
    mark(column.required),
    cell(expectationText(column, lang)),
    unitText(column, lang),
    cell(column.meaning?.[lang] ?? ""),
  ].join(" | ")} |`;
}

/** The data dictionary of every source entity as one Markdown page. */
export function dictionaryMarkdown(lang: Lang): string {
  const title = { zh: "# 数据字典：来源数据", en: "# Data dictionary: what comes in" }[lang];
  const sections = entities.map((contract) => {
    const rules = contract.rules.map(({ earlier, later }) => `\`${earlier}\` ≤ \`${later}\``);
    const heading =
      lang === "zh"
        ? `## ${contract.heading.zh} \`${contract.name}\``
        : `## \`${contract.name}\` ${contract.heading.zh} / ${contract.heading.en}`;
    return [
      heading,
      "",
      { zh: `一行：${contract.meaning.zh}。`, en: `One row: ${contract.meaning.en}.` }[lang],
      "",
      tableHeads[lang],
      "|---|---|---|---|---|---|---|---|",
      ...contract.columns.map((column) => columnRow(column, lang)),
      ...(rules.length > 0
        ? ["", `${{ zh: "列间规则：", en: "Rules: " }[lang]}${rules.join(lang === "zh" ? "、" : ", ")}`]
        : []),
      ...(contract.refused.length > 0
        ? [
            "",
            {
              zh: `拒收的列（表头含有）：${contract.refused.join("、")}`,
              en: `Refused columns (headings that contain): ${contract.refused.join(", ")}`,
            }[lang],
          ]
        : []),
    ].join("\n");
  });
  return `${[title, ...sections].join("\n\n")}\n`;
}

/** JSON Schema (2020-12) of one row of an entity; headings, units, labels and keys stand under `x-…`. */
export function jsonSchema(contract: EntityContract): Record<string, unknown> {
  const metas = new Map(
    Object.values(contract.schema.shape).map((schema) => [
      schema as z.ZodType,
      columnRegistry.get(schema as z.ZodType),
    ]),
  );
  const made = z.toJSONSchema(contract.schema, {
    override({ zodSchema, jsonSchema }) {
      const meta = metas.get(zodSchema as unknown as z.ZodType);
      if (!meta) return;
      Object.assign(jsonSchema, {
        title: `${meta.heading.zh} / ${meta.heading.en}`,
        ...(meta.meaning ? { description: `${meta.meaning.zh} / ${meta.meaning.en}` } : {}),
        ...(meta.unit ? { "x-unit": meta.unit } : {}),
        ...(meta.values
          ? {
              "x-labels": Object.fromEntries(
                meta.values.map((value) => [value.code, { zh: value.zh, en: value.en }]),
              ),
            }
          : {}),
        ...(meta.checkDigit ? { "x-check-digit": meta.checkDigit } : {}),
        ...(meta.foreign ? { "x-foreign-key": meta.foreign } : {}),
      });
    },
  });
  const publicName = new Map(
    contract.columns.map((column) => [column.name, column.publicName ?? column.name]),
  );
  return {
    ...made,
    properties: Object.fromEntries(
      Object.entries(made.properties ?? {}).map(([name, property]) => [
        publicName.get(name) ?? name,
        property,
      ]),
    ),
    required: made.required?.map((name) => publicName.get(name) ?? name),
    title: `${contract.heading.zh} / ${contract.heading.en}`,
    description: `${contract.meaning.zh} / ${contract.meaning.en}`,
    "x-key": contract.keys,
    "x-order": contract.rules,
  };
}
