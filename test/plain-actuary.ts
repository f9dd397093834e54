// A second opinion on the premium: prices a book as a clerk with a calendar would, day by day and policy by policy, from the
// pack itself. Slow on purpose, and without a line in common with sql/scores/premium_*.sql or models/premium.
import type { RulePack } from "../models/rule-pack.js";
import { scorePlainly } from "./plain-scorer.js";

export interface PlainPolicy {
  readonly policy_id: string;
  readonly enterprise_id: string;
  readonly insurer_id: string;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly insured_count: number;
  readonly base_premium_cny: number;
  readonly written_premium_cny: number | null;
}

/** Everything that a price rests on; days are ISO dates. */
export interface PlainCity {
  readonly asOf: string;
  readonly policies: readonly PlainPolicy[];
  readonly claims: readonly { readonly policy_id: string; readonly occurred_on: string }[];
  readonly accidents: readonly {
    readonly enterprise_id: string;
    readonly day: string;
    readonly grade: string;
  }[];
  readonly enterprises: ReadonlyMap<
    string,
    { readonly sector: string; readonly grade: string | null; readonly validUntil: string | null }
  >;
  /** Found from outside: due on a day; closed in time and verified by another, by a day (null: not). */
  readonly hazards: readonly {
    readonly enterprise_id: string;
    readonly due: string;
    readonly good: string | null;
  }[];
  readonly listings: readonly {
    readonly enterprise_id: string;
    readonly listed_on: string;
    readonly list: string;
  }[];
  /** Conduct points on the day; the level is another office's work. */
  readonly conduct: ReadonlyMap<string, number>;
}

