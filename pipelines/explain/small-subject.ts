import type { Lang } from "../../models/text.js";
import type { Warehouse } from "../warehouse/open.js";
import { type Evidence, type ExplainedItem, type Explanation, toNumber } from "./explanation.js";

/** What is asked of a subject that has one row of its own: a risk point, an installation, an accident, a hazard. */
interface Question {
  readonly subjectId: string;
  readonly lang: Lang;
}

interface Clock {
  readonly as_of: string;
  readonly known_at: string;
}

async function clockOf(warehouse: Warehouse): Promise<Clock> {
  const [clock] = await warehouse.rows<{ as_of: string; known_at: string }>(
    "select cast(as_of as varchar) as as_of, cast(known_at as varchar) as known_at from staging.evaluation where is_current",
  );
  if (!clock) throw new Error("staging.evaluation: no current day; the snapshot is not whole");
  return clock;
}

function explanation(question: Question, clock: Clock, rest: Partial<Explanation>): Explanation {
  return {
    subject_id: question.subjectId,
    subject_type: "",
    ...clock,
    method: null,
    edition: null,
    score: null,
    level: null,
    determined_by: null,
    direct_reason: null,
    items: [],
    exceptions: [],
    history: [],
    way_out: [],
    ...rest,
  };
}

function item(given: Partial<ExplainedItem> & Pick<ExplainedItem, "indicator_id" | "title">): ExplainedItem {
  const evidence = given.evidence ?? [];
  return {
    part: null,
    value: null,
    unit: null,
    points: null,
    max_points: null,
    status: "scored",
    clause: null,
    rule_row: null,
    basis: null,
    evidence_count: evidence.length,
    ...given,
    evidence,
  };
}

interface Sourced {
  readonly source: string;
  readonly file: string;
  readonly row: number;
}

function evidenceOf(row: Sourced, key: string): Evidence[] {
  return [{ source: row.source, file: row.file, row: row.row, key }];
}

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
    level: graded.level,
    determined_by:
      graded.family === "direct" ? "direct" : graded.level === null ? "insufficient_data" : "score",
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
      rule_row: string | null;
      clause: string | null;
      population: number | null;
      status: string;
    }
  >(
    `select graded.installation_name, graded.method, cast(graded.edition as varchar) as edition,
        cast(graded.s_ratio as varchar) as s_ratio, cast(graded.r_value as varchar) as r_value,
        cast(graded.alpha as varchar) as alpha, graded.grade, graded.rule_row, graded.clause,
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
        title: isZh ? "S = Σ q/Q" : "S = Σ q/Q",
        value: toNumber(graded.s_ratio),
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
        clause: graded.clause,
        rule_row: graded.rule_row,
      }),
    ],
  });
}

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
    score: points.length > 0 ? Math.max(...points) : null,
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

/** A hazard's state on the day: found, deadline, and why it is overdue or not. */
export async function explainHazard(warehouse: Warehouse, question: Question): Promise<Explanation | null> {
  const [ledger] = await warehouse.rows<
    Sourced & {
      description: string;
      level: string;
      state: string;
      is_overdue: boolean;
      overdue_days: number | null;
      deadline_on: string | null;
      allowed_days: number | null;
      found_on: string;
      missing: string | null;
      edition: string | null;
    }
  >(
    `select told.description, ledger.level, ledger.state, ledger.is_overdue, cast(ledger.overdue_days as integer) as overdue_days,
        cast(ledger.deadline_on as varchar) as deadline_on, cast(ledger.allowed_days as integer) as allowed_days,
        cast(told.found_on as varchar) as found_on, ledger.five_implementations_missing as missing,
        cast(limited.edition as varchar) as edition, told.source, told.file, cast(told.row_number as integer) as row
     from marts.hazard_ledger as ledger join staging.hazard as told on told.hazard_id = ledger.hazard_id
     join scores.hazard_limit as limited on limited.hazard_id = ledger.hazard_id
     where ledger.hazard_id = $1`,
    [question.subjectId],
  );
  if (!ledger) return null;
  const isZh = question.lang === "zh";
  const evidence = evidenceOf(ledger, question.subjectId);
  return explanation(question, await clockOf(warehouse), {
    subject_type: "hazard",
    subject_name: ledger.description,
    method: "hazard-limit",
    edition: ledger.edition,
    level: ledger.level,
    determined_by: "direct",
    direct_reason: ledger.is_overdue
      ? isZh
        ? `未整改，逾期 ${ledger.overdue_days} 天`
        : `open and ${ledger.overdue_days} days overdue`
      : null,
    items: [
      item({ indicator_id: "state", title: isZh ? "状态" : "State", value: ledger.state, evidence }),
      item({
        indicator_id: "found_on",
        title: isZh ? "发现日期" : "Found on",
        value: ledger.found_on,
        evidence,
      }),
      item({
        indicator_id: "allowed_days",
        title: isZh ? "整改期限（天）" : "Days allowed",
        value: ledger.allowed_days,
        unit: "days",
        clause: ledger.deadline_on
          ? isZh
            ? `来源给出的整改期限 ${ledger.deadline_on}`
            : `the deadline given by the source, ${ledger.deadline_on}`
          : "hazard-limit",
        rule_row: ledger.deadline_on ? null : `parameters.rectification_days_${ledger.level}`,
        evidence,
      }),
      item({
        indicator_id: "five_implementations_missing",
        title: isZh ? "五落实缺项" : "Five implementations missing",
        value: ledger.missing,
        status: ledger.level === "major" ? "scored" : "not_applicable",
        clause: "安委办〔2016〕11号",
        evidence,
      }),
    ],
  });
}
