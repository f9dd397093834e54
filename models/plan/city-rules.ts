import { byText } from "./draw.js";
import type { VisitKind } from "./problem.js";
import { thousandths } from "./units.js";

/** One parameter of an edition of inspection-requirement. */
export interface ParameterRow {
  readonly parameter_id: string;
  /** Decimal text; null for a code. */
  readonly value_number: string | null;
  readonly value_code: string | null;
}

/** What the edition says of effort, harm and the draw; whole thousandths unless said otherwise. */
export interface PlanRules {
  readonly effortDays: ReadonlyMap<VisitKind, number>;
  readonly sectorFactor: ReadonlyMap<string, number>;
  /** Rising by staff. */
  readonly staffFactor: readonly { readonly from: number; readonly factor: number }[];
  readonly qualifying: ReadonlySet<VisitKind>;
  /** Whole units by level. */
  readonly harm: ReadonlyMap<string, number>;
  readonly nextVisit: number;
  readonly seed: string;
  /** Decimal texts. */
  readonly share: string;
  readonly mostDrawn: string;
  /** Months of the calendar, 1 to 12, with a draw; empty: every month. */
  readonly drawMonths: readonly number[];
  /** Least part of everyone drawn by group, in order of precedence. */
  readonly strata: readonly { readonly stratum: string; readonly fraction: string }[];
  /** Days without a report of its own that make an enterprise non-reporting. */
  readonly nonReportingDays: number;
}

/** Groups of the draw, those first of whom least is known; the others are the levels. */
export const INSUFFICIENT_DATA = "insufficient_data";
export const NON_REPORTING = "non_reporting";
const precedence = [INSUFFICIENT_DATA, NON_REPORTING];

export const visitKinds: readonly VisitKind[] = [
  "full",
  "special",
  "random",
  "follow_up",
  "complaint",
  "desk",
];

/**
 * The planner's rules from the parameters of an edition of inspection-requirement (decision 0010).
 * @throws Error with every parameter that is missing or no number, a line each
 */
export function planRules(rows: readonly ParameterRow[]): PlanRules {
  const found = new Map(rows.map((row) => [row.parameter_id, row]));
  const faults: string[] = [];
  const milli = (id: string): number => {
    const value = thousandths(trimmed(found.get(id)?.value_number ?? ""), "up");
    if (value === null)
      faults.push(
        `inspection-requirement › parameters.${id}: none found, expected a number of at least 0; add it`,
      );
    return value ?? 0;
  };
  const below = (prefix: string): readonly string[] =>
    [...found.keys()].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
  const text = (id: string, otherwise: string): string =>
    found.get(id)?.value_code ?? trimmed(found.get(id)?.value_number ?? otherwise);
  const rules: PlanRules = {
    effortDays: new Map(visitKinds.map((kind) => [kind, milli(`effort_days.${kind}`)])),
    sectorFactor: new Map(
      below("effort_factor.sector.").map((code) => [code, milli(`effort_factor.sector.${code}`)]),
    ),
    staffFactor: below("effort_factor.staff_from.")
      .map((from) => ({ from: Number(from), factor: milli(`effort_factor.staff_from.${from}`) }))
      .sort((a, b) => a.from - b.from),
    qualifying: new Set(
      visitKinds.filter((kind) => Number(found.get(`qualifies.${kind}`)?.value_number) === 1),
    ),
    harm: new Map(below("harm.").map((level) => [level, Math.floor(milli(`harm.${level}`) / 1000)])),
    nextVisit: milli("harm_next_visit_fraction"),
    seed: text("draw_seed", ""),
    share: text("random_share", "0.05"),
    mostDrawn: text("draw_share_max", "0.15"),
    drawMonths: text("draw_months", "")
      .split(" ")
      .filter((month) => /^\d+$/.test(month))
      .map(Number),
    strata: below("draw_fraction_min.")
      .map((stratum) => ({ stratum, fraction: text(`draw_fraction_min.${stratum}`, "0") }))
      .sort((a, b) => rank(a.stratum) - rank(b.stratum) || byText(a.stratum, b.stratum)),
    nonReportingDays: Number(text("non_reporting_days", "90")),
  };
  if (rules.seed === "")
    faults.push(
      "inspection-requirement › parameters.draw_seed: none found, expected a published text; add it",
    );
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return rules;
}

const rank = (stratum: string): number =>
  precedence.includes(stratum) ? precedence.indexOf(stratum) : precedence.length;

/** DuckDB prints decimal(18,6) with all its places; the planner wants them short. */
export function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, "") : decimal;
}

/** Thousandths of a person-day of a visit: the kind's, times sector, times size; a drawn visit is the same for all. */
export function effortOf(
  rules: PlanRules,
  kind: VisitKind,
  enterprise: { readonly regulated_sector: string | null; readonly employee_count: number | null },
): number {
  const base = rules.effortDays.get(kind) ?? 0;
  if (kind === "random") return base;
  const sector = rules.sectorFactor.get(enterprise.regulated_sector ?? "") ?? 1000;
  let size = 1000;
  for (const { from, factor } of rules.staffFactor)
    if ((enterprise.employee_count ?? 0) >= from) size = factor;
  return Math.ceil((base * sector * size) / 1_000_000);
}

/** Points of a sub-score (0–50) where an edition has no such part: the middle, which neither raises nor lowers. */
const MIDDLE = 25_000;
const FULL = 50_000;

/**
 * Harm that the first, second, … visit of a year is expected to avert, whole units: the level's, times 1 to 3 by the
 * points missing on both sub-scores (1 + missing inherent / 50 + missing conduct / 50), each further visit a fixed
 * fraction of the one before. Default of this project (项目默认值), decision 0010; it orders visits, it predicts nothing.
 */
export function harmOf(
  rules: PlanRules,
  enterprise: {
    readonly level: string;
    readonly inherent_points: string | null;
    readonly conduct_points: string | null;
    readonly max_per_year: number;
  },
): readonly number[] {
  const missing = (points: string | null): number =>
    FULL - Math.min(FULL, points === null ? MIDDLE : (thousandths(trimmed(points), "down") ?? MIDDLE));
  const weight = rules.harm.get(enterprise.level) ?? 0;
  const sides = FULL + missing(enterprise.inherent_points) + missing(enterprise.conduct_points);
  let harm = Math.floor((weight * sides) / FULL);
  return Array.from({ length: enterprise.max_per_year }, (_, k) => {
    if (k > 0) harm = Math.floor((harm * rules.nextVisit) / 1000);
    return harm;
  });
}
