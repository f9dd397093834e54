/** Column types of the rules tables; `decimal` is decimal(18,6), the precision of every point, weight and threshold. */
export type RuleColumnType = "varchar" | "integer" | "boolean" | "date" | "decimal(18,6)";
export type RuleCell = string | number | boolean | null;
export type RuleRow = Readonly<Record<string, RuleCell>>;

const text = "varchar";
const int = "integer";
const dec = "decimal(18,6)";
const day = "date";
const bool = "boolean";

const pack = { method: text, edition: day } as const;
const title = { title_zh: text, title_en: text } as const;
const limits = { value_from: dec, value_to: dec } as const;

/** The tables of schema `rules` with their columns in order (architecture §4). */
export const ruleTables = {
  edition: {
    ...pack,
    effective_from: day,
    effective_to: day,
    purpose: text,
    subject_type: text,
    family: text,
    variant: text,
    is_selected: bool,
    basis: text,
    ...title,
    issuer: text,
    document_number: text,
    issued_on: day,
    url: text,
    confirmed_on: day,
    review_by: day,
    sha256: text,
    origin: text,
    applies_condition_id: text,
    total_kind: text,
    base_points: dec,
    floor_points: dec,
    cap_points: dec,
    round_digits: int,
    max_missing_fraction: dec,
    is_lower_worse: bool,
    clause: text,
    note_zh: text,
    note_en: text,
  },
  part: {
    ...pack,
    part_id: text,
    position: int,
    ...title,
    aggregate: text,
    base_points: dec,
    floor_points: dec,
    cap_points: dec,
    weight: dec,
    parent_part_id: text,
    is_more_worse: bool,
  },
  part_band: { ...pack, part_id: text, rule_row: text, ...limits, band: int },
  matrix: {
    ...pack,
    row_part_id: text,
    column_part_id: text,
    row_band: int,
    column_band: int,
    level: text,
    rule_row: text,
    clause: text,
  },
  indicator: {
    ...pack,
    indicator_id: text,
    part_id: text,
    position: int,
    ...title,
    reason_zh: text,
    reason_en: text,
    unit: text,
    clause: text,
    basis: text,
    rule_kind: text,
    weight: dec,
    points_per_unit: dec,
    unit_size: dec,
    base_points: dec,
    min_points: dec,
    max_points: dec,
    linear_value_from: dec,
    linear_points_from: dec,
    linear_value_to: dec,
    linear_points_to: dec,
    missing_status: text,
    missing_points: dec,
    is_required: bool,
    is_entered: bool,
    full_points: dec,
  },
  band: { ...pack, indicator_id: text, rule_row: text, ...limits, points: dec, clause: text },
  lookup: {
    ...pack,
    indicator_id: text,
    rule_row: text,
    code: text,
    under_code: text,
    points: dec,
    clause: text,
    ...title,
  },
  condition_literal: {
    ...pack,
    condition_id: text,
    disjunct: int,
    literal: int,
    operand: text,
    operand_id: text,
    operator: text,
    value_number: dec,
    value_code: text,
  },
  determination: {
    ...pack,
    determination_id: text,
    position: int,
    kind: text,
    level: text,
    ...title,
    clause: text,
    basis: text,
    condition_id: text,
  },
  level: { ...pack, level: text, position: int, ...limits, rule_row: text, ...title, clause: text },
  measure: {
    ...pack,
    indicator_id: text,
    stream: text,
    window_days: int,
    window_years: int,
    exposure_id: text,
    exposure_per: dec,
    exposure_floor: dec,
    exposure_least: dec,
  },
  measure_weight: { ...pack, indicator_id: text, code: text, weight: dec },
  measure_decay: { ...pack, indicator_id: text, age_from_days: int, age_to_days: int, weight: dec },
  parameter: {
    ...pack,
    parameter_id: text,
    position: int,
    value_number: dec,
    value_code: text,
    unit: text,
    clause: text,
    basis: text,
    ...title,
  },
} as const satisfies Record<string, Record<string, RuleColumnType>>;

export type RuleTable = keyof typeof ruleTables;
export type RuleRows = Record<RuleTable, RuleRow[]>;

/** Empty lists, one a table. */
export function emptyRuleRows(): RuleRows {
  return Object.fromEntries(Object.keys(ruleTables).map((table) => [table, []])) as unknown as RuleRows;
}
