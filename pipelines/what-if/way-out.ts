import type { BuildNode } from "../warehouse/build.js";
import { bulkRows } from "../warehouse/bulk-rows.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { askWhatIf, type Scenario } from "./catalog.js";

/** The smallest set of changes that lifts an enterprise to a better level, and what the level would then be. */
export interface WayOut {
  readonly closeHazards: readonly string[];
  readonly reviewRiskPoints: readonly string[];
  readonly level: string;
  readonly score: string | null;
}

/**
 * What an enterprise can change, in lists: major hazards, general hazards, then risk points whose review is stale. Within a list
 * the change that weighs most comes first: the most overdue hazard, the risk point whose review takes most off the measures.
 */
interface Levers {
  readonly enterpriseId: string;
  readonly level: string;
  readonly lists: readonly (readonly string[])[];
}

/** How many changes of each list, taken from its front. */
type Counts = readonly number[];

/** Positions of the lists of hazards; the others hold risk points. */
const hazardLists = 2;

const betterFirst = ["blue", "yellow", "orange", "red"];

/** Scenarios beyond this many for one enterprise are not asked: the search then reports the best that it proved. */
const mostTradeOffs = 400;
/** Scenarios of one enterprise in the first asking, which decides most; the few that are left are asked all at once. */
const candidatesAtOnce = 64;

/** A risk point whose review is stale, and what a review of today takes off each measure of the pack that counts reviews. */
export interface StaleReview {
  readonly id: string;
  readonly gains: readonly number[];
}

/**
 * Risk points in as few lists as may be, within each of which none takes more off any measure than the one before it: so the
 * first few of a list do as much as any other few of it. A pack with one measure of reviews needs one list.
 */
export function reviewLists(points: readonly StaleReview[]): string[][] {
  const sum = ({ gains }: StaleReview): number => gains.reduce((total, gain) => total + gain, 0);
  const lists: StaleReview[][] = [];
  for (const point of [...points].sort((a, b) => sum(b) - sum(a))) {
    const list = lists.find((each) => point.gains.every((gain, at) => gain <= (each.at(-1)?.gains[at] ?? 0)));
    if (list) list.push(point);
    else lists.push([point]);
  }
  return lists.map((list) => list.map(({ id }) => id));
}

