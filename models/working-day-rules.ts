import { thousandths } from "./plan/units.js";
import { inspectionWorkingDays, type PlanFinding, type PublishedPlan } from "./working-days.js";

/** What an edition of inspection-plan-150 gives beside the formula; decimal texts. */
export interface WorkingDayRules {
  /** Method and edition, to be cited. */
  readonly rule: string;
  /** Statutory working days by calendar year. */
  readonly statutoryWorkingDays: ReadonlyMap<number, string>;
  /** Least part of the inspection days that is key inspection; null: none is given. */
  readonly keyInspectionFractionMin: string | null;
}

/** A published plan as it is entered: of a year whose working days the edition knows, they may be left out. */
export interface EnteredPlan extends Omit<PublishedPlan, "statutoryWorkingDays"> {
  readonly year?: number | null;
  readonly statutoryWorkingDays?: string | null;
  /** Person-days of key inspection (重点检查), a part of the inspection days. */
  readonly keyInspectionDays?: string | null;
}

const perYear = "statutory_working_days.";

/** Reads the parameters of an edition. */
export function workingDayRules(edition: {
  readonly method: string;
  readonly edition: string;
  readonly parameters?: readonly { readonly id: string; readonly value: number | string }[] | undefined;
}): WorkingDayRules {
  const parameters = edition.parameters ?? [];
  const least = parameters.find(({ id }) => id === "key_inspection_fraction_min");
  return {
    rule: `${edition.method} ${edition.edition}`,
    statutoryWorkingDays: new Map(
      parameters
        .filter(({ id }) => id.startsWith(perYear))
        .map(({ id, value }) => [Number(id.slice(perYear.length)), String(value)]),
    ),
    keyInspectionFractionMin: least ? String(least.value) : null,
  };
}

/**
 * The plan with the working days of its year, taken from the edition where it prints none.
 * @throws Error where neither gives them
 */
export function filledPlan(plan: EnteredPlan, rules: WorkingDayRules | null): PublishedPlan {
  const known = plan.year == null ? undefined : rules?.statutoryWorkingDays.get(plan.year);
  const days = plan.statutoryWorkingDays ?? known;
  if (days === undefined)
    throw new Error(
      plan.year == null
        ? "statutoryWorkingDays: none found, expected the working days of the year; enter them, or year for the edition's"
        : `statutoryWorkingDays: none found, and ${rules?.rule ?? "no edition in force"} gives none for ${plan.year}; enter them, or add parameter ${perYear}${plan.year}`,
    );
  return { ...plan, statutoryWorkingDays: days };
}

/** The printed working days of the year, where the edition has others; empty where they agree or it has none. */
export function workingDayFindings(plan: EnteredPlan, rules: WorkingDayRules | null): readonly PlanFinding[] {
  const { year, statutoryWorkingDays: printed } = plan;
  const known = year == null ? undefined : rules?.statutoryWorkingDays.get(year);
  if (printed == null || known === undefined || Number(printed) === Number(known)) return [];
  return [
    {
      figure: "statutoryWorkingDays",
      found: printed,
      expected: known,
      message: {
        zh: `国家法定工作日：印为${printed}，${rules?.rule}所列${year}年为${known}`,
        en: `statutory working days of the year: ${printed} printed, ${known} expected for ${year} by ${rules?.rule}`,
      },
    },
  ];
}

/**
 * The share of key inspection beside the least that the edition names. It finds no fault: the least share is a default of
 * this project. Null where the plan prints no days of key inspection or the edition has no share.
 * @throws Error where the days are no decimal of at least 0
 */
export function keyInspectionRemark(
  plan: EnteredPlan,
  rules: WorkingDayRules | null,
): {
  readonly share: string;
  readonly least: string;
  readonly isBelow: boolean;
  readonly message: { readonly zh: string; readonly en: string };
} | null {
  const least = rules?.keyInspectionFractionMin;
  if (plan.keyInspectionDays == null || least == null) return null;
  const key = thousandths(plan.keyInspectionDays, "down");
  if (key === null)
    throw new Error(`keyInspectionDays: ${plan.keyInspectionDays} found, a decimal of at least 0 expected`);
  const inspection = thousandths(inspectionWorkingDays(filledPlan(plan, rules)).inspectionDays, "down") ?? 0;
  if (inspection === 0) return null;
  const percent = (value: number): string => String(Math.round(value * 1000) / 10);
  const share = percent(key / inspection);
  const isBelow =
    BigInt(key) * 1_000_000n < BigInt(Math.round(Number(least) * 1_000_000)) * BigInt(inspection);
  const bound = percent(Number(least));
  return {
    share,
    least: bound,
    isBelow,
    message: {
      zh: `重点检查占监督检查工作日 ${share}%，${isBelow ? "低于" : "不低于"}${rules?.rule}的${bound}%（项目默认值，不计为错误）`,
      en: `key inspection is ${share} % of the inspection days, ${isBelow ? "below" : "not below"} the ${bound} % of ${rules?.rule} (a default of this project, not counted as an error)`,
    },
  };
}
