import { lowerLimit, type RuleIndicator, type RuleLevel } from "./rule-pack.js";

/** Half-open limits of rows listed from low to high: each ends where the next begins, unless it names its own end. */
export function limitsOf(
  rows: readonly { from?: number | undefined; above?: number | undefined; to?: number | undefined }[],
): readonly { readonly value_from: number | null; readonly value_to: number | null }[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    return { value_from: lowerLimit(row), value_to: row.to ?? (next ? lowerLimit(next) : null) };
  });
}

/** The levels with their limits, in the order of the pack (worst first); in the units of the total. */
export function levelLimits(
  levels: readonly RuleLevel[],
): readonly { readonly value_from: number | null; readonly value_to: number | null }[] {
  const starts = levels.map(lowerLimit);
  return starts.map((start) => {
    const higher = starts.filter((other) => other !== null && (start === null || other > start)) as number[];
    return { value_from: start, value_to: higher.length > 0 ? Math.min(...higher) : null };
  });
}

/** The lowest and highest points that an indicator can earn; null where it has no end. */
export function pointRange(indicator: RuleIndicator): { min: number | null; max: number | null } {
  const listed = (indicator.bands ?? indicator.lookup)?.map((row) => row.points);
  if (listed) return { min: Math.min(...listed), max: Math.max(...listed) };
  if (indicator.linear) {
    const ends = [indicator.linear.from.points, indicator.linear.to.points];
    return { min: Math.min(...ends), max: Math.max(...ends) };
  }
  if (indicator.value) return { min: indicator.value.min ?? null, max: indicator.value.max ?? null };
  if (indicator.per_unit) {
    const { points, start = 0, min, max } = indicator.per_unit;
    const nearEnd = (indicator.smallest ?? 0) >= 0 ? start : null;
    return {
      min: min ?? (points > 0 ? nearEnd : null),
      max: max ?? (points < 0 ? nearEnd : null),
    };
  }
  return { min: null, max: null };
}

/** `bands`, `lookup`, `per_unit`, `linear`, `value`, or `none` for an indicator that only conditions read. */
export function ruleKindOf(indicator: RuleIndicator): string {
  for (const kind of ["bands", "lookup", "per_unit", "linear", "value"] as const)
    if (indicator[kind] !== undefined) return kind;
  return "none";
}