async function readLevers(
  warehouse: Warehouse,
  asOf: string,
  enterpriseIds: readonly string[] | null,
): Promise<Levers[]> {
  const day = `date ${quoteText(asOf)}`;
  const asked = enterpriseIds
    ? `and enterprise_id in (select unnest(from_json(${quoteText(JSON.stringify(enterpriseIds))}, '["VARCHAR"]')))`
    : "";
  const rows = await bulkRows<{
    enterprise_id: string;
    level: string;
    list: number;
    id: string;
    gains: readonly number[] | null;
  }>(warehouse, {
    select: `with subject as (
        select enterprise_id, level, method, edition from marts.enterprise_level
        where level in ('red', 'orange', 'yellow') ${asked}
    ),
    decay as (
        -- What a measure of reviews counts of one of some age, against one of the day itself.
        select measure.method, measure.edition, measure.indicator_id, band.age_from_days,
            least(coalesce(band.age_to_days, 2147483647), slot.window_days) as age_to_days,
            cast(band.weight as double) - coalesce((
                select max(cast(fresh.weight as double)) from rules.measure_decay as fresh
                where fresh.method = measure.method and fresh.edition = measure.edition
                    and fresh.indicator_id = measure.indicator_id and fresh.age_from_days <= 0
            ), 0) as weight
        from rules.measure as measure
        join scores.enterprise_level_measure_slot as slot
            on slot.as_of = ${day} and slot.indicator_id = measure.indicator_id
        join rules.measure_decay as band
            on band.method = measure.method and band.edition = measure.edition and band.indicator_id = measure.indicator_id
        where measure.stream = 'risk_point_review'
    ),
    point as (
        select point.enterprise_id, point.risk_point_id, coalesce(graded.level, 'ungraded') as code,
            date_diff('day', coalesce(point.reviewed_on, date '1900-01-01'), ${day}) as age_days
        from staging.risk_point as point
        join scores.risk_point_level as graded on graded.risk_point_id = point.risk_point_id
    ),
    review as (
        select point.enterprise_id, point.risk_point_id, point.code, point.age_days,
            list(cast(coalesce(exact.weight, other.weight, 0) as double) * coalesce(decay.weight, 0)
                order by measure.indicator_id) as gains
        from point
        join subject on subject.enterprise_id = point.enterprise_id
        join rules.measure as measure
            on measure.method = subject.method and measure.edition = subject.edition and measure.stream = 'risk_point_review'
        left join decay
            on decay.method = measure.method and decay.edition = measure.edition
            and decay.indicator_id = measure.indicator_id
            and point.age_days >= decay.age_from_days and point.age_days < decay.age_to_days
        left join rules.measure_weight as exact
            on exact.method = measure.method and exact.edition = measure.edition
            and exact.indicator_id = measure.indicator_id and exact.code = point.code
        left join rules.measure_weight as other
            on other.method = measure.method and other.edition = measure.edition
            and other.indicator_id = measure.indicator_id and other.code = '*'
        group by point.enterprise_id, point.risk_point_id, point.code, point.age_days
    ),
    lever as (
        select enterprise_id, case level when 'major' then 0 else 1 end as list, hazard_id as id,
            cast(null as double[]) as gains, -coalesce(overdue_days, 0) as urgency
        from marts.hazard_ledger
        where state = 'open' and (level = 'major' or is_overdue)
        union all
        -- Of those that take off as much, red and orange before others, then the oldest.
        select enterprise_id, case when code in ('red', 'orange') then 2 else 3 end, risk_point_id, gains, -age_days
        from review where list_max(gains) > 0
    )
    select subject.enterprise_id, subject.level, lever.list, lever.id, lever.gains, lever.urgency as order_urgency
    from subject join lever on lever.enterprise_id = subject.enterprise_id`,
    orderBy: "enterprise_id, list, order_urgency, id",
  });
  const found = new Map<string, { level: string; hazards: string[][]; reviews: StaleReview[] }>();
  for (const { enterprise_id, level, list, id, gains } of rows) {
    const entry = found.get(enterprise_id) ?? { level, hazards: [[], []], reviews: [] };
    if (list < hazardLists) entry.hazards[list]?.push(id);
    else entry.reviews.push({ id, gains: gains ?? [] });
    found.set(enterprise_id, entry);
  }
  return [...found].map(([enterpriseId, { level, hazards, reviews }]) => ({
    enterpriseId,
    level,
    lists: [...hazards, ...reviewLists(reviews)],
  }));
}

function scenarioOf(levers: Levers, counts: Counts, scenarioId: number): Scenario {
  const taken = levers.lists.map((list, at) => list.slice(0, counts[at]));
  return {
    scenarioId,
    enterpriseId: levers.enterpriseId,
    closeHazards: taken.slice(0, hazardLists).flat(),
    reviewRiskPoints: taken.slice(hazardLists).flat(),
  };
}

function fullOf(levers: Levers): Counts {
  return levers.lists.map((list) => list.length);
}

function totalOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Each list's prefixes while the other lists are worked off whole: what each list must at least give. */
function axisCounts(full: Counts): Counts[] {
  return full.flatMap((length, axis) => Array.from({ length }, (_, count) => full.with(axis, count)));
}

/** Vectors between the least that each list must give and everything, smallest total first, hazards before reviews. */
function between(least: Counts, full: Counts): Counts[] {
  let found: Counts[] = [[]];
  for (let axis = 0; axis < full.length; axis++) {
    const from = least[axis] ?? 0;
    const choices = Array.from({ length: (full[axis] ?? 0) - from + 1 }, (_, more) => from + more);
    found = found.flatMap((counts) => choices.map((count) => [...counts, count]));
    // Only the smallest can be asked: what is already larger than those need not be drawn up.
    if (found.length > mostTradeOffs * 8)
      found = found.sort((x, y) => totalOf(x) - totalOf(y)).slice(0, mostTradeOffs * 4);
  }
  const order = (x: Counts, y: Counts): number =>
    totalOf(x) - totalOf(y) || x.reduce((sign, count, axis) => sign || (y[axis] ?? 0) - count, 0);
  return found.sort(order).slice(0, mostTradeOffs);
}

