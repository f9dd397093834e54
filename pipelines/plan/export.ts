import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CalendarOptions, planCalendar } from "../../models/plan/calendar.js";
import { calendarFile } from "../../models/plan/calendar-file.js";
import { nextDay } from "../../models/plan/city.js";
import { trimmed } from "../../models/plan/city-rules.js";
import { departmentName } from "../../models/plan/department-name.js";
import type { DrawLine } from "../../models/plan/draw.js";
import type { Plan, PlannedVisit } from "../../models/plan/result.js";
import { planSheet, poolsOf, type SheetEnterprise, sheetHeadings } from "../../models/plan/sheet.js";
import { cellStyle, columnLetters, escapeXml, writeWorkbook } from "../publish/xlsx.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import type { Warehouse } from "../warehouse/open.js";

/** Names and requirements that an export shows beside the visits. */
export interface PlanNames {
  readonly enterprises: ReadonlyMap<string, SheetEnterprise>;
  readonly departmentNames: ReadonlyMap<string, string>;
  /** Method and edition of the requirement. */
  readonly rule: string;
}

/** Reads names and requirements from the build or snapshot in use. */
export async function readPlanNames(warehouse: Warehouse): Promise<PlanNames> {
  const enterprises = await bulkRows<SheetEnterprise>(warehouse, {
    select: `select requirement.enterprise_id, enterprise.enterprise_name, requirement.level, requirement.min_per_year,
        requirement.max_per_year, requirement.focus, requirement.reason
     from marts.inspection_requirement as requirement
     inner join staging.enterprise as enterprise on requirement.enterprise_id = enterprise.enterprise_id`,
    orderBy: "enterprise_id",
  });
  const departments = await warehouse.rows<{ department_code: string; department_name: string }>(
    "select department_code, department_name from staging.department order by department_code",
  );
  const [edition] = await warehouse.rows<{ rule: string }>(
    `select concat(method, ' ', cast(edition as varchar)) as rule from marts.inspection_requirement
     order by rule limit 1`,
  );
  return {
    enterprises: new Map(enterprises.map((each) => [each.enterprise_id, each])),
    departmentNames: new Map(departments.map((each) => [each.department_code, each.department_name])),
    rule: edition?.rule ?? "inspection-requirement",
  };
}

interface Exported {
  readonly visits: Plan["visits"];
  readonly draw: Pick<Plan["draw"], "seed"> & {
    readonly register: readonly Pick<DrawLine, "month" | "departmentCode" | "isDrawn">[];
  };
}

/** Writes the plan as a workbook in the columns of a published annual check plan (methods 6.4). */
export async function writePlanSheet(path: string, plan: Exported, names: PlanNames): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const rows = planSheet(plan.visits, { ...names, pools: poolsOf(plan.draw.register), seed: plan.draw.seed });
  const widths = [6, 18, 36, 44, 60, 14, 22, 14, 24, 12, 40];
  writeWorkbook(
    path,
    {
      title: "年度监督检查计划",
      columns: sheetHeadings.map((heading, at) => ({ heading, width: widths[at] ?? 20 })),
      rowCount: rows.length,
    },
    rows.map((cells, index) => {
      const row = index + 2;
      const xml = cells.map((text, at) => {
        const reference = `${columnLetters(at + 1)}${row}`;
        if (at === 0) return `<c r="${reference}" s="${cellStyle.integer}"><v>${text}</v></c>`;
        const style = /^[=+\-@]/.test(text) ? cellStyle.quoted : cellStyle.text;
        return `<c r="${reference}" s="${style}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
      });
      return `<row r="${row}">${xml.join("")}</row>`;
    }),
  );
}

/** One calendar a department: its code and the iCalendar text, in the order of the codes; departments without visits have none. */
export function planCalendars(
  plan: Exported,
  names: PlanNames,
  options: Pick<CalendarOptions, "stampedAt" | "lang" | "uidDomain" | "period">,
): readonly { readonly departmentCode: string; readonly text: string }[] {
  const codes = [...new Set(plan.visits.map((visit) => visit.departmentCode))].sort();
  const enterpriseNames = new Map([...names.enterprises].map(([id, each]) => [id, each.enterprise_name]));
  return codes.map((departmentCode) => ({
    departmentCode,
    text: planCalendar(plan, {
      ...options,
      enterpriseNames,
      remarks: names.enterprises,
      departmentNames: names.departmentNames,
      departmentCode,
      calendarName: `${departmentName(departmentCode, names.departmentNames, options.lang)} ${options.lang === "zh" ? "检查计划" : "inspections"}`,
    }),
  }));
}

/** The published plan with its draw, as the build in use has it. */
async function readPublishedPlan(warehouse: Warehouse): Promise<Exported> {
  const visits = await warehouse.rows<Record<string, string | number | boolean | null>>(
    `select cast(month as varchar) as month, department_code, enterprise_id, visit_kind,
        cast(person_days as varchar) as person_days, basis, place, cast(harm as bigint) as harm, is_late
     from scores.planned_visit where is_current order by month, department_code, place`,
  );
  const register = await warehouse.rows<{ month: string; department_code: string; is_drawn: boolean }>(
    "select cast(month as varchar) as month, department_code, is_drawn from scores.plan_draw where is_current",
  );
  const [bound] = await warehouse.rows<{ seed: string }>(
    "select seed from scores.plan_bound where is_current and department_code = '*'",
  );
  return {
    visits: visits.map(
      (row): PlannedVisit => ({
        month: String(row.month),
        departmentCode: String(row.department_code),
        enterpriseId: String(row.enterprise_id),
        visitKind: row.visit_kind as PlannedVisit["visitKind"],
        personDays: trimmed(String(row.person_days)),
        basis: row.basis as PlannedVisit["basis"],
        rank: row.place === null ? null : Number(row.place),
        harm: row.harm === null ? null : Number(row.harm),
        isLate: row.is_late === true,
      }),
    ),
    draw: {
      seed: bound?.seed ?? "",
      register: register.map((line) => ({
        month: line.month,
        departmentCode: line.department_code,
        isDrawn: line.is_drawn,
      })),
    },
  };
}

/**
 * Writes `export/inspection_plan.xlsx` in the columns of methods 6.4 (over the plain export of the mart) and
 * `export/inspection_plan-<department>.ics`. Returns the paths, relative to `folder`. The same build and `knownAt`
 * (UTC, the stamp of the calendars) give the same bytes. The plan runs from the day after `asOf` to the end of that year.
 */
export async function writePlanExports(
  warehouse: Warehouse,
  folder: string,
  asOf: string,
  knownAt: string,
): Promise<readonly string[]> {
  const plan = await readPublishedPlan(warehouse);
  const names = await readPlanNames(warehouse);
  await writePlanSheet(join(folder, "export", "inspection_plan.xlsx"), plan, names);
  const stampedAt = `${knownAt.slice(0, 19).replace(" ", "T")}Z`;
  const from = nextDay(asOf);
  const written = ["export/inspection_plan.xlsx"];
  for (const { departmentCode, text } of planCalendars(plan, names, {
    stampedAt,
    lang: "zh",
    uidDomain: "sise",
    period: { from, to: `${from.slice(0, 4)}-12-31` },
  })) {
    const path = `export/${calendarFile(departmentCode)}`;
    await writeFile(join(folder, path), text);
    written.push(path);
  }
  return written;
}
