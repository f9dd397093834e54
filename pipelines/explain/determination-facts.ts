import { indicatorCatalogue } from "../../models/indicators.js";
import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import { type Evidence, type ExplainedItem, type Explanation, toNumber } from "./explanation.js";
import { item } from "./plain-subject.js";

interface FactRow {
  readonly determination_id: string;
  readonly indicator_id: string;
  readonly title: string | null;
  readonly unit: string | null;
  readonly clause: string | null;
  readonly value: string | null;
  readonly value_code: string | null;
  readonly evidence_count: number;
}

/** Indicators that the conditions of a purpose read, for one subject on the current day; the assessment adds what they are made of. */
const factTables = {
  assessment: "scores.assessment_determination_fact",
  region_level: `(select found.as_of, found.subject_id as case_id, found.method, found.edition, found.determination_id,
      literal.operand_id as indicator_id, min(literal.disjunct * 100 + literal.literal) as position,
      max(fact.indicator_value) as indicator_value, max(fact.value_code) as value_code, max(fact.evidence_count) as evidence_count
    from scores.region_level_determination as found
    inner join rules.condition_literal as literal on found.method = literal.method and found.edition = literal.edition
      and found.determination_id = literal.condition_id and literal.operand = 'indicator'
    left join scores.region_level_indicator as fact on found.as_of = fact.as_of and found.subject_id = fact.subject_id
      and literal.operand_id = fact.indicator_id
    group by all)`,
} as const;

function toFact(row: FactRow, lang: Lang, purpose: string, evidence: readonly Evidence[]): ExplainedItem {
  const known = indicatorCatalogue.find((one) => one.id === row.indicator_id && one.purpose === purpose);
  return item({
    indicator_id: row.indicator_id,
    title: row.title ?? known?.title[lang] ?? row.indicator_id,
    unit: row.unit ?? known?.unit ?? null,
    value: toNumber(row.value) ?? row.value_code,
    status: row.value === null && row.value_code === null ? "no_data" : "scored",
    clause: row.clause,
    evidence,
    evidence_count: row.evidence_count,
  });
}

/**
 * The determinations that hold of a subject on the current day (vetoes, direct levels, limits), each with the figures that it
 * rests on and their source rows. `scoredId` is the subject of the scorer: the case of an assessment, the code of a region.
 */
export async function determinationsOf(
  warehouse: Warehouse,
  given: {
    readonly purpose: keyof typeof factTables;
    readonly scoredId: string;
    readonly lang: Lang;
    readonly evidenceOf: (indicatorId: string) => Promise<Evidence[]>;
  },
): Promise<Explanation["exceptions"]> {
  const { purpose, scoredId, lang } = given;
  const current =
    "inner join staging.evaluation as evaluation on found.as_of = evaluation.as_of and evaluation.is_current";
  const found = await warehouse.rows<Explanation["exceptions"][number]>(
    `select found.determination_id as id, found.kind, found.level, found.title_${lang} as label, found.clause
     from scores.${purpose}_determination as found ${current}
     where found.subject_id = $1 order by found.position, found.determination_id`,
    [scoredId],
  );
  const facts = await warehouse.rows<FactRow>(
    `select found.determination_id, found.indicator_id, indicator.title_${lang} as title, indicator.unit, indicator.clause,
        cast(found.indicator_value as varchar) as value, found.value_code,
        cast(coalesce(found.evidence_count, 0) as integer) as evidence_count
     from ${factTables[purpose]} as found ${current}
     left join rules.indicator as indicator on found.method = indicator.method and found.edition = indicator.edition
        and found.indicator_id = indicator.indicator_id
     where found.case_id = $1 order by found.determination_id, found.position, found.indicator_id`,
    [scoredId],
  );
  const explained: { readonly id: string; readonly fact: ExplainedItem }[] = [];
  for (const row of facts)
    explained.push({
      id: row.determination_id,
      fact: toFact(row, lang, purpose, await given.evidenceOf(row.indicator_id)),
    });
  return found.map((each) => ({
    ...each,
    facts: explained.filter(({ id }) => id === each.id).map(({ fact }) => fact),
  }));
}
