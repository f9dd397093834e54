import type { BuildNode } from "../warehouse/build.js";
import type { Warehouse } from "../warehouse/open.js";
import { askWhatIf, type Scenario } from "./catalog.js";
import { hazardLists, type Levers, readLevers } from "./levers.js";

/** The smallest set of changes that lifts an enterprise to a better level, and what the level would then be. */
export interface WayOut {
  readonly closeHazards: readonly string[];
  readonly reviewRiskPoints: readonly string[];
  readonly level: string;
  readonly score: string | null;
}

/** How many changes of each list, taken from its front. */
type Counts = readonly number[];

const betterFirst = ["blue", "yellow", "orange", "red"];

/** Scenarios beyond this many for one enterprise are not asked: the search then reports the best that it proved. */
const mostTradeOffs = 400;
/** Scenarios of one enterprise in the first asking, which decides most; the few that are left are asked all at once. */
const candidatesAtOnce = 64;

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

/** The same with fewer of one list, fewest first. */
function withFewer(counts: Counts, axis: number): Counts[] {
  return Array.from({ length: counts[axis] ?? 0 }, (_, count) => counts.with(axis, count));
}

/** Each list's prefixes while the other lists are worked off whole: what each list must at least give. */
function axisCounts(full: Counts): Counts[] {
  return full.flatMap((_, axis) => withFewer(full, axis));
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

interface Goal {
  readonly subject: Levers;
  readonly level: string;
}

type Ask = (questions: readonly { subject: Levers; counts: Counts }[]) => Promise<void>;
type Reaches = (subject: Levers, counts: Counts, level: string) => boolean;

/**
 * Of goals that no candidate reached, a set that no list can be shortened of: from all changes each list in turn, reviews first,
 * is taken as short as the others allow. There may be a smaller one. It happens where measures of reviews disagree on every point.
 */
async function cutDown<Sought extends Goal>(
  goals: readonly Sought[],
  ask: Ask,
  reaches: Reaches,
): Promise<ReadonlyMap<Sought, Counts>> {
  const cut = new Map(goals.map((goal) => [goal, fullOf(goal.subject)]));
  const shorter = (goal: Sought, axis: number): Counts[] => withFewer(cut.get(goal) ?? [], axis);
  for (let axis = Math.max(0, ...goals.map(({ subject }) => subject.lists.length)) - 1; axis >= 0; axis--) {
    await ask(
      goals.flatMap((goal) => shorter(goal, axis).map((counts) => ({ subject: goal.subject, counts }))),
    );
    for (const goal of goals) {
      const found = shorter(goal, axis).find((counts) => reaches(goal.subject, counts, goal.level));
      if (found) cut.set(goal, found);
    }
  }
  return cut;
}

/**
 * The way out of each graded enterprise that is not blue: for every better level that closing hazards and reviewing risk
 * points can reach, a smallest set of such changes. A map by enterprise id; an enterprise that no such change lifts is absent.
 *
 * Why it is smallest: within a list the changes are taken heaviest first, and doing more never worsens a level. So when a
 * level is reached with `a` changes of a list and all of the others, no set with fewer than `a` of that list reaches it.
 * These least counts together are the smallest set if they reach the level; else the sets above them are tried by size, up to
 * `mostTradeOffs` of them; see cutDown for what then remains.
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

  const cut = await cutDown(
    sought.filter((each) => firstReached(each) === each.candidates.length),
    ask,
    reaches,
  );

  const ways = new Map<string, WayOut[]>();
  for (const each of sought) {
    const { subject, level } = each;
    const counts = each.candidates[firstReached(each)] ?? cut.get(each) ?? fullOf(subject);
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
