import { groupThousands, type Lang } from "./text.js";

/** A number as DuckDB prints it: BIGINT and DECIMAL come as text, so that no digit is lost. */
export type Numeric = string | number | null | undefined;

/** An integer with thousands separated; a dash for null. */
export function integer(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "—";
  return groupThousands(String(value).replace(/\.0*$/, ""));
}

/** A decimal as it is, without trailing zeros and with thousands separated; a dash for null. Nothing is rounded. */
export function decimal(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "—";
  const text = String(value);
  const point = text.indexOf(".");
  if (point < 0) return groupThousands(text);
  let end = text.length;
  while (text.charCodeAt(end - 1) === zero) end--;
  const whole = groupThousands(text.slice(0, point));
  return end === point + 1 ? whole : whole + text.slice(point, end);
}

const minus = 45;
const zero = 48;

/** Whether nothing but zeros stands beyond so many decimals. */
function hasAtMost(text: string, decimals: number): boolean {
  const point = text.indexOf(".");
  if (point < 0) return true;
  for (let at = text.length - 1; at > point + decimals; at--) if (text.charCodeAt(at) !== zero) return false;
  return true;
}

/** A decimal for reading, to so many decimals at most (half away from zero, worked on the digits); a dash for null. The files keep all. */
export function rounded(value: Numeric, decimals: number): string {
  if (value === null || value === undefined || value === "") return "—";
  const shown = String(value);
  return shown.charCodeAt(0) !== minus && hasAtMost(shown, decimals)
    ? decimal(shown)
    : roundedDigits(shown, decimals);
}

function roundedDigits(shown: string, decimals: number): string {
  const found = /^(-?)(\d+)\.(\d+)$/.exec(shown);
  const [, sign = "", whole = "0", digits = ""] = found ?? [];
  if (!found || digits.length <= decimals) return decimal(shown);
  const units = BigInt(`${whole}${digits.slice(0, decimals)}`) + ((digits[decimals] ?? "0") >= "5" ? 1n : 0n);
  const text = String(units).padStart(decimals + 1, "0");
  const isZero = units === 0n;
  return decimal(
    `${isZero ? "" : sign}${text.slice(0, text.length - decimals)}${decimals ? `.${text.slice(-decimals)}` : ""}`,
  );
}

/** Points for reading, to two decimals at most. The exact points stand in the published files, where they sum to the score. */
export function points(value: Numeric): string {
  return rounded(value, 2);
}

/** A fraction (0–1) for reading, as a percentage with one decimal at most; a dash for null. */
export function percentage(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "—";
  return `${rounded(hundredfold(value), 1)}%`;
}

/** A decimal times a hundred, by its digits. */
export function hundredfold(value: Numeric): string {
  const [, sign = "", whole = "0", decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value ?? "")) ?? [];
  const digits = decimals.padEnd(2, "0");
  return `${sign}${BigInt(`${whole}${digits.slice(0, 2)}`)}.${digits.slice(2) || "0"}`;
}

/** A fraction (0–1) as a percentage, exactly: the decimal point moves two places. A dash for null. */
export function fraction(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "—";
  const [whole = "", decimals = ""] = String(value).split(".");
  const digits = decimals.padEnd(2, "0");
  return `${decimal(`${Number(`${whole}${digits.slice(0, 2)}`)}.${digits.slice(2)}`)}%`;
}

/** A share of a whole as a percentage with one decimal; a dash when the whole is zero. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "—";
  const tenths = Math.round((part * 1000) / whole);
  return `${Math.trunc(tenths / 10)}.${tenths % 10}%`;
}

/** A number as a cell shows it: perhaps with a sign before it, a percent sign or a mark behind it. */
const shownNumber = /^([+−-]?[\d,]+)(?:\.(\d+))?(%?[*†]?)$/;
/** Between the numbers of a pair (`2 / 5.03`) or of a range (`0.85–1.0481`). */
const betweenNumbers = /( \/ |–)/;

/**
 * Numbers of one column as they are shown, each with the decimals of the one that has most, so that their points stand below
 * each other; pairs and ranges part by part. Zeros are put on, nothing is rounded; what is no number stays as it is.
 */
export function evenDecimals(shown: readonly string[]): readonly string[] {
  const cells = shown.map((text) => text.split(betweenNumbers));
  const most: number[] = [];
  for (const parts of cells)
    parts.forEach((part, at) => {
      most[at] = Math.max(most[at] ?? 0, shownNumber.exec(part)?.[2]?.length ?? 0);
    });
  if (most.every((decimals) => decimals === 0)) return shown;
  return cells.map((parts) =>
    parts
      .map((part, at) => {
        const [, whole, digits = "", mark] = shownNumber.exec(part) ?? [];
        const decimals = most[at] ?? 0;
        return whole === undefined || decimals === 0
          ? part
          : `${whole}.${digits.padEnd(decimals, "0")}${mark}`;
      })
      .join(""),
  );
}

/** A count with its sign: `+6`, `−3`, `0`. */
export function signed(value: number): string {
  if (value === 0) return "0";
  return value > 0 ? `+${integer(value)}` : `−${integer(-value)}`;
}

/** The day of a date or timestamp, `2026-11-22`; a dash for null. */
export function day(value: string | null | undefined): string {
  return value ? value.slice(0, 10) : "—";
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes longer than using it: one a time zone. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** An instant (UTC, with or without `Z`) as `2026-11-23 02:00` in a time zone; the zone's name is not repeated. */
export function moment(value: string, timeZone: string): string {
  const text = value.includes("T") ? value : value.replace(" ", "T");
  const instant = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instant.getTime())) return value;
  const parts = clockOf(timeZone).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}`;
}

/** A half-open band `from ≤ v < to` in words; null ends are open. */
export function band(from: Numeric, to: Numeric, lang: Lang): string {
  const isOpen = (value: Numeric): boolean => value === null || value === undefined || value === "";
  if (isOpen(from) && isOpen(to)) return lang === "zh" ? "任意值" : "any";
  // A pack's "above 70" is stored as 70.000001 (architecture.md §4); shown as the pack says it.
  const low = above(from);
  const high = above(to);
  if (isOpen(from)) return high ? `≤ ${high}` : `< ${decimal(to)}`;
  if (!low && high !== null && decimal(from) === high) return `= ${high}`;
  const left = low ? `> ${low}` : `≥ ${decimal(from)}`;
  if (isOpen(to)) return left;
  return `${left}, ${high ? `≤ ${high}` : `< ${decimal(to)}`}`;
}

/** A half-open band in little room: `20–30`, `< 20`, `≥ 40`; the lower end belongs to it, the upper does not. */
export function shortBand(from: Numeric, to: Numeric, lang: Lang): string {
  const isOpen = (value: Numeric): boolean => value === null || value === undefined || value === "";
  return isOpen(from) || isOpen(to) || above(from) || above(to)
    ? band(from, to, lang)
    : `${decimal(from)}–${decimal(to)}`;
}

function above(value: Numeric): string | null {
  const match = /^(-?\d+(?:\.\d{1,5})?)0*1$/.exec(String(value ?? ""));
  const [, fraction = ""] = String(value ?? "").split(".");
  if (!match || fraction.length !== 6 || !fraction.endsWith("1")) return null;
  return decimal(String(value).slice(0, -1));
}
