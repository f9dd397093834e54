import { personDaysText, thousandths } from "./plan/units.js";

/** Days are decimal texts; `staff` counts enforcement officers. */
export interface WorkingDayFigures {
  /** Statutory working days of the year, for one officer. */
  readonly statutoryWorkingDays: string;
  readonly staff: number;
  readonly otherEnforcementDays: string;
  readonly nonEnforcementDays: string;
}

/**
 * Parts of a year's working days: person-days as decimal text, shares as fractions of the total cut to six
 * places by rounding.
 */
export interface WorkingDays {
  readonly totalDays: string;
  readonly otherEnforcementDays: string;
  readonly nonEnforcementDays: string;
  /** Person-days left for inspections; negative where the rest takes more than there is. */
  readonly inspectionDays: string;
  readonly otherEnforcementFraction: string;
  readonly nonEnforcementFraction: string;
  readonly inspectionFraction: string;
}

const TITLE = "安监总政法〔2017〕150号《安全生产年度监督检查计划编制办法》";

/**
 * Person-days for inspection in a year by the formula of 安监总政法〔2017〕150号: 总法定工作日 = 国家法定工作日 × 执法人员数; 监督检查工作日
 * = 总法定工作日 − 其他执法工作日 − 非执法工作日. The formula is read from a published plan that follows it, and awaits
 * comparison with the gazette text.
 * @throws Error where a figure is no number of at least 0, or there are no working days
 */
