import { codeName } from "../../dashboards/codes.js";
import { clauseText } from "../../dashboards/text.js";
import { noFocus } from "../../models/plan/sheet.js";
import type { Lang } from "../../models/text.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";
import { carriedOverText } from "./carried-over.js";
import { type Evidence, type ExplainedItem, toNumber } from "./explanation.js";
import { valueWords } from "./item-words.js";

/** Source rows listed behind one item; the item's evidence_count says how many there are in all. */
const mostEvidence = 50;

/** How often an enterprise is to be visited, walked back: the points of the items are visits a year and recompute to the minimum. */
export interface RequirementExplanation {
  readonly method: string;
  readonly edition: string;
  readonly inspection_class: string;
  readonly min_per_year: number;
  readonly max_per_year: number;
  /** Null where the draw alone reaches the enterprise. */
  readonly interval_days: number | null;
  readonly visit_kind: string;
  readonly last_inspected_on: string | null;
  readonly due_on: string | null;
  readonly is_priority: boolean;
  readonly reason: string;
  readonly items: readonly ExplainedItem[];
  /** Cap, interval and kind as the edition sets them, with clause. */
  readonly parameters: readonly {
    readonly id: string;
    readonly title: string | null;
    readonly value: string;
    readonly unit: string;
    readonly clause: string;
  }[];
  /** What a visit should look at; null on any other day than the publication's, for which it is drawn alone. */
  readonly focus:
    | readonly {
        readonly kind: string;
        readonly text: string;
        readonly entity: string;
        readonly key: string;
      }[]
    | null;
  /** Visits planned for it from the day after as_of. */
  readonly planned: readonly {
    readonly month: string;
    readonly department_code: string;
    readonly visit_kind: string;
    readonly basis: string;
    readonly person_days: number;
  }[];
  /** Visits of the minimum that could not be planned, with the reason `capacity`, `cap` or `spacing`. */
  readonly unserved: readonly { readonly month: string; readonly visits: number; readonly reason: string }[];
}

/** Which rows of which entity stand behind each reason for one more visit, as of the requirement's day. */
const evidenceSql = `
    select 'enterprise_level' as indicator_id, source, file, enterprise.row_number as row, enterprise_id as key
    from staging.enterprise as enterprise where enterprise_id = $1
    union all
    select 'fatal_accidents_3y', source, file, accident.row_number, accident_id
    from staging.accident as accident
    where enterprise_id = $1 and deaths > 0 and coalesce(is_work_safety, true)
        and occurred_on <= $2::date and date_diff('day', occurred_on, $2::date) < (
            select window_days from facts.calendar_window where as_of = $2::date and window_years = 3)
    union all
    select 'major_hazard_penalties_1y', source, file, penalty.row_number, penalty_id
    from staging.penalty as penalty
    where enterprise_id = $1 and concerns_major_hazard
        and decided_on <= $2::date and date_diff('day', decided_on, $2::date) < (
            select window_days from facts.calendar_window where as_of = $2::date and window_years = 1)
    union all
    select 'unclosed_major_hazard_count', source, file, hazard.row_number, hazard_id
    from staging.hazard as hazard
    where enterprise_id = $1 and level = 'major' and found_on <= $2::date
        and (verified_on is null or verified_on > $2::date)
    union all
    select 'is_discredited', source, file, discredited.row_number, basis
    from staging.discredited as discredited
    where enterprise_id = $1 and listed_on <= $2::date and (removed_on is null or removed_on > $2::date)
    union all
    select indicator_id, source, file, input.row_number, coalesce(evidence, indicator_id)
    from staging.assessment_input as input
    where subject_type = 'enterprise' and subject_id = $1 and period_start <= $2::date`;

/**
 * The inspection requirement of an enterprise on an evaluation day, with items, clauses, source rows, focus and what the
 * plan gives it; null where none stands on that day, or the publication is older than requirements.
 */
export async function explainRequirement(
  warehouse: Warehouse,
  question: { readonly subjectId: string; readonly asOf: string; readonly lang: Lang },
): Promise<RequirementExplanation | null> {
  const { subjectId, asOf, lang } = question;
  const suffix = lang === "zh" ? "" : "_en";
  if (!(await hasTable(warehouse, "scores.inspection_requirement"))) return null;
  const [requirement] = await warehouse.rows<
    Omit<RequirementExplanation, "items" | "parameters" | "focus" | "planned" | "unserved"> & {
      level: string;
    }
  >(
    `select method, cast(edition as varchar) as edition, inspection_class, level, min_per_year, max_per_year, interval_days,
        visit_kind, cast(last_inspected_on as varchar) as last_inspected_on, cast(due_on as varchar) as due_on, is_priority,
        reason${suffix} as reason
     from scores.inspection_requirement where enterprise_id = $1 and as_of = $2::date`,
    [subjectId, asOf],
  );
  if (!requirement) return null;
  const { level, ...rest } = requirement;
  const [current] = await warehouse.rows(
    "select 1 as one from staging.evaluation where is_current and as_of = $1::date",
    [asOf],
  );
  const parameters = await warehouse.rows<RequirementExplanation["parameters"][number]>(
    `select parameter_id as id, title_${lang} as title, coalesce(value_code, cast(value_number as varchar)) as value, unit, clause
     from rules.parameter
     where method = $1 and edition = $2::date
        and parameter_id in ('max_per_year.' || $3, 'interval_days.' || $4, 'visit_kind.' || $3, 'visit_kind.extra')
     order by parameter_id`,
    [rest.method, rest.edition, level, String(rest.min_per_year)],
  );
  const focus = current
    ? await warehouse.rows<NonNullable<RequirementExplanation["focus"]>[number]>(
        `select focus_kind as kind, focus_${lang} as text, entity, evidence_key as key
         from scores.inspection_focus where enterprise_id = $1 order by focus_place`,
        [subjectId],
      )
    : null;
  const planned = current
    ? await warehouse.rows<{
        month: string;
        department_code: string;
        visit_kind: string;
        basis: string;
        person_days: string;
      }>(
        `select cast(month as varchar) as month, department_code, visit_kind, basis, cast(person_days as varchar) as person_days
         from marts.inspection_plan where enterprise_id = $1 order by month, rank`,
        [subjectId],
      )
    : [];
  const unserved = current
    ? await warehouse.rows<RequirementExplanation["unserved"][number]>(
        `select cast(month as varchar) as month, visits, reason
         from scores.plan_unserved where is_current and enterprise_id = $1 order by month, reason`,
        [subjectId],
      )
    : [];
  return {
    ...rest,
    items: await requirementItems(warehouse, subjectId, asOf, lang),
    parameters,
    focus,
    planned: planned.map((visit) => ({ ...visit, person_days: Number(visit.person_days) })),
    unserved,
  };
}

