import { ceilRatio, type Exact, exact, floorRatio, ratioOf, roundRatio, toText } from "./exact.js";

/** Decimals of a published coefficient. */
export const coefficientDigits = 4;
const unit = 10n ** BigInt(coefficientDigits);
/** Decimals of the published off-balance factor. */
const factorDigits = 12;

/** What the edition says about holding and balancing a book; null where it says nothing. All are decimals as text. */
export interface BalanceRules {
  readonly floor: string | null;
  readonly cap: string | null;
  /** Largest change from the policy year before, as a fraction of it. */
  readonly swing: string | null;
  /** Σ base × coefficient / Σ base that the book keeps; null: the product stands unbalanced. */
  readonly target: string | null;
  /** Fewest policies of a book that is balanced; null: any. A smaller one would pay each policy its own change back. */
  readonly least: number | null;
}

/** Whether a book keeps its target, or why not: its limits leave no room, it has too few policies, or the edition has no target. */
export type BalanceState = "balanced" | "out_of_reach" | "too_few" | "no_target";

export interface BalancedPolicy {
  readonly policyId: string;
  /** Base premium, decimal text, above 0. */
  readonly base: string;
  /** The product of the factors, decimal text, above 0. */
  readonly raw: string;
  /** Coefficient of the policy year before; null: none, so no swing limit. */
  readonly previous: string | null;
}

export type CappedBy = "floor" | "cap" | "swing_up" | "swing_down";

export interface Balanced {
  readonly policyId: string;
  /** raw × the published off-balance factor before any limit, half up to 4 decimals. */
  readonly uncapped: string;
  /** What is charged, 4 decimals. */
  readonly coefficient: string;
  /** What held it; null: nothing did. */
  readonly cappedBy: CappedBy | null;
}

export interface BalancedBook {
  /** The off-balance factor, 12 decimals: every `uncapped` is the product of the factors times this very number, rounded. */
  readonly factor: string;
  readonly state: BalanceState;
  /** In the order given. */
  readonly policies: readonly Balanced[];
}

interface Held {
  readonly base: bigint;
  readonly raw: Exact;
  readonly low: bigint;
  /** Null: no upper limit. */
  readonly high: bigint | null;
  readonly lowName: CappedBy;
  readonly highName: CappedBy;
}

/** The rules of a book as whole numbers, read once for all its policies; `floor` and `cap` in units of the fourth decimal. */
interface ExactRules {
  readonly floor: bigint;
  readonly cap: bigint | null;
  readonly swing: Exact | null;
}

function wholeUnits(round: typeof floorRatio, value: Exact): bigint {
  return round(value.digits * unit, value.scale);
}

function exactRules({ floor, cap, swing }: BalanceRules): ExactRules {
  return {
    floor: floor === null ? 0n : wholeUnits(ceilRatio, exact(floor)),
    cap: cap === null ? null : wholeUnits(floorRatio, exact(cap)),
    swing: swing === null ? null : exact(swing),
  };
}

/**
 * The limits of one policy in units of the fourth decimal: floor and cap, and the swing around the year before. Lower ones
 * are rounded up and upper ones down, so that no published coefficient lies outside a limit by its last decimal.
 */
function limitsOf(policy: BalancedPolicy, { floor, cap, swing }: ExactRules): Omit<Held, "base" | "raw"> {
  if (policy.previous === null || swing === null)
    return { low: floor, high: cap, lowName: "floor", highName: "cap" };
  const before = exact(policy.previous);
  const of = (share: bigint): Exact => ({ digits: before.digits * share, scale: before.scale * swing.scale });
  const down = wholeUnits(ceilRatio, of(swing.scale - swing.digits));
  const up = wholeUnits(floorRatio, of(swing.scale + swing.digits));
  // Floor and cap come first: what was charged before may lie outside them, and then the nearest of them is charged.
  const inside = (limit: bigint): bigint => {
    const least = limit > floor ? limit : floor;
    return cap !== null && least > cap ? cap : least;
  };
  return {
    low: inside(down),
    high: inside(up),
    lowName: down > floor ? "swing_down" : "floor",
    highName: cap === null || up < cap ? "swing_up" : "cap",
  };
}

interface Step {
  /** The factor at which a policy leaves its lower limit or reaches its upper one: at / over. */
  readonly at: bigint;
  readonly over: bigint;
  /** How Σ base × coefficient changes there: its constant and its slope. */
  readonly constant: bigint;
  readonly slope: bigint;
}

/**
 * The factor f at which Σ base × min(max(raw × f, low), high) meets the target, exactly, as a fraction.
 * The sum never falls as f grows and is straight between the steps, so one sweep over them finds it.
 */
