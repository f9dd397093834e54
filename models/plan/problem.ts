import { monthNumber, thousandths } from "./units.js";

/** Kinds of visit, as in the contract of `inspection`. */
export type VisitKind = "full" | "special" | "random" | "follow_up" | "complaint" | "desk";

/** A visit that the planner does not move: made already, or fixed by agreement. */
export interface KnownVisit {
  /** "2026-11" or "2026-11-01". */
  readonly month: string;
  readonly kind: VisitKind;
  /**
   * Person-days it takes of the month's capacity, as decimal text; left out: the enterprise's effort of that
   * kind.
   */
  readonly personDays?: string;
  /**
   * Whether it counts towards the minimum; left out: every kind but a random draw does. Towards the cap every
   * visit counts.
   */
  readonly qualifies?: boolean;
}

export interface PlanEnterprise {
  readonly enterpriseId: string;
  readonly departmentCode: string;
  /** Statutory minimum of visits in a calendar year. */
  readonly minimumPerYear: number;
  /** Published upper limit a calendar year; null: none is published. */
  readonly capPerYear: number | null;
  /** Least months between two visits, at least 1. */
  readonly spacingMonths: number;
  /** Kind of its statutory and risk visits; a drawn visit is always `random`. */
  readonly visitKind: VisitKind;
  /**
   * Person-days of a visit by kind, decimal text; `visitKind` must be there, and `random` for members of the
   * pool.
   */
  readonly effort: Partial<Record<VisitKind, string>>;
  /**
   * Harm averted by the first, second, … visit of a calendar year: whole numbers, never rising; none beyond
   * the end.
   */
  readonly harm: readonly number[];
  /** Month by which the next statutory visit is due; null or left out where there is none. */
  readonly dueMonth?: string | null;
  readonly inRandomPool: boolean;
  /** Group of which the draw takes a least part, such as `insufficient_data`; null or left out: none. */
  readonly stratum?: string | null;
  readonly done: readonly KnownVisit[];
  readonly fixed: readonly KnownVisit[];
}

export interface PlanProblem {
  /** Consecutive months, rising, at most 24. */
  readonly months: readonly string[];
  readonly departments: readonly {
    readonly departmentCode: string;
    /** Person-days for inspection by month, decimal text; a month left out has none. */
    readonly capacity: readonly { readonly month: string; readonly personDays: string }[];
  }[];
  readonly enterprises: readonly PlanEnterprise[];
  /** The draw (双随机). */
  readonly random: {
    /** The published seed. */
    readonly seed: string;
    /** Share of the period's person-days that is drawn, decimal text, "0.05" by default. */
    readonly share?: string;
    /** Most that a department gives of its person-days so far, "0.15" by default; never below the share. */
    readonly most?: string;
    /** Months of draw, default all. */
    readonly months?: readonly string[];
    /** Least part of everyone drawn that is of a stratum, in order of precedence. */
    readonly strata?: readonly { readonly stratum: string; readonly fraction: string }[];
  };
}

/** Default of this project (项目默认值) for the share of person-days that is drawn, and for what a department gives at most. */
export const DEFAULT_RANDOM_SHARE = "0.05";
export const DEFAULT_MOST_DRAWN = "0.15";

const LARGEST_HARM = 1_000_000_000_000;

