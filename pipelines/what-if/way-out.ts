import type { BuildNode } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { askWhatIf, type Scenario } from "./catalog.js";

/** The smallest set of changes that lifts an enterprise to a better level, and what the level would then be. */
export interface WayOut {
  readonly closeHazards: readonly string[];
  readonly reviewRiskPoints: readonly string[];
  readonly level: string;
  readonly score: string | null;
}

/** What an enterprise can change, worst first: major hazards, general hazards, risk points to review. */
interface Levers {
  readonly enterpriseId: string;
  readonly level: string;
  readonly lists: readonly [readonly string[], readonly string[], readonly string[]];
}

type Counts = readonly [number, number, number];

const betterFirst = ["blue", "yellow", "orange", "red"];

/** Scenarios beyond this many for one enterprise are not asked: the search then reports the best that it proved. */
const mostTradeOffs = 400;
/** Scenarios of one enterprise in one asking: an asking costs about the same for one as for hundreds. */
const candidatesAtOnce = 16;

async function readLevers(
  warehouse: Warehouse,
  asOf: string,
  enterpriseIds: readonly string[] | null,
): Promise<Levers[]> {
  const rows = await warehouse.rows<{ enterprise_id: string; level: string; list: number; id: string }>(
    `with subject as (
        select enterprise_id, level from marts.enterprise_level
        where level in ('red', 'orange', 'yellow')
            and ($2::json is null or enterprise_id in (select unnest(from_json($2::json, '["VARCHAR"]'))))
    ),
    lever as (
        select enterprise_id, case level when 'major' then 0 else 1 end as list, hazard_id as id,
            -coalesce(overdue_days, 0) as urgency
        from marts.hazard_ledger
        where state = 'open' and (level = 'major' or is_overdue)
        union all
        select point.enterprise_id, 2, point.risk_point_id,
            date_diff('day', $1::date, coalesce(point.reviewed_on, date '1900-01-01'))
        from staging.risk_point as point
        join marts.risk_point_level as graded on graded.risk_point_id = point.risk_point_id
        where graded.level in ('red', 'orange') and (point.reviewed_on is null or point.reviewed_on < $1::date)
    )
    select subject.enterprise_id, subject.level, lever.list, lever.id
    from subject join lever on lever.enterprise_id = subject.enterprise_id
    order by subject.enterprise_id, lever.list, lever.urgency, lever.id`,
    [asOf, enterpriseIds ? JSON.stringify(enterpriseIds) : null],
  );
  const levers = new Map<string, { level: string; lists: [string[], string[], string[]] }>();
  for (const row of rows) {
    const entry = levers.get(row.enterprise_id) ?? { level: row.level, lists: [[], [], []] };
    entry.lists[row.list as 0 | 1 | 2].push(row.id);
    levers.set(row.enterprise_id, entry);
  }
  return [...levers].map(([enterpriseId, entry]) => ({ enterpriseId, ...entry }));
}

function scenarioOf(levers: Levers, counts: Counts, scenarioId: number): Scenario {
  const [major, general, review] = levers.lists;
  return {
    scenarioId,
    enterpriseId: levers.enterpriseId,
    closeHazards: [...major.slice(0, counts[0]), ...general.slice(0, counts[1])],
    reviewRiskPoints: review.slice(0, counts[2]),
  };
}

function fullOf(levers: Levers): Counts {
  return [levers.lists[0].length, levers.lists[1].length, levers.lists[2].length];
}

/** Each list's prefixes while the other lists are worked off whole: what each list must at least give. */
function axisCounts(full: Counts): Counts[] {
  return [0, 1, 2].flatMap((axis) =>
    Array.from({ length: full[axis as 0 | 1 | 2] }, (_, count) => {
      const counts: [number, number, number] = [...full];
      counts[axis as 0 | 1 | 2] = count;
      return counts;
    }),
  );
}

/** Vectors between the least that each list must give and everything, smallest total first. */
function between(least: Counts, full: Counts): Counts[] {
  const found: Counts[] = [];
  for (let a = least[0]; a <= full[0]; a++)
    for (let b = least[1]; b <= full[1]; b++) for (let c = least[2]; c <= full[2]; c++) found.push([a, b, c]);
  return found
    .sort((x, y) => x[0] + x[1] + x[2] - (y[0] + y[1] + y[2]) || y[0] - x[0] || y[1] - x[1])
    .slice(0, mostTradeOffs);
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
    const least = [0, 1, 2].map((axis) => {
      const prefixes = axisCounts(full).filter(
        (counts) => counts[axis as 0 | 1 | 2] < full[axis as 0 | 1 | 2],
      );
      return (
        prefixes.find((counts) => reaches(subject, counts, level))?.[axis as 0 | 1 | 2] ??
        full[axis as 0 | 1 | 2]
      );
    }) as unknown as Counts;
    return { subject, level, least };
  });
  // The least counts together come first of the candidates; a few at a time, until one reaches the level.
  const sought = leasts.map((each) => ({ ...each, candidates: between(each.least, fullOf(each.subject)) }));
  const reached = (each: (typeof sought)[number]): Counts | undefined =>
    each.candidates.find((counts) => reaches(each.subject, counts, each.level));
  for (let from = 0; ; from += candidatesAtOnce) {
    const open = sought.filter((each) => from < each.candidates.length && !reached(each));
    if (open.length === 0) break;
    await ask(
      open.flatMap(({ subject, candidates }) =>
        candidates.slice(from, from + candidatesAtOnce).map((counts) => ({ subject, counts })),
      ),
    );
  }

  const ways = new Map<string, WayOut[]>();
  for (const each of sought) {
    const { subject, level } = each;
    const counts = reached(each) ?? fullOf(subject);
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
