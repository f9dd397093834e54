import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { agreedFaults } from "../../models/plan/agreed.js";
import { type AgreedVisit, cityProblem, nextDay } from "../../models/plan/city.js";
import { calendarFile } from "../../models/plan/calendar-file.js";
import { type MorePlan, moreText, planWithMore } from "../../models/plan/more.js";
import { planInspections } from "../../models/plan/plan.js";
import { planText } from "../../models/plan/plan-text.js";
import { thousandths } from "../../models/plan/units.js";
import { readSnapshot } from "../explain/snapshot.js";
import { Fault } from "../fault.js";
import { planCalendars, readPlanNames, writePlanSheet } from "../plan/export.js";
import { readCity } from "../plan/read-city.js";
import type { CommandContext } from "./context.js";
import { figure, readYaml, validatePlan } from "./validate-plan.js";

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
  /** Person-days that each department might have more in a month: what they would buy. */
  readonly more?: string;
  /** Folder for Excel and iCalendar files. */
  readonly out?: string;
}

/**
 * `sise plan --from DATE --to DATE`: the inspection plan of any period from the current publication's snapshot. What was
 * made by its as_of stays, what `--fixed` lists stays, the rest is planned anew; `--out DIR` writes Excel (methods 6.4)
 * and a calendar a department. Without `--from` the day after as_of, without `--to` the end of that year.
 */
export async function plan(context: CommandContext, options: PlanOptions): Promise<number> {
  if (options.validate !== undefined) return validatePlan(context, options.validate);
  if (options.more !== undefined && !thousandths(options.more, "down"))
    throw new Fault(
      {
        zh: `--more：读到 ${options.more}，应为大于 0 的人日数，如 2.5`,
        en: `--more: found ${options.more}, expected person-days above 0, such as 2.5`,
      },
      "usage",
    );
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
    if (to < from)
      throw new Fault(
        {
          zh: `--to：${to} 早于 ${from}；请给出更晚的日期`,
          en: `--to: ${to} lies before ${from}; give a later day`,
        },
        "usage",
      );
    if (from <= asOf)
      throw new Fault({
        zh: `--from：${from} 不晚于发布日 ${asOf}；已过去的无从计划，请从 ${nextDay(asOf)} 起`,
        en: `--from: ${from} is not after ${asOf}, the day of the publication; what is past is done, plan from ${nextDay(asOf)}`,
      });
    const city = await readCity(warehouse, asOf);
    if (!city)
      throw new Fault({
        zh: `inspection-requirement：${asOf} 没有现行版本，应有一个；请添加 rules/inspection-requirement/<生效日>.yaml`,
        en: `inspection-requirement: no edition is in force on ${asOf}, expected one; add rules/inspection-requirement/<first day>.yaml`,
      });
    const ids = new Set(city.enterprises.map((each) => each.enterprise_id));
    const strangers = agreed.filter((visit) => !ids.has(visit.enterprise_id));
    if (strangers.length > 0)
      throw new Fault(
        strangers.map((visit) => ({
          zh: `${options.fixed} › ${visit.enterprise_id}：发布中没有，应为本市的企业；请更正或删除`,
          en: `${options.fixed} › ${visit.enterprise_id}: not in the publication, expected an enterprise of the city; correct or remove it`,
        })),
      );
    const { problem, assumed, stoodIn } = cityProblem({
      ...city,
      agreed,
      from,
      to,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
    const broken = agreedFaults(problem, agreed);
    if (broken.length > 0)
      throw new Fault(
        broken.map(({ zh, en }) => ({
          zh: `${options.fixed} › ${zh}`,
          en: `${options.fixed} › ${en}`,
        })),
      );
    let made: ReturnType<typeof planInspections>;
    let more: MorePlan | null = null;
    try {
      made = planInspections(problem);
      if (options.more !== undefined) more = planWithMore(problem, made, options.more);
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
          ...(more ? { with_more: more } : {}),
          files,
        }),
      );
    else {
      for (const line of planText(made, { asOf, from, to, assumed: assumed.size, ...names }, context.lang))
        context.out(line);
      if (more) context.out(moreText(more)[context.lang]);
      for (const file of files) context.out(file);
    }
    return 0;
  });
}
