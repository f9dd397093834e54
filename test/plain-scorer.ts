// A second opinion on the SQL: scores one subject by reading the pack itself, row by row, as a clerk would.
// Slow on purpose, and without a line in common with sql/scorer.
import type { Condition, RuleValue } from "../models/rule-condition.js";
import { type RuleIndicator, type RulePack, type RulePart, partsOf } from "../models/rule-pack.js";
import { levelLimits, limitsOf, pointRange, ruleKindOf } from "../models/rule-limits.js";
import { determinationsOf } from "../models/rule-rows.js";

export type Given = Readonly<Record<string, number | string | boolean | null>>;

export interface PlainItem {
  readonly id: string;
  readonly part: string;
  /** Null where no rule of the pack fits the value, or a missing one earns nothing because it is required. */
  readonly points: number | null;
  readonly status: string;
  readonly ruleRow: string | null;
}

export interface PlainScore {
  readonly applies: boolean;
  readonly items: readonly PlainItem[];
  readonly parts: Readonly<Record<string, { readonly points: number | null; readonly band: number | null }>>;
  readonly determinations: readonly string[];
  readonly score: number;
  readonly level: string | null;
  readonly determinedBy: "score" | "direct" | "insufficient_data" | "excluded";
  /** Addresses of the rule rows that were used. */
  readonly hits: ReadonlySet<string>;
}

/** Rounded half away from zero, as DECIMAL does. */
export function roundTo(value: number, digits: number): number {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale + 1e-9)) / scale;
}

const hold = (value: number, min: number | null | undefined, max: number | null | undefined): number =>
  Math.max(min ?? Number.NEGATIVE_INFINITY, Math.min(max ?? Number.POSITIVE_INFINITY, value));

const within = (value: number, limits: { value_from: number | null; value_to: number | null }): boolean =>
  (limits.value_from === null || value >= limits.value_from) &&
  (limits.value_to === null || value < limits.value_to);

function findRow(rows: Parameters<typeof limitsOf>[0], value: number): number {
  return limitsOf(rows).findIndex((limits) => within(value, limits));
}

function scoreItem(indicator: RuleIndicator, part: RulePart, value: Given[string]): PlainItem {
  const where = `indicators.${indicator.id}.${ruleKindOf(indicator)}`;
  const item = (points: number | null, status: string, ruleRow: string | null): PlainItem => ({
    id: indicator.id,
    part: part.id,
    points,
    status,
    ruleRow,
  });
  if (value === null) {
    const status = indicator.missing?.as ?? "no_data";
    if (status !== "not_applicable") return item(indicator.missing?.points ?? null, status, null);
    const range = pointRange(indicator);
    const least = part.aggregate === "deduct" || part.aggregate === "worst";
    return item(part.aggregate === "product" ? 1 : ((least ? range.min : range.max) ?? 0), status, null);
  }
  const number = Number(value);
  if (indicator.bands) {
    const row = findRow(indicator.bands, number);
    return row < 0
      ? item(null, "no_rule", null)
      : item(indicator.bands[row]!.points, "scored", `${where}[${row}]`);
  }
  if (indicator.lookup) {
    const row = indicator.lookup.findIndex((one) => one.code === String(value));
    return row < 0
      ? item(null, "no_rule", null)
      : item(indicator.lookup[row]!.points, "scored", `${where}[${row}]`);
  }
  if (indicator.per_unit) {
    const { points, unit = 1, start = 0 } = indicator.per_unit;
    const range = pointRange(indicator);
    return item(roundTo(hold(start + (number / unit) * points, range.min, range.max), 6), "scored", where);
  }
  if (indicator.linear) {
    const { from, to } = indicator.linear;
    const share = hold((number - from.value) / (to.value - from.value), 0, 1);
    return item(roundTo(from.points + share * (to.points - from.points), 6), "scored", where);
  }
  return item(hold(number, indicator.value?.min, indicator.value?.max), "scored", where);
}

