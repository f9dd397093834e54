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
 * What an enterprise can change, in lists: major hazards, general hazards, red and orange risk points whose review is stale,
 * the other risk points whose review is stale. Within a list the changes are alike and the one that weighs most comes first: the most overdue
 * hazard, the risk point whose review is oldest.
 */
interface Levers {
  readonly enterpriseId: string;
  readonly level: string;
  readonly lists: readonly (readonly string[])[];
}

/** How many changes of each list, taken from its front. */
type Counts = readonly number[];

const listCount = 4;
/** Positions of the lists of hazards; the others hold risk points. */
const hazardLists = 2;

const betterFirst = ["blue", "yellow", "orange", "red"];

/** Scenarios beyond this many for one enterprise are not asked: the search then reports the best that it proved. */
const mostTradeOffs = 400;
/** Scenarios of one enterprise in the first asking, which decides most; the few that are left are asked all at once. */
const candidatesAtOnce = 64;

async function readLevers(
  warehouse: Warehouse,
  asOf: string,
  enterpriseIds: readonly string[] | null,
): Promise<Levers[]> {
  const day = `date ${quoteText(asOf)}`;
  const asked = enterpriseIds
    ? `and enterprise_id in (select unnest(from_json(${quoteText(JSON.stringify(enterpriseIds))}, '["VARCHAR"]')))`
    : "";
  const rows = await bulkRows<{ enterprise_id: string; level: string; list: number; id: string }>(warehouse, {
    select: `with subject as (
        select enterprise_id, level from marts.enterprise_level
        where level in ('red', 'orange', 'yellow') ${asked}
    ),
    stale_age as (
        -- Ages at which a review weighs in some measure; a review of the day itself weighs nothing there.
        select distinct decay.age_from_days, coalesce(decay.age_to_days, 2147483647) as age_to_days
        from rules.measure as measure
        join rules.measure_decay as decay
            on decay.method = measure.method and decay.edition = measure.edition
            and decay.indicator_id = measure.indicator_id
        where measure.stream = 'risk_point_review' and decay.weight > 0 and decay.age_from_days > 0
    ),
    lever as (
        select enterprise_id, case level when 'major' then 0 else 1 end as list, hazard_id as id,
            -coalesce(overdue_days, 0) as urgency
        from marts.hazard_ledger
        where state = 'open' and (level = 'major' or is_overdue)
        union all
        select point.enterprise_id, case when graded.level in ('red', 'orange') then 2 else 3 end, point.risk_point_id,
            date_diff('day', ${day}, coalesce(point.reviewed_on, date '1900-01-01'))
        from staging.risk_point as point
        join marts.risk_point_level as graded on graded.risk_point_id = point.risk_point_id
        where point.reviewed_on is null or exists (
            select 1 from stale_age
            where date_diff('day', point.reviewed_on, ${day}) >= stale_age.age_from_days
                and date_diff('day', point.reviewed_on, ${day}) < stale_age.age_to_days
        )
    )
    select subject.enterprise_id, subject.level, lever.list, lever.id, lever.urgency as order_urgency
    from subject join lever on lever.enterprise_id = subject.enterprise_id`,
    orderBy: "enterprise_id, list, order_urgency, id",
  });
  const levers = new Map<string, { level: string; lists: string[][] }>();
  for (const row of rows) {
    const lists = Array.from({ length: listCount }, (): string[] => []);
    const entry = levers.get(row.enterprise_id) ?? { level: row.level, lists };
    entry.lists[row.list]?.push(row.id);
    levers.set(row.enterprise_id, entry);
  }
  return [...levers].map(([enterpriseId, entry]) => ({ enterpriseId, ...entry }));
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
 * Why it is smallest: within a list the changes are taken worst first, and doing more never worsens a level. So when a
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
