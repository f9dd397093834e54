import { groupBy } from "../group-by.js";
import {
  effortOf,
  harmOf,
  INSUFFICIENT_DATA,
  NON_REPORTING,
  type PlanRules,
  visitKinds,
} from "./city-rules.js";
import { UNASSIGNED } from "./department-name.js";
import { byText } from "./draw.js";
import type { KnownVisit, PlanEnterprise, PlanProblem, VisitKind } from "./problem.js";
import { monthNumber, monthText, personDaysText, spacingMonths, thousandths, yearOf } from "./units.js";

/** An enterprise with its requirement on the day of planning; decimals are texts, days ISO. */
export interface CityEnterprise {
  readonly enterprise_id: string;
  readonly department_code: string | null;
  readonly region_code: string;
  readonly level: string;
  readonly min_per_year: number;
  readonly max_per_year: number;
  readonly interval_days: number | null;
  readonly visit_kind: VisitKind;
  readonly due_on: string | null;
  readonly inherent_points: string | null;
  readonly conduct_points: string | null;
  readonly regulated_sector: string | null;
  readonly employee_count: number | null;
  /** Last day on which it reported something itself; null: never; left out: nobody told who reports. */
  readonly reported_on?: string | null;
}

export interface CityVisit {
  readonly inspection_id: string;
  readonly enterprise_id: string;
  readonly inspected_on: string;
  readonly kind: VisitKind;
  /** Whether its source says that it was planned; null: not told. */
  readonly is_planned: boolean | null;
}

/** A visit that is agreed and does not move. */
export interface AgreedVisit {
  readonly enterprise_id: string;
  readonly month: string;
  readonly visit_kind: VisitKind;
  readonly person_days?: string;
}

/** All that a plan of a city is a function of. */
export interface CityPlanInputs {
  readonly rules: PlanRules;
  readonly enterprises: readonly CityEnterprise[];
  readonly departments: readonly { readonly department_code: string; readonly region_code: string | null }[];
  readonly capacity: readonly {
    readonly department_code: string;
    readonly month: string;
    readonly person_days: string;
  }[];
  /** Visits made by the day of planning, of this calendar year and the one before. */
  readonly visits: readonly CityVisit[];
  readonly agreed?: readonly AgreedVisit[];
  /** First and last day of the period. */
  readonly from: string;
  readonly to: string;
  readonly seed?: string;
  readonly share?: string;
}

export interface CityProblem {
  readonly problem: PlanProblem;
  /** Department and month whose capacity is that of the same month of an earlier year, because none was told. */
  readonly assumed: ReadonlySet<string>;
  /** Enterprises without a department of their own, and who answers for them. */
  readonly stoodIn: ReadonlyMap<string, string>;
}

/** The day after a day, both ISO. */
export function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The group of an enterprise for the draw: without sufficient data, non-reporting, else its level. */
function stratumOf({ level, reported_on }: CityEnterprise, reportedSince: string): string {
  if (level === INSUFFICIENT_DATA) return level;
  return reported_on === undefined || (reported_on !== null && reported_on >= reportedSince)
    ? level
    : NON_REPORTING;
}

/** Every first day of a month from the month of `from` to that of `to`. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const first = monthNumber(from.slice(0, 7)) ?? 0;
  const last = monthNumber(to.slice(0, 7)) ?? 0;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, m) => monthText(first + m));
}

/**
 * The planner's problem for a city and a period: requirement, effort and harm from the edition, capacity as told. A
 * month that begins before `from` or ends after `to` keeps the part of its person-days that its days within the period are
 * (default of this project).
 * Enterprises without a department go to the first department of their region that has person-days, else to `unassigned`.
 */
