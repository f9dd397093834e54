import type { Warehouse } from "../warehouse/open.js";
import type { Evidence } from "./explanation.js";

/** Source rows listed behind one item; the item's evidence_count says how many were looked at. */
const mostEvidence = 50;

/** The subject's enterprises, its case and the limits of its pack: what every question below starts from. */
const start = `with assessed as (
    select * from scores.assessment_case where subject_type = $1 and subject_id = $2 and period = 'current'
),
member as (
    select enterprise_id from facts.assessment_member where subject_type = $1 and subject_id = $2
)`;

const row = (alias: string, key: string): string =>
  `${alias}.source, ${alias}.file, cast(${alias}.row_number as integer) as row, ${key} as key`;

const enterprises = (where: string): string =>
  `${start} select ${row("told", "told.enterprise_id")} from member
   join staging.enterprise as told using (enterprise_id) cross join assessed where ${where}`;

const points = (where: string): string =>
  `${start} select ${row("told", "told.risk_point_id")} from member
   join staging.risk_point as told using (enterprise_id)
   join scores.risk_point_level as graded on graded.risk_point_id = told.risk_point_id and graded.level is not null
   cross join assessed where ${where}`;

const dueOn = "cast(limited.found_on + to_days(cast(limited.allowed_days as integer)) as date)";

const hazards = (where: string): string =>
  `${start} select ${row("told", "told.hazard_id")} from member
   join staging.hazard as told using (enterprise_id)
   join scores.hazard_limit as limited on limited.hazard_id = told.hazard_id
   cross join assessed where ${where}`;

const accidents = (where: string): string => `${start} select ${row("told", "told.accident_id")}
   from staging.accident as told cross join assessed
   where coalesce(told.is_work_safety, true) and ${where}
   and case when $1 = 'region'
       then exists (select 1 from facts.accident_region as placed where placed.accident_id = told.accident_id and placed.region_code = $2)
       else exists (select 1 from staging.enterprise as owner where owner.enterprise_id = told.enterprise_id and owner.department_code = $2) end`;

const ofPeriod = "told.occurred_on between assessed.period_start and assessed.period_end";
const ofBothPeriods = `(${ofPeriod} or told.occurred_on between assessed.before_start and assessed.before_end)`;
const graded = (grades: string): string =>
  `exists (select 1 from scores.accident_grade as grade where grade.accident_id = told.accident_id and grade.grade in (${grades}))`;

const entries = (
  where: string,
): string => `${start} select ${row("told", "told.indicator_id || ' ' || cast(told.period_end as varchar)")}
   from staging.assessment_input as told cross join assessed
   where told.subject_type = $1 and told.subject_id = $2 and ${where}
   and told.period_start between assessed.period_start and assessed.period_end`;

const without = (counter: string, table: string): string =>
  `not exists (select 1 from scores.${table} as counted where counted.subject_type = $1
     and counted.enterprise_id = told.enterprise_id and counted.${counter} > 0)`;

/** As `without`, of what happened in the period. */
const withoutEvent = (counter: string): string =>
  `not exists (select 1 from scores.assessment_event_count as counted where counted.subject_type = $1
     and counted.period = 'current' and counted.enterprise_id = told.enterprise_id and counted.${counter} > 0)`;

/** By indicator the rows that cost points: what to mend, not what is in order. */
const questions: Readonly<Record<string, string>> = {
  identification_coverage_fraction: enterprises(without("identified", "assessment_register_count")),
  grid_gap_fraction: enterprises(
    "not exists (select 1 from staging.grid_cell as cell where cell.grid_id = told.grid_id and cell.responsible_person is not null)",
  ),
  review_timeliness_fraction: points(
    "told.reviewed_on is null or date_diff('day', told.reviewed_on, assessed.as_of) > assessed.review_interval_days",
  ),
  major_risk_control_fraction: points(
    "graded.level in ('red', 'orange') and (told.responsible_person is null or not exists (select 1 from staging.control_measure as measure where measure.risk_point_id = told.risk_point_id))",
  ),
  audited_closure_fraction: hazards(
    `limited.is_from_outside and ${dueOn} >= assessed.period_start and ${dueOn} < assessed.period_end
     and not coalesce(date_diff('day', limited.found_on, limited.rectified_on) <= limited.allowed_days
         and limited.is_verified_by_other and limited.verified_on <= assessed.period_end, false)`,
  ),
  overdue_major_per_100_enterprises: hazards(
    `limited.level = 'major' and ${dueOn} < assessed.period_end and (limited.rectified_on is null or limited.rectified_on > assessed.period_end)`,
  ),
  doubtful_report_fraction: hazards(
    `told.hazard_source = 'self_check' and told.found_on between assessed.period_start and assessed.period_end
     and (date_diff('minute', told.found_at, told.rectified_at) <= assessed.quick_closure_minutes
         or exists (select 1 from staging.hazard as same where same.enterprise_id = told.enterprise_id
             and same.description = told.description and same.hazard_id <> told.hazard_id and same.hazard_source = 'self_check'
             and same.found_on between assessed.period_start and assessed.period_end))`,
  ),
  check_task_fraction: `${start} select ${row("told", "told.task_id")} from member
     join staging.check_task as told using (enterprise_id) cross join assessed
     where told.due_on between assessed.period_start and assessed.period_end
     and (told.done_on is null or told.done_on > told.due_on)`,
  plan_completion_fraction: enterprises(
    `exists (select 1 from scores.assessment_event_count as counted where counted.subject_type = $1 and counted.period = 'current'
       and counted.enterprise_id = told.enterprise_id and counted.source = 'requirement' and counted.made_visit < counted.owed_visit)`,
  ),
  alarm_timely_fraction: `${start} select ${row("told", "told.alarm_id")} from member
     join staging.alarm as told using (enterprise_id) cross join assessed
     where told.raised_on between assessed.period_start and assessed.period_end
     and coalesce(date_diff('minute', told.raised_at, told.cleared_at) > assessed.alarm_limit_minutes, true)`,
  insurance_coverage_fraction: enterprises(
    `not (${withoutEvent("insurable")}) and ${withoutEvent("insured")}`,
  ),
  accident_count_change: accidents(ofBothPeriods),
  death_count_change: accidents(ofBothPeriods),
  death_count: accidents(`${ofPeriod} and told.deaths > 0`),
  deaths_over_control_number: `${accidents(`${ofPeriod} and told.deaths > 0`)}
     union all by name (${entries("told.indicator_id = 'control_number_deaths'")})`,
  major_accident_count: accidents(`${ofPeriod} and ${graded("'major', 'especially_major'")}`),
  concealed_accident_count: accidents(`${ofPeriod} and told.is_concealed`),
};

const entered = entries("told.indicator_id = $3");

/**
 * The source rows behind one indicator of a region or department: those that cost points (an overdue hazard, an alarm left
 * standing), or, for a figure that a person entered, the entries. At most 50, in the order of their keys.
 */
export async function assessmentEvidence(
  warehouse: Warehouse,
  subject: { readonly subjectType: string; readonly subjectId: string },
  indicatorId: string,
): Promise<Evidence[]> {
  const question = questions[indicatorId];
  const values = [subject.subjectType, subject.subjectId];
  return warehouse.rows<Evidence>(
    `select source, file, row, key from (${question ?? entered}) as found order by key, file, row limit ${mostEvidence}`,
    question ? values : [...values, indicatorId],
  );
}
