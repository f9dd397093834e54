import { expect, test } from "vitest";
import { agreedFaults } from "../../../models/plan/agreed.js";
import type { AgreedVisit } from "../../../models/plan/city.js";
import type { PlanProblem } from "../../../models/plan/problem.js";

const problem: PlanProblem = {
  months: ["2026-11", "2026-12"],
  departments: [
    {
      departmentCode: "D1",
      capacity: [
        { month: "2026-11", personDays: "4" },
        { month: "2026-12", personDays: "3" },
      ],
    },
  ],
  enterprises: ["A", "B", "C"].map((enterpriseId) => ({
    enterpriseId,
    departmentCode: "D1",
    minimumPerYear: 1,
    capPerYear: 2,
    spacingMonths: 3,
    visitKind: "full",
    effort: { full: "2", random: "1" },
    harm: [5, 3],
    inRandomPool: true,
    done: enterpriseId === "A" ? [{ month: "2026-10", kind: "full" as const, personDays: "2" }] : [],
    fixed: [],
  })),
  random: { seed: "s" },
};
const visit = (enterprise_id: string, month: string, person_days?: string): AgreedVisit => ({
  enterprise_id,
  month,
  visit_kind: "full",
  ...(person_days === undefined ? {} : { person_days }),
});

test("agreed visits that can stand have no fault", () => {
  expect(agreedFaults(problem, [visit("B", "2026-12"), visit("C", "2026-11-01", "4")])).toEqual([]);
});

test("each that breaks cap, distance, a month's person-days or the period is named with its row", () => {
  const faults = agreedFaults(problem, [
    visit("A", "2026-12"),
    visit("B", "2026-12"),
    visit("C", "2027-02"),
    visit("B", "2026-11"),
    visit("B", "2026-11", "9"),
  ]);
  expect(faults.slice(0, 3).map((fault) => fault.zh)).toEqual([
    "第 1 行 › A › 2026-12：与另一次检查相隔 2 个月，应至少 3 个月；请移动",
    "第 2 行 › B › 2026-12：需 2 人日，应至多 1 人日（D1 该月所余）；请移动，或增报人日",
    "第 3 行 › C › 2027-02：不在计划期内，应为 2026-11 到 2026-12 的月份；请移动或删去",
  ]);
  expect(faults[4]?.zh).toBe(
    "第 5 行 › B › 2026-11：将是 2026 年第 3 次检查，应至多 2 次（该企业的上限）；请删去",
  );
  expect(faults.map((fault) => fault.en)).toEqual([
    "row 1 › A › 2026-12: lies 2 month(s) from another visit, expected at least 3; move it",
    "row 2 › B › 2026-12: takes 2 person-days, expected at most 1, what D1 has left in the month; move it or tell more person-days",
    "row 3 › C › 2027-02: lies outside the period, expected a month from 2026-11 to 2026-12; move or remove it",
    "row 4 › B › 2026-11: lies 1 month(s) from another visit, expected at least 3; move it",
    "row 5 › B › 2026-11: would be visit 3 of 2026, expected at most 2, the cap of the enterprise; remove it",
    "row 5 › B › 2026-11: lies 0 month(s) from another visit, expected at least 3; move it",
    "row 5 › B › 2026-11: takes 9 person-days, expected at most 2, what D1 has left in the month; move it or tell more person-days",
  ]);
});