export interface PlainPrice {
  readonly raw: number;
  readonly z: number;
  readonly coefficient: number;
  readonly previous: number | null;
  readonly capped: boolean;
  readonly isBalanced: boolean;
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const round = (value: number, digits: number): number =>
  Math.round(value * 10 ** digits + 1e-9) / 10 ** digits;

interface Seen {
  readonly enterprise: string;
  readonly sector: string;
  readonly years: number;
  readonly events: number;
}

export function priceSlowly(city: PlainCity, pack: RulePack): ReadonlyMap<string, PlainPrice> {
  const number = (id: string): number =>
    Number((pack.parameters ?? []).find((parameter) => parameter.id === id)?.value);
  const today = dayNumber(city.asOf);
  const window = number("experience_window_days");
  const sectorOf = (enterprise: string): string => city.enterprises.get(enterprise)?.sector ?? "other";

  /** Each policy's days and events among the `window` days that end on `last`. */
  const look = (last: number): Seen[] =>
    city.policies.flatMap((policy): Seen[] => {
      const [from, to] = [dayNumber(policy.starts_on), dayNumber(policy.ends_on)];
      let days = 0;
      for (let day = from; day <= to; day++) if (day <= last && day > last - window) days++;
      if (days === 0) return [];
      const within = (day: number): boolean => day <= last && day > last - window;
      let events = 0;
      for (const claim of city.claims)
        if (claim.policy_id === policy.policy_id && within(dayNumber(claim.occurred_on)))
          events += number("event_weight.claim");
      for (const accident of city.accidents) {
        const day = dayNumber(accident.day);
        if (accident.enterprise_id === policy.enterprise_id && within(day) && day >= from && day <= to)
          events += number(`event_weight.${accident.grade}`);
      }
      const years = (policy.insured_count * days) / 365 / 1000;
      return [{ enterprise: policy.enterprise_id, sector: sectorOf(policy.enterprise_id), years, events }];
    });

  const sumOf = (rows: readonly Seen[], column: "years" | "events"): number =>
    rows.reduce((sum, row) => sum + row[column], 0);
  const groups = (rows: readonly Seen[]): Seen[][] =>
    [...new Set(rows.map((row) => row.enterprise))].map((name) =>
      rows.filter((row) => row.enterprise === name),
    );

  /** k = s² / a of a collective; infinity where a ≤ 0 or nobody was seen twice. */
  const ratioOfVariances = (rows: readonly Seen[]): { k: number; risks: number } => {
    const risks = groups(rows);
    const total = sumOf(rows, "years");
    if (rows.length <= risks.length || risks.length < 2)
      return { k: Number.POSITIVE_INFINITY, risks: risks.length };
    let within = 0;
    let between = 0;
    let squares = 0;
    for (const own of risks) {
      const rate = sumOf(own, "events") / sumOf(own, "years");
      for (const row of own) within += row.years * (row.events / row.years - rate) ** 2;
      between += sumOf(own, "years") * (rate - sumOf(rows, "events") / total) ** 2;
      squares += sumOf(own, "years") ** 2;
    }
    within /= rows.length - risks.length;
    const a = (total * (between - (risks.length - 1) * within)) / (total ** 2 - squares);
    return { k: a > 0 ? within / a : Number.POSITIVE_INFINITY, risks: risks.length };
  };

  const lived = look(today);
  const everybodyIn = (sector: string): Seen[] => lived.filter((row) => row.sector === sector);

  /** k of a book, as whoever is not in it lived: its sector's, else everybody's, else the pack's where too few are left. */
  const spreadOf = (sector: string, inBook: ReadonlySet<string>): number => {
    const outside = lived.filter((row) => !inBook.has(row.enterprise));
    const least = number("credibility_least_enterprises");
    const own = ratioOfVariances(outside.filter((row) => row.sector === sector));
    if (Number.isFinite(own.k) && own.risks >= least) return own.k;
    const all = ratioOfVariances(outside);
    const isTold = all.risks >= least && outside.length > all.risks;
    return isTold ? all.k : number("credibility_person_years") / 1000;
  };
  const meanOf = (sector: string, k: number): number => {
    let [above, below] = [0, 0];
    for (const own of groups(everybodyIn(sector))) {
      const years = sumOf(own, "years");
      const weight = Number.isFinite(k) ? years / (years + k) : years;
      above += (weight * sumOf(own, "events")) / years;
      below += weight;
    }
    return below > 0 ? above / below : 0;
  };

  const factorsOf = (policy: PlainPolicy, inBook: ReadonlySet<string>): { raw: number; z: number } => {
    const enterprise = city.enterprises.get(policy.enterprise_id);
    const own = lived.filter((row) => row.enterprise === policy.enterprise_id);
    const years = sumOf(own, "years");
    const k = spreadOf(sectorOf(policy.enterprise_id), inBook);
    const z = Number.isFinite(k) && years > 0 ? years / (years + k) : 0;
    const mean = meanOf(sectorOf(policy.enterprise_id), k);
    const ratio = mean > 0 ? 1 + z * ((years > 0 ? sumOf(own, "events") / years : 0) / mean - 1) : 1;
    const due = city.hazards.filter(
      (hazard) =>
        hazard.enterprise_id === policy.enterprise_id &&
        dayNumber(hazard.due) < today &&
        dayNumber(hazard.due) >= today - 365,
    );
    const good = due.filter((hazard) => hazard.good !== null && dayNumber(hazard.good) <= today);
    const listed = city.listings.filter(
      (listing) => listing.enterprise_id === policy.enterprise_id && dayNumber(listing.listed_on) <= today,
    );
    const expired = enterprise?.validUntil != null && dayNumber(enterprise.validUntil) < today;
    const scored = scorePlainly(pack, {
      conduct_points: city.conduct.get(policy.enterprise_id) ?? null,
      standardization_grade: enterprise?.grade != null && expired ? "none" : (enterprise?.grade ?? null),
      audited_on_time_closure_fraction: due.length > 0 ? good.length / due.length : null,
      experience_ratio: round(ratio, 4),
      discredited_list: listed.some((each) => each.list === "serious_dishonesty")
        ? "serious_dishonesty"
        : listed.length > 0
          ? "joint_discipline"
          : "none",
      insured_count: policy.insured_count,
    });
    return { raw: scored.items.reduce((product, item) => product * (item.points ?? 1), 1), z };
  };

  const inForce = city.policies.filter((policy) => {
    const [from, to] = [dayNumber(policy.starts_on), dayNumber(policy.ends_on)];
    const isLast = !city.policies.some(
      (other) =>
        other.enterprise_id === policy.enterprise_id &&
        other.insurer_id === policy.insurer_id &&
        dayNumber(other.starts_on) > from &&
        dayNumber(other.starts_on) <= today,
    );
    return from <= today && (to >= today || (isLast && today - to <= number("renewal_grace_days")));
  });
  const before = (policy: PlainPolicy): PlainPolicy | undefined =>
    city.policies
      .filter(
        (other) =>
          !inForce.includes(other) &&
          other.enterprise_id === policy.enterprise_id &&
          other.insurer_id === policy.insurer_id &&
          dayNumber(other.starts_on) < dayNumber(policy.starts_on) &&
          dayNumber(policy.starts_on) - dayNumber(other.ends_on) <= number("renewal_grace_days") + 1,
      )
      .sort((a, b) => dayNumber(b.starts_on) - dayNumber(a.starts_on))[0];

  /** Halving the interval a hundred times instead of solving. */
  const balance = (
    book: readonly {
      readonly id: string;
      readonly base: number;
      readonly raw: number;
      readonly before: number | null;
    }[],
  ): Map<string, { coefficient: number; capped: boolean; isBalanced: boolean }> => {
    const [floor, cap, swing] = ["coefficient_floor", "coefficient_cap", "annual_swing"].map(number) as [
      number,
      number,
      number,
    ];
    const charge = (policy: (typeof book)[number], factor: number): number => {
      const [low, high] =
        policy.before === null
          ? [floor, cap]
          : [
              Math.min(cap, Math.max(floor, policy.before * (1 - swing))),
              Math.max(floor, Math.min(cap, policy.before * (1 + swing))),
            ];
      return Math.min(high, Math.max(low, policy.raw * factor));
    };
    const isBalanced = book.length >= number("off_balance_least_policies");
    let [low, high] = isBalanced ? [0, 1000] : [1, 1];
    const total = book.reduce((sum, policy) => sum + policy.base, 0) * number("off_balance_target");
    for (let step = 0; isBalanced && step < 100; step++) {
      const middle = (low + high) / 2;
      if (book.reduce((sum, policy) => sum + policy.base * charge(policy, middle), 0) < total) low = middle;
      else high = middle;
    }
    return new Map(
      book.map((policy) => {
        const coefficient = charge(policy, high);
        return [
          policy.id,
          {
            coefficient: round(coefficient, 4),
            capped: Math.abs(coefficient - policy.raw * high) > 1e-9,
            isBalanced,
          },
        ];
      }),
    );
  };

  const insurers = [...new Set(city.policies.map((policy) => policy.insurer_id))];
  const prices = new Map<string, PlainPrice>();
  for (const insurer of insurers) {
    const now = inForce.filter((policy) => policy.insurer_id === insurer);
    const inBook = new Set(now.map((policy) => policy.enterprise_id));
    const priced = now.map((policy) => {
      const last = before(policy);
      return {
        id: policy.policy_id,
        base: policy.base_premium_cny,
        before: last?.written_premium_cny ? round(last.written_premium_cny / last.base_premium_cny, 4) : null,
        ...factorsOf(policy, inBook),
      };
    });
    for (const [id, found] of balance(priced)) {
      const policy = priced.find((each) => each.id === id);
      if (policy) prices.set(id, { ...found, raw: policy.raw, z: policy.z, previous: policy.before });
    }
  }
  return prices;
}
