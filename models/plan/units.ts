/** Person-days as whole thousandths and months as whole numbers: the planner counts in integers only. */

const DECIMAL = /^\d{1,12}(\.\d{1,12})?$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])(-01)?$/;

/**
 * Thousandths of a person-day in a decimal text ("34.5" → 34500), or null where it is no such text. Digits
 * after the third are rounded `down` for what there is and `up` for what is needed, so that a plan never
 * exceeds.
 */
export function thousandths(text: string, rounding: "down" | "up"): number | null {
  if (!DECIMAL.test(text)) return null;
  const [whole = "0", fraction = ""] = text.split(".");
  const kept = Number(whole) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
  return rounding === "up" && /[1-9]/.test(fraction.slice(3)) ? kept + 1 : kept;
}

/** Person-days as decimal text without trailing zeros: 34500 → "34.5". */
export function personDaysText(value: number): string {
  const fraction = String(value % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${Math.floor(value / 1000)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Months since year 0 of "2026-11" or "2026-11-01" (its first day), or null where it is neither. */
export function monthNumber(text: string): number | null {
  const match = MONTH.exec(text);
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : null;
}

/** The first day of a month as text, as the column rules want a `_month`: "2026-11-01". */
export function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}

/** The calendar year of a month number. */
export function yearOf(month: number): number {
  return Math.floor(month / 12);
}

/**
 * Least months between two visits that goes with an interval of the requirement: half of it in months of 30
 * days, at least 1 (365 days → 6, 182 → 3, 91 → 1). Default of this project (项目默认值): no source gives a
 * least distance; half leaves the minimum room to be planned, and no enterprise is visited twice in a
 * month.
 */
export function spacingMonths(intervalDays: number): number {
  return Math.max(1, Math.floor(intervalDays / 60));
}