/** Every fault of a problem, as `where: found, expected; what to do`; empty when it can be planned. */
export function problemFaults(problem: PlanProblem): readonly string[] {
  const faults: string[] = [];
  const months = problem.months.map(monthNumber);
  if (months.length === 0 || months.length > 24)
    faults.push(`months: ${months.length} given, 1 to 24 expected; plan a shorter period`);
  months.forEach((month, i) => {
    if (month === null)
      faults.push(`months[${i}]: ${problem.months[i]} found, a month like 2026-11 expected`);
    else if (i > 0 && months[i - 1] !== month - 1)
      faults.push(
        `months[${i}]: ${problem.months[i]} does not follow ${problem.months[i - 1]}; list consecutive months`,
      );
  });
  const share = thousandths(problem.random.share ?? DEFAULT_RANDOM_SHARE, "down");
  if (share === null || share > 1000)
    faults.push(`random.share: ${problem.random.share} found, a decimal from 0 to 1 expected`);
  for (const [name, value] of [
    ["most", problem.random.most],
    ...(problem.random.strata ?? []).map(({ stratum, fraction }) => [`strata.${stratum}`, fraction] as const),
  ] as const)
    if (value !== undefined && (thousandths(value, "down") ?? 1001) > 1000)
      faults.push(`random.${name}: ${value} found, a decimal from 0 to 1 expected`);
  for (const month of problem.random.months ?? [])
    if (monthNumber(month) === null)
      faults.push(`random.months: ${month} found, a month like 2026-11 expected`);
  const departments = new Set<string>();
  for (const { departmentCode, capacity } of problem.departments) {
    if (departments.has(departmentCode))
      faults.push(`departments › ${departmentCode}: given twice; join its rows`);
    departments.add(departmentCode);
    for (const { month, personDays } of capacity) {
      if (monthNumber(month) === null)
        faults.push(`departments › ${departmentCode}: month ${month} found, a month like 2026-11 expected`);
      if (thousandths(personDays, "down") === null)
        faults.push(
          `departments › ${departmentCode} › ${month}: ${personDays} person-days found, a decimal of at least 0 expected`,
        );
    }
  }
  const seen = new Set<string>();
  let harmInAll = 0;
  for (const enterprise of problem.enterprises) {
    const where = `enterprises › ${enterprise.enterpriseId}`;
    if (seen.has(enterprise.enterpriseId)) faults.push(`${where}: given twice; keep one`);
    seen.add(enterprise.enterpriseId);
    faults.push(...enterpriseFaults(enterprise, where));
    for (const harm of enterprise.harm) harmInAll += harm;
  }
  if (harmInAll * 2 > Number.MAX_SAFE_INTEGER)
    faults.push(
      `harm: ${harmInAll} in all, at most ${Number.MAX_SAFE_INTEGER} over 2 expected; use a larger unit`,
    );
  return faults;
}

function enterpriseFaults(enterprise: PlanEnterprise, where: string): string[] {
  const faults: string[] = [];
  const whole = (name: string, value: number, least: number) => {
    if (!Number.isSafeInteger(value) || value < least)
      faults.push(`${where}.${name}: ${value} found, a whole number of at least ${least} expected`);
  };
  whole("minimumPerYear", enterprise.minimumPerYear, 0);
  if (enterprise.capPerYear !== null) whole("capPerYear", enterprise.capPerYear, 0);
  whole("spacingMonths", enterprise.spacingMonths, 1);
  for (const kind of enterprise.inRandomPool
    ? [enterprise.visitKind, "random" as const]
    : [enterprise.visitKind]) {
    const effort = enterprise.effort[kind];
    if (effort === undefined || !thousandths(effort, "up"))
      faults.push(`${where}.effort.${kind}: ${effort ?? "nothing"} found, person-days above 0 expected`);
  }
  enterprise.harm.forEach((harm, k) => {
    if (!Number.isSafeInteger(harm) || harm < 0 || harm > LARGEST_HARM)
      faults.push(`${where}.harm[${k}]: ${harm} found, a whole number from 0 to ${LARGEST_HARM} expected`);
    if (k > 0 && harm > (enterprise.harm[k - 1] ?? 0))
      faults.push(
        `${where}.harm[${k}]: ${harm} is above the visit before; a further visit averts no more than the one before`,
      );
  });
  if (enterprise.dueMonth != null && monthNumber(enterprise.dueMonth) === null)
    faults.push(`${where}.dueMonth: ${enterprise.dueMonth} found, a month like 2026-11 expected`);
  for (const [list, visits] of [
    ["done", enterprise.done],
    ["fixed", enterprise.fixed],
  ] as const)
    visits.forEach((visit, i) => {
      if (monthNumber(visit.month) === null)
        faults.push(`${where}.${list}[${i}].month: ${visit.month} found, a month like 2026-11 expected`);
      if (visit.personDays !== undefined && thousandths(visit.personDays, "up") === null)
        faults.push(
          `${where}.${list}[${i}].personDays: ${visit.personDays} found, a decimal of at least 0 expected`,
        );
    });
  return faults;
}
