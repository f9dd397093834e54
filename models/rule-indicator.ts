import { z } from "zod";
import { conditionSchema } from "./rule-condition.js";
import { expects, inLines } from "./zod-text.js";

/** A text that people read, in both languages. */
export const textSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type RuleText = z.infer<typeof textSchema>;

/** Official (a document says so), the project's own default, or an example that is in force nowhere. */
export const basisSchema = z.enum(["official", "default", "example"]);

export const idSchema = z
  .string()
  .regex(
    /^[a-z0-9]+(_[a-z0-9]+)*$/,
    expects({ zh: "以 _ 连接的小写单词", en: "lower-case words joined by _" }),
  );
const aboveZero = expects({ zh: "大于 0 的数", en: "a number above 0" });
/** A code may be written as a number in YAML; it is kept as text. */
export const codeSchema = z.union([z.string().min(1), z.number()]).transform(String);
/** Published numbers are decimal(18,6): more places would be cut silently. */
export const decimalSchema = z
  .number()
  .refine((value) => Math.abs(value) < 1e12 && Number(value.toFixed(6)) === value, {
    message: expects({
      zh: "数字，小数点前至多 12 位、后至多 6 位",
      en: "a number of at most 12 digits before and 6 after the point",
    }),
  });
/** A share of the whole: percent exists only on pages. */
export const fractionSchema = decimalSchema.refine((value) => value >= 0 && value <= 1, {
  error: ({ input }) =>
    inLines({
      zh: `读到 ${input}，应为 0 到 1 之间的数；50% 请写 0.5`,
      en: `found ${input}, expected a number from 0 to 1; write 50 % as 0.5`,
    }),
});
export const dateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, expects({ zh: "日期，如 2026-11-23", en: "a date like 2026-11-23" }))
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false, {
    message: expects({ zh: "存在的日期", en: "a day that exists" }),
  });

/**
 * Where a half-open band begins: `from` includes the value, `above` begins just after it, neither means no lower limit.
 * `to` may repeat where it ends (exclusive), for the eye and for the lint.
 */
const limits = {
  from: decimalSchema.optional(),
  above: decimalSchema.optional(),
  to: decimalSchema.optional(),
};

const band = z.strictObject({ ...limits, points: decimalSchema, clause: z.string().optional() });
const lookupRow = z.strictObject({
  code: codeSchema,
  /** The code stands for one of several rows of this other code, or, `unlisted`, for a row without one; it overrules no other. */
  under: codeSchema.optional(),
  points: decimalSchema,
  title: textSchema.optional(),
  clause: z.string().optional(),
});
const anchor = z.strictObject({ value: decimalSchema, points: decimalSchema });

const exposure = z.strictObject({
  /** Stream whose summed quantity the events are divided by. */
  of: idSchema,
  /** Per so much exposure: 100 staff, 10 inspection hours. */
  per: decimalSchema.refine((value) => value > 0, { message: aboveZero }),
  /** A smaller exposure counts as this much, so that one finding in one hour is no catastrophe. */
  floor: decimalSchema.optional(),
  /** Below this exposure there is no value at all. */
  least: decimalSchema.optional(),
});

const measure = z.strictObject({
  stream: idSchema,
  window_days: z.int().positive().optional(),
  /** Calendar years: an event counts to the end of the same day of the year so many years later (of 28 February for the 29th). */
  window_years: z.int().positive().max(10).optional(),
  weights: z.record(z.string(), decimalSchema).optional(),
  decay: z
    .array(z.strictObject({ age_from_days: z.int().min(0), weight: decimalSchema }))
    .min(1)
    .optional(),
  exposure: exposure.optional(),
});

const missing = z.strictObject({
  as: z.enum(["no_data", "not_applicable", "needs_person"]),
  points: decimalSchema.optional(),
});

export const ruleKinds = ["bands", "lookup", "per_unit", "linear", "value"] as const;

