import type { Numeric } from "./format.js";

/** Rows of the rules tables that pages show, as `Warehouse.rows` gives them. */

/** rules.edition. */
export interface EditionRow {
  readonly method: string;
  readonly edition: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly purpose: string;
  readonly is_selected: boolean;
  readonly basis: string;
  readonly title_zh: string;
  readonly title_en: string | null;
  readonly issuer: string | null;
  readonly document_number: string | null;
  readonly issued_on: string | null;
  readonly url: string | null;
  readonly confirmed_on: string | null;
  readonly review_by: string | null;
  readonly origin: string;
  readonly total_kind: string | null;
  /** Whether few points are bad, as in a score out of a hundred. */
  readonly is_lower_worse: boolean;
  readonly note_zh: string | null;
  readonly note_en: string | null;
}

export interface PartRow {
  readonly method: string;
  readonly edition: string;
  readonly part_id: string;
  readonly position: number;
  readonly title_zh: string;
  readonly title_en: string | null;
  readonly aggregate: string;
  /** Whether more points of its indicators are worse: deductions, and points of a score that counts risk. */
  readonly is_more_worse: boolean;
}

export interface PartBandRow {
  readonly method: string;
  readonly edition: string;
  readonly part_id: string;
  readonly value_from: Numeric;
  readonly value_to: Numeric;
  readonly band: string | number;
}

export interface MatrixRow {
  readonly method: string;
  readonly edition: string;
  readonly row_part_id: string;
  readonly column_part_id: string;
  readonly row_band: string | number;
  readonly column_band: string | number;
  readonly level: string;
}

export interface IndicatorRow {
  readonly method: string;
  readonly edition: string;
  readonly indicator_id: string;
  readonly part_id: string | null;
  readonly position: number;
  readonly title_zh: string;
  readonly title_en: string | null;
  /** How it is called where it counts against a subject; the title where the pack says nothing else. */
  readonly reason_zh: string;
  readonly reason_en: string | null;
  readonly unit: string | null;
  readonly clause: string | null;
  readonly basis: string | null;
  readonly rule_kind: string;
  readonly points_per_unit: Numeric;
  readonly unit_size: Numeric;
  readonly base_points: Numeric;
  readonly min_points: Numeric;
  readonly max_points: Numeric;
  readonly linear_value_from: Numeric;
  readonly linear_points_from: Numeric;
  readonly linear_value_to: Numeric;
  readonly linear_points_to: Numeric;
  readonly missing_status: string | null;
  readonly missing_points: Numeric;
  readonly is_required: boolean | null;
}

/** rules.band and rules.lookup together: a row of either. */
export interface PointsRow {
  readonly method: string;
  readonly edition: string;
  readonly indicator_id: string;
  readonly code: string | null;
  readonly title_zh: string | null;
  readonly title_en: string | null;
  readonly value_from: Numeric;
  readonly value_to: Numeric;
  readonly points: Numeric;
  readonly clause: string | null;
}

export interface LevelRow {
  readonly method: string;
  readonly edition: string;
  readonly level: string;
  readonly position: number;
  readonly value_from: Numeric;
  readonly value_to: Numeric;
  readonly title_zh: string | null;
  readonly title_en: string | null;
  readonly clause: string | null;
}

export interface DeterminationRule {
  readonly method: string;
  readonly edition: string;
  readonly determination_id: string;
  readonly kind: string;
  readonly level: string | null;
  readonly title_zh: string;
  readonly title_en: string | null;
  readonly clause: string | null;
  readonly basis: string | null;
}

export interface ParameterRow {
  readonly method: string;
  readonly edition: string;
  readonly parameter_id: string;
  readonly value_number: Numeric;
  readonly value_code: string | null;
  readonly unit: string | null;
  readonly clause: string | null;
  readonly basis: string | null;
  readonly title_zh: string | null;
  readonly title_en: string | null;
}

/** Every rule table of the editions a page shows. */
export interface RuleRows {
  readonly editions: readonly EditionRow[];
  readonly parts: readonly PartRow[];
  readonly partBands: readonly PartBandRow[];
  readonly matrix: readonly MatrixRow[];
  readonly indicators: readonly IndicatorRow[];
  readonly points: readonly PointsRow[];
  readonly levels: readonly LevelRow[];
  readonly determinations: readonly DeterminationRule[];
  readonly parameters: readonly ParameterRow[];
}
