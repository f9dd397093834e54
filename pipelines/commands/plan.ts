import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { agreedFaults } from "../../models/plan/agreed.js";
import { type AgreedVisit, cityProblem, nextDay } from "../../models/plan/city.js";
import { calendarFile } from "../../models/plan/calendar-file.js";
import { planInspections } from "../../models/plan/plan.js";
import { planText } from "../../models/plan/plan-text.js";
import type { Lang } from "../../models/text.js";
import {
  inspectionWorkingDays,
  validatePublishedPlan,
  type WorkingDayFigures,
  type WorkingDays,
} from "../../models/working-days.js";
import { readSnapshot } from "../explain/snapshot.js";
import { Fault } from "../fault.js";
import { planCalendars, readPlanNames, writePlanSheet } from "../plan/export.js";
import { readCity } from "../plan/read-city.js";
import type { CommandContext } from "./context.js";

const figure = z.union([z.string(), z.number()]).transform(String);
const publishedSchema = z.strictObject({
  statutoryWorkingDays: figure,
  staff: z.number(),
  otherEnforcementDays: figure,
  nonEnforcementDays: figure,
  totalDays: figure.nullish(),
  inspectionDays: figure.nullish(),
  shares: z
    .strictObject({
      otherEnforcement: figure.nullish(),
      nonEnforcement: figure.nullish(),
      inspection: figure.nullish(),
    })
    .optional(),
  parts: z
    .array(
      z.strictObject({
        of: z.enum(["otherEnforcement", "nonEnforcement", "inspection"]),
        items: z.array(z.strictObject({ name: z.string(), days: figure })),
      }),
    )
    .optional(),
  statements: z.array(z.string()).optional(),
});

const agreedSchema = z.array(
  z.strictObject({
    enterprise_id: z.string().min(1),
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])(-01)?$/, "expected a month such as 2026-12"),
    visit_kind: z.enum(["full", "special", "random", "follow_up", "complaint", "desk"]),
    person_days: figure.optional(),
  }),
);

export interface PlanOptions {
  readonly from?: string;
  readonly to?: string;
  /** YAML or JSON of a published annual plan whose figures are recomputed. */
  readonly validate?: string;
  /** YAML or JSON list of visits that are agreed and stay where they are. */
  readonly fixed?: string;
  readonly seed?: string;
  /** Folder for Excel and iCalendar files. */
  readonly out?: string;
}

async function readYaml<Shape>(file: string, schema: z.ZodType<Shape>): Promise<Shape> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new Fault(`${file}: no such file, expected YAML or JSON; check the path`);
  }
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new Fault(`${file}: ${(error as Error).message.split("\n")[0]}, expected YAML or JSON; mend it`);
  }
  const parsed = schema.safeParse(document);
  if (!parsed.success)
    throw new Fault(
      parsed.error.issues.map(
        (issue) => `${file} › ${issue.path.join(".") || "the file"}: ${issue.message}; correct it`,
      ),
    );
  return parsed.data;
}

/** The year's person-days by the formula of 150号, with their shares to a tenth of a percent. */
function workingDaysText(days: WorkingDays, lang: Lang): string {
  const share = (fraction: string): string => `${(Number(fraction) * 100).toFixed(1)} %`;
  const [other, rest, inspection] = [
    share(days.otherEnforcementFraction),
    share(days.nonEnforcementFraction),
    share(days.inspectionFraction),
  ];
  return lang === "zh"
    ? `总法定工作日 ${days.totalDays}：其他执法 ${days.otherEnforcementDays}（${other}），非执法 ${days.nonEnforcementDays}（${rest}），监督检查 ${days.inspectionDays}（${inspection}）`
    : `statutory working days ${days.totalDays}: other enforcement ${days.otherEnforcementDays} (${other}), other than enforcement ${days.nonEnforcementDays} (${rest}), inspections ${days.inspectionDays} (${inspection})`;
}

