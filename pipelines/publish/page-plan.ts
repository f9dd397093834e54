import type {
  DrawnGroupRow,
  DrawnRow,
  PlanBoundRow,
  PlanMonthRow,
  PlanPageRows,
  PlanSlotRow,
  PlanVisitRow,
  ShortageRow,
} from "../../dashboards/plan-rows.js";
import { hasTable } from "../warehouse/has-table.js";
import type { Warehouse } from "../warehouse/open.js";

/** Rows that the page carries; the downloads hold all. */
const visitsPerDepartment = 12;
const drawnRows = 60;

const named = "coalesce(department.department_name, slot.department_code) as department_name";
const department =
  "left join staging.department as department on slot.department_code = department.department_code";

const nothing: PlanPageRows = {
  slots: [],
  months: [],
  shortages: [],
  visits: [],
  visitTotal: 0,
  basisCounts: { statutory: 0, risk: 0, random: 0 },
  drawn: [],
  drawnGroups: [],
  drawnTotal: 0,
  registerTotal: 0,
  givenUp: [],
  assumedCount: 0,
  bound: null,
  counts: [],
};

/** Reads what the inspection plan's page shows from the marts of the build in use; a build that plans nothing has no rows. */
export async function readPlanPage(warehouse: Warehouse): Promise<PlanPageRows> {
  if (!(await hasTable(warehouse, "marts.inspection_plan"))) return nothing;
  const slots = await warehouse.rows<PlanSlotRow>(
    `select slot.department_code, ${named}, cast(slot.month as varchar) as month,
        cast(slot.planned_visits as integer) as planned_visits,
        cast(slot.planned_person_days as varchar) as planned_person_days,
        cast(slot.capacity_person_days as varchar) as capacity_person_days
     from marts.plan_summary as slot ${department}
     where slot.planned_visits is not null order by slot.department_code, slot.month`,
  );
  const months = await warehouse.rows<PlanMonthRow>(
    `select cast(month as varchar) as month, cast(sum(turn_visits) as integer) as turn_visits,
        cast(sum(settled_visits) as integer) as settled_visits, cast(sum(other_visits) as integer) as other_visits,
        cast(sum(planned_visits) as integer) as planned_visits,
        cast(sum(coalesce(done_person_days, 0) + other_person_days) as varchar) as spent_person_days,
        cast(sum(planned_person_days) as varchar) as planned_person_days,
        cast(sum(capacity_person_days) as varchar) as capacity_person_days
     from marts.plan_summary group by month order by month`,
  );
  const shortages = await warehouse.rows<ShortageRow>(
    `with unserved as (
        select department_code, cast(count(distinct enterprise_id) as integer) as enterprises
        from scores.plan_unserved where is_current group by department_code
     )
     select slot.department_code, ${named}, max(unserved.enterprises) as enterprises,
        cast(sum(slot.person_days_needed) as varchar) as person_days_needed,
        cast(sum(slot.person_days_available) as varchar) as person_days_available,
        cast(sum(slot.capacity_visits) as integer) as capacity_visits,
        cast(sum(slot.cap_visits) as integer) as cap_visits,
        cast(sum(slot.spacing_visits) as integer) as spacing_visits
     from marts.inspection_shortage as slot ${department}
     left join unserved on slot.department_code = unserved.department_code
     group by slot.department_code, department.department_name
     order by sum(slot.person_days_needed) desc, slot.department_code`,
  );
  const visits = await warehouse.rows<PlanVisitRow>(
    `select cast(slot.month as varchar) as month, slot.department_code, ${named}, slot.enterprise_id, slot.enterprise_name,
        requirement.level, slot.visit_kind, slot.basis, cast(slot.person_days as varchar) as person_days,
        requirement.is_priority, slot.is_late, requirement.focus, requirement.focus_en, requirement.reason, requirement.reason_en
     from marts.inspection_plan as slot ${department}
     inner join marts.inspection_requirement as requirement on slot.enterprise_id = requirement.enterprise_id
     qualify row_number() over (partition by slot.department_code order by slot.month, slot.rank) <= ${visitsPerDepartment}
     order by slot.department_code, slot.month, slot.rank`,
  );
  const [tally] = await warehouse.rows<{
    total: number;
    statutory: number;
    risk: number;
    random: number;
    register: number;
    drawn: number;
    assumed: number;
  }>(
    `select cast(count(*) as integer) as total,
        cast(count(*) filter (where basis = 'statutory') as integer) as statutory,
        cast(count(*) filter (where basis = 'risk') as integer) as risk,
        cast(count(*) filter (where basis = 'random') as integer) as random,
        (select cast(count(*) as integer) from marts.inspection_draw) as register,
        (select cast(count(*) as integer) from marts.inspection_draw where is_drawn) as drawn,
        (select cast(count(*) as integer) from marts.plan_summary where is_capacity_assumed) as assumed
     from marts.inspection_plan`,
  );
  const drawn = await warehouse.rows<DrawnRow>(
    `select cast(slot.month as varchar) as month, ${named}, slot.enterprise_id, enterprise.enterprise_name,
        requirement.level, slot.stratum, slot.draw_number
     from marts.inspection_draw as slot ${department}
     inner join staging.enterprise as enterprise on slot.enterprise_id = enterprise.enterprise_id
     inner join marts.inspection_requirement as requirement on slot.enterprise_id = requirement.enterprise_id
     where slot.is_drawn order by slot.place limit ${drawnRows}`,
  );
  const drawnGroups = await warehouse.rows<DrawnGroupRow>(
    `select stratum, cast(count(distinct enterprise_id) as integer) as enterprises,
        cast(count(*) filter (where is_drawn) as integer) as drawn
     from marts.inspection_draw group by stratum order by drawn desc, stratum`,
  );
  const givenUp = await warehouse.rows<{ department_name: string }>(
    `select ${named} from marts.plan_bound as slot ${department}
     where slot.is_draw_kept = false order by slot.department_code`,
  );
  const [bound] = await warehouse.rows<PlanBoundRow>(
    `select cast(statutory_value as varchar) as statutory_value, cast(statutory_bound as varchar) as statutory_bound,
        cast(statutory_gap as varchar) as statutory_gap, cast(harm_gap as varchar) as harm_gap, seed,
        cast(share as varchar) as share, cast(draw_asked as varchar) as draw_asked,
        cast(draw_made as varchar) as draw_made
     from marts.plan_bound where department_code = '*'`,
  );
  const counts = await warehouse.rows<PlanPageRows["counts"][number]>(
    `select lookup.title_zh, lookup.title_en, cast(lookup.points as varchar) as visits
     from rules.lookup as lookup
     inner join scores.inspection_requirement_edition as scope
        on lookup.method = scope.method and lookup.edition = scope.edition
     inner join staging.evaluation as evaluation on scope.as_of = evaluation.as_of and evaluation.is_current
     where lookup.indicator_id = 'enterprise_level' order by lookup.method, lookup.rule_row`,
  );
  return {
    counts,
    slots,
    months,
    shortages,
    visits,
    visitTotal: tally?.total ?? 0,
    basisCounts: {
      statutory: tally?.statutory ?? 0,
      risk: tally?.risk ?? 0,
      random: tally?.random ?? 0,
    },
    drawn,
    drawnGroups,
    drawnTotal: tally?.drawn ?? 0,
    registerTotal: tally?.register ?? 0,
    givenUp: givenUp.map((row) => row.department_name),
    assumedCount: tally?.assumed ?? 0,
    bound: bound ?? null,
  };
}
