import type {
  GridGapRow,
  NoticeRow,
  PilotRow,
  RankingRow,
  RankingRows,
  RegionLevelRow,
  ScoreItemRow,
} from "../../dashboards/assessment-rows.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

const text = (columns: string): string =>
  columns
    .split(" ")
    .map((column) => `cast(source.${column} as varchar) as ${column}`)
    .join(", ");

const nothing: RankingRows = { ranking: [], items: [], notices: [], regions: [], gaps: [], pilots: [] };

/** Everything that the ranking page shows, from the marts of the build in use, in a fixed order; a build that assesses nobody has no rows. */
export async function readRanking(warehouse: Warehouse): Promise<RankingRows> {
  if (!(await hasTable(warehouse, "marts.assessment_ranking"))) return nothing;
  return {
    ranking: await warehouse.rows<RankingRow>(
      `select source.subject_type, source.subject_id, source.subject_name, source.peer_group,
          ${text("period_start period_end score previous_score score_change")},
          cast(cast(source.driver_points_change as decimal(18, 2)) as varchar) as driver_points_change,
          source.grade, level.title_zh as grade_zh, level.title_en as grade_en,
          by_score.title_zh as score_grade_zh, by_score.title_en as score_grade_en, source.veto_reason, source.veto_reason_en,
          source.rank, source.rank_low, source.rank_high, source.rank_median, source.tied_with, source.previous_rank,
          source.previous_rank_low, source.previous_rank_high,
          source.driver_title, source.driver_title_en, source.driver_change_kind
       from marts.assessment_ranking as source
       left join rules.level as level
          on source.method = level.method and source.edition = level.edition and source.grade = level.level
       left join rules.level as by_score
          on source.method = by_score.method and source.edition = by_score.edition and source.score_grade = by_score.level
       order by source.subject_type, source.peer_group, source.place`,
    ),
    items: await warehouse.rows<ScoreItemRow>(
      `select source.subject_type, source.subject_id, source.indicator_id, indicator.title_zh, indicator.title_en,
          indicator.unit, ${text("value max_points")}, cast(cast(source.points as decimal(18, 2)) as varchar) as points, source.status, source.clause
       from marts.assessment_score_item as source
       inner join rules.indicator as indicator
          on source.method = indicator.method and source.edition = indicator.edition
          and source.indicator_id = indicator.indicator_id
       order by source.subject_type, source.subject_id, indicator.position, source.indicator_id`,
    ),
    notices: await warehouse.rows<NoticeRow>(
      `select source.subject_type, source.subject_id, source.subject_name, source.list, source.reason, source.reason_en,
          ${text("value max_points")}, cast(cast(source.points as decimal(18, 2)) as varchar) as points, source.clause, indicator.unit,
          source.detail, source.detail_en
       from marts.assessment_notice as source
       left join marts.assessment_ranking as ranking
          on source.subject_type = ranking.subject_type and source.subject_id = ranking.subject_id
       left join rules.indicator as indicator
          on ranking.method = indicator.method and ranking.edition = indicator.edition
          and source.reason_id = indicator.indicator_id
       order by source.list, source.subject_type desc, source.subject_id, source.reason_id`,
    ),
    regions: await warehouse.rows<RegionLevelRow>(
      `select source.region_code, source.region_name, source.parent_region_code, ${text("score")}, source.level,
          source.direct_reason, source.direct_reason_en, source.red_enterprise_count, source.orange_enterprise_count,
          source.yellow_enterprise_count, source.blue_enterprise_count, source.insufficient_data_enterprise_count,
          source.open_major_hazard_count, source.accident_count
       from marts.region_level as source order by source.region_code`,
    ),
    gaps: await warehouse.rows<GridGapRow>(
      `select region_name, grid_id, grid_name, responsible_unit, gap, enterprise_count
       from marts.grid_gap order by region_code, grid_id`,
    ),
    pilots: await warehouse.rows<PilotRow>(
      `select source.indicator_id, source.title, source.title_en, source.unit, source.pilot_count, source.other_count,
          ${text("pilot_mean other_mean difference difference_low difference_high chance_fraction")}, source.verdict
       from marts.pilot_comparison as source order by source.indicator_id`,
    ),
  };
}
