import type { Text } from "./text.js";

/** A cron pattern of five fields, each as the values it allows, rising. Days of the week count from 0, Sunday. */
export interface Cron {
  readonly pattern: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

interface Field {
  readonly name: string;
  /** The name in Chinese. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
}

const monthNames = "january february march april may june july august september october november december";
const weekdayNames = "sunday monday tuesday wednesday thursday friday saturday";
const fields: readonly Field[] = [
  { name: "minute", title: "分", from: 0, to: 59, words: [] },
  { name: "hour", title: "时", from: 0, to: 23, words: [] },
  { name: "day of month", title: "日", from: 1, to: 31, words: [] },
  { name: "month", title: "月", from: 1, to: 12, words: monthNames.split(" ") },
  // 7 is Sunday again.
  { name: "day of week", title: "星期", from: 0, to: 7, words: weekdayNames.split(" ") },
];

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readValue(text: string, field: Field): number | null {
  const word = field.words.findIndex(
    (each) => each === text.toLowerCase() || each.slice(0, 3) === text.toLowerCase(),
  );
  if (word >= 0) return word + (field.name === "month" ? 1 : 0);
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.from && value <= field.to ? value : null;
}

/** The values of one field, or null where it cannot be read: `*`, `5`, `1-5`, `22-2` (round the end), each with `/step`, joined by commas. */
function readField(text: string, field: Field): number[] | null {
  const last = field.name === "day of week" ? 6 : field.to;
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(?:(\*)|([^-/]+)(?:-([^-/]+))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const [, all, first, second, step] = match;
    // A step needs something to step through; node-cron refuses `5/10` as well.
    if ((!all && second === undefined && step !== undefined) || Number(step ?? 1) === 0) return null;
    const from = all ? field.from : readValue(first ?? "", field);
    const until = all ? last : second === undefined ? from : readValue(second, field);
    if (from === null || until === null) return null;
    const size = last - field.from + 1;
    const end = until < from ? until + size : until;
    for (let value = from; value <= end; value += Number(step ?? 1))
      values.add(((value - field.from) % size) + field.from);
  }
  return [...values].sort((a, b) => a - b);
}

/**
 * Reads a cron pattern: minute, hour, day of month, month, day of week, with lists, ranges, steps and English names.
 * Comes back with every fault instead when there are any, each as `what was found, what was expected`.
 */
export function readCron(pattern: string): { readonly cron: Cron } | { readonly faults: readonly Text[] } {
  const texts = pattern.trim().split(/\s+/);
  if (texts.length !== fields.length)
    return {
      faults: [
        {
          zh: `“${pattern}”有 ${texts.length} 段，应为五段：分、时、日、月、星期`,
          en: `"${pattern}" has ${texts.length} fields, expected five: minute, hour, day of month, month, day of week`,
        },
      ],
    };
  const faults: Text[] = [];
  const read = fields.map((field, position) => {
    const text = texts[position] ?? "";
    const values = readField(text, field);
    if (values === null)
      faults.push({
        zh: `${field.title}“${text}”，应为 ${field.from} 到 ${field.to}${field.words.length > 0 ? "、英文名" : ""}、范围、列表，或带或不带步长的 *`,
        en: `${field.name} "${text}", expected ${field.from} to ${field.to}${field.words.length > 0 ? " or a name" : ""}, a range, a list, or * with or without a step`,
      });
    return values ?? [];
  });
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = read;
  if (texts[2] !== "*" && texts[4] !== "*")
    faults.push({
      zh: `“${pattern}”同时限定了日和星期，应有一个为 *：各种 cron 程序对两者是“且”还是“或”说法不一`,
      en: `"${pattern}" sets both day of month and day of week, expected one of them to be *: cron programs disagree whether both or either must hold`,
    });
  if (faults.length === 0 && !months.some((month) => (days[0] ?? 0) <= (longestMonth[month - 1] ?? 0)))
    faults.push({
      zh: `“${pattern}”写的日子在所写的月份里从不出现，应为会出现的日子`,
      en: `"${pattern}" names a day that its months never have, expected one that comes`,
    });
  return faults.length > 0 ? { faults } : { cron: { pattern, minutes, hours, days, months, weekdays } };
}

const dayLength = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a time zone at an instant, written as if it were UTC, in milliseconds. */
function wallTime(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(instant)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetAt(instant: number, timeZone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return wallTime(whole, timeZone) - whole;
}

/**
 * The instants at which the walls of one day show the given times. A time that the spring change leaves out is taken as much later;
 * one that the autumn change repeats counts the first time, and the second time too where the pattern names every hour.
 */
function instantsOf(walls: readonly number[], timeZone: string, isEveryHour: boolean): number[] {
  const first = walls[0];
  if (first === undefined) return [];
  const before = offsetAt(first - dayLength, timeZone);
  const after = offsetAt(first + 2 * dayLength, timeZone);
  if (before === after) return walls.map((wall) => wall - before);
  return walls.flatMap((wall) => {
    const shown = [...new Set([wall - before, wall - after])]
      .filter((instant) => instant + offsetAt(instant, timeZone) === wall)
      .sort((a, b) => a - b);
    if (shown.length === 0) return [wall - Math.min(before, after)];
    return isEveryHour ? shown : shown.slice(0, 1);
  });
}

/**
 * The instant that a text means, in milliseconds: ISO 8601, in the time zone's own time where it names no zone, a bare day being its
 * midnight. NaN for anything else.
 */
export function instantOf(text: string, timeZone: string): number {
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text.trim(),
    );
  if (!parts) return Number.NaN;
  const [, day = "", time = "00:00", zone] = parts;
  const wall = Date.parse(`${day}T${time}Z`);
  // A day that no month has is moved into the next by some programs.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== day) return Number.NaN;
  if (zone !== undefined) return Date.parse(`${day}T${time}${zone}`);
  return instantsOf([wall], timeZone, false)[0] ?? Number.NaN;
}

/**
 * When a pattern was due after `from` and up to `to` (both instants), rising. Of more than `limit` ticks the newest ones come back.
 * Days and hours are those of the time zone; on changes of the clock see `instantsOf`.
 */
export function dueTicks(cron: Cron, from: Date, to: Date, timeZone: string, limit = 1000): Date[] {
  const newestFirst: number[] = [];
  const firstDay = Math.floor(wallTime(from.getTime(), timeZone) / dayLength) * dayLength - dayLength;
  const lastDay = Math.floor(wallTime(to.getTime(), timeZone) / dayLength) * dayLength;
  for (let day = lastDay; day >= firstDay && newestFirst.length < limit; day -= dayLength) {
    const date = new Date(day);
    if (
      !cron.months.includes(date.getUTCMonth() + 1) ||
      !cron.days.includes(date.getUTCDate()) ||
      !cron.weekdays.includes(date.getUTCDay())
    )
      continue;
    const walls = cron.hours.flatMap((hour) =>
      cron.minutes.map((minute) => day + (hour * 60 + minute) * 60_000),
    );
    const due = [...new Set(instantsOf(walls, timeZone, cron.hours.length === 24))]
      .filter((instant) => instant > from.getTime() && instant <= to.getTime())
      .sort((a, b) => b - a);
    newestFirst.push(...due);
  }
  return [...new Set(newestFirst)]
    .sort((a, b) => a - b)
    .slice(-limit)
    .map((instant) => new Date(instant));
}

/** What becomes of ticks that nobody was there for. */
export interface CatchUp {
  readonly catch_up: "skip" | "latest" | "each";
  /** A missed tick older than this is not run any more. */
  readonly grace_minutes: number;
  /** With `each`: how many are run at most, the newest ones. */
  readonly at_most: number;
}

export interface SettledTick {
  readonly due: Date;
  readonly fate: "run" | "missed" | "skipped";
  /** Null for a tick that is run; else `policy`, `grace`, `superseded` or `cap`. */
  readonly reason: "policy" | "grace" | "superseded" | "cap" | null;
}

/** The fate of each missed tick (given rising) under a job's policy, rising. Pure: `now` decides about grace. */
export function settleMissed(due: readonly Date[], policy: CatchUp, now: Date): SettledTick[] {
  const oldest = now.getTime() - policy.grace_minutes * 60_000;
  const inGrace = due.filter((each) => each.getTime() >= oldest).length;
  return due.map((each, position) => {
    const newer = due.length - 1 - position;
    if (policy.catch_up === "skip") return { due: each, fate: "missed", reason: "policy" };
    if (newer >= inGrace) return { due: each, fate: "missed", reason: "grace" };
    if (policy.catch_up === "latest" && newer > 0)
      return { due: each, fate: "skipped", reason: "superseded" };
    if (newer >= policy.at_most) return { due: each, fate: "missed", reason: "cap" };
    return { due: each, fate: "run", reason: null };
  });
}