/** One indicator of a pack: how its value becomes points. Without a rule it is only read by conditions. */
export const indicatorSchema = z
  .strictObject({
    id: idSchema,
    part: idSchema.optional(),
    title: textSchema,
    /** How it is called where it counts against a subject: 未按期整改, not 按期整改率. Absent: by its title. */
    reason: textSchema.optional(),
    unit: z.string().optional(),
    clause: z.string().min(1),
    basis: basisSchema.optional(),
    /** The value is entered by a person (assessment_input), not computed from facts. */
    entered: z.boolean().optional(),
    weight: decimalSchema.optional(),
    bands: z.array(band).min(1).optional(),
    lookup: z.array(lookupRow).min(1).optional(),
    per_unit: z
      .strictObject({
        points: decimalSchema,
        unit: decimalSchema.refine((value) => value > 0, { message: aboveZero }).optional(),
        start: decimalSchema.optional(),
        min: decimalSchema.optional(),
        max: decimalSchema.optional(),
      })
      .optional(),
    linear: z.strictObject({ from: anchor, to: anchor }).optional(),
    value: z.strictObject({ min: decimalSchema.optional(), max: decimalSchema.optional() }).optional(),
    measure: measure.optional(),
    /** Smallest value that can occur (0 unless said); bands must begin there or lower. */
    smallest: decimalSchema.optional(),
    missing: missing.optional(),
    /** Without it the subject has no level. */
    required: z.boolean().optional(),
  })
  .superRefine((found, context) => {
    const given = ruleKinds.filter((kind) => found[kind] !== undefined);
    if (given.length > 1)
      context.addIssue({
        code: "custom",
        message: inLines({
          zh: `同时写了 ${given.join("、")}，应只写其一；一个指标只能以一种方式计分`,
          en: `found ${given.join(", ")}, expected one of them; an indicator earns points in one way`,
        }),
      });
  });

export const partSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  /** The part that joins this one with others; it has no indicators of its own, and no parent. */
  parent: idSchema.optional(),
  aggregate: z.enum(["sum", "deduct", "weighted", "geometric", "product", "worst", "least"]),
  base: decimalSchema.optional(),
  floor: decimalSchema.optional(),
  cap: decimalSchema.optional(),
  weight: decimalSchema.optional(),
  bands: z.array(z.strictObject({ ...limits, band: z.int().min(1).max(9) })).optional(),
});

/** Levels are listed worst first; each names where it begins, the lowest has no limit. */
export const levelSchema = z.strictObject({
  level: codeSchema,
  from: decimalSchema.optional(),
  above: decimalSchema.optional(),
  title: textSchema,
  clause: z.string().optional(),
  /** Who fails it is no better than the next worse level. */
  gate: conditionSchema.optional(),
});

export const determinationKinds = ["is", "at_least", "at_most", "insufficient", "exclude", "veto"] as const;

/** A direct determination or exception, shown apart from the score. */
export const determinationSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(determinationKinds),
    level: codeSchema.optional(),
    title: textSchema,
    clause: z.string().min(1),
    basis: basisSchema.optional(),
    when: conditionSchema,
  })
  .superRefine((found, context) => {
    const needsLevel = ["is", "at_least", "at_most", "veto"].includes(found.kind);
    if (needsLevel !== (found.level !== undefined))
      context.addIssue({
        code: "custom",
        path: ["level"],
        message: inLines(
          needsLevel
            ? {
                zh: `没有写，kind 为 ${found.kind} 时应写等级`,
                en: `found none, expected a level for kind ${found.kind}`,
              }
            : {
                zh: `读到 ${found.level}，kind 为 ${found.kind} 时应不写；请删去`,
                en: `found ${found.level}, expected none for kind ${found.kind}; take it out`,
              },
        ),
      });
  });

export const parameterSchema = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]+([_.][a-z0-9]+)*$/,
      expects({ zh: "以 _ 或 . 连接的小写单词", en: "lower-case words joined by _ or ." }),
    ),
  value: z.union([decimalSchema, z.string().min(1)]),
  unit: z.string().min(1),
  title: textSchema.optional(),
  clause: z.string().min(1),
  basis: basisSchema.optional(),
});
