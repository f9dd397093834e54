import type { Warehouse } from "../warehouse/open.js";
import { type Explanation, toNumber } from "./explanation.js";
import { clockOf, evidenceOf, explanation, item, type Question, type Sourced } from "./plain-subject.js";

/** A risk point's level: its factors with the words of the method's table, their product, and the band that it falls into. */
export async function explainRiskPoint(
  warehouse: Warehouse,
  question: Question,
): Promise<Explanation | null> {
  const [graded] = await warehouse.rows<
    Sourced & {
      family: string;
      method: string;
      edition: string | null;
      score: string | null;
      level: string | null;
      rule_row: string | null;
      clause: string | null;
      claimed_level: string | null;
      status: string;
      risk_point_name: string;
    }
  >(
    `select graded.family, graded.method, cast(graded.edition as varchar) as edition, cast(graded.score as varchar) as score,
        graded.level, graded.rule_row, graded.clause, graded.claimed_level, graded.status, point.risk_point_name,
        point.source, point.file, cast(point.row_number as integer) as row
     from scores.risk_point_level as graded join staging.risk_point as point on point.risk_point_id = graded.risk_point_id
     where graded.risk_point_id = $1`,
    [question.subjectId],
  );
  if (!graded) return null;
  const factors = await warehouse.rows<{
    indicator_id: string;
    title: string;
    value: string | null;
    points: string | null;
    rule_row: string | null;
    clause: string | null;
    meaning: string | null;
    basis: string | null;
  }>(
    `with point as (select * from staging.risk_point where risk_point_id = $1),
     factor as (
        select 'l' as indicator_id, l as value from point union all select 'e', e from point union all
        select 'c', c from point union all select 's', s from point union all select 'm', m from point
     )
     select indicator.indicator_id, indicator.title_${question.lang} as title, cast(factor.value as varchar) as value,
        cast(found.points as varchar) as points, found.rule_row, coalesce(found.clause, indicator.clause) as clause,
        found.title_${question.lang} as meaning, indicator.basis
     from rules.indicator as indicator join factor on factor.indicator_id = indicator.indicator_id
     left join rules.lookup as found on found.method = indicator.method and found.edition = indicator.edition
        and found.indicator_id = indicator.indicator_id and found.points = factor.value
     where indicator.method = $2 and cast(indicator.edition as varchar) = $3
     order by indicator.position`,
    [question.subjectId, graded.method, graded.edition ?? ""],
  );
  const evidence = evidenceOf(graded, question.subjectId);
  return explanation(question, await clockOf(warehouse), {
    subject_type: "risk_point",
    subject_name: graded.risk_point_name,
    method: graded.method,
    edition: graded.edition,
    score: toNumber(graded.score),
    level: graded.level ?? "insufficient_data",
    determined_by:
      graded.level === null ? "insufficient_data" : graded.family === "direct" ? "direct" : "score",
    items:
      factors.length > 0
        ? factors.map((factor) =>
            item({
              indicator_id: factor.indicator_id,
              title: factor.meaning ? `${factor.title}: ${factor.meaning}` : factor.title,
              value: toNumber(factor.value),
              points: toNumber(factor.points),
              status: factor.value === null ? "no_data" : factor.points === null ? "no_rule" : "scored",
              clause: factor.clause,
              rule_row: factor.rule_row,
              basis: factor.basis,
              evidence,
            }),
          )
        : [
            item({
              indicator_id: "claimed_level",
              title: question.lang === "zh" ? "直接判定的等级" : "Level as directly determined",
              value: graded.claimed_level,
              status: graded.status,
              evidence,
            }),
          ],
  });
}
