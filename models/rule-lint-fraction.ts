import { type Condition, operandsOf } from "./rule-condition.js";
import { at } from "./rule-fault.js";
import type { RuleIndicator } from "./rule-pack.js";
import type { Text } from "./text.js";

/** From here on somebody wrote percent; below, a limit just above the whole is only of no use. */
const surelyPercent = 2;

const isPercent = (value: unknown): value is number => typeof value === "number" && value >= surelyPercent;

function fault(where: string, id: string, found: number): Text {
  const share = Number((found / 100).toFixed(6));
  return at(
    where,
    `读到 ${found}，而 ${id} 是比例，应为 0 到 1 之间的数；${found}% 请写 ${share}`,
    `found ${found}, but ${id} is a fraction, expected a number from 0 to 1; write ${found} % as ${share}`,
  );
}

/** Faults of a condition at `where` that compares a fraction with a percentage: a line an indicator. */
export function lintComparedFractions(
  where: string,
  condition: Condition,
  isFraction: (id: string) => boolean,
): Text[] {
  const found = new Map<string, number>();
  for (const { operand, operandId, values } of operandsOf(condition)) {
    const percent = values.find(isPercent);
    if (operand === "indicator" && percent !== undefined && isFraction(operandId) && !found.has(operandId))
      found.set(operandId, percent);
  }
  return [...found].map(([id, percent]) => fault(where, id, percent));
}

/** Faults of an indicator that is a fraction and earns its points by limits in percent; the first of them is enough. */
export function lintFractionLimits(indicator: RuleIndicator): Text[] {
  const where = `indicators.${indicator.id}`;
  const limits: (readonly [address: string, value: number | undefined])[] = [
    ...(indicator.bands ?? []).flatMap(({ from, above, to }, index) =>
      [from, above, to].map((value) => [`${where}.bands[${index}]`, value] as const),
    ),
    [`${where}.linear.from.value`, indicator.linear?.from.value],
    [`${where}.linear.to.value`, indicator.linear?.to.value],
  ];
  for (const [address, value] of limits) if (isPercent(value)) return [fault(address, indicator.id, value)];
  return [];
}
