import { z } from "zod";
import { sayIssue } from "./rule-fault.js";
import type { Text } from "./text.js";
import { inLines } from "./zod-text.js";

/** Comparison words of a condition; `known: false` asks for a missing value. */
export const operators = ["eq", "ne", "lt", "le", "gt", "ge", "is_known", "is_missing"] as const;
export type Operator = (typeof operators)[number];

const value = z.union([z.number(), z.string(), z.boolean()]);
export type RuleValue = z.infer<typeof value>;

const operandKeys = ["indicator", "part", "total"] as const;
const testKeys = ["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "known"] as const;

/** One comparison of an indicator (or attribute), of a part's points, or of the total with a value. */
export interface Comparison {
  readonly indicator?: string | undefined;
  readonly part?: string | undefined;
  readonly total?: true | undefined;
  readonly eq?: RuleValue | undefined;
  readonly ne?: RuleValue | undefined;
  readonly lt?: number | undefined;
  readonly le?: number | undefined;
  readonly gt?: number | undefined;
  readonly ge?: number | undefined;
  readonly in?: readonly RuleValue[] | undefined;
  readonly not_in?: readonly RuleValue[] | undefined;
  readonly known?: boolean | undefined;
}

/** A condition as a pack writes it. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison;

const comparison = z
  .strictObject({
    indicator: z.string().optional(),
    part: z.string().optional(),
    total: z.literal(true).optional(),
    eq: value.optional(),
    ne: value.optional(),
    lt: z.number().optional(),
    le: z.number().optional(),
    gt: z.number().optional(),
    ge: z.number().optional(),
    in: z.array(value).min(1).optional(),
    not_in: z.array(value).min(1).optional(),
    known: z.boolean().optional(),
  })
  .superRefine((found, context) => {
    for (const [keys, what] of [
      [operandKeys, { zh: "被比较者", en: "operand" }],
      [testKeys, { zh: "比较词", en: "test" }],
    ] as const) {
      const given = keys.filter((key) => found[key] !== undefined);
      if (given.length !== 1)
        context.addIssue({
          code: "custom",
          message: inLines({
            zh: `读到 ${given.join("、") || "空缺"}，应为 ${keys.join("、")} 之一（${what.zh}）；一行写一个比较`,
            en: `found ${given.join(", ") || "none"}, expected one ${what.en} of ${keys.join(", ")}; write one comparison a line`,
          }),
        });
    }
  });

/** The shape of a condition: `all`, `any`, `not`, or one comparison. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.record(z.string(), z.unknown()).transform((found, context): Condition => {
    const schema =
      "all" in found
        ? z.strictObject({ all: z.array(conditionSchema).min(1) })
        : "any" in found
          ? z.strictObject({ any: z.array(conditionSchema).min(1) })
          : "not" in found
            ? z.strictObject({ not: conditionSchema })
            : comparison;
    const parsed = schema.safeParse(found);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: "custom", message: inLines(sayIssue(issue)), path: [...issue.path] });
    return z.NEVER;
  }),
);

/** One literal: it holds when any of its values does (a set), or, for `is_known` and `is_missing`, by itself. */
export interface Literal {
  readonly operand: "indicator" | "part" | "total";
  readonly operandId: string;
  readonly operator: Operator;
  readonly values: readonly RuleValue[];
}

const opposite: Record<Operator, Operator> = {
  eq: "ne",
  ne: "eq",
  lt: "ge",
  le: "gt",
  gt: "le",
  ge: "lt",
  is_known: "is_missing",
  is_missing: "is_known",
};

// Beyond this a person can no longer check the expansion by eye, and the scorer would join every subject with it.
const mostDisjuncts = 64;

/** A condition that nobody could check by eye. */
export class TooManyDisjuncts extends Error {
  readonly text: Text;

  constructor(count: number) {
    const text = {
      zh: `展开后有 ${count} 种情形，应至多 ${mostDisjuncts} 种；请拆成几条直接判定`,
      en: `${count} alternatives once expanded, expected at most ${mostDisjuncts}; split the condition into several determinations`,
    };
    super(text.en);
    this.text = text;
  }
}

/** The literals that a comparison stands for, as a list of alternatives of lists that must all hold. */
function expandComparison(found: Comparison, negated: boolean): Literal[][] {
  const operand = found.indicator !== undefined ? "indicator" : found.part !== undefined ? "part" : "total";
  const operandId = found.indicator ?? found.part ?? "total";
  const literal = (operator: Operator, values: readonly RuleValue[]): Literal => ({
    operand,
    operandId,
    operator,
    values,
  });
  if (found.known !== undefined) return [[literal(found.known !== negated ? "is_known" : "is_missing", [])]];
  const set = found.in ?? found.not_in;
  if (set !== undefined) {
    const isIn = (found.in !== undefined) !== negated;
    return isIn ? [[literal("eq", set)]] : [set.map((one) => literal("ne", [one]))];
  }
  for (const operator of ["eq", "ne", "lt", "le", "gt", "ge"] as const) {
    const given = found[operator];
    if (given !== undefined) return [[literal(negated ? opposite[operator] : operator, [given])]];
  }
  throw new Error(`condition on ${operandId}: no comparison; the schema should have refused it`);
}

/**
 * The disjunctive normal form: some inner list must hold, a list holds when all its literals do.
 * A negation moves inwards (`not lt` becomes `ge`), so an unknown value fails a comparison and its negation alike.
 * Throws TooManyDisjuncts when the form has more than 64 alternatives.
 */
export function toDisjuncts(condition: Condition, negated = false): readonly (readonly Literal[])[] {
  if ("not" in condition) return toDisjuncts(condition.not, !negated);
  if (!("all" in condition) && !("any" in condition)) return expandComparison(condition, negated);
  const members = "all" in condition ? condition.all : condition.any;
  const expanded = members.map((member) => toDisjuncts(member, negated));
  const isAny = "any" in condition !== negated;
  const disjuncts = isAny
    ? expanded.flat()
    : expanded.reduce<readonly (readonly Literal[])[]>(
        (left, right) => left.flatMap((a) => right.map((b) => [...a, ...b])),
        [[]],
      );
  if (disjuncts.length > mostDisjuncts) throw new TooManyDisjuncts(disjuncts.length);
  return disjuncts;
}

/** Every operand that a condition reads. */
export function operandsOf(condition: Condition): readonly Literal[] {
  if ("not" in condition) return operandsOf(condition.not);
  if ("all" in condition) return condition.all.flatMap(operandsOf);
  if ("any" in condition) return condition.any.flatMap(operandsOf);
  return expandComparison(condition, false).flat();
}
