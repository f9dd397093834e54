import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import { type Standing, toNumber } from "./explanation.js";

interface RankingRow {
  readonly peer_group: string;
  readonly score_grade: string;
  readonly veto_reason: string | null;
  readonly rank: number | null;
  readonly rank_low: number | null;
  readonly rank_high: number | null;
  readonly previous_rank: number | null;
  readonly previous_score: string | null;
  readonly score_change: string | null;
  readonly driver_indicator_id: string | null;
  readonly driver_title: string | null;
  readonly driver_points_change: string | null;
  readonly driver_change_kind: string | null;
}

interface PairRow {
  readonly subject_id: string;
  readonly subject_name: string;
  readonly above: string;
  readonly relation: string;
}

/**
 * Where an assessed subject stands: rank, interval, who is above, below or tied with it by what probability, and what drove the
 * change of its score. Null when nobody ranks it. The pairs come with the closest to it first.
 */
export async function readStanding(
  warehouse: Warehouse,
  subject: { readonly subjectType: string; readonly subjectId: string },
  lang: Lang,
): Promise<Standing | null> {
  const values = [subject.subjectType, subject.subjectId];
  const inLang = (column: string): string => (lang === "zh" ? column : `${column}_en`);
  const [row] = await warehouse.rows<RankingRow>(
    `select peer_group, score_grade, ${inLang("veto_reason")} as veto_reason, rank, rank_low, rank_high, previous_rank,
        cast(previous_score as varchar) as previous_score, cast(score_change as varchar) as score_change, driver_indicator_id,
        ${inLang("driver_title")} as driver_title, cast(driver_points_change as varchar) as driver_points_change, driver_change_kind
     from marts.assessment_ranking where subject_type = $1 and subject_id = $2`,
    values,
  );
  if (!row) return null;
  const pairs = await warehouse.rows<PairRow>(
    `select subject_id, subject_name, cast(above as varchar) as above, relation from (
        select other_id as subject_id, other_name as subject_name, above_fraction as above, relation
        from marts.assessment_pair where subject_type = $1 and subject_id = $2
        union all
        select subject_id, subject_name, 1 - above_fraction,
            case relation when 'above' then 'below' when 'below' then 'above' else relation end
        from marts.assessment_pair where subject_type = $1 and other_id = $2
     ) order by abs(above - 0.5), subject_id`,
    values,
  );
  return {
    peer_group: row.peer_group,
    grade_by_score: row.score_grade,
    veto_reason: row.veto_reason,
    rank: row.rank,
    rank_low: row.rank_low,
    rank_high: row.rank_high,
    previous_rank: row.previous_rank,
    previous_score: toNumber(row.previous_score),
    score_change: toNumber(row.score_change),
    driver:
      row.driver_indicator_id === null
        ? null
        : {
            indicator_id: row.driver_indicator_id,
            title: row.driver_title ?? row.driver_indicator_id,
            points_change: Number(row.driver_points_change),
            kind: row.driver_change_kind ?? "moved",
          },
    pairs: pairs.map((pair) => ({
      subject_id: pair.subject_id,
      subject_name: pair.subject_name,
      probability_above: Number(pair.above),
      relation: pair.relation,
    })),
  };
}
