import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { faultsOf } from "../../models/config-fault.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { editionInForce } from "../../models/rule-pack.js";
import type { Lang } from "../../models/text.js";
import {
  type EnteredPlan,
  filledPlan,
  keyInspectionRemark,
  type WorkingDayRules,
  workingDayFindings,
  workingDayRules,
} from "../../models/working-day-rules.js";
import { inspectionWorkingDays, validatePublishedPlan, type WorkingDays } from "../../models/working-days.js";
import { Fault } from "../fault.js";
import { readRulePacks } from "../rules.js";
import { readYamlText } from "../yaml-fault.js";
import type { CommandContext } from "./context.js";

/** A figure as people write it, with or without quotes. */
export const figure = z.union([z.string(), z.number()]).transform(String);

const publishedSchema = z.strictObject({
  year: z.number().int().optional(),
  statutoryWorkingDays: figure.nullish(),
  staff: z.number(),
  otherEnforcementDays: figure,
  nonEnforcementDays: figure,
  totalDays: figure.nullish(),
  inspectionDays: figure.nullish(),
  keyInspectionDays: figure.nullish(),
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

/** A YAML or JSON file of a known shape; a Fault names each place that is not. */
export async function readYaml<Shape>(file: string, schema: z.ZodType<Shape>): Promise<Shape> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new Fault({
      zh: `${file}：没有这个文件，应为 YAML 或 JSON；请检查路径`,
      en: `${file}: no such file, expected YAML or JSON; check the path`,
    });
  }
  const read = readYamlText(text);
  if ("faults" in read)
    throw new Fault(
      read.faults.map(({ line, column, reason }) => {
        const place = line === null ? file : `${file}:${line}:${column}`;
        return {
          zh: `${place}：${reason.zh}，应为 YAML 或 JSON；请修正`,
          en: `${place}: ${reason.en}, expected YAML or JSON; mend it`,
        };
      }),
    );
  const document = read.value;
  const parsed = schema.safeParse(document);
  if (!parsed.success)
    throw new Fault(
      faultsOf(schema, document, parsed.error.issues).map(({ path, message }) => {
        const place = path.join(".");
        return {
          zh: `${file} › ${place || "全文"}：${message.zh}`,
          en: `${file} › ${place || "the file"}: ${message.en}`,
        };
      }),
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

/** What the edition of inspection-plan-150 in force on the first day of the plan's year gives; a city's own edition counts. */
async function readRules(projectFolder: string, year: number | undefined): Promise<WorkingDayRules | null> {
  const packs = await readRulePacks({
    cityFolder: join(projectFolder, "rules"),
    catalogue: indicatorCatalogue,
  });
  const day = year === undefined ? "9999-12-31" : `${year}-01-01`;
  const found = editionInForce(packs, "inspection-plan-150", day);
  return found ? workingDayRules(found.pack) : null;
}

/**
 * `sise plan --validate FILE`: the year's working days recomputed, and each figure of a published annual plan that does not
 * add up or is not what the edition in force gives; status 3 where there is one.
 */
export async function validatePlan(context: CommandContext, file: string): Promise<number> {
  const published = (await readYaml(file, publishedSchema)) as EnteredPlan;
  const rules = await readRules(context.projectFolder, published.year ?? undefined);
  let findings: ReturnType<typeof validatePublishedPlan>;
  let days: WorkingDays;
  let remark: ReturnType<typeof keyInspectionRemark>;
  try {
    const filled = filledPlan(published, rules);
    days = inspectionWorkingDays(filled);
    findings = [...workingDayFindings(published, rules), ...validatePublishedPlan(filled)];
    remark = keyInspectionRemark(published, rules);
  } catch (error) {
    throw new Fault((error as Error).message.split("\n").map((line) => `${file} › ${line}`));
  }
  if (context.isJson)
    context.out(
      JSON.stringify({
        file,
        rule: rules?.rule ?? null,
        working_days: days,
        key_inspection: remark,
        findings,
      }),
    );
  else {
    context.out(workingDaysText(days, context.lang));
    if (remark) context.out(remark.message[context.lang]);
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
