import { entities } from "../models/entities.js";
import { marts } from "../models/marts.js";
import { codeName } from "./codes.js";
import { decimal } from "./format.js";
import { type Lang, pick, type Text } from "./text.js";

/** Columns of codes that a reader sees by name, `mart.column` before `column`; levels are known by their type. */
const codeLists: Readonly<Record<string, string>> = {
  "enterprise_level.one": "level",
  "enterprise_level.other": "level",
  "hazard_ledger.level": "hazard_level",
  "hazard_ledger.source": "hazard_source",
  "hazard_ledger.state": "hazard_state",
  "hazard_ledger.five_implementations_missing": "five_implementations",
  "hazard_ledger.supervised_by_level": "supervised_by",
  "accident_grade.grade": "accident_grade",
  "accident_grade.proven_grade": "accident_grade",
  "assessment_ranking.grade": "assessment_grade",
  "assessment_ranking.score_grade": "assessment_grade",
  "assessment_notice.list": "notice_list",
  "grid_gap.gap": "grid_gap",
  "grid_gap.grid_id": "grid_cell",
  "pilot_comparison.verdict": "verdict",
  "pilot_comparison.unit": "unit",
  "risk_point_level.method": "risk_method",
  "risk_point_level.variant": "risk_method",
  "major_risk_register.variant": "risk_method",
  change_kind: "assessment_change",
  driver_change_kind: "assessment_change",
  relation: "pair_relation",
  subject_type: "subject_type",
  regulated_sector: "sector",
  determined_by: "determined_by",
  status: "status",
  previous_status: "status",
  entity: "entity",
  indicator_id: "indicator",
  driver_indicator_id: "indicator",
  value_code: "yes_no",
  visit_kind: "visit_kind",
  basis: "visit_basis",
  department_code: "department",
  stratum: "draw_group",
  inspection_class: "inspection_class",
  capped_by: "held_by",
  policy_state: "policy_state",
  structure_of: "structure_of",
  balance_state: "balance_state",
  evidence: "claim_evidence",
};

const levelColumns = new Set(
  marts.flatMap((mart) =>
    mart.columns.filter((column) => column.type === "level").map((column) => `${mart.name}.${column.name}`),
  ),
);

/** The list (see codes.ts) that names a column's codes; undefined where it holds none. */
export function codeListOf(mart: string, column: string): string | undefined {
  const own = `${mart}.${column}`;
  return levelColumns.has(own) ? "level" : (codeLists[own] ?? codeLists[column]);
}

/** What checks and computed tables call their columns, where no mart and no source has the name. */
const otherHeadings: Readonly<Record<string, Text>> = {
  row_count: { zh: "行数", en: "Rows" },
  one: { zh: "其一", en: "One" },
  other: { zh: "其二", en: "The other" },
  subject_id: { zh: "对象", en: "Subject" },
  edition_count: { zh: "适用版本数", en: "Editions" },
  first_edition: { zh: "首个版本", en: "First edition" },
  last_edition: { zh: "末个版本", en: "Last edition" },
  points_sum: { zh: "各项得分之和", en: "Sum of the items" },
  item_points: { zh: "各项得分之和", en: "Sum of the items" },
  item_count: { zh: "项数", en: "Items" },
  expected_count: { zh: "应有项数", en: "Items expected" },
  hazard_count: { zh: "隐患数", en: "Hazards" },
  risk_point_count: { zh: "风险点数", en: "Risk points" },
  policy_count: { zh: "保单数", en: "Policies" },
  slot: { zh: "位次", en: "Place" },
  found_on: { zh: "发现日期", en: "Found on" },
  occurred_on: { zh: "发生日期", en: "Occurred on" },
  family: { zh: "方法族", en: "Family" },
  other_low: { zh: "另一对象名次下限", en: "Best place of the other" },
  other_high: { zh: "另一对象名次上限", en: "Worst place of the other" },
  chemical_count: { zh: "危险化学品数", en: "Chemicals" },
  possible_grade: { zh: "最坏可能的等级", en: "Worst possible grade" },
};

/** The heading of a column as its mart has it, else as any mart or source has it; an unknown one names itself. */
export function columnHeading(mart: string, column: string, lang: Lang): string {
  const own = marts.find((each) => each.name === mart)?.columns ?? [];
  const found =
    own.find((each) => each.name === column)?.heading ??
    otherHeadings[column] ??
    [...marts, ...entities]
      .flatMap((each): readonly { name: string; heading: Text }[] => each.columns)
      .find((each) => each.name === column)?.heading;
  return found ? pick(lang, found) : column;
}

/** The heading of a source's column, with the name that files and messages use. */
export function sourceHeading(entity: string, column: string, lang: Lang): string {
  const contract = entities
    .find((each) => each.name === entity)
    ?.columns.find((each) => each.name === column);
  if (!contract) return column;
  const name = contract.publicName ?? column;
  return lang === "zh" ? `${contract.heading.zh}（${name}）` : `${contract.heading.en} (${name})`;
}

/** A value as a reader sees it: codes by name, yes and no, digits grouped. */
export function columnValue(mart: string, column: string, value: unknown, lang: Lang): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return codeName("yes_no", String(value), lang);
  if (typeof value === "number") return decimal(value);
  const list = codeListOf(mart, column);
  return list ? codeName(list, String(value), lang) : String(value);
}

/** Signs that would break a line or command a terminal, as JSON writes them. */
function escaped(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** An offending row (JSON) of a check as its columns with their headings; what is no row is shown as it came. */
export function exampleText(example: string, check: string, lang: Lang): string {
  const mart = check.split("__")[0] ?? "";
  const colon = lang === "zh" ? "：" : ": ";
  let row: unknown;
  try {
    row = JSON.parse(example);
  } catch {
    return example;
  }
  if (row === null || typeof row !== "object") return example;
  return Object.entries(row)
    .map(
      ([column, value]) =>
        `${columnHeading(mart, column, lang)}${colon}${escaped(columnValue(mart, column, value, lang))}`,
    )
    .join(lang === "zh" ? "，" : ", ");
}
