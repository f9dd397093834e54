import { type CityPlanInputs, type CityProblem, cityProblem } from "../../models/plan/city.js";
import type { Plan } from "../../models/plan/result.js";
import { planReads, readCity } from "../plan/read-city.js";
import { breathe } from "../breathe.js";
import { type Columns, writeTable } from "./write-table.js";
import { openPlanner } from "../threads/plan-aside.js";
import type { ComputedTable } from "../warehouse/build.js";
import { runInLanes } from "../warehouse/lanes.js";
import type { Warehouse } from "../warehouse/open.js";
import { doneColumns, type TurnPlan, visitsDone } from "./plan-done.js";

const days = "decimal(18, 3)";
const made: Columns = { as_of: "date", is_current: "boolean" };
const columns = {
  planned_visit: {
    ...made,
    month: "date",
    department_code: "varchar",
    enterprise_id: "varchar",
    visit_kind: "varchar",
    person_days: days,
    basis: "varchar",
    place: "integer",
    harm: "bigint",
    is_late: "boolean",
  },
  plan_shortage: {
    ...made,
    department_code: "varchar",
    month: "date",
    person_days_needed: days,
    person_days_available: days,
    enterprises_unserved: "integer",
  },
  plan_unserved: {
    ...made,
    department_code: "varchar",
    month: "date",
    enterprise_id: "varchar",
    visits: "integer",
    reason: "varchar",
  },
  plan_capacity: {
    ...made,
    department_code: "varchar",
    month: "date",
    person_days: days,
    taken: days,
    planned: days,
    kept_for_draw: days,
    drawn: days,
    free: days,
    is_assumed: "boolean",
  },
  plan_bound: {
    ...made,
    department_code: "varchar",
    is_draw_kept: "boolean",
    statutory_value: "bigint",
    statutory_bound: "bigint",
    harm_value: "bigint",
    harm_bound: "bigint",
    statutory_gap: "decimal(9, 6)",
    harm_gap: "decimal(9, 6)",
    seed: "varchar",
    share: "decimal(9, 6)",
    draw_asked: days,
    draw_made: days,
  },
  plan_draw: {
    ...made,
    month: "date",
    department_code: "varchar",
    enterprise_id: "varchar",
    draw_number: "varchar",
    is_drawn: "boolean",
    stratum: "varchar",
    place: "integer",
  },
  plan_done: doneColumns,
} as const satisfies Readonly<Record<string, Columns>>;

type PlanTable = keyof typeof columns;
type Rows = Record<PlanTable, Record<string, string | number | boolean | null>[]>;

