import { Fault } from "../fault.js";
import { computedTables } from "../computed/tables.js";
import type { Lang } from "../../models/text.js";
import { buildTables, readBuildNodes } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { copyUnchanged, inWhatIf } from "../what-if/catalog.js";
import { findWaysOut } from "../what-if/way-out.js";
import { changeText, type Evidence, type ExplainedItem, type Explanation, toNumber } from "./explanation.js";

/** Source rows listed behind one item; the item's evidence_count says how many there are in all. */
const mostEvidence = 50;

interface TotalRow {
  as_of: string;
  method: string | null;
  edition: string | null;
  score: string | null;
  level: string;
  determined_by: string;
  direct_reason_zh: string | null;
  direct_reason_en: string | null;
}

/** The level of one enterprise, walked back to clauses and source rows; null when the snapshot does not know the id. */
export async function explainEnterprise(
  warehouse: Warehouse,
  options: {
    readonly subjectId: string;
    readonly asOf: string | null;
    readonly lang: Lang;
    readonly method: string | null;
  },
): Promise<Explanation | null> {
  const [subject] = await warehouse.rows<{ enterprise_name: string; as_of: string; known_at: string }>(
    `select enterprise.enterprise_name, cast(evaluation.as_of as varchar) as as_of, strftime(evaluation.known_at, '%Y-%m-%dT%H:%M:%S.%gZ') as known_at
     from staging.enterprise as enterprise cross join staging.evaluation as evaluation
     where enterprise.enterprise_id = $1 and evaluation.is_current`,
    [options.subjectId],
  );
  if (!subject) return null;
  const asOf = options.asOf ?? subject.as_of;
  const [evaluated] = await warehouse.rows("select 1 as one from staging.evaluation where as_of = $1::date", [
    asOf,
  ]);
  const read = async (): Promise<Explanation> => ({
    ...(await readExplanation(warehouse, { ...options, ...subject, asOf })),
    ...(asOf === subject.as_of ? {} : { is_way_out_sought: false }),
  });
  const nodes = await readBuildNodes(warehouse, computedTables);
  const ways = async (): Promise<Explanation["way_out"]> => {
    const found = await findWaysOut(warehouse, {
      origin: "build",
      asOf,
      nodes,
      enterpriseIds: [options.subjectId],
    });
    return (found.get(options.subjectId) ?? []).map((way) => ({
      change: changeText(way)[options.lang],
      close_hazards: way.closeHazards,
      review_risk_points: way.reviewRiskPoints,
      level: way.level,
      score: toNumber(way.score),
    }));
  };
  if (asOf === subject.as_of) return { ...(await read()), way_out: await ways() };
  if (evaluated) return read();
  // A day that the run did not compute: the same SQL answers for this one enterprise, with what the publication knew.
  return inWhatIf(warehouse, "build", async () => {
    await copyUnchanged(warehouse, "build", asOf, [options.subjectId]);
    await buildTables(warehouse, {
      nodes,
      only: [
        "scores.enterprise_level_total",
        "scores.enterprise_level_item",
        "scores.enterprise_level_determination",
        "scores.evidence",
      ],
    });
    return read();
  });
}

async function readExplanation(
  warehouse: Warehouse,
  options: {
    subjectId: string;
    asOf: string;
    known_at: string;
    enterprise_name: string;
    lang: Lang;
    method: string | null;
  },
): Promise<Explanation> {
  const { subjectId, asOf, lang } = options;
  const history = await warehouse.rows<TotalRow>(
    `select cast(as_of as varchar) as as_of, method, cast(edition as varchar) as edition, cast(score as varchar) as score,
        level, determined_by, direct_reason_zh, direct_reason_en
     from scores.enterprise_level_total where subject_id = $1 and ($2::varchar is null or method = $2) order by as_of`,
    [subjectId, options.method],
  );
  const total = history.find((row) => row.as_of === asOf);
  if (options.method !== null && !total) throw await wrongMethod(warehouse, subjectId, asOf, options.method);
  const exceptions = await warehouse.rows<{
    determination_id: string;
    kind: string;
    level: string | null;
    label: string;
    clause: string | null;
  }>(
    `select determination_id, kind, level, title_${lang} as label, clause
     from scores.enterprise_level_determination where subject_id = $1 and as_of = $2::date order by determination_id`,
    [subjectId, asOf],
  );
  return {
    subject_id: subjectId,
    subject_type: "enterprise",
    subject_name: options.enterprise_name,
    as_of: asOf,
    known_at: options.known_at,
    method: total?.method ?? null,
    edition: total?.edition ?? null,
    score: toNumber(total?.score),
    level: total?.level ?? "insufficient_data",
    determined_by: total?.determined_by ?? "insufficient_data",
    direct_reason: (lang === "zh" ? total?.direct_reason_zh : total?.direct_reason_en) ?? null,
    items: await readItems(warehouse, subjectId, asOf, lang),
    exceptions: exceptions.map(({ determination_id, ...rest }) => ({ id: determination_id, ...rest })),
    history: history
      .filter((row) => row.as_of <= asOf)
      .map((row) => ({ as_of: row.as_of, level: row.level, score: toNumber(row.score) })),
    way_out: [],
  };
}

