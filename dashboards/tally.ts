import { type Level, levelOf, levels } from "./level.js";
import type { LevelCount, RegionRow } from "./rows.js";

/** Enterprises by level. */
export type LevelTally = Readonly<Record<Level, number>>;

export interface RegionTally {
  readonly code: string;
  readonly name: string;
  readonly tally: LevelTally;
  readonly total: number;
}

function emptyTally(): Record<Level, number> {
  return { red: 0, orange: 0, yellow: 0, blue: 0, insufficient_data: 0 };
}

/** All counts of one day added up. */
export function tallyOn(counts: readonly LevelCount[], asOf: string): LevelTally {
  const tally = emptyTally();
  for (const each of counts) if (each.as_of === asOf) tally[levelOf(each.level)] += each.enterprises;
  return tally;
}

/** Enterprises of every level. */
export function totalOf(tally: LevelTally): number {
  return levels.reduce((sum, level) => sum + tally[level], 0);
}

/** Evaluation days that the counts hold, earliest first. */
export function daysOf(counts: readonly LevelCount[]): readonly string[] {
  return [...new Set(counts.map((each) => each.as_of))].sort();
}

/** Red and orange together: what a bureau looks at first. */
export function highRisk(tally: LevelTally): number {
  return tally.red + tally.orange;
}

/** One tally a region that has enterprises on the day, largest share of red and orange first, then by code. */
export function tallyByRegion(
  counts: readonly LevelCount[],
  regions: readonly RegionRow[],
  asOf: string,
): readonly RegionTally[] {
  const names = new Map(regions.map((region) => [region.region_code, region.region_name]));
  const tallies = new Map<string, Record<Level, number>>();
  for (const each of counts)
    if (each.as_of === asOf) {
      const tally = tallies.get(each.region_code) ?? emptyTally();
      tally[levelOf(each.level)] += each.enterprises;
      tallies.set(each.region_code, tally);
    }
  return [...tallies]
    .map(([code, tally]) => ({ code, name: names.get(code) ?? code, tally, total: totalOf(tally) }))
    .sort((a, b) => {
      // Compared crosswise, so that equal shares are equal and no rounding decides.
      const difference = highRisk(b.tally) * a.total - highRisk(a.tally) * b.total;
      return difference || (a.code < b.code ? -1 : 1);
    });
}
