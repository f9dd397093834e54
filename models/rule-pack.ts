import { z } from "zod";
import { conditionSchema } from "./rule-condition.js";
import {
  basisSchema,
  codeSchema,
  dateSchema,
  decimalSchema,
  determinationSchema,
  fractionSchema,
  idSchema,
  indicatorSchema,
  levelSchema,
  parameterSchema,
  partSchema,
  textSchema,
} from "./rule-indicator.js";
import { sayIssue } from "./rule-fault.js";
import type { Text } from "./text.js";
import { expects } from "./zod-text.js";

/** What a pack decides; each purpose has one place in sql/scores that reads it. */
export const purposes = [
  "risk_point_level",
  "installation_grade",
  "accident_grade",
  "accident_fine",
  "hazard_limit",
  "enterprise_level",
  "inspection_requirement",
  "premium",
  "assessment",
  "region_level",
  "dishonesty",
  "code_table",
] as const;

export const subjectTypes = [
  "enterprise",
  "region",
  "department",
  "policy",
  "risk_point",
  "installation",
  "accident",
  "hazard",
] as const;

export const totalKinds = [
  "sum",
  "deduct",
  "product",
  "weighted",
  "worst",
  "least",
  "matrix",
  "none",
  "computed",
] as const;

/** One edition of one method, as its YAML file says it: numbers, units, days and clauses, never a formula. */
export const rulePackSchema = z.strictObject({
  method: z
    .string()
    .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, expects({ zh: "以 - 连接的单词", en: "words joined by -" })),
  edition: dateSchema,
  purpose: z.enum(purposes),
  subject: z.enum(subjectTypes),
  family: z.string().min(1).optional(),
  variant: codeSchema.optional(),
  basis: basisSchema,
  title: textSchema,
  /** Document and clause for rows that name none of their own (levels, matrix, parts). */
  clause: z.string().min(1),
  issued: z.strictObject({
    by: z.string().min(1),
    number: z.string().min(1).optional(),
    on: dateSchema.optional(),
    url: z.string().min(1).optional(),
  }),
  confirmed_on: dateSchema,
  review_by: dateSchema,
  note: textSchema.optional(),
  applies: conditionSchema.optional(),
  total: z.strictObject({
    kind: z.enum(totalKinds),
    base: decimalSchema.optional(),
    floor: decimalSchema.optional(),
    cap: decimalSchema.optional(),
    round_digits: z.int().min(0).max(6).optional(),
  }),
  sufficiency: z.strictObject({ max_missing_fraction: fractionSchema }).optional(),
  parts: z.array(partSchema).optional(),
  indicators: z.array(indicatorSchema).optional(),
  matrix: z
    .strictObject({
      rows: idSchema,
      columns: idSchema,
      clause: z.string().optional(),
      /** One line a band of the row part, best first; in it one level a band of the column part. */
      cells: z.array(z.array(z.string().min(1)).min(1)).min(1),
    })
    .optional(),
  levels: z.array(levelSchema).optional(),
  determinations: z.array(determinationSchema).optional(),
  parameters: z.array(parameterSchema).optional(),
});

export type RulePack = z.infer<typeof rulePackSchema>;
export type RuleIndicator = z.infer<typeof indicatorSchema>;
export type RulePart = z.infer<typeof partSchema>;
export type RuleLevel = z.infer<typeof levelSchema>;
export type RuleDetermination = z.infer<typeof determinationSchema>;
export type RuleParameter = z.infer<typeof parameterSchema>;

/**
 * The address of a value in its pack as people find it: `indicators.open_hazard_count.bands[1]`.
 * Members of lists that have an id are named by it, others by their position.
 */
export function ruleAddress(pack: unknown, path: readonly PropertyKey[]): string {
  let address = "";
  let here: unknown = pack;
  for (const step of path) {
    here = here && typeof here === "object" ? (here as Record<PropertyKey, unknown>)[step] : undefined;
    const id = here && typeof here === "object" ? (here as { id?: unknown }).id : undefined;
    if (typeof step === "number") address += typeof id === "string" ? `.${id}` : `[${step}]`;
    else address += `${address ? "." : ""}${String(step)}`;
  }
  return address;
}

/** Reads a parsed YAML document as a pack. Returns it, or every fault of its shape as `address: found, expected`. */
export function parseRulePack(
  document: unknown,
): { readonly pack: RulePack } | { readonly faults: readonly Text[] } {
  const parsed = rulePackSchema.safeParse(document);
  if (parsed.success) return { pack: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => {
      const { zh, en } = sayIssue(issue);
      const address = ruleAddress(document, issue.path);
      return { zh: `${address || "规则包"}：${zh}`, en: `${address || "the pack"}: ${en}` };
    }),
  };
}

/** A part as the scorer sees it; a pack that names none has the single part `all`. */
export function partsOf(pack: RulePack): readonly RulePart[] {
  if (pack.parts && pack.parts.length > 0) return pack.parts;
  const kind = pack.total.kind;
  return [
    {
      id: "all",
      title: { zh: "全部指标", en: "All indicators" },
      aggregate:
        kind === "product" || kind === "weighted" || kind === "worst" || kind === "least" ? kind : "sum",
    },
  ];
}

/** The first value of a half-open row: `above` begins at the next value that decimal(18,6) can hold. null: no limit. */
export function lowerLimit(row: { from?: number | undefined; above?: number | undefined }): number | null {
  if (row.above !== undefined) return Number((row.above + 0.000001).toFixed(6));
  return row.from ?? null;
}

/**
 * The edition of a method that is in force on a day (ISO date), or null before its first edition.
 * An edition begins on its own day and ends the day before the next edition of the same method.
 */
export function editionInForce<Pack extends { readonly method: string; readonly edition: string }>(
  packs: readonly Pack[],
  method: string,
  day: string,
): Pack | null {
  let latest: Pack | null = null;
  for (const pack of packs)
    if (pack.method === method && pack.edition <= day && (!latest || pack.edition > latest.edition))
      latest = pack;
  return latest;
}

/** The first day of the next edition of the pack's method: the day from which it is no longer in force. null: none. */
export function effectiveTo(
  packs: readonly { readonly method: string; readonly edition: string }[],
  pack: { readonly method: string; readonly edition: string },
): string | null {
  const later = packs
    .filter((other) => other.method === pack.method && other.edition > pack.edition)
    .map((other) => other.edition)
    .sort();
  return later[0] ?? null;
}