/** The refusal of a method that did not judge the enterprise on that day; it names the one that did. */
async function wrongMethod(
  warehouse: Warehouse,
  subjectId: string,
  asOf: string,
  method: string,
): Promise<Fault> {
  const judged = await warehouse.rows<{ method: string }>(
    "select method from scores.enterprise_level_total where subject_id = $1 and as_of = $2::date order by method",
    [subjectId, asOf],
  );
  const methods = judged.map((row) => row.method);
  return new Fault(
    {
      zh: `--method：读到 ${method}，它在 ${asOf} 没有给 ${subjectId} 定级，应为 ${methods.join("、") || "空：没有版本给它定级"}`,
      en: `--method: found ${method}, which did not judge ${subjectId} on ${asOf}, expected ${methods.join(", ") || "none: no edition judged it"}`,
    },
    "usage",
  );
}

async function readItems(
  warehouse: Warehouse,
  subjectId: string,
  asOf: string,
  lang: Lang,
): Promise<ExplainedItem[]> {
  const items = await warehouse.rows<{
    indicator_id: string;
    title: string | null;
    part: string | null;
    value: string | null;
    value_code: string | null;
    unit: string | null;
    points: string | null;
    max_points: string | null;
    status: string;
    clause: string | null;
    rule_row: string | null;
    basis: string | null;
    evidence_count: number;
  }>(
    `select item.indicator_id, indicator.title_${lang} as title, item.part_id as part,
        cast(item.indicator_value as varchar) as value, item.value_code, indicator.unit,
        cast(item.points as varchar) as points, cast(item.max_points as varchar) as max_points, item.status, item.clause,
        item.rule_row, indicator.basis, cast(coalesce(item.evidence_count, 0) as integer) as evidence_count
     from scores.enterprise_level_item as item
     left join rules.indicator as indicator
        on item.method = indicator.method and item.edition = indicator.edition and item.indicator_id = indicator.indicator_id
     left join rules.part as part on item.method = part.method and item.edition = part.edition and item.part_id = part.part_id
     where item.subject_id = $1 and item.as_of = $2::date
     order by part.position nulls last, indicator.position, item.indicator_id`,
    [subjectId, asOf],
  );
  const evidence = new Map<string, Evidence[]>();
  for (const row of await warehouse.rows<Evidence & { indicator_id: string }>(
    `select indicator_id, source, file, cast(row_number as integer) as row, evidence_key as key
     from scores.evidence where subject_type = 'enterprise' and subject_id = $1
     qualify row_number() over (partition by indicator_id order by evidence_key, file, scores.evidence.row_number) <= ${mostEvidence}
     order by indicator_id, key, file, row`,
    [subjectId],
  )) {
    const { indicator_id, ...rest } = row;
    evidence.set(indicator_id, [...(evidence.get(indicator_id) ?? []), rest]);
  }
  return items.map((item) => {
    const { value_code, ...rest } = item;
    return {
      ...rest,
      title: item.title ?? item.indicator_id,
      value: value_code ?? toNumber(item.value),
      points: toNumber(item.points),
      max_points: toNumber(item.max_points),
      evidence: evidence.get(item.indicator_id) ?? [],
    };
  });
}