/**
 * The way out of each graded enterprise that is not blue: for every better level that closing hazards and reviewing risk
 * points can reach, a smallest set of such changes. A map by enterprise id; an enterprise that no such change lifts is absent.
 *
 * Why it is smallest: within a list the changes are taken heaviest first, and doing more never worsens a level. So when a
 * level is reached with `a` changes of a list and all of the others, no set with fewer than `a` of that list reaches it.
 * These least counts together are the smallest set if they reach the level; else the sets above them are tried by size.
 * Everything is recomputed by the SQL of the run on copies of the enterprise (see askWhatIf).
 */
export async function findWaysOut(
  warehouse: Warehouse,
  options: {
    readonly origin: string;
    readonly asOf: string;
    readonly nodes: readonly BuildNode[];
    readonly enterpriseIds?: readonly string[];
    /** How many tables may be in the making at once. */
    readonly lanes?: number;
  },
): Promise<Map<string, WayOut[]>> {
  const subjects = await readLevers(warehouse, options.asOf, options.enterpriseIds ?? null);
  const known = new Map<string, { level: string; score: string | null }>();
  const keyOf = (subject: Levers, counts: Counts): string => `${subject.enterpriseId} ${counts.join(",")}`;
  const ask = async (questions: readonly { subject: Levers; counts: Counts }[]): Promise<void> => {
    const open = new Map(questions.map((each) => [keyOf(each.subject, each.counts), each]));
    for (const key of known.keys()) open.delete(key);
    const asked = [...open];
    const results = await askWhatIf(warehouse, {
      ...options,
      scenarios: asked.map(([, each], index) => scenarioOf(each.subject, each.counts, index)),
    });
    for (const result of results) {
      const key = asked[result.scenarioId]?.[0];
      if (key) known.set(key, { level: result.level, score: result.score });
    }
  };
  const reaches = (subject: Levers, counts: Counts, level: string): boolean => {
    const found = known.get(keyOf(subject, counts))?.level;
    return found !== undefined && rank(found) <= rank(level);
  };

  await ask(subjects.map((subject) => ({ subject, counts: fullOf(subject) })));
  const goals = subjects.flatMap((subject) =>
    betterFirst
      .filter((level) => rank(level) < rank(subject.level) && reaches(subject, fullOf(subject), level))
      .map((level) => ({ subject, level })),
  );
  await ask(
    goals.flatMap(({ subject }) => axisCounts(fullOf(subject)).map((counts) => ({ subject, counts }))),
  );
  const leasts = goals.map(({ subject, level }) => {
    const full = fullOf(subject);
    const least = full.map(
      (length, axis) =>
        Array.from({ length }, (_, count) => count).find((count) =>
          reaches(subject, full.with(axis, count), level),
        ) ?? length,
    );
    return { subject, level, least };
  });
  // The least counts together come first of the candidates; a few at a time, until all before one that reaches were asked.
  const sought = leasts.map((each) => ({ ...each, candidates: between(each.least, fullOf(each.subject)) }));
  const firstReached = (each: (typeof sought)[number]): number => {
    const at = each.candidates.findIndex((counts) => reaches(each.subject, counts, each.level));
    return at === -1 ? each.candidates.length : at;
  };
  for (let from = 0, size = candidatesAtOnce; ; from += size, size = mostTradeOffs) {
    const open = sought.filter((each) => from < firstReached(each));
    if (open.length === 0) break;
    await ask(
      open.flatMap((each) =>
        each.candidates
          .slice(from, Math.min(from + size, firstReached(each)))
          .map((counts) => ({ subject: each.subject, counts })),
      ),
    );
  }

  const ways = new Map<string, WayOut[]>();
  for (const each of sought) {
    const { subject, level } = each;
    const counts = each.candidates[firstReached(each)] ?? fullOf(subject);
    const result = known.get(keyOf(subject, counts));
    // A set that reaches a still better level is listed once, under that level.
    if (!result || result.level !== level || counts.every((count) => count === 0)) continue;
    const { closeHazards, reviewRiskPoints } = scenarioOf(subject, counts, 0);
    const list = ways.get(subject.enterpriseId) ?? [];
    list.push({ closeHazards, reviewRiskPoints, level: result.level, score: result.score });
    ways.set(subject.enterpriseId, list);
  }
  for (const list of ways.values()) list.sort((a, b) => rank(b.level) - rank(a.level));
  return ways;
}

function rank(level: string): number {
  const found = betterFirst.indexOf(level);
  return found === -1 ? betterFirst.length : found;
}