function solve(
  held: readonly Held[],
  target: { readonly sum: bigint; readonly scale: bigint },
): { readonly factor: Exact; readonly isFeasible: boolean } {
  // Every sum is in units of base × (1 / unit) × (1 / rawScale) × (1 / targetScale).
  const rawScale = held.reduce((most, each) => (each.raw.scale > most ? each.raw.scale : most), 1n);
  const steps: Step[] = [];
  let constant = 0n;
  let slope = 0n;
  for (const { base, raw, low, high } of held) {
    const digits = raw.digits * (rawScale / raw.scale) * unit;
    constant += base * low;
    steps.push({ at: low * rawScale, over: digits, constant: -base * low, slope: base * digits });
    if (high !== null)
      steps.push({ at: high * rawScale, over: digits, constant: base * high, slope: -base * digits });
  }
  steps.sort((a, b) => {
    const difference = a.at * b.over - b.at * a.over;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  });
  // sum(f) = constant + slope × f / rawScale, in units of base / unit; the target is sum × unit / scale.
  const wanted = target.sum * unit;
  let last = ratioOf(1n, 1n);
  if (constant * target.scale >= wanted) {
    const [first] = steps;
    return {
      factor: first ? ratioOf(first.at, first.over) : last,
      isFeasible: constant * target.scale === wanted,
    };
  }
  for (const [index, step] of steps.entries()) {
    constant += step.constant;
    slope += step.slope;
    last = ratioOf(step.at, step.over);
    const next = steps[index + 1];
    if (slope <= 0n) {
      if (constant * target.scale >= wanted) return { factor: last, isFeasible: true };
      continue;
    }
    const factor = ratioOf((wanted - constant * target.scale) * rawScale, slope * target.scale);
    if (!next || factor.digits * next.over <= next.at * factor.scale) return { factor, isFeasible: true };
  }
  return { factor: last, isFeasible: false };
}

const factorUnit = 10n ** BigInt(factorDigits);

/**
 * The factor as it is published, in units of its last decimal: the nearest, or the one beside it where a policy's coefficient
 * would else round another way. So anyone can multiply the shown numbers and come to the same coefficient.
 */
function publishedFactor(factor: Exact, raws: readonly Exact[]): bigint {
  const nearest = roundRatio(factor.digits * factorUnit, factor.scale);
  const isSame = (published: bigint): boolean =>
    raws.every(
      (raw) =>
        roundRatio(raw.digits * published * unit, raw.scale * factorUnit) ===
        roundRatio(raw.digits * factor.digits * unit, raw.scale * factor.scale),
    );
  return [nearest, nearest + 1n, nearest - 1n].find(isSame) ?? nearest;
}

/**
 * One book balanced: a factor on every product such that the book keeps its target after floor, cap and swing limit; 1 where the
 * edition has no target, or the book fewer policies than the edition asks for.
 * Solved exactly in whole numbers, so a higher product never gives a lower coefficient; the factor is then written with twelve
 * decimals, and product × factor is rounded once, half up, to the four of the coefficient. Where all limits together exclude
 * the target the book is as near as they allow.
 */
export function balanceBook(policies: readonly BalancedPolicy[], rules: BalanceRules): BalancedBook {
  const bases = policies.map((policy) => exact(policy.base));
  const baseScale = bases.reduce((most, each) => (each.scale > most ? each.scale : most), 1n);
  const limits = exactRules(rules);
  const held = policies.map((policy, index): Held => {
    const base = bases[index] ?? exact("0");
    return {
      base: base.digits * (baseScale / base.scale),
      raw: exact(policy.raw),
      ...limitsOf(policy, limits),
    };
  });
  const total = held.reduce((sum, each) => sum + each.base, 0n);
  const target = rules.target === null ? null : exact(rules.target);
  const isTooSmall = held.length < (rules.least ?? 0) || total === 0n;
  const solved =
    target === null || isTooSmall ? null : solve(held, { sum: total * target.digits, scale: target.scale });
  const factor = solved?.factor ?? exact("1");
  const state =
    target === null ? "no_target" : isTooSmall ? "too_few" : solved?.isFeasible ? "balanced" : "out_of_reach";
  const published = publishedFactor(
    factor,
    held.map(({ raw }) => raw),
  );
  return {
    factor: toText(published, factorDigits),
    state,
    policies: held.map(({ raw, low, high, lowName, highName }, index): Balanced => {
      const free = roundRatio(raw.digits * published * unit, raw.scale * factorUnit);
      const isLow = free < low;
      const isHigh = high !== null && free > high;
      return {
        policyId: policies[index]?.policyId ?? "",
        uncapped: toText(free, coefficientDigits),
        coefficient: toText(isHigh ? high : isLow ? low : free, coefficientDigits),
        cappedBy: isHigh ? highName : isLow ? lowName : null,
      };
    }),
  };
}