/** Joins the points of a part's items, or of the parts that name it as their parent. */
function scorePart(
  part: RulePart,
  items: readonly { readonly id: string; readonly points: number | null }[],
  weightOf: (item: { readonly id: string }) => number,
): number | null {
  const counted = items.filter((item) => item.points !== null);
  const points = counted.map((item) => item.points ?? 0);
  if (points.length === 0) return part.aggregate === "product" ? 1 : null;
  const sum = points.reduce((total, one) => total + one, 0);
  const weights = counted.reduce((total, item) => total + weightOf(item), 0);
  const value = {
    sum: () => (part.base ?? 0) + sum,
    deduct: () => (part.base ?? 0) - sum,
    product: () => points.reduce((product, one) => product * one, 1),
    weighted: () => counted.reduce((total, item) => total + weightOf(item) * (item.points ?? 0), 0) / weights,
    geometric: () =>
      counted.reduce((product, item) => product * (item.points ?? 0) ** (weightOf(item) / weights), 1),
    worst: () => Math.max(...points),
    least: () => Math.min(...points),
  }[part.aggregate]();
  return roundTo(hold(value, part.floor, part.cap), 6);
}

function compare(found: number | string | boolean | null, test: Condition): boolean {
  if ("all" in test || "any" in test || "not" in test) throw new Error("not a comparison");
  if (test.known !== undefined) return (found !== null) === test.known;
  if (found === null) return false;
  const same = (value: RuleValue): boolean =>
    typeof value === "number" ? Number(found) === value : String(found) === String(value);
  const number = Number(found);
  if (test.eq !== undefined) return same(test.eq);
  if (test.ne !== undefined) return !same(test.ne);
  if (test.in !== undefined) return test.in.some(same);
  if (test.not_in !== undefined) return !test.not_in.some(same);
  if (test.lt !== undefined) return number < test.lt;
  if (test.le !== undefined) return number <= test.le;
  if (test.gt !== undefined) return number > test.gt;
  return number >= (test.ge ?? Number.NaN);
}

/** Whether a condition holds; under a negation an unknown value still fails, as it does in the disjunctive form. */
function holds(
  test: Condition,
  read: (test: Condition) => number | string | boolean | null,
  negated = false,
): boolean {
  if ("not" in test) return holds(test.not, read, !negated);
  if ("all" in test || "any" in test) {
    const members = "all" in test ? test.all : test.any;
    return "all" in test !== negated
      ? members.every((member) => holds(member, read, negated))
      : members.some((member) => holds(member, read, negated));
  }
  const found = read(test);
  if (!negated) return compare(found, test);
  return test.known !== undefined ? !compare(found, test) : found !== null && !compare(found, test);
}

