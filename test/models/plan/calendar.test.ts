import { describe, expect, test } from "vitest";
import { planCalendar } from "../../../models/plan/calendar.js";
import type { Plan, PlannedVisit } from "../../../models/plan/result.js";

const visit: PlannedVisit = {
  month: "2026-12-01",
  departmentCode: "D1",
  enterpriseId: "91650202MA0000001X",
  visitKind: "full",
  personDays: "2.5",
  basis: "statutory",
  rank: 1,
  harm: 10,
  isLate: true,
};
const plan = (visits: readonly PlannedVisit[]) => ({ visits }) as Plan;
const options = { stampedAt: "2026-11-23T02:00:00Z", lang: "zh", uidDomain: "example.cn" } as const;
const unfold = (text: string) => text.replace(/\r\n /g, "");

describe("the calendar of a plan", () => {
  test("is a whole-month entry a visit, the same each time", () => {
    const text = planCalendar(plan([visit]), {
      ...options,
      enterpriseNames: new Map([[visit.enterpriseId, "某某化工有限公司"]]),
    });
    expect(text).toBe(
      planCalendar(plan([visit]), {
        ...options,
        enterpriseNames: new Map([[visit.enterpriseId, "某某化工有限公司"]]),
      }),
    );
    const lines = unfold(text).split("\r\n");
    expect(lines.slice(0, 5)).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Sise//Inspection plan//ZH",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
    ]);
    expect(lines).toContain("DTSTAMP:20261123T020000Z");
    expect(lines).toContain("DTSTART;VALUE=DATE:20261201");
    expect(lines).toContain("DTEND;VALUE=DATE:20270101");
    expect(lines).toContain("SUMMARY:全覆盖检查：某某化工有限公司");
    expect(lines).toContain(
      "DESCRIPTION:承办机构：D1\\n企业：91650202MA0000001X\\n依据：最低频次\\n工作量：2.5人日\\n晚于到期月",
    );
    expect(lines.filter((line) => /^UID:[0-9a-f]{32}@example\.cn$/.test(line))).toHaveLength(1);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  test("lies within the days of the plan, and says what to look at and why", () => {
    const lines = (period: { from: string; to: string }) =>
      unfold(
        planCalendar(plan([visit]), {
          ...options,
          period,
          remarks: new Map([[visit.enterpriseId, { focus: "液氨储罐", reason: "一年内有死亡事故" }]]),
        }),
      ).split("\r\n");
    const within = lines({ from: "2026-12-05", to: "2026-12-20" });
    expect(within).toContain("DTSTART;VALUE=DATE:20261205");
    expect(within).toContain("DTEND;VALUE=DATE:20261221");
    expect(within.find((line) => line.startsWith("DESCRIPTION"))).toContain(
      "检查重点：液氨储罐\\n增加检查的原因：一年内有死亡事故",
    );
    const wider = lines({ from: "2026-11-23", to: "2027-01-31" });
    expect(wider).toContain("DTSTART;VALUE=DATE:20261201");
    expect(wider).toContain("DTEND;VALUE=DATE:20270101");
  });

  test("escapes text, folds at 75 octets and cuts no character", () => {
    const name = `${"甲乙丙丁".repeat(30)}; a, b\\c\nd`;
    const text = planCalendar(plan([visit]), {
      ...options,
      enterpriseNames: new Map([[visit.enterpriseId, name]]),
    });
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain("\ufffd");
    expect(text.replace(/\r\n/g, "")).not.toMatch(/[\r\n]/);
    expect(unfold(text)).toContain(`${"甲乙丙丁".repeat(30)}\\; a\\, b\\\\c\\nd`);
  });

  test("speaks English, keeps to one department, refuses a stamp without zone", () => {
    const text = unfold(
      planCalendar(plan([visit, { ...visit, departmentCode: "D2", isLate: false }]), {
        ...options,
        lang: "en",
        departmentCode: "D2",
      }),
    );
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain("SUMMARY:Full inspection: 91650202MA0000001X");
    expect(text).toContain(
      "DESCRIPTION:Department: D2\\nEnterprise: 91650202MA0000001X\\nBasis: minimum\\nEffort: 2.5 person-days",
    );
    expect(() => planCalendar(plan([visit]), { ...options, stampedAt: "2026-11-23" })).toThrow(
      /a UTC instant/,
    );
  });
});
