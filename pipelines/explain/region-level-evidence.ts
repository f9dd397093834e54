import type { Warehouse } from "../warehouse/open.js";
import type { Evidence } from "./explanation.js";

/** Source rows listed behind one item; the item's evidence_count says how many there are. */
const mostEvidence = 50;

const row = (key: string): string =>
  `select told.source, told.file, cast(told.row_number as integer) as row, ${key} as key`;

/** Enterprises of the region by the level that they have on the current day. */
const enterprises = (where: string): string => `${row("told.enterprise_id")}
  from facts.region_enterprise as placed
  inner join staging.enterprise as told on placed.enterprise_id = told.enterprise_id
  inner join scores.enterprise_level_total as total on placed.enterprise_id = total.subject_id
  inner join staging.evaluation as evaluation on total.as_of = evaluation.as_of and evaluation.is_current
  where placed.region_code = $1 and ${where}`;

/** Work-safety accidents on the region's ground within 365 days. */
const accidents = (grades: string | null): string => `${row("told.accident_id")}
  from facts.accident_region as placed
  inner join staging.accident as told on placed.accident_id = told.accident_id
  inner join staging.evaluation as evaluation on evaluation.is_current
      and told.occurred_on <= evaluation.as_of and date_diff('day', told.occurred_on, evaluation.as_of) < 365
  left join scores.accident_grade as graded on told.accident_id = graded.accident_id
  where placed.region_code = $1 and coalesce(told.is_work_safety, true)${grades ? ` and graded.grade in (${grades})` : ""}`;

const questions: Readonly<Record<string, string>> = {
  red_enterprise_fraction: enterprises("total.level = 'red'"),
  orange_enterprise_fraction: enterprises("total.level = 'orange'"),
  graded_enterprise_fraction: enterprises("total.level = 'insufficient_data'"),
  open_major_hazard_per_100_enterprises: `${row("told.hazard_id")}
    from facts.region_enterprise as placed
    inner join scores.hazard_on_day as told on placed.enterprise_id = told.enterprise_id
    inner join staging.evaluation as evaluation on told.as_of = evaluation.as_of and evaluation.is_current
    where placed.region_code = $1 and told.is_open and told.level = 'major'`,
  accident_12m_count: accidents(null),
  larger_accident_12m_count: accidents("'larger', 'major', 'especially_major'"),
  major_accident_12m_count: accidents("'major', 'especially_major'"),
};

/**
 * The source rows behind one indicator of a region's level: the red and orange enterprises, the open major hazards, the
 * accidents; of the share with a level those that have none. At most 50, in the order of their keys.
 */
export async function regionLevelEvidence(
  warehouse: Warehouse,
  regionCode: string,
  indicatorId: string,
): Promise<Evidence[]> {
  const question = questions[indicatorId];
  if (!question) return [];
  return warehouse.rows<Evidence>(
    `select source, file, row, key from (${question}) as found order by key, file, row limit ${mostEvidence}`,
    [regionCode],
  );
}
