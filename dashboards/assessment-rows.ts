import type { RegionShapes } from "./charts/region-map.js";
import type { Numeric } from "./format.js";

/** marts.assessment_ranking: a region or department in its peer group. */
export interface RankingRow {
  readonly subject_type: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly peer_group: string;
  readonly period_start: string;
  readonly period_end: string;
  readonly score: Numeric;
  readonly grade: string;
  readonly grade_zh: string | null;
  readonly grade_en: string | null;
  /** The grade by the score alone; another than `grade` only under a veto. */
  readonly score_grade_zh: string | null;
  readonly score_grade_en: string | null;
  readonly veto_reason: string | null;
  readonly veto_reason_en: string | null;
  readonly rank: number | null;
  readonly rank_low: number | null;
  readonly rank_high: number | null;
  readonly rank_median: number | null;
  /** Ids joined by commas; empty when nobody is tied with it. */
  readonly tied_with: string | null;
  readonly previous_rank: number | null;
  readonly previous_rank_low: number | null;
  readonly previous_rank_high: number | null;
  readonly previous_score: Numeric;
  readonly score_change: Numeric;
  readonly driver_title: string | null;
  readonly driver_title_en: string | null;
  readonly driver_points_change: Numeric;
  readonly driver_change_kind: string | null;
}

/** marts.assessment_score_item with the titles of its indicator. */
export interface ScoreItemRow {
  readonly subject_type: string;
  readonly subject_id: string;
  readonly indicator_id: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly unit: string | null;
  readonly value: Numeric;
  readonly points: Numeric;
  readonly max_points: Numeric;
  readonly status: string;
  readonly clause: string | null;
}

/** marts.assessment_notice. */
export interface NoticeRow {
  readonly subject_type: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly list: string;
  readonly reason: string;
  readonly reason_en: string;
  readonly value: Numeric;
  readonly points: Numeric;
  readonly max_points: Numeric;
  readonly clause: string | null;
  readonly unit: string | null;
  /** Of a veto: the figures that it rests on, in words. */
  readonly detail: string | null;
  readonly detail_en: string | null;
}

/** marts.region_level. */
export interface RegionLevelRow {
  readonly region_code: string;
  readonly region_name: string;
  readonly parent_region_code: string | null;
  readonly score: Numeric;
  readonly level: string;
  readonly direct_reason: string | null;
  readonly direct_reason_en: string | null;
  readonly red_enterprise_count: number;
  readonly orange_enterprise_count: number;
  readonly yellow_enterprise_count: number;
  readonly blue_enterprise_count: number;
  readonly insufficient_data_enterprise_count: number;
  readonly open_major_hazard_count: number;
  readonly accident_count: number;
}

/** marts.grid_gap. */
export interface GridGapRow {
  readonly region_name: string | null;
  readonly grid_id: string;
  readonly grid_name: string | null;
  readonly responsible_unit: string | null;
  readonly gap: string;
  readonly enterprise_count: number;
}

/** marts.pilot_comparison. */
export interface PilotRow {
  readonly indicator_id: string;
  readonly title: string | null;
  readonly title_en: string | null;
  readonly unit: string | null;
  readonly pilot_count: number;
  readonly other_count: number;
  readonly pilot_mean: Numeric;
  readonly other_mean: Numeric;
  readonly difference: Numeric;
  readonly difference_low: Numeric;
  readonly difference_high: Numeric;
  /** Share of random labels that give as large a difference. */
  readonly chance_fraction: Numeric;
  readonly verdict: string;
}

export interface RankingRows {
  readonly ranking: readonly RankingRow[];
  readonly items: readonly ScoreItemRow[];
  readonly notices: readonly NoticeRow[];
  readonly regions: readonly RegionLevelRow[];
  /** The city's boundaries; none: regions are drawn as tiles. */
  readonly shapes?: RegionShapes | null;
  readonly gaps: readonly GridGapRow[];
  readonly pilots: readonly PilotRow[];
}