/** The items of the requirement with their source rows; their points are visits a year. */
export async function requirementItems(
  warehouse: Warehouse,
  subjectId: string,
  asOf: string,
  lang: Lang,
): Promise<ExplainedItem[]> {
  const evidence = new Map<string, Evidence[]>();
  for (const row of await warehouse.rows<Evidence & { indicator_id: string }>(
    `select indicator_id, source, file, cast(row as integer) as row, key from (${evidenceSql})
     order by indicator_id, key, file, row`,
    [subjectId, asOf],
  )) {
    const { indicator_id, ...rest } = row;
    evidence.set(indicator_id, [...(evidence.get(indicator_id) ?? []), rest]);
  }
  const items = await warehouse.rows<{
    indicator_id: string;
    title: string;
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
  }>(
    `select item.indicator_id, indicator.title_${lang} as title, item.part_id as part,
        cast(item.indicator_value as varchar) as value, item.value_code, indicator.unit,
        cast(item.points as varchar) as points, cast(item.max_points as varchar) as max_points, item.status, item.clause,
        item.rule_row, indicator.basis
     from scores.inspection_requirement_item as item
     inner join rules.indicator as indicator
        on item.method = indicator.method and item.edition = indicator.edition and item.indicator_id = indicator.indicator_id
     where item.subject_id = $1 and item.as_of = $2::date order by indicator.position`,
    [subjectId, asOf],
  );
  return items.map(({ value_code, ...item }) => {
    const own = evidence.get(item.indicator_id) ?? [];
    return {
      ...item,
      value: value_code ?? toNumber(item.value),
      points: toNumber(item.points),
      max_points: toNumber(item.max_points),
      evidence: own.slice(0, mostEvidence),
      evidence_count: own.length,
    };
  });
}

const words = {
  zh: {
    head: "检查频次要求",
    per: "次/年，上限",
    due: "到期",
    last: "最近一次计入的检查",
    none: "无",
    why: "理由",
    look: "检查重点",
    otherDay: "只为发布当日列出",
    planned: "已排入计划",
    unserved: "未能排入",
    capacity: "人力不足",
    cap: "年度上限",
    spacing: "间隔不足",
  },
  en: {
    head: "inspection requirement",
    per: "visit(s) a year, at most",
    due: "due",
    last: "last counting visit",
    none: "none",
    why: "why",
    look: "look at",
    otherDay: "listed for the day of the publication alone",
    planned: "planned",
    unserved: "not planned",
    capacity: "lack of person-days",
    cap: "cap of the year",
    spacing: "too close to a visit made",
  },
} as const;

/** The requirement as plain lines for a terminal; `hasItems` false: what comes before has told the items. */
export function requirementText(
  requirement: RequirementExplanation,
  lang: Lang,
  hasItems = true,
): readonly string[] {
  const text = words[lang];
  const lines = [
    `${text.head}: ${requirement.min_per_year} ${text.per} ${requirement.max_per_year} · ${requirement.method} ${requirement.edition}`,
    `  ${text.last} ${requirement.last_inspected_on ?? text.none} · ${text.due} ${requirement.due_on ?? text.none}`,
    `  ${text.why}: ${requirement.reason}`,
  ];
  for (const item of requirement.items.filter((each) => hasItems && (each.points ?? 0) > 0)) {
    lines.push(
      `    ${item.title}: ${valueWords(item, new Map(), lang)} → ${item.points} [${codeName("status", item.status, lang)}]`,
    );
    lines.push(`      ${clauseText(lang, item.clause ?? "—")} · ${item.rule_row ?? "—"}`);
    for (const row of item.evidence.slice(0, 3))
      lines.push(`      ${row.file} ${row.row} · ${row.key}${carriedOverText(row, lang)}`);
  }
  const { focus } = requirement;
  if (focus === null) lines.push(`  ${text.look}: ${text.otherDay}`);
  else lines.push(`  ${text.look}${focus.length > 0 ? "" : `: ${noFocus[lang]}`}`);
  for (const each of focus ?? []) lines.push(`    ${each.text} · ${each.key}`);
  for (const visit of requirement.planned)
    lines.push(
      `  ${text.planned} ${visit.month.slice(0, 7)} · ${codeName("visit_kind", visit.visit_kind, lang)} · ${codeName("visit_basis", visit.basis, lang)} · ${visit.person_days} ${codeName("unit", "person-days", lang)}`,
    );
  for (const each of requirement.unserved)
    lines.push(
      `  ${text.unserved} ${each.month.slice(0, 7)}: ${each.visits} (${text[each.reason as "capacity" | "cap" | "spacing"]})`,
    );
  return lines;
}
