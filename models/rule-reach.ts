import { type Condition, type Literal, type RuleValue, toDisjuncts } from "./rule-condition.js";

/** What one disjunct allows an operand to be. */
interface Allowed {
  readonly low: number;
  readonly isLowOpen: boolean;
  readonly high: number;
  readonly isHighOpen: boolean;
  readonly among: ReadonlySet<RuleValue> | null;
  readonly without: ReadonlySet<RuleValue>;
  readonly isKnown: boolean;
  readonly isMissing: boolean;
}

const anything: Allowed = {
  low: Number.NEGATIVE_INFINITY,
  isLowOpen: true,
  high: Number.POSITIVE_INFINITY,
  isHighOpen: true,
  among: null,
  without: new Set(),
  isKnown: false,
  isMissing: false,
};

function narrow(allowed: Allowed, literal: Literal): Allowed {
  const [value] = literal.values;
  const number = Number(value);
  switch (literal.operator) {
    case "is_known":
      return { ...allowed, isKnown: true };
    case "is_missing":
      return { ...allowed, isMissing: true };
    case "eq": {
      const among = literal.values.filter((one) => allowed.among === null || allowed.among.has(one));
      return { ...allowed, isKnown: true, among: new Set(among) };
    }
    case "ne":
      return { ...allowed, isKnown: true, without: new Set([...allowed.without, ...literal.values]) };
    case "lt":
    case "le": {
      const isTighter = number < allowed.high || (number === allowed.high && literal.operator === "lt");
      return isTighter
        ? { ...allowed, isKnown: true, high: number, isHighOpen: literal.operator === "lt" }
        : { ...allowed, isKnown: true };
    }
    case "gt":
    case "ge": {
      const isTighter = number > allowed.low || (number === allowed.low && literal.operator === "gt");
      return isTighter
        ? { ...allowed, isKnown: true, low: number, isLowOpen: literal.operator === "gt" }
        : { ...allowed, isKnown: true };
    }
  }
}

function isInside(value: RuleValue, allowed: Allowed): boolean {
  if (allowed.without.has(value)) return false;
  if (typeof value !== "number") return true;
  const isAboveLow = allowed.isLowOpen ? value > allowed.low : value >= allowed.low;
  const isBelowHigh = allowed.isHighOpen ? value < allowed.high : value <= allowed.high;
  return isAboveLow && isBelowHigh;
}

function isEmpty(allowed: Allowed): boolean {
  if (allowed.isKnown && allowed.isMissing) return true;
  if (allowed.among) return ![...allowed.among].some((value) => isInside(value, allowed));
  if (allowed.low > allowed.high) return true;
  return allowed.low === allowed.high && (allowed.isLowOpen || allowed.isHighOpen);
}

type Reach = ReadonlyMap<string, Allowed>;

function reachOf(disjunct: readonly Literal[]): Reach {
  const reach = new Map<string, Allowed>();
  for (const literal of disjunct) {
    const key = `${literal.operand} ${literal.operandId}`;
    reach.set(key, narrow(reach.get(key) ?? anything, literal));
  }
  return reach;
}

/** Whether everything that `inner` allows is allowed by `outer` too. */
function isWithin(inner: Allowed, outer: Allowed): boolean {
  if (outer.isMissing && !inner.isMissing) return false;
  if (outer.isKnown && !inner.isKnown) return false;
  const values = inner.among ? [...inner.among].filter((value) => isInside(value, inner)) : null;
  if (values)
    return values.every((value) => isInside(value, outer) && (!outer.among || outer.among.has(value)));
  if (outer.among) return false;
  if ([...outer.without].some((value) => isInside(value, inner))) return false;
  const isLowWithin =
    inner.low > outer.low || (inner.low === outer.low && (inner.isLowOpen || !outer.isLowOpen));
  const isHighWithin =
    inner.high < outer.high || (inner.high === outer.high && (inner.isHighOpen || !outer.isHighOpen));
  return isLowWithin && isHighWithin;
}

/** Alternatives of a condition that contradict themselves, counted from 1. */
export function deadAlternatives(condition: Condition): readonly number[] {
  return toDisjuncts(condition).flatMap((disjunct, index) =>
    [...reachOf(disjunct).values()].some(isEmpty) ? [index + 1] : [],
  );
}

/** Whether `inner` can only hold where `outer` holds already: then a rule on `inner` adds nothing to one on `outer`. */
export function isCoveredBy(inner: Condition, outer: Condition): boolean {
  const outerReaches = toDisjuncts(outer).map(reachOf);
  return toDisjuncts(inner)
    .map(reachOf)
    .filter((reach) => ![...reach.values()].some(isEmpty))
    .every((reach) =>
      outerReaches.some((wide) =>
        [...wide].every(([key, allowed]) => isWithin(reach.get(key) ?? anything, allowed)),
      ),
    );
}
