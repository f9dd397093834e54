/** The last day of the quarter before the one that holds `day` (dates as `YYYY-MM-DD`). */
function lastQuarterEnd(day: string): string {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const firstMonthOfQuarter = Math.floor((month - 1) / 3) * 3 + 1;
  return new Date(Date.UTC(year, firstMonthOfQuarter - 1, 0)).toISOString().slice(0, 10);
}

/**
 * The days on which levels are computed for a history: `asOf` first, then `quarters` quarter-ends before it, newest first.
 * A quarter-end that is `asOf` itself is not repeated.
 */
export function evaluationDays(asOf: string, quarters: number): string[] {
  const days = [asOf];
  let day = asOf;
  for (let count = 0; count < quarters; count++) {
    day = lastQuarterEnd(day);
    days.push(day);
  }
  return days;
}

/** The calendar day before an instant, in a time zone: what `--as-of` means when nobody says. */
export function yesterdayIn(timeZone: string, now: Date): string {
  const today = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(now);
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/** Whether a text is a day that the calendar has, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}
