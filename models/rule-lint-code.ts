import { type Condition, operandsOf } from "./rule-condition.js";
import { at } from "./rule-fault.js";
import type { RuleIndicator } from "./rule-pack.js";
import type { Text } from "./text.js";

/** What the values of an indicator are, as far as anybody knows. */
export interface Values {
  readonly kind: "number" | "code";
  /** Every code that can occur; absent or null: not known. */
  readonly codes?: readonly string[] | null | undefined;
}

/** Faults of a condition at `where` that compares an indicator with a code that it never has: a line an indicator. */
export function lintComparedCodes(
  where: string,
  condition: Condition,
  valuesOf: (id: string) => Values | undefined,
): Text[] {
  const never = new Map<string, { readonly codes: readonly string[]; readonly found: Set<string> }>();
  for (const { operand, operandId, values } of operandsOf(condition)) {
    const codes = operand === "indicator" ? valuesOf(operandId)?.codes : null;
    if (!codes) continue;
    const found = never.get(operandId)?.found ?? new Set<string>();
    // A number is refused for what it is.
    for (const value of values)
      if (typeof value !== "number" && !codes.includes(String(value))) found.add(`"${value}"`);
    if (found.size > 0) never.set(operandId, { codes, found });
  }
  return [...never].map(([id, { codes, found }]) =>
    at(
      where,
      `把 ${id} 与 ${[...found].join("、")} 比较，应为 ${codes.join("、")} 之一；请改正代码`,
      `compares ${id} with ${[...found].join(", ")}, expected one of ${codes.join(", ")}; correct the code`,
    ),
  );
}

/** A number as the scorer writes it to look it up: 10 is '10', 0.5 is '0.5'. */
export const isWrittenNumber = (code: string): boolean =>
  Number.isFinite(Number(code)) && String(Number(code)) === code;

/** Faults of a look-up that has a row for what the indicator never is. */
export function lintLookedUpCodes(indicator: RuleIndicator, values: Values | undefined): Text[] {
  const { kind, codes } = values ?? {};
  return (indicator.lookup ?? []).flatMap(({ code }, index) => {
    const where = `indicators.${indicator.id}.lookup[${index}].code`;
    if (kind === "number")
      return isWrittenNumber(code)
        ? []
        : [
            at(
              where,
              `读到 ${code}，应为数值，写法如 1 或 0.5；请改正，或删去此行`,
              `found ${code}, expected a number, written as 1 or 0.5; correct it or take the row out`,
            ),
          ];
    if (!codes || codes.includes(code)) return [];
    return [
      at(
        where,
        `读到 ${code}，应为 ${codes.join("、")} 之一；请改正代码，或删去此行`,
        `found ${code}, expected one of ${codes.join(", ")}; correct the code or take the row out`,
      ),
    ];
  });
}
