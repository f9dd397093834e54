import type { Warehouse } from "../warehouse/open.js";
import { type ExplainedItem, type Explanation, toNumber } from "./explanation.js";
import { clockOf, evidenceOf, explanation, item, type Question, type Sourced } from "./plain-subject.js";

/** Where a figure is left out: the grade that the others prove, and the worst that it could still be. */
function spanOf(
  graded: {
    readonly status: string;
    readonly proven_grade: string | null;
    readonly possible_grade: string | null;
  },
  isZh: boolean,
): ExplainedItem[] {
  if (graded.status === "scored") return [];
  const [proven, possible] = [graded.proven_grade, graded.possible_grade].map(
    (grade) => grade ?? (isZh ? "不构成" : "none"),
  );
  const title = isZh
    ? `资料缺失：已能证明的等级为 ${proven}，最高可能为 ${possible}`
    : `Figures left out: the grade proven at the least is ${proven}, the worst possible is ${possible}`;
  return [item({ indicator_id: "proven_grade", title, status: graded.status })];
}

/** An installation's grade: each chemical's q/Q and β, then S, α and R (GB 18218-2018). */
export async function explainInstallation(
  warehouse: Warehouse,
  question: Question,
): Promise<Explanation | null> {
  const [graded] = await warehouse.rows<
    Sourced & {
      installation_name: string;
      method: string | null;
      edition: string | null;
      s_ratio: string | null;
      r_value: string | null;
      alpha: string | null;
      grade: string | null;
      proven_grade: string | null;
      possible_grade: string | null;
      rule_row: string | null;
      clause: string | null;
      population: number | null;
      status: string;
    }
  >(
    `select graded.installation_name, graded.method, cast(graded.edition as varchar) as edition,
        cast(graded.s_ratio as varchar) as s_ratio, cast(graded.r_value as varchar) as r_value,
        cast(graded.alpha as varchar) as alpha, graded.grade, graded.proven_grade, graded.possible_grade, graded.rule_row, graded.clause,
        cast(graded.exposed_population_500m as integer) as population, graded.status,
        told.source, told.file, cast(told.row_number as integer) as row
     from scores.installation_grade as graded join staging.installation as told on told.installation_id = graded.installation_id
     where graded.installation_id = $1`,
    [question.subjectId],
  );
  if (!graded) return null;
  const isZh = question.lang === "zh";
  const chemicals = await warehouse.rows<
    Sourced & {
      cas_no: string;
      chemical_name: string | null;
      quantity: string;
      threshold: string | null;
      beta: string | null;
      ratio: string | null;
      clause: string | null;
      rule_row: string | null;
      status: string;
    }
  >(
    `select cas_no, chemical_name, cast(quantity_t as varchar) as quantity, cast(threshold_t as varchar) as threshold,
        cast(beta as varchar) as beta, cast(cast(quantity_t / threshold_t as decimal(18, 6)) as varchar) as ratio,
        threshold_clause as clause, threshold_rule_row as rule_row, status, source, file, cast(row_number as integer) as row
     from scores.installation_chemical where installation_id = $1 order by cas_no`,
    [question.subjectId],
  );
  return explanation(question, await clockOf(warehouse), {
    subject_type: "installation",
    subject_name: graded.installation_name,
    method: graded.method,
    edition: graded.edition,
    score: toNumber(graded.r_value),
    level: graded.grade,
    determined_by: graded.status === "scored" ? "score" : "insufficient_data",
    items: [
      ...chemicals.map((chemical) =>
        item({
          indicator_id: chemical.cas_no,
          title:
            `${chemical.chemical_name ?? ""} q/Q (Q ${toNumber(chemical.threshold) ?? "—"} t, β ${toNumber(chemical.beta) ?? "—"})`.trim(),
          value: toNumber(chemical.quantity),
          unit: "t",
          points: toNumber(chemical.ratio),
          status: chemical.status,
          clause: chemical.clause,
          rule_row: chemical.rule_row,
          evidence: evidenceOf(chemical, chemical.cas_no),
        }),
      ),
      item({
        indicator_id: "s_ratio",
        title: "S = Σ q/Q",
        value: toNumber(graded.s_ratio),
        status: graded.s_ratio === null ? "no_data" : "scored",
        clause: "GB 18218-2018 4.2",
      }),
      item({
        indicator_id: "alpha",
        title: isZh ? "校正系数 α（周边500米人数）" : "Factor α (people within 500 m)",
        value: graded.population,
        points: toNumber(graded.alpha),
        status: graded.alpha === null ? "no_data" : "scored",
        clause: "GB 18218-2018 表5",
        evidence: evidenceOf(graded, question.subjectId),
      }),
      item({
        indicator_id: "r_value",
        title: "R = α · Σ β·q/Q",
        value: toNumber(graded.r_value),
        points: toNumber(graded.r_value),
        status: graded.r_value === null ? "no_data" : "scored",
        clause: graded.clause,
        rule_row: graded.rule_row,
      }),
      ...spanOf(graded, isZh),
    ],
  });
}
