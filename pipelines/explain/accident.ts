import type { Warehouse } from "../warehouse/open.js";
import { type Explanation, toNumber } from "./explanation.js";
import { clockOf, evidenceOf, explanation, item, type Question, type Sourced } from "./plain-subject.js";

/** An accident's grade: each criterion's band, the worst of which decides. */
export async function explainAccident(warehouse: Warehouse, question: Question): Promise<Explanation | null> {
  const [graded] = await warehouse.rows<
    Sourced & { method: string | null; edition: string | null; grade: string | null; status: string }
  >(
    `select graded.method, cast(graded.edition as varchar) as edition, graded.grade, graded.status,
        told.source, told.file, cast(told.row_number as integer) as row
     from scores.accident_grade as graded join staging.accident as told on told.accident_id = graded.accident_id
     where graded.accident_id = $1`,
    [question.subjectId],
  );
  if (!graded) return null;
  const criteria = await warehouse.rows<{
    indicator_id: string;
    title: string;
    unit: string | null;
    value: string | null;
    points: string | null;
    clause: string | null;
    rule_row: string | null;
    basis: string | null;
  }>(
    `with told as (select * from staging.accident where accident_id = $1),
     criterion as (
        select 'deaths' as indicator_id, cast(deaths as decimal(18, 6)) as value from told union all
        select 'serious_injuries', cast(serious_injuries as decimal(18, 6)) from told union all
        select 'direct_loss_cny', direct_loss_cny from told
     )
     select indicator.indicator_id, indicator.title_${question.lang} as title, indicator.unit, cast(criterion.value as varchar) as value,
        cast(coalesce(band.points, indicator.missing_points) as varchar) as points,
        coalesce(band.clause, indicator.clause) as clause, band.rule_row, indicator.basis
     from rules.indicator as indicator join criterion on criterion.indicator_id = indicator.indicator_id
     left join rules.band as band on band.method = indicator.method and band.edition = indicator.edition
        and band.indicator_id = indicator.indicator_id
        and (band.value_from is null or band.value_from <= criterion.value)
        and (band.value_to is null or criterion.value < band.value_to) and criterion.value is not null
     where indicator.method = $2 and cast(indicator.edition as varchar) = $3 order by indicator.position`,
    [question.subjectId, graded.method ?? "", graded.edition ?? ""],
  );
  const points = criteria.map((criterion) => toNumber(criterion.points)).filter((each) => each !== null);
  return explanation(question, await clockOf(warehouse), {
    subject_type: "accident",
    method: graded.method,
    edition: graded.edition,
    score: graded.status === "scored" && points.length > 0 ? Math.max(...points) : null,
    level: graded.grade,
    determined_by: graded.status === "scored" ? "score" : "insufficient_data",
    items: criteria.map((criterion) =>
      item({
        ...criterion,
        value: toNumber(criterion.value),
        points: toNumber(criterion.points),
        status: criterion.value === null ? "no_data" : "scored",
        evidence: evidenceOf(graded, question.subjectId),
      }),
    ),
  });
}
