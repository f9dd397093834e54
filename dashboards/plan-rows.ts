import type { Numeric } from "./format.js";

/** One department and month of the plan that lies ahead. */
export interface PlanSlotRow {
  readonly department_code: string;
  readonly department_name: string;
  readonly month: string;
  readonly planned_visits: number;
  readonly planned_person_days: Numeric;
  readonly capacity_person_days: Numeric;
}

/** One month of the year over all departments; null: no such plan covers it. */
export interface PlanMonthRow {
  readonly month: string;
  readonly turn_visits: number | null;
  /** Of those planned at the turn of the year for the month, done by now. */
  readonly settled_visits: number | null;
  /** Made in the month and settling none of them. */
  readonly other_visits: number;
  readonly planned_visits: number | null;
  readonly spent_person_days: Numeric;
  readonly planned_person_days: Numeric;
  readonly capacity_person_days: Numeric;
}

/** What a department cannot place, over all months that lie ahead. */
export interface ShortageRow {
  readonly department_code: string;
  readonly department_name: string;
  readonly enterprises: number;
  readonly person_days_needed: Numeric;
  readonly person_days_available: Numeric;
  readonly capacity_visits: number;
  readonly cap_visits: number;
  readonly spacing_visits: number;
}

/** One planned visit with what to look at. */
export interface PlanVisitRow {
  readonly month: string;
  readonly department_code: string;
  readonly department_name: string;
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly level: string;
  readonly visit_kind: string;
  readonly basis: string;
  readonly person_days: Numeric;
  readonly is_priority: boolean;
  readonly is_late: boolean;
  readonly focus: string | null;
  readonly focus_en: string | null;
  readonly reason: string | null;
  readonly reason_en: string | null;
}

/** How many of a group could be drawn, and were. */
export interface DrawnGroupRow {
  readonly stratum: string | null;
  readonly enterprises: number;
  readonly drawn: number;
}

/** One line of the register: someone drawn. */
export interface DrawnRow {
  readonly month: string;
  readonly department_name: string;
  readonly enterprise_id: string;
  readonly enterprise_name: string;
  readonly level: string;
  readonly stratum: string | null;
  readonly draw_number: string;
}

/** The bound of the whole city and the draw's terms; null where nothing was planned. */
export interface PlanBoundRow {
  readonly statutory_value: Numeric;
  readonly statutory_bound: Numeric;
  readonly statutory_gap: Numeric;
  readonly harm_gap: Numeric;
  readonly seed: string;
  readonly share: Numeric;
  /** Person-days that the share comes to, and that are drawn. */
  readonly draw_asked: Numeric;
  readonly draw_made: Numeric;
}

/** Everything that the plan's page shows. */
export interface PlanPageRows {
  readonly slots: readonly PlanSlotRow[];
  readonly months: readonly PlanMonthRow[];
  readonly shortages: readonly ShortageRow[];
  /** Visits of the first months ahead, at most `visitsPerDepartment` a department. */
  readonly visits: readonly PlanVisitRow[];
  readonly visitTotal: number;
  readonly basisCounts: Readonly<Record<"statutory" | "risk" | "random", number>>;
  readonly drawn: readonly DrawnRow[];
  readonly drawnGroups: readonly DrawnGroupRow[];
  readonly drawnTotal: number;
  readonly registerTotal: number;
  /** Departments that draw less than their share, because the minimum needs the person-days. */
  readonly givenUp: readonly string[];
  readonly assumedCount: number;
  readonly bound: PlanBoundRow | null;
  /** The rows of the edition in force that give visits by level. */
  readonly counts: readonly {
    readonly title_zh: string;
    readonly title_en: string;
    readonly visits: Numeric;
  }[];
}
