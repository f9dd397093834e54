import type { DrawLine } from "./draw.js";
import type { VisitKind } from "./problem.js";
import type { Shortage } from "./shortage.js";

export interface PlannedVisit {
  /** First day of the month. */
  readonly month: string;
  readonly departmentCode: string;
  readonly enterpriseId: string;
  readonly visitKind: VisitKind;
  /** Decimal text. */
  readonly personDays: string;
  /** `fixed` repeats a visit that was given as fixed. */
  readonly basis: "statutory" | "risk" | "random" | "fixed";
  /** Place among the planned visits of its department and month, from 1; null for a fixed one. */
  readonly rank: number | null;
  /** Harm averted by it as the k-th visit of its year; null for a fixed one. */
  readonly harm: number | null;
  /** Whether it comes after the month in which a statutory visit was due. */
  readonly isLate: boolean;
}

export interface PlanCapacity {
  readonly departmentCode: string;
  readonly month: string;
  /**
   * Decimal texts: in all; taken by visits done and fixed; by planned ones; what the share for the draw comes
   * to; spent on it; left.
   */
  readonly personDays: string;
  readonly taken: string;
  readonly planned: string;
  readonly keptForDraw: string;
  readonly drawn: string;
  readonly free: string;
}

export interface PlanWorth {
  /** Harm averted by the statutory visits served, one unit a visit more. The first tier. */
  readonly statutory: number;
  /** Expected harm averted by all planned visits. */
  readonly harm: number;
}

export interface Plan {
  readonly months: readonly string[];
  readonly visits: readonly PlannedVisit[];
  readonly shortages: readonly Shortage[];
  readonly capacity: readonly PlanCapacity[];
  /** Everyone who could be drawn, by month in order of draw number: with the seed anyone can repeat it. */
  readonly draw: {
    readonly seed: string;
    readonly share: string;
    /** What the share comes to over the period and all departments; what is drawn, with random visits done and fixed. */
    readonly personDaysAsked: string;
    readonly personDaysDrawn: string;
    readonly register: readonly DrawLine[];
  };
  readonly departments: readonly {
    readonly departmentCode: string;
    /**
     * False where less is drawn than the share asks for, because the statutory minimum needs the person-days.
     */
    readonly isDrawKept: boolean;
    readonly value: PlanWorth;
    readonly bound: PlanWorth;
  }[];
  readonly value: PlanWorth;
  /**
   * No plan that keeps caps, distances, capacity and the draw does better: first tier first,
   * then harm.
   */
  readonly bound: PlanWorth;
  /** (bound − value) / bound, rounded up to six places, decimal text; "0" is proven best. */
  readonly gap: { readonly statutory: string; readonly harm: string };
}
