import type { Numeric } from "./format.js";

/** Rows that pages are drawn from, as `Warehouse.rows` gives them: decimals and big integers are text, days are `2026-11-22`. */

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
  readonly main_reason_en: string | null;
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
  /** Days that the rules allow where nobody set a deadline. */
  readonly allowed_days: number | null;
  /** The day after which it was overdue. */
  readonly counted_deadline: string;
}

/** One row of the level list. */
export interface ListRow {
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly region_code: string;
  readonly regulated_sector: string;
  /** The method that gave the score; null where none judged. */
  readonly method: string | null;
  readonly level: string;
  readonly score: Numeric;
  readonly inherent_points: Numeric;
  readonly conduct_points: Numeric;
  readonly level_since: string | null;
  readonly reason_zh: string | null;
  readonly reason_en: string | null;
  /** Whether few points are bad by the rules that gave the score; null without such rules. */
  readonly is_lower_worse: boolean | null;
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
  readonly direct_reason_en: string | null;
  readonly previous_level: string | null;
  readonly level_since: string | null;
}

/** An indicator with value and points, as one or many enterprises have it. */
export interface ItemRow {
  readonly part_id: string | null;
  readonly indicator_id: string;
  readonly indicator_value: Numeric;
  readonly value_code: string | null;
  readonly points: Numeric;
  readonly max_points: Numeric;
  readonly status: string;
  /** Null where it is the clause of the indicator itself. */
  readonly clause: string | null;
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
  readonly deadline_on: string | null;
  readonly state: string;
  readonly is_overdue: boolean | null;
  readonly overdue_days: Numeric;
  readonly file: string | null;
  readonly row_number: Numeric;
  /** The row is in force because a newer version of it was rejected. */
  readonly is_carried_over: boolean;
}

/** Source rows behind an indicator: the first few of each file, how many there are in all, and how many of them are carried over. */
export interface EvidenceRow {
  readonly enterprise_id: string;
  readonly indicator_id: string;
  readonly file: string;
  readonly row_numbers: string;
  readonly row_count: number;
  readonly carried_count: number;
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
  /** Rows in an earlier version, since the newer one was rejected. */
  readonly carried_over: Numeric;
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

/** A check that found rows (marts.check_result): its name, how many, up to three of them, and who acts on what. */
export interface FailedCheck {
  readonly name: string;
  readonly severity: string;
  readonly offending: Numeric;
  /** A row a line, as JSON. */
  readonly examples: string;
  readonly who: string;
  readonly who_zh: string;
}
