import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sheetHeadings } from "../../models/plan/sheet.js";
import { writePlanExports } from "../../pipelines/plan/export.js";
import { type InspectionCity, openInspectionCity } from "../sql/inspection-city.js";
import { enterprise } from "../sql/small-warehouse.js";

const folder = mkdtempSync(join(tmpdir(), "sise-plan-export-"));
let city: InspectionCity;

beforeAll(async () => {
  city = await openInspectionCity();
  await city.put("staging.enterprise", [
    enterprise("RED", { enterprise_name: "甲<化>工", department_code: "D/1" }),
    enterprise("BLUE", { department_code: "D2" }),
  ]);
  await city.put("staging.department", [{ department_code: "D/1", department_name: "甲局" }]);
  await city.put("staging.inspector_capacity", [
    { department_code: "D/1", month: "2026-12-01", person_days: 40 },
    { department_code: "D2", month: "2026-12-01", person_days: 40 },
  ]);
  await city.inspect({ RED: "red", BLUE: "blue" });
});
afterAll(() => {
  city.close();
  rmSync(folder, { recursive: true, force: true });
});

it("writes the sheet of a published plan and a calendar a department, the same bytes each time", async () => {
  const write = async (name: string) => {
    mkdirSync(join(folder, name, "export"), { recursive: true });
    const paths = await writePlanExports(
      city.warehouse,
      join(folder, name),
      "2026-11-22",
      "2026-11-23 02:00:00",
    );
    return { paths, bytes: paths.map((path) => readFileSync(join(folder, name, path)).toString("base64")) };
  };
  const first = await write("one");
  expect(first.paths).toEqual([
    "export/inspection_plan.xlsx",
    "export/inspection_plan-D_1.ics",
    "export/inspection_plan-D2.ics",
  ]);
  expect(readdirSync(join(folder, "one", "export")).length).toBe(3);
  expect((await write("two")).bytes).toEqual(first.bytes);

  const sheet = strFromU8(
    unzipSync(readFileSync(join(folder, "one", "export/inspection_plan.xlsx")))["xl/worksheets/sheet1.xml"] ??
      new Uint8Array(),
  );
  for (const heading of sheetHeadings) expect(sheet).toContain(heading);
  expect(sheet).toContain("甲&lt;化&gt;工（RED），1 家");
  expect(sheet).toContain("每年至少 4 次，上限 6 次");
  expect(sheet).toContain("2026年12月");
  expect(sheet).toContain("甲局");
  const calendar = readFileSync(join(folder, "one", "export/inspection_plan-D_1.ics"), "utf8");
  expect(calendar).toContain("DTSTART;VALUE=DATE:20261201");
  expect(calendar).toContain("DTSTAMP:20261123T020000Z");
});