/** What the pack says of a subject with these indicator values; an indicator that is not given is missing. */
export function scorePlainly(pack: RulePack, given: Given): PlainScore {
  const parts = partsOf(pack);
  const indicators = pack.indicators ?? [];
  const hits = new Set<string>();
  const items = indicators
    .filter((indicator) => ruleKindOf(indicator) !== "none")
    .map((indicator) => {
      const part = parts.find((one) => one.id === indicator.part) ?? parts[0]!;
      const item = scoreItem(indicator, part, given[indicator.id] ?? null);
      if (item.ruleRow) hits.add(item.ruleRow);
      return item;
    });
  const scored: Record<string, { points: number | null; band: number | null }> = {};
  const isJoining = (part: RulePart): boolean => parts.some((one) => one.parent === part.id);
  for (const part of [...parts].sort((a, b) => Number(isJoining(a)) - Number(isJoining(b)))) {
    const members = isJoining(part)
      ? parts
          .filter((one) => one.parent === part.id)
          .map((one) => ({ id: one.id, points: scored[one.id]?.points ?? null }))
      : items.filter((item) => item.part === part.id);
    if (members.length === 0) continue;
    const points = scorePart(
      part,
      members,
      ({ id }) => (isJoining(part) ? parts : indicators).find((one) => one.id === id)?.weight ?? 1,
    );
    const row = part.bands && points !== null ? findRow(part.bands, points) : -1;
    if (row >= 0) hits.add(`parts.${part.id}.bands[${row}]`);
    scored[part.id] = { points, band: row >= 0 ? part.bands![row]!.band : null };
  }
  const top = Object.entries(scored).filter(([id]) => !parts.find((part) => part.id === id)?.parent);
  const points = top.flatMap(([, part]) => (part.points === null ? [] : [part.points]));
  const sum = points.reduce((total, one) => total + one, 0);
  const base = pack.total.base ?? 0;
  const weightOf = (id: string): number => parts.find((part) => part.id === id)?.weight ?? 1;
  const raw = {
    sum: () => base + sum,
    matrix: () => base + sum,
    deduct: () => base - sum,
    product: () => points.reduce((product, one) => product * one, 1),
    weighted: () =>
      top.reduce((total, [id, part]) => total + weightOf(id) * (part.points ?? 0), 0) /
      top.reduce((total, [id]) => total + weightOf(id), 0),
    worst: () => Math.max(...points),
    least: () => Math.min(...points),
    none: () => base,
    computed: () => Number.NaN,
  }[pack.total.kind]();
  const score = roundTo(hold(raw, pack.total.floor, pack.total.cap), pack.total.round_digits ?? 6);

  const levels = pack.levels ?? [];
  let level: string | null = null;
  if (pack.matrix) {
    const row = (scored[pack.matrix.rows]?.band ?? 0) - 1;
    const column = (scored[pack.matrix.columns]?.band ?? 0) - 1;
    level = pack.matrix.cells[row]?.[column] ?? null;
    if (level) hits.add(`matrix.cells[${row}][${column}]`);
  } else {
    const limits = levelLimits(levels);
    const place = limits.findIndex((one) => within(score, one));
    if (place >= 0) {
      level = levels[place]!.level;
      hits.add(`levels[${place}]`);
    }
  }

  const read = (test: Condition): number | string | boolean | null => {
    if ("all" in test || "any" in test || "not" in test) return null;
    if (test.indicator !== undefined) return given[test.indicator] ?? null;
    return test.part !== undefined ? (scored[test.part]?.points ?? null) : score;
  };
  const held = determinationsOf(pack).filter((found) => holds(found.when, read));
  for (const found of held) hits.add(`determinations.${found.id}`);
  const positionOf = (name: string | null | undefined): number =>
    levels.findIndex((one) => one.level === name);

  const isMissing = (item: PlainItem): boolean =>
    ["no_data", "needs_person", "no_rule"].includes(item.status);
  const rangeOf = (id: string): number => {
    const range = pointRange(indicators.find((one) => one.id === id)!);
    return (range.max ?? 0) - (range.min ?? 0);
  };
  const weigh = (some: readonly PlainItem[]): number =>
    some.reduce((total, item) => total + rangeOf(item.id), 0);
  const missingShare = weigh(items) > 0 ? weigh(items.filter(isMissing)) / weigh(items) : 0;
  const lacksRequired = items.some(
    (item) => isMissing(item) && indicators.find((one) => one.id === item.id)!.required,
  );
  const limit = pack.sufficiency?.max_missing_fraction;

  let determinedBy: PlainScore["determinedBy"] = "score";
  const direct = held.filter((found) => found.kind === "is");
  if (held.some((found) => found.kind === "exclude")) {
    determinedBy = "excluded";
    level = null;
  } else if (direct.length > 0) {
    const named = new Set(direct.map((found) => found.level));
    if (named.size > 1) throw new Error(`${direct.map((found) => found.id).join(" and ")} disagree`);
    level = direct[0]!.level!;
    determinedBy = "direct";
  } else if (
    held.some((found) => found.kind === "insufficient") ||
    lacksRequired ||
    (limit !== undefined && missingShare > limit)
  ) {
    level = "insufficient_data";
    determinedBy = "insufficient_data";
  } else {
    const byScore = level;
    for (const found of held.filter((one) => one.kind === "at_least"))
      if (positionOf(found.level) < positionOf(level)) level = found.level!;
    for (const found of held.filter((one) => one.kind === "at_most"))
      if (positionOf(found.level) > positionOf(level)) level = found.level!;
    if (level !== byScore) determinedBy = "direct";
  }
  const reached = positionOf(level);
  if (!pack.matrix && determinedBy === "direct" && reached >= 0) hits.add(`levels[${reached}]`);
  const applies = !pack.applies || holds(pack.applies, read);
  return {
    applies,
    items,
    parts: scored,
    determinations: held.map((found) => found.id),
    score,
    level,
    determinedBy,
    hits,
  };
}
