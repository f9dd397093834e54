import { codeName } from "../../dashboards/codes.js";
import { clauseText } from "../../dashboards/text.js";
import { levelName } from "../../models/level.js";
import type { Lang } from "../../models/text.js";
import { carriedOverText } from "./carried-over.js";
import type { Evidence, ExplainedItem, Explanation } from "./explanation.js";
import { type CodeTitles, valueWords } from "./item-words.js";
import { standingText } from "./standing-text.js";

const words = {
  zh: {
    asOf: "数据截至",
    known: "入库截至",
    rule: "依据",
    score: "得分",
    noScore: "无得分",
    direct: "直接判定",
    held: "受限",
    determinations: "适用的判定",
    steps: "由各系数到保费",
    coefficient: "系数",
    items: "指标",
    evidence: "来源",
    more: "另有",
    rows: "行",
    history: "历史",
    wayOut: "出路",
    noWayOut: "整改隐患或复评风险点不能改变等级",
    row: "第",
    visits: "每年至少检查次数",
    noFewer: "整改隐患或复评风险点不能减少最低次数",
    parts: "合计",
    sets: "版本所定",
    notSought: "只对发布当日计算出路",
    noInstallation: "不构成重大危险源（S 未达辨识限值）",
  },
  en: {
    asOf: "as of",
    known: "known at",
    rule: "by",
    score: "score",
    noScore: "no score",
    direct: "direct determination",
    held: "held",
    determinations: "determinations that hold",
    steps: "from the factors to the premium",
    coefficient: "coefficient",
    items: "indicators",
    evidence: "source",
    more: "and",
    rows: "more rows",
    history: "history",
    wayOut: "way out",
    noWayOut: "no closing of hazards or review of risk points changes the level",
    row: "row ",
    visits: "least visits a year",
    noFewer: "no closing of hazards or review of risk points lowers the minimum",
    parts: "adds up",
    sets: "what the edition sets",
    notSought: "ways out are sought for the day of the publication alone",
    noInstallation: "no major hazard installation (S is below the threshold)",
  },
} as const;

/** Source rows printed under one item; `--json` has more. */
const mostPrinted = 3;

function sourceLine(row: Evidence, lang: Lang): string {
  const text = words[lang];
  return `${text.evidence} ${row.file} ${text.row}${row.row}${lang === "zh" ? "行" : ""} · ${row.key}${carriedOverText(row, lang)}`;
}

/** A figure that a determination rests on, without points, deeper than an item. */
function factLines(item: ExplainedItem, titles: CodeTitles, lang: Lang): string[] {
  const text = words[lang];
  const rest = item.evidence_count - Math.min(item.evidence.length, mostPrinted);
  return [
    `    ${item.title}: ${valueWords(item, titles, lang)} [${codeName("status", item.status, lang)}]`,
    ...item.evidence.slice(0, mostPrinted).map((row) => `      ${sourceLine(row, lang)}`),
    ...(item.evidence.length > 0 && rest > 0 ? [`      ${text.more} ${rest} ${text.rows}`] : []),
  ];
}

function itemLines(item: ExplainedItem, titles: CodeTitles, lang: Lang): string[] {
  const text = words[lang];
  const points =
    item.points === null ? "—" : `${item.points}${item.max_points === null ? "" : ` / ${item.max_points}`}`;
  const lines = [
    `  ${item.title}: ${valueWords(item, titles, lang)} → ${points} [${codeName("status", item.status, lang)}]`,
    `    ${clauseText(lang, item.clause ?? "—")}${item.rule_row ? ` · ${item.rule_row}` : ""}`,
  ];
  for (const row of item.evidence.slice(0, mostPrinted)) lines.push(`    ${sourceLine(row, lang)}`);
  const rest = item.evidence_count - Math.min(item.evidence.length, mostPrinted);
  if (item.evidence.length > 0 && rest > 0) lines.push(`    ${text.more} ${rest} ${text.rows}`);
  return lines;
}

