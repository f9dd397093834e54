import { expect, it } from "vitest";
import { overdueTable } from "../../dashboards/pages/overview-tables.js";
import type { OverdueRow } from "../../dashboards/rows.js";

const row: OverdueRow = {
  hazard_id: "H1",
  enterprise_id: "E1",
  enterprise_name: "甲厂",
  region_code: "650203",
  description: null,
  deadline_on: null,
  overdue_days: 503,
  supervised_until: null,
  allowed_days: 15,
  counted_deadline: "2025-07-07",
};
const shown = (of: OverdueRow, lang: "zh" | "en"): string => overdueTable(lang, [of], () => null).html;

it("tells the deadline that the rules give where nobody set one", () => {
  expect(shown(row, "zh")).toContain('2025-07-07 <span class="unit">未填，按规则 15 天</span>');
  expect(shown(row, "en")).toContain('2025-07-07 <span class="unit">none given, 15 days by the rules</span>');
  const given = shown({ ...row, deadline_on: "2025-07-01" }, "zh");
  expect(given).toContain("2025-07-01");
  expect(given).not.toContain("按规则");
});