export function inspectionWorkingDays(figures: WorkingDayFigures): WorkingDays {
  const faults: string[] = [];
  const read = (name: "statutoryWorkingDays" | "otherEnforcementDays" | "nonEnforcementDays") => {
    const value = thousandths(figures[name], "down");
    if (value === null) faults.push(`${name}: ${figures[name]} found, a decimal of at least 0 expected`);
    return value ?? 0;
  };
  const statutory = read("statutoryWorkingDays");
  const other = read("otherEnforcementDays");
  const rest = read("nonEnforcementDays");
  if (!Number.isSafeInteger(figures.staff) || figures.staff < 0)
    faults.push(`staff: ${figures.staff} found, a whole number of at least 0 expected`);
  const total = statutory * figures.staff;
  if (faults.length === 0 && total === 0) faults.push(`${TITLE}: no working days or no staff; enter both`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const inspection = total - other - rest;
  return {
    totalDays: signed(total),
    otherEnforcementDays: signed(other),
    nonEnforcementDays: signed(rest),
    inspectionDays: signed(inspection),
    otherEnforcementFraction: decimal(roundedQuotient(other * 1_000_000, total), 6),
    nonEnforcementFraction: decimal(roundedQuotient(rest * 1_000_000, total), 6),
    inspectionFraction: decimal(roundedQuotient(inspection * 1_000_000, total), 6),
  };
}

/**
 * What a plan prints of itself; null or left out: not printed. Shares are percentages as printed, with or
 * without the sign.
 */
export interface PublishedPlan extends WorkingDayFigures {
  readonly totalDays?: string | null;
  readonly inspectionDays?: string | null;
  readonly shares?: {
    readonly otherEnforcement?: string | null;
    readonly nonEnforcement?: string | null;
    readonly inspection?: string | null;
  };
  /** Parts printed below a figure that should sum to it. */
  readonly parts?: readonly {
    readonly of: "otherEnforcement" | "nonEnforcement" | "inspection";
    readonly items: readonly { readonly name: string; readonly days: string }[];
  }[];
  /** Sums printed in the text, such as "24天×8人=1984". */
  readonly statements?: readonly string[];
}

/** One figure of a published plan that does not add up. */
export interface PlanFinding {
  /** Name of the field, e.g. `shares.otherEnforcement` or `statements[0]`. */
  readonly figure: string;
  readonly found: string;
  readonly expected: string;
  readonly message: { readonly zh: string; readonly en: string };
}

const NAMES = {
  otherEnforcement: { zh: "其他执法工作日", en: "other enforcement days" },
  nonEnforcement: { zh: "非执法工作日", en: "non-enforcement days" },
  inspection: { zh: "监督检查工作日", en: "inspection days" },
} as const;

/**
 * Recomputes the figures of a published annual plan by the formula of 安监总政法〔2017〕150号 and names each that
 * does not add up, in the order total, inspection days, parts, shares, printed sums; empty where all agree.
 * A share agrees when the recomputed one, rounded half up to the printed places, is the printed one.
 * @throws Error as `inspectionWorkingDays`
 */
export function validatePublishedPlan(plan: PublishedPlan): readonly PlanFinding[] {
  const days = inspectionWorkingDays(plan);
  const total = milli(days.totalDays);
  const findings: PlanFinding[] = [];
  const add = (figure: string, found: string, expected: string, zh: string, en: string) =>
    findings.push({ figure, found, expected, message: { zh, en } });

  const product = `${plan.statutoryWorkingDays} × ${plan.staff} = ${days.totalDays}`;
  if (plan.totalDays != null && milli(plan.totalDays) !== total)
    add(
      "totalDays",
      plan.totalDays,
      days.totalDays,
      `总法定工作日：印为${plan.totalDays}，应为${product}`,
      `total statutory working days: ${plan.totalDays} printed, ${product} expected`,
    );
  const difference = `${days.totalDays} − ${days.otherEnforcementDays} − ${days.nonEnforcementDays} = ${days.inspectionDays}`;
  if (plan.inspectionDays != null && milli(plan.inspectionDays) !== milli(days.inspectionDays))
    add(
      "inspectionDays",
      plan.inspectionDays,
      days.inspectionDays,
      `监督检查工作日：印为${plan.inspectionDays}，应为${difference}`,
      `inspection days: ${plan.inspectionDays} printed, ${difference} expected`,
    );
  else if (milli(days.inspectionDays) < 0)
    add(
      "inspectionDays",
      days.inspectionDays,
      "0",
      `监督检查工作日：${difference}，其他工作日超出总数`,
      `inspection days: ${difference}; the other days exceed the total`,
    );

  const partDays = {
    otherEnforcement: days.otherEnforcementDays,
    nonEnforcement: days.nonEnforcementDays,
    inspection: days.inspectionDays,
  };
  for (const { of, items } of plan.parts ?? []) {
    const sum = signed(items.reduce((all, item) => all + milli(item.days), 0));
    if (milli(sum) !== milli(partDays[of]))
      add(
        `parts.${of}`,
        partDays[of],
        sum,
        `${NAMES[of].zh}：印为${partDays[of]}，各项之和为${sum}`,
        `${NAMES[of].en}: ${partDays[of]} printed, its parts sum to ${sum}`,
      );
  }

  for (const of of ["otherEnforcement", "nonEnforcement", "inspection"] as const) {
    const printed = plan.shares?.[of]?.replace(/\s*[%％]\s*$/u, "").trim();
    if (printed == null) continue;
    if (thousandths(printed, "down") === null)
      throw new Error(`shares.${of}: ${plan.shares?.[of]} found, a percentage such as 21 or 21% expected`);
    const shown = decimal(roundedQuotient(milli(partDays[of]) * 1000, total), 1);
    const places = printed.split(".")[1]?.length ?? 0;
    const exact = decimal(roundedQuotient(milli(partDays[of]) * 100 * 10 ** places, total), places);
    if (exact !== printed)
      add(
        `shares.${of}`,
        `${printed}%`,
        `${shown}%`,
        `${NAMES[of].zh}占比：印为${printed}%，应为${partDays[of]} ÷ ${days.totalDays} = ${shown}%`,
        `share of ${NAMES[of].en}: ${printed} % printed, ${partDays[of]} ÷ ${days.totalDays} = ${shown} % expected`,
      );
  }

  (plan.statements ?? []).forEach((statement, i) => {
    const match = /(\d+(?:\.\d+)?)\D*?[×xX*]\s*(\d+(?:\.\d+)?)\D*?[==]\s*(\d+(?:\.\d+)?)/u.exec(statement);
    if (match === null) return;
    const [, left = "", right = "", result = ""] = match;
    const computed = signed(Math.round((milli(left) * milli(right)) / 1000));
    if (milli(computed) === milli(result)) return;
    // The result may be right and a factor misprinted: then say which factor it would take.
    const isTotal = milli(result) === total && milli(right) === plan.staff * 1000;
    add(
      `statements[${i}]`,
      statement,
      isTotal ? product : `${left} × ${right} = ${computed}`,
      `“${statement}”不成立：${left} × ${right} = ${computed}${isTotal ? `；应为${product}（“${left}”应为“${plan.statutoryWorkingDays}”）` : ""}`,
      `"${statement}" does not hold: ${left} × ${right} = ${computed}${isTotal ? `; ${product} expected ("${left}" should read "${plan.statutoryWorkingDays}")` : ""}`,
    );
  });
  return findings;
}

/** Thousandths of a decimal text that may be negative. */
function milli(text: string): number {
  const value = thousandths(text.replace(/^-/, ""), "down");
  if (value === null)
    throw new Error(`published plan: ${text} found, a decimal expected; enter the figure without its unit`);
  return text.startsWith("-") ? -value : value;
}

const signed = (value: number) => (value < 0 ? `-${personDaysText(-value)}` : personDaysText(value));

/** Half away from zero, in whole numbers. */
function roundedQuotient(dividend: number, divisor: number): number {
  const twice = (BigInt(Math.abs(dividend)) * 2n + BigInt(divisor)) / (BigInt(divisor) * 2n);
  return dividend < 0 ? -Number(twice) : Number(twice);
}

/** A whole number of units of the last place as decimal text with all its places. */
function decimal(value: number, places: number): string {
  const text = String(Math.abs(value)).padStart(places + 1, "0");
  const body = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  return value < 0 ? `-${body}` : body;
}
