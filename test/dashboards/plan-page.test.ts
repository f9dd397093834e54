import { expect, test } from "vitest";
import { doneSoFar, doneText } from "../../dashboards/pages/plan-glance.js";
import { shortageTable, slotTable, visitTable } from "../../dashboards/pages/plan-tables.js";
import type { PlanMonthRow, PlanVisitRow } from "../../dashboards/plan-rows.js";
import { noFocus, planSheet } from "../../models/plan/sheet.js";

const month = (more: Partial<PlanMonthRow>): PlanMonthRow => ({
  month: "2026-01-01",
  turn_visits: 10,
  settled_visits: 7,
  other_visits: 3,
  planned_visits: null,
  spent_person_days: "12",
  planned_person_days: null,
  capacity_person_days: "20",
  ...more,
});

test("done is held against what the months that have gone asked for, and other visits stand beside", () => {
  const done = doneSoFar({
    months: [
      month({}),
      month({ month: "2026-02-01", turn_visits: 5, settled_visits: 5 }),
      month({ month: "2026-03-01", turn_visits: 8, settled_visits: 2, other_visits: 1, planned_visits: 6 }),
    ],
  });
  expect(done).toEqual({ turn: 23, turnGone: 15, settledGone: 12, settledLater: 2, others: 7 });
  expect(doneText("en", done)).toBe(
    "of 23 visits planned at the turn of the year, 15 fall in months that have gone and 12 of these are done; 2 of the later ones are done already, and 7 other visits were made",
  );
  expect(doneText("zh", done)).toContain("已过各月应做 15 次，其中已做 12 次");
});

test("without a plan at the turn nothing is called done or missed", () => {
  const done = doneSoFar({ months: [month({ turn_visits: null, settled_visits: null })] });
  expect(done.turn).toBeNull();
  expect(doneText("zh", done)).toBe("检查 3 次；年初前一日没有评定，没有年初计划可对照");
});

test("planned and free person-days of a month have as many decimals each; a month without a slot stays a dash", () => {
  const slot = (code: string, on: string, planned: string, capacity: string) => ({
    department_code: code,
    department_name: code,
    month: on,
    planned_visits: 1,
    planned_person_days: planned,
    capacity_person_days: capacity,
  });
  const shown = slotTable("en", [
    slot("D1", "2026-11-01", "5.250000", "5.400000"),
    slot("D2", "2026-11-01", "1.000000", "2.100000"),
    slot("D2", "2026-12-01", "3.000000", "4.000000"),
  ]).html;
  expect([...shown.matchAll(/<span class="unit">([^<]*)</g)].map((each) => each[1])).toEqual([
    "5.25 / 5.40",
    "1.00 / 2.10",
    "3 / 4",
  ]);
  expect(shown).toContain('<td class="n">—</td>');
});

test("visits that no department makes are called so", () => {
  const shortage = {
    department_code: "unassigned",
    department_name: "unassigned",
    enterprises: 1,
    person_days_needed: "1",
    person_days_available: "0",
    capacity_visits: 1,
    cap_visits: 0,
    spacing_visits: 0,
  };
  expect(shortageTable("zh", [shortage]).html).toContain("无承办机构");
  const shown = shortageTable("en", [shortage]).html;
  expect(shown).toContain("no department");
  expect(shown).not.toContain("unassigned");
});

test("an enterprise of whom nothing is on record is said to be that, not to need a routine check", () => {
  const visit = {
    month: "2026-12-01",
    department_code: "D1",
    department_name: "甲",
    enterprise_id: "E1",
    enterprise_name: "企业一",
    level: "insufficient_data",
    visit_kind: "random",
    basis: "random",
    person_days: "1",
    is_priority: false,
    is_late: false,
    focus: null,
    focus_en: null,
    reason: null,
    reason_en: null,
  };
  const shown = (lang: "zh" | "en", more: Partial<PlanVisitRow> = {}) =>
    visitTable(lang, "", [{ ...visit, ...more }], () => null).html;
  expect(shown("zh")).toContain("没有风险点和未整改隐患的数据");
  expect(shown("en")).toContain("no risk point and no open hazard on record");
  expect(shown("en", { focus: "罐", focus_en: "tank" })).toContain("tank");
  expect(shown("en", { focus: "罐", focus_en: "tank" })).not.toContain("on record");
  const row = planSheet(
    [
      {
        month: "2026-12-01",
        departmentCode: "D1",
        enterpriseId: "E1",
        visitKind: "random",
        personDays: "1",
        basis: "random",
        rank: 1,
        harm: 1,
        isLate: false,
      },
    ],
    { enterprises: new Map(), departmentNames: new Map(), pools: new Map(), seed: "s", rule: "r" },
  )[0];
  expect(row?.[4]).toBe(noFocus.zh);
});
