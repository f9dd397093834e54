import type { Lang } from "../../models/text.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";
import { assessmentEvidence } from "./assessment-evidence.js";
import { readStanding } from "./assessment-standing.js";
import { determinationsOf } from "./determination-facts.js";
import { type ExplainedItem, type Explanation, toNumber } from "./explanation.js";
import { clockOf, explanation, item } from "./plain-subject.js";
import { regionLevelEvidence } from "./region-level-evidence.js";

interface Question {
  readonly subjectId: string;
  readonly lang: Lang;
  /** Method of a region: its level where this is the method of one, else its assessment. */
  readonly method?: string | null;
}

interface ItemRow {
  readonly indicator_id: string;
  readonly title: string;
  readonly part: string | null;
  readonly value: string | null;
  readonly unit: string | null;
  readonly points: string | null;
  readonly max_points: string | null;
  readonly status: string;
  readonly clause: string | null;
  readonly rule_row: string | null;
  readonly basis: string | null;
  readonly evidence_count: number;
}

interface CaseRow {
  readonly case_id: string;
  readonly period: string;
  readonly period_end: string;
  readonly subject_type: string;
  readonly method: string;
  readonly edition: string;
  readonly score: string | null;
  readonly level: string;
  readonly determined_by: string;
  readonly veto_reason: string | null;
}

function itemsOf(purpose: "assessment" | "region_level", lang: Lang): string {
  return `select item.indicator_id, indicator.title_${lang} as title, item.part_id as part,
      cast(item.indicator_value as varchar) as value, indicator.unit, cast(item.points as varchar) as points,
      cast(item.max_points as varchar) as max_points, item.status, item.clause, item.rule_row, indicator.basis,
      cast(coalesce(item.evidence_count, 0) as integer) as evidence_count
    from scores.${purpose}_item as item
    inner join staging.evaluation as evaluation on item.as_of = evaluation.as_of and evaluation.is_current
    inner join rules.indicator as indicator
      on item.method = indicator.method and item.edition = indicator.edition and item.indicator_id = indicator.indicator_id
    where item.subject_id = $1 order by indicator.position, item.indicator_id`;
}

function toItem(row: ItemRow, evidence: ExplainedItem["evidence"]): ExplainedItem {
  return item({
    ...row,
    value: toNumber(row.value),
    points: toNumber(row.points),
    max_points: toNumber(row.max_points),
    evidence,
  });
}

async function explainRegionLevel(warehouse: Warehouse, question: Question): Promise<Explanation | null> {
  const history = await warehouse.rows<
    Omit<CaseRow, "case_id" | "period" | "veto_reason"> & { reason: string | null; is_current: boolean }
  >(
    `select cast(total.as_of as varchar) as period_end, total.method, cast(total.edition as varchar) as edition,
        cast(total.score as varchar) as score, total.level, total.determined_by,
        total.direct_reason_${question.lang} as reason, evaluation.is_current
     from scores.region_level_total as total
     inner join staging.evaluation as evaluation on total.as_of = evaluation.as_of
     where total.subject_id = $1 order by total.as_of`,
    [question.subjectId],
  );
  const total = history.find((row) => row.is_current);
  if (!total) return null;
  const [region] = await warehouse.rows<{ region_name: string }>(
    "select region_name from staging.region where region_code = $1",
    [question.subjectId],
  );
  const items = await warehouse.rows<ItemRow>(itemsOf("region_level", question.lang), [question.subjectId]);
  const explained: ExplainedItem[] = [];
  for (const row of items)
    explained.push(toItem(row, await regionLevelEvidence(warehouse, question.subjectId, row.indicator_id)));
  return explanation(question, await clockOf(warehouse), {
    subject_type: "region",
    subject_name: region?.region_name ?? null,
    method: total.method,
    edition: total.edition,
    score: toNumber(total.score),
    level: total.level,
    determined_by: total.determined_by,
    direct_reason: total.reason,
    items: explained,
    exceptions: await determinationsOf(warehouse, {
      purpose: "region_level",
      scoredId: question.subjectId,
      lang: question.lang,
      evidenceOf: (indicatorId) => regionLevelEvidence(warehouse, question.subjectId, indicatorId),
    }),
    history: history.map((row) => ({ as_of: row.period_end, level: row.level, score: toNumber(row.score) })),
  });
}

/**
 * The assessment of a region or department walked back: points by indicator, clauses, the source rows that cost points,
 * vetoes among the exceptions with what they rest on, its standing in the peer group, the same days of last year as history.
 * The level is the grade that stands: a veto decides it, and the standing names the one by score. With the method of a region level, or for a region that nobody
 * assesses, the level of the region. Null when the publication knows no such subject.
 */
export async function explainAssessed(warehouse: Warehouse, question: Question): Promise<Explanation | null> {
  if (!(await hasTable(warehouse, "scores.assessment_case"))) return null;
  const cases = await warehouse.rows<CaseRow>(
    `select assessed.case_id, assessed.period, cast(assessed.period_end as varchar) as period_end, assessed.subject_type,
        total.method, cast(total.edition as varchar) as edition, cast(total.score as varchar) as score, total.grade as level,
        total.determined_by, total.veto_reason_${question.lang} as veto_reason
     from scores.assessment_case as assessed
     inner join scores.assessment_grade as total on assessed.as_of = total.as_of and assessed.case_id = total.case_id
     where assessed.subject_id = $1 order by assessed.period_end`,
    [question.subjectId],
  );
  const total = cases.find((row) => row.period === "current");
  if (!total || (question.method && question.method !== total.method))
    return explainRegionLevel(warehouse, question);
  const [subject] = await warehouse.rows<{ subject_name: string }>(
    "select subject_name from facts.assessment_subject where subject_type = $1 and subject_id = $2",
    [total.subject_type, question.subjectId],
  );
  const rows = await warehouse.rows<ItemRow>(itemsOf("assessment", question.lang), [total.case_id]);
  const known = { subjectType: total.subject_type, subjectId: question.subjectId };
  const items: ExplainedItem[] = [];
  for (const row of rows)
    items.push(toItem(row, await assessmentEvidence(warehouse, known, row.indicator_id)));
  const standing = await readStanding(warehouse, known, question.lang);
  return explanation(question, await clockOf(warehouse), {
    subject_type: total.subject_type,
    subject_name: subject?.subject_name ?? null,
    method: total.method,
    edition: total.edition,
    score: toNumber(total.score),
    level: total.level,
    determined_by: total.determined_by,
    direct_reason: total.veto_reason,
    items,
    exceptions: await determinationsOf(warehouse, {
      purpose: "assessment",
      scoredId: total.case_id,
      lang: question.lang,
      evidenceOf: (indicatorId) => assessmentEvidence(warehouse, known, indicatorId),
    }),
    ...(standing ? { standing } : {}),
    history: cases.map((row) => ({ as_of: row.period_end, level: row.level, score: toNumber(row.score) })),
  });
}