/** `sise plan --validate FILE`: the year's working days recomputed, and each figure of a published annual plan that does not add up; status 3 where there is one. */
async function validate(context: CommandContext, file: string): Promise<number> {
  const published = await readYaml(file, publishedSchema);
  let findings: ReturnType<typeof validatePublishedPlan>;
  let days: WorkingDays;
  try {
    days = inspectionWorkingDays(published as WorkingDayFigures);
    findings = validatePublishedPlan(published as Parameters<typeof validatePublishedPlan>[0]);
  } catch (error) {
    throw new Fault((error as Error).message.split("\n").map((line) => `${file} › ${line}`));
  }
  if (context.isJson) context.out(JSON.stringify({ file, working_days: days, findings }));
  else {
    context.out(workingDaysText(days, context.lang));
    for (const each of findings) context.out(each.message[context.lang]);
    context.out(
      context.lang === "zh"
        ? findings.length === 0
          ? "各数字相符。"
          : `${findings.length} 个数字不符。`
        : findings.length === 0
          ? "Every figure adds up."
          : `${findings.length} figure(s) do not add up.`,
    );
  }
  return findings.length === 0 ? 0 : 3;
}

/**
 * `sise plan --from DATE --to DATE`: the inspection plan of any period from the current publication's snapshot. What was
 * made by its as_of stays, what `--fixed` lists stays, the rest is planned anew; `--out DIR` writes Excel (methods 6.4)
 * and a calendar a department. Without `--from` the day after as_of, without `--to` the end of that year.
 */
export async function plan(context: CommandContext, options: PlanOptions): Promise<number> {
  if (options.validate !== undefined) return validate(context, options.validate);
  const agreed: readonly AgreedVisit[] = options.fixed
    ? ((await readYaml(options.fixed, agreedSchema)) as readonly AgreedVisit[])
    : [];
  return readSnapshot(context.projectFolder, async (warehouse) => {
    const [evaluation] = await warehouse.rows<{ as_of: string }>(
      "select cast(as_of as varchar) as as_of from staging.evaluation where is_current",
    );
    const asOf = evaluation?.as_of ?? "";
    const from = options.from ?? nextDay(asOf);
    const to = options.to ?? `${from.slice(0, 4)}-12-31`;
    if (to < from) throw new Fault(`--to: ${to} lies before ${from}; give a later day`);
    if (from <= asOf)
      throw new Fault(
        `--from: ${from} is not after ${asOf}, the day of the publication; what is past is done, plan from ${nextDay(asOf)}`,
      );
    const city = await readCity(warehouse, asOf);
    if (!city)
      throw new Fault(
        `inspection-requirement: no edition is in force on ${asOf}, expected one; add rules/inspection-requirement/<first day>.yaml`,
      );
    const ids = new Set(city.enterprises.map((each) => each.enterprise_id));
    const strangers = agreed.filter((visit) => !ids.has(visit.enterprise_id));
    if (strangers.length > 0)
      throw new Fault(
        strangers.map(
          (visit) =>
            `${options.fixed} › ${visit.enterprise_id}: not in the publication, expected an enterprise of the city; correct or remove it`,
        ),
      );
    const { problem, assumed, stoodIn } = cityProblem({
      ...city,
      agreed,
      from,
      to,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
    const broken = agreedFaults(problem, agreed);
    if (broken.length > 0) throw new Fault(broken.map((fault) => `${options.fixed} › ${fault}`));
    let made: ReturnType<typeof planInspections>;
    try {
      made = planInspections(problem);
    } catch (error) {
      throw new Fault((error as Error).message.split("\n"));
    }
    const names = await readPlanNames(warehouse);
    const files: string[] = [];
    if (options.out !== undefined) {
      const sheet = join(options.out, "inspection_plan.xlsx");
      await writePlanSheet(sheet, made, names);
      files.push(sheet);
      const stampedAt = `${context.clock().toISOString().slice(0, 19)}Z`;
      for (const { departmentCode, text } of planCalendars(made, names, {
        stampedAt,
        lang: context.lang,
        uidDomain: "sise",
        period: { from, to },
      })) {
        const path = join(options.out, calendarFile(departmentCode));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
        files.push(path);
      }
    }
    if (context.isJson)
      context.out(
        JSON.stringify({
          as_of: asOf,
          from,
          to,
          ...made,
          assumed_capacity: [...assumed],
          stood_in: Object.fromEntries(stoodIn),
          files,
        }),
      );
    else {
      for (const line of planText(made, { asOf, from, to, assumed: assumed.size, ...names }, context.lang))
        context.out(line);
      for (const file of files) context.out(file);
    }
    return 0;
  });
}