/** A gap as the plan states it: (bound − value) / bound, rounded up to six places. */
function gap(value: number, bound: number): string {
  if (bound <= value) return "0";
  const millionths = (BigInt(bound - value) * 1_000_000n + BigInt(bound) - 1n) / BigInt(bound);
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, "0")}`;
}

function addPlan(
  rows: Rows,
  plan: Plan,
  asOf: string,
  isCurrent: boolean,
  assumed: ReadonlySet<string>,
): void {
  const stamp = { as_of: asOf, is_current: isCurrent };
  for (const visit of plan.visits)
    rows.planned_visit.push({
      ...stamp,
      month: visit.month,
      department_code: visit.departmentCode,
      enterprise_id: visit.enterpriseId,
      visit_kind: visit.visitKind,
      person_days: visit.personDays,
      basis: visit.basis,
      place: visit.rank,
      harm: visit.harm,
      is_late: visit.isLate,
    });
  for (const row of plan.shortages) {
    const key = { ...stamp, department_code: row.departmentCode, month: row.month };
    rows.plan_shortage.push({
      ...key,
      person_days_needed: row.personDaysNeeded,
      person_days_available: row.personDaysAvailable,
      enterprises_unserved: row.enterprisesUnserved,
    });
    for (const { enterpriseId, visits, reason } of row.unserved)
      rows.plan_unserved.push({ ...key, enterprise_id: enterpriseId, visits, reason });
  }
  for (const row of plan.capacity)
    rows.plan_capacity.push({
      ...stamp,
      department_code: row.departmentCode,
      month: row.month,
      person_days: row.personDays,
      taken: row.taken,
      planned: row.planned,
      kept_for_draw: row.keptForDraw,
      drawn: row.drawn,
      free: row.free,
      is_assumed: assumed.has(`${row.departmentCode}|${row.month}`),
    });
  const { seed, share, personDaysAsked, personDaysDrawn } = plan.draw;
  for (const each of [
    { departmentCode: "*", isDrawKept: null, value: plan.value, bound: plan.bound },
    ...plan.departments,
  ])
    rows.plan_bound.push({
      ...stamp,
      department_code: each.departmentCode,
      is_draw_kept: each.isDrawKept,
      statutory_value: each.value.statutory,
      statutory_bound: each.bound.statutory,
      harm_value: each.value.harm,
      harm_bound: each.bound.harm,
      statutory_gap: gap(each.value.statutory, each.bound.statutory),
      harm_gap: gap(each.value.harm, each.bound.harm),
      seed,
      share,
      draw_asked: each.departmentCode === "*" ? personDaysAsked : null,
      draw_made: each.departmentCode === "*" ? personDaysDrawn : null,
    });
  for (const line of plan.draw.register)
    rows.plan_draw.push({
      ...stamp,
      month: line.month,
      department_code: line.departmentCode,
      enterprise_id: line.enterpriseId,
      draw_number: line.drawNumber,
      is_drawn: line.isDrawn,
      stratum: line.stratum,
      place: line.place,
    });
}

/** What a plan knows of the city, but the period that it is for. */
type City = Omit<CityPlanInputs, "from" | "to">;

interface Day {
  readonly as_of: string;
  readonly is_current: boolean;
  readonly next_day: string;
}

interface AskedPlan {
  readonly day: Day;
  readonly city: City;
  readonly asked: CityProblem;
  readonly plan: Plan;
}

/** The plans from each day's morrow until `to`, in the order of the days; a day on which no rules are in force has none. */
async function askPlans(warehouse: Warehouse, days: readonly Day[], to: string): Promise<AskedPlan[]> {
  const asked = new Map<Day, AskedPlan>();
  // Everything after the scores of the day waits for the plans: both cities are read at once, and each plan has a thread of its own.
  await runInLanes(
    warehouse,
    days.length,
    days.map((day) => ({
      name: day.as_of,
      after: [],
      work: async (lane) => {
        const planner = openPlanner();
        try {
          const city = await readCity(lane, day.as_of);
          if (!city) return;
          await breathe();
          const problem = cityProblem({ ...city, from: day.next_day, to });
          asked.set(day, { day, city, asked: problem, plan: await planner.plan(problem.problem) });
        } finally {
          await planner.close();
        }
      },
    })),
  );
  return days.flatMap((day) => asked.get(day) ?? []);
}

/**
 * The year's two plans: the one that the same rules gave on the last evaluation day before the calendar year (not
 * current), to measure what was done against; and the one from the day after the run's day to the end of its year.
 * A run on the last day of a year plans the next year.
 */
async function makePlans(warehouse: Warehouse): Promise<number> {
  const rows: Rows = {
    planned_visit: [],
    plan_shortage: [],
    plan_unserved: [],
    plan_capacity: [],
    plan_bound: [],
    plan_draw: [],
    plan_done: [],
  };
  const evaluations = await warehouse.rows<Day>(
    `select cast(as_of as varchar) as as_of, is_current, cast(as_of + 1 as varchar) as next_day
     from staging.evaluation order by as_of`,
  );
  const current = evaluations.find((each) => each.is_current);
  if (current) {
    const year = current.next_day.slice(0, 4);
    const to = `${year}-12-31`;
    const turn = evaluations.filter((each) => !each.is_current && each.as_of < `${year}-01-01`).at(-1);
    // The plan at the turn of the year is only then one where its day was the last before the year.
    const base = turn?.next_day === `${year}-01-01` ? turn : undefined;
    const asked = await askPlans(warehouse, base ? [base, current] : [current], to);
    let made: TurnPlan | null = null;
    for (const { day, city, asked: of, plan } of asked) {
      await breathe();
      addPlan(rows, plan, day.as_of, day.is_current, of.assumed);
      await breathe();
      if (day.is_current) rows.plan_done.push(...visitsDone(city, year, of.stoodIn, made));
      else made = { plan, problem: of.problem };
    }
  }
  for (const table of Object.keys(columns) as PlanTable[])
    await writeTable(warehouse, `scores.${table}`, columns[table], rows[table] as never);
  return rows.planned_visit.length;
}

/** The plan is made once; the tables beside the visits are written with them and only counted here. */
export const planTables: readonly ComputedTable[] = (Object.keys(columns) as PlanTable[]).map((name) =>
  name === "planned_visit"
    ? { table: "scores.planned_visit", reads: planReads, make: makePlans }
    : {
        table: `scores.${name}`,
        reads: ["scores.planned_visit"],
        make: async (warehouse) => {
          const [row] = await warehouse.rows<{ count: number }>(
            `select cast(count(*) as integer) as count from scores.${name}`,
          );
          return row?.count ?? 0;
        },
      },
);