/** Subjects whose grades are no levels of the four colours, with the list that names them. */
const gradeLists: Readonly<Record<string, string>> = {
  hazard: "hazard_level",
  accident: "accident_grade",
  installation: "installation_grade",
};

function levelWords(
  { purpose, subject_type, determined_by }: Explanation,
  level: string | null,
  lang: Lang,
): string {
  // Its figures are known and reach no grade: not the dash of one whose grade is unknown.
  if (subject_type === "installation" && level === null && determined_by === "score")
    return words[lang].noInstallation;
  const list = purpose === undefined ? gradeLists[subject_type] : "inspection_class";
  return codeName(list ?? "level", level, lang);
}

/** A level of another day or of an imagined world. */
const historyLevel = (explanation: Explanation, level: string, lang: Lang): string =>
  explanation.purpose === undefined ? levelName(level)[lang] : levelWords(explanation, level, lang);

/** How the parts join their items, where the points of the items do not simply sum. */
function partLines({ parts, score }: Explanation, lang: Lang): string[] {
  if (!parts) return [];
  const sum = parts.map(
    (part) => `${part.title} ${part.points ?? "—"} (${codeName("aggregate", part.aggregate, lang)})`,
  );
  return [`${words[lang].parts}: ${sum.join(" + ")} = ${score ?? "—"}`];
}

/** An explanation as plain lines for a terminal; `titles` name the codes of its edition. */
export function explanationText(
  explanation: Explanation,
  lang: Lang,
  titles: CodeTitles = new Map(),
): string {
  const text = words[lang];
  const isPolicy = explanation.subject_type === "policy";
  const isRequirement = explanation.purpose === "inspection_requirement";
  const score = isPolicy ? text.coefficient : isRequirement ? text.visits : text.score;
  const lines = [
    `${explanation.subject_name ?? ""} ${explanation.subject_id}`.trim(),
    `${isPolicy ? "" : `${levelWords(explanation, explanation.level, lang)} · `}${explanation.score === null ? text.noScore : `${score} ${explanation.score}`}`,
    `${text.asOf} ${explanation.as_of} · ${text.known} ${explanation.known_at} · ${text.rule} ${explanation.method ?? "—"} ${explanation.edition ?? ""}`.trim(),
  ];
  if (explanation.direct_reason)
    lines.push(`${isPolicy ? text.held : text.direct}: ${explanation.direct_reason}`);
  if (explanation.exceptions.length > 0) {
    lines.push(isPolicy ? text.steps : isRequirement ? text.sets : text.determinations);
    for (const each of explanation.exceptions)
      lines.push(
        isPolicy
          ? `  ${each.label}`
          : `  ${each.label}${each.level ? ` → ${levelName(each.level)[lang]}` : ""} (${codeName("kind", each.kind, lang)}) · ${clauseText(lang, each.clause ?? "—")}`,
        ...(each.facts ?? []).flatMap((fact) => factLines(fact, titles, lang)),
      );
  }
  if (explanation.standing) lines.push(...standingText(explanation.standing, lang));
  lines.push(text.items);
  for (const item of explanation.items) lines.push(...itemLines(item, titles, lang));
  lines.push(...partLines(explanation, lang));
  if (explanation.history.length > 0) {
    lines.push(text.history);
    for (const each of explanation.history)
      lines.push(
        [
          " ",
          each.as_of,
          ...(each.level === "" ? [] : [historyLevel(explanation, each.level, lang)]),
          each.score ?? "—",
        ].join(" "),
      );
  }
  if (explanation.subject_type === "enterprise") {
    lines.push(text.wayOut);
    if (explanation.is_way_out_sought === false) lines.push(`  ${text.notSought}`);
    else if (explanation.way_out.length === 0)
      lines.push(`  ${isRequirement ? text.noFewer : text.noWayOut}`);
    for (const way of explanation.way_out)
      lines.push(
        `  ${way.change} → ${historyLevel(explanation, way.level, lang)}${way.score === null ? "" : ` (${way.score})`}`,
      );
  }
  return lines.join("\n");
}
