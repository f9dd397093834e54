/**
 * The id of a run: its start in the city's time, `20261123-020000`; with `-2`, `-3` … where `exists` says that it is taken.
 */
export function newRunId(now: Date, timeZone: string, exists: (runId: string) => boolean): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  const base = `${part("year")}${part("month")}${part("day")}-${part("hour")}${part("minute")}${part("second")}`;
  if (!exists(base)) return base;
  for (let number = 2; ; number++) if (!exists(`${base}-${number}`)) return `${base}-${number}`;
}
