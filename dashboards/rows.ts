import type { Numeric } from "./format.js";

/** Rows that pages are drawn from, as `Warehouse.rows` gives them: decimals and big integers are text, days are `2026-11-22`. */

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

/** How many enterprises of a region have a level on a day. */
export interface LevelCount {
  readonly as_of: string;
  readonly region_code: string;
  readonly level: string;
  readonly enterprises: number;
}

export interface RegionRow {
  readonly region_code: string;
  readonly region_name: string;
}

/** marts.level_change with the name and place of the enterprise. */
export interface ChangeRow {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly region_code: string;
  readonly changed_on: string;
  readonly from_level: string;
  readonly to_level: string;
  readonly main_reason: string | null;
}

/** How often an indicator or direct determination is what a level rests on. */
export interface ReasonRow {
  readonly title_zh: string;
  readonly title_en: string | null;
  readonly enterprises: number;
  readonly red: number;
  readonly orange: number;
}

/** A major hazard past its deadline, from marts.hazard_ledger. */
export interface OverdueRow {
  readonly hazard_id: string;
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly region_code: string;
  readonly description: string | null;
  readonly deadline_on: string | null;
  readonly overdue_days: number;
  readonly supervised_until: string | null;
}

/** One row of the level list. */
export interface ListRow {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly region_code: string;
  readonly regulated_sector: string;
  readonly level: string;
  readonly score: Numeric;
  readonly inherent_points: Numeric;
  readonly conduct_points: Numeric;
  readonly level_since: string | null;
  readonly reason_zh: string | null;
  readonly reason_en: string | null;
  /** Number of its scorecard file, from 1; null when it has none. */
  readonly card: number | null;
}

/** marts.enterprise_level: one enterprise for its scorecard. */
export interface EnterpriseRow {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly region_code: string;
  readonly grid_id: string | null;
  readonly department_code: string | null;
  readonly department_name: string | null;
  readonly regulated_sector: string;
  readonly method: string | null;
  readonly edition: string | null;
  readonly score: Numeric;
  readonly level: string;
  readonly inherent_points: Numeric;
  readonly conduct_points: Numeric;
  readonly determined_by: string;
  readonly direct_reason: string | null;
  readonly previous_level: string | null;
  readonly level_since: string | null;
}

export interface ItemRow {
  readonly enterprise_id: string;
  readonly part_id: string | null;
  readonly indicator_id: string;
  readonly indicator_value: Numeric;
  readonly value_code: string | null;
  readonly points: Numeric;
  readonly max_points: Numeric;
  readonly status: string;
  readonly clause: string | null;
  readonly rule_row: string | null;
  readonly evidence_count: Numeric;
}

export interface PartScoreRow {
  readonly enterprise_id: string;
  readonly part_id: string;
  readonly points: Numeric;
  readonly band: string | number | null;
}

export interface DeterminationRow {
  readonly enterprise_id: string;
  readonly kind: string;
  readonly level: string | null;
  readonly title_zh: string;
  readonly title_en: string | null;
  readonly clause: string | null;
}

export interface HistoryRow {
  readonly enterprise_id: string;
  readonly as_of: string;
  readonly level: string;
  readonly score: Numeric;
}

export interface HazardRow {
  readonly enterprise_id: string;
  readonly hazard_id: string;
  readonly level: string;
  readonly source: string;
  readonly description: string | null;
  readonly found_on: string | null;
  readonly deadline_on: string | null;
  readonly state: string;
  readonly is_overdue: boolean | null;
  readonly overdue_days: Numeric;
  readonly file: string | null;
  readonly row_number: Numeric;
}

/** Source rows behind an indicator: the first few of each file, and how many there are in all. */
export interface EvidenceRow {
  readonly enterprise_id: string;
  readonly indicator_id: string;
  readonly entity: string;
  readonly file: string;
  readonly row_numbers: string;
  readonly row_count: number;
}

/** A smallest set of changes that lifts the level, as the what-if search proves it. */
export interface WayOut {
  readonly closeHazards: readonly string[];
  readonly reviewRiskPoints: readonly string[];
  readonly level: string;
  readonly score: string | null;
}

/** marts.data_quality. */
export interface QualityRow {
  readonly source: string;
  readonly entity: string;
  readonly read: Numeric;
  readonly accepted: Numeric;
  readonly rejected: Numeric;
  readonly superseded: Numeric;
  readonly withdrawn: Numeric;
  readonly newest_row_at: string | null;
  readonly is_stale: boolean;
}

/** Rejected rows of one kind of fault, with one of them as an example. */
export interface RejectRow {
  readonly source: string;
  readonly entity: string;
  readonly code: string;
  readonly column_name: string | null;
  readonly rows: number;
  readonly file: string;
  readonly row_number: Numeric;
  readonly found: string | null;
  readonly expected: string | null;
}

export interface OrphanRow {
  readonly entity: string;
  readonly column_name: string;
  readonly found: string;
  readonly row_count: number;
}

/** A check that found rows (marts.check_result): its name, how many, three of them, and who acts. */
export interface FailedCheck {
  readonly name: string;
  readonly severity: string;
  readonly offending: Numeric;
  readonly examples: string;
  readonly who: string;
}