export function cityProblem(inputs: CityPlanInputs): CityProblem {
  const { rules } = inputs;
  const months = monthsBetween(inputs.from, inputs.to);
  const capacity = capacityTable(inputs.capacity);
  const visits = groupBy(inputs.visits, (visit) => visit.enterprise_id);
  const agreed = groupBy(inputs.agreed ?? [], (visit) => visit.enterprise_id);
  const stoodIn = new Map<string, string>();
  const taken = new Map<string, number>();
  const take = (department: string, month: string, size: number): void => {
    const key = `${department}|${month}`;
    taken.set(key, (taken.get(key) ?? 0) + size);
  };
  const reportedSince = dayBefore(inputs.from, rules.nonReportingDays);
  const enterprises = inputs.enterprises.map((enterprise): PlanEnterprise => {
    const departmentCode = enterprise.department_code ?? standIn(enterprise.region_code, inputs, capacity);
    if (enterprise.department_code === null) stoodIn.set(enterprise.enterprise_id, departmentCode);
    const effort = Object.fromEntries(
      visitKinds.map((kind) => [kind, personDaysText(effortOf(rules, kind, enterprise))]),
    );
    const known = (month: string, kind: VisitKind, personDays = effort[kind] ?? "0"): KnownVisit => {
      take(departmentCode, month, thousandths(personDays, "up") ?? 0);
      return { month, kind, personDays, qualifies: rules.qualifying.has(kind) };
    };
    return {
      enterpriseId: enterprise.enterprise_id,
      departmentCode,
      minimumPerYear: enterprise.min_per_year,
      capPerYear: enterprise.max_per_year,
      spacingMonths: spacingMonths(enterprise.interval_days ?? 365),
      visitKind: enterprise.visit_kind,
      effort,
      harm: harmOf(rules, enterprise),
      dueMonth: enterprise.due_on?.slice(0, 7) ?? null,
      inRandomPool: true,
      stratum: stratumOf(enterprise, reportedSince),
      done: (visits.get(enterprise.enterprise_id) ?? []).map((visit) =>
        known(`${visit.inspected_on.slice(0, 7)}-01`, visit.kind),
      ),
      fixed: (agreed.get(enterprise.enterprise_id) ?? []).map((visit) =>
        known(`${visit.month.slice(0, 7)}-01`, visit.visit_kind, visit.person_days),
      ),
    };
  });
  const assumed = new Set<string>();
  const codes = new Set([...capacity.keys(), ...enterprises.map((each) => each.departmentCode)]);
  const departments = [...codes].sort(byText).map((departmentCode) => ({
    departmentCode,
    capacity: months.map((month, m) => {
      const told = capacityOf(capacity.get(departmentCode), month);
      if (told.isAssumed) assumed.add(`${departmentCode}|${month}`);
      const used = taken.get(`${departmentCode}|${month}`) ?? 0;
      const days = daysOf(month, m === 0 ? inputs.from : null, m === months.length - 1 ? inputs.to : null);
      const left = Math.floor((told.personDays * days.left) / days.of);
      const whole = days.left === days.of ? told.personDays : Math.min(told.personDays, left + used);
      return { month, personDays: personDaysText(whole) };
    }),
  }));
  const drawMonths = months.filter((month) => rules.drawMonths.includes(Number(month.slice(5, 7))));
  return {
    problem: {
      months,
      departments,
      enterprises,
      random: {
        seed: inputs.seed ?? `${rules.seed}-${inputs.from.slice(0, 4)}`,
        share: inputs.share ?? rules.share,
        most: rules.mostDrawn,
        strata: rules.strata,
        ...(drawMonths.length === 0 ? {} : { months: drawMonths }),
      },
    },
    assumed,
    stoodIn,
  };
}

type CapacityTable = ReadonlyMap<string, ReadonlyMap<number, number>>;

function capacityTable(rows: CityPlanInputs["capacity"]): CapacityTable {
  const table = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const own = table.get(row.department_code) ?? new Map<number, number>();
    table.set(row.department_code, own);
    const month = monthNumber(row.month.slice(0, 7));
    if (month !== null) own.set(month, thousandths(row.person_days, "down") ?? 0);
  }
  return table;
}

/** Thousandths told for a month; else those of the same month in the latest earlier year that has some. */
function capacityOf(
  own: ReadonlyMap<number, number> | undefined,
  month: string,
): { readonly personDays: number; readonly isAssumed: boolean } {
  const at = monthNumber(month) ?? 0;
  for (let back = 0; back <= 10; back++) {
    const told = own?.get(at - 12 * back);
    if (told !== undefined) return { personDays: told, isAssumed: back > 0 };
  }
  return { personDays: 0, isAssumed: false };
}

function standIn(region: string, inputs: CityPlanInputs, capacity: CapacityTable): string {
  const own = inputs.departments
    .filter((each) => each.region_code !== null && region.startsWith(each.region_code.replace(/(00)+$/, "")))
    .filter((each) => capacity.has(each.department_code))
    .sort(
      (a, b) =>
        (b.region_code ?? "").replace(/(00)+$/, "").length -
          (a.region_code ?? "").replace(/(00)+$/, "").length || byText(a.department_code, b.department_code),
    );
  return own[0]?.department_code ?? UNASSIGNED;
}

/** Days of a month within the period, and of the whole month; null where the period covers that end of the month. */
function daysOf(
  month: string,
  from: string | null,
  to: string | null,
): { readonly left: number; readonly of: number } {
  const number = monthNumber(month) ?? 0;
  const days = new Date(Date.UTC(yearOf(number), (number % 12) + 1, 0)).getUTCDate();
  const dayOfMonth = (day: string | null, otherwise: number): number =>
    Number(day?.slice(8, 10) || otherwise);
  return { left: dayOfMonth(to, days) - dayOfMonth(from, 1) + 1, of: days };
}
