import { createHash } from "node:crypto";
import { departmentName } from "./department-name.js";
import type { Plan, PlannedVisit } from "./result.js";
import { noFocus } from "./sheet.js";
import { monthNumber, monthText } from "./units.js";

export interface CalendarOptions {
  /** UTC instant of making, "2026-11-23T02:00:00Z"; the clock stays with the caller. */
  readonly stampedAt: string;
  readonly lang: "zh" | "en";
  /** Right part of every UID; the same plan then updates its own entries. */
  readonly uidDomain: string;
  /** Names to show; an id without a name is shown itself. */
  readonly enterpriseNames?: ReadonlyMap<string, string>;
  readonly departmentNames?: ReadonlyMap<string, string>;
  /** Only this department's visits. */
  readonly departmentCode?: string;
  readonly calendarName?: string;
  /** First and last day of the plan, ISO: no entry lies outside them. Left out: whole months. */
  readonly period?: { readonly from: string; readonly to: string };
  /** What to look at and why the visit is due, by enterprise. */
  readonly remarks?: ReadonlyMap<string, { readonly focus: string | null; readonly reason: string | null }>;
}

const KINDS = {
  full: { zh: "全覆盖检查", en: "Full inspection" },
  special: { zh: "专项检查", en: "Special inspection" },
  random: { zh: "双随机抽查", en: "Random inspection" },
  follow_up: { zh: "复查", en: "Follow-up inspection" },
  complaint: { zh: "举报核查", en: "Complaint check" },
  desk: { zh: "非现场检查", en: "Desk review" },
} as const;
const BASES = {
  statutory: { zh: "最低频次", en: "minimum" },
  risk: { zh: "按风险", en: "by risk" },
  random: { zh: "双随机", en: "draw" },
  fixed: { zh: "已商定", en: "agreed" },
} as const;

/**
 * The plan as an iCalendar text (RFC 5545): an all-day entry for each visit over the days of its month that lie within the
 * plan, which sets months, not days. UTF-8, CRLF, folded at 75 octets. UID and DTSTAMP depend on nothing but the
 * arguments, so the same plan gives the same bytes.
 * @throws Error where `stampedAt` is no UTC instant
 */
export function planCalendar(plan: Pick<Plan, "visits">, options: CalendarOptions): string {
  const { lang } = options;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(options.stampedAt))
    throw new Error(
      `stampedAt: ${options.stampedAt} found, a UTC instant like 2026-11-23T02:00:00Z expected`,
    );
  const stamp = `${options.stampedAt.slice(0, 19).replace(/[-:]/g, "")}Z`;
  const name = options.calendarName ?? (lang === "zh" ? "执法检查计划" : "Inspection plan");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Sise//Inspection plan//${lang === "zh" ? "ZH" : "EN"}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escapeText(name)}`,
  ];
  for (const visit of plan.visits)
    if (options.departmentCode === undefined || visit.departmentCode === options.departmentCode)
      lines.push(...eventLines(visit, stamp, options));
  lines.push("END:VCALENDAR");
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

function eventLines(visit: PlannedVisit, stamp: string, options: CalendarOptions): string[] {
  const { lang } = options;
  const month = monthNumber(visit.month) as number;
  const [first, after] = [monthText(month), monthText(month + 1)];
  const { from = first, to = dayAfter(after, -1) } = options.period ?? {};
  const start = from > first ? from : first;
  const end = dayAfter(to, 1) < after ? dayAfter(to, 1) : after;
  const day = (iso: string): string => iso.replace(/-/g, "");
  const remark = options.remarks?.get(visit.enterpriseId);
  const enterprise = options.enterpriseNames?.get(visit.enterpriseId) ?? visit.enterpriseId;
  const department = departmentName(visit.departmentCode, options.departmentNames, lang);
  const uid = createHash("sha256")
    .update(JSON.stringify([visit.departmentCode, visit.enterpriseId, visit.month, visit.visitKind]))
    .digest("hex")
    .slice(0, 32);
  const notes =
    lang === "zh"
      ? [
          `承办机构：${department}`,
          `企业：${visit.enterpriseId}`,
          `依据：${BASES[visit.basis].zh}`,
          `工作量：${visit.personDays}人日`,
        ]
      : [
          `Department: ${department}`,
          `Enterprise: ${visit.enterpriseId}`,
          `Basis: ${BASES[visit.basis].en}`,
          `Effort: ${visit.personDays} person-days`,
        ];
  if (remark) notes.push(`${lang === "zh" ? "检查重点：" : "Focus: "}${remark.focus ?? noFocus[lang]}`);
  if (remark?.reason)
    notes.push(`${lang === "zh" ? "增加检查的原因：" : "Reasons for one more: "}${remark.reason}`);
  if (visit.isLate) notes.push(lang === "zh" ? "晚于到期月" : "After the month in which it was due");
  return [
    "BEGIN:VEVENT",
    `UID:${uid}@${options.uidDomain}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day(start)}`,
    `DTEND;VALUE=DATE:${day(end)}`,
    `SUMMARY:${escapeText(`${KINDS[visit.visitKind][lang]}${lang === "zh" ? "：" : ": "}${enterprise}`)}`,
    `DESCRIPTION:${escapeText(notes.join("\n"))}`,
    `CATEGORIES:${escapeText(BASES[visit.basis][lang])}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** So many days after a day, both ISO. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * RFC 5545 §3.3.11: backslash, semicolon, comma and line break are escaped; other control characters have
 * no place in a text.
 */
function escapeText(text: string): string {
  return text
    .replace(/\\/g, "\\\\")
    .replace(/;/g, "\\;")
    .replace(/,/g, "\\,")
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/[\p{Cc}]/gu, "");
}

/** RFC 5545 §3.1: lines of at most 75 octets, the further ones led by a space; a character is never cut. */
function foldLine(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  parts.push(part);
  return parts.join("\r\n");
}
