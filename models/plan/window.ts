/**
 * Windows: sets of months, fixed before any capacity is looked at, such that visits placed anywhere in them
 * keep their distance. They are what lets the planner treat the visits of one enterprise one by one, and so
 * what makes it monotone (see pass.ts).
 */

/**
 * The most visits that fit into rising months at the least distance. Earliest-first is best: it leaves most
 * room behind.
 */
export function mostVisits(months: readonly number[], spacing: number): number {
  let count = 0;
  let next = Number.NEGATIVE_INFINITY;
  for (const month of months)
    if (month >= next) {
      count++;
      next = month + spacing;
    }
  return count;
}

/**
 * `count` windows over rising months: each a list of months, and any month of one lies at least `spacing`
 * before any of the next. `count` must not exceed `mostVisits`. `lean` (0 to 2) says how much of the slack
 * the earlier windows get, 1 an even part: varying it by enterprise keeps the whole department from wanting
 * the same months.
 */
export function windows(months: readonly number[], spacing: number, count: number, lean: number): number[][] {
  if (count === 0 || months.length === 0) return [];
  const latest: number[] = new Array(count).fill(0);
  let limit = Number.POSITIVE_INFINITY;
  for (let i = count - 1, at = months.length - 1; i >= 0; i--) {
    while ((months[at] as number) > limit) at--;
    latest[i] = months[at] as number;
    limit = (months[at] as number) - spacing;
  }
  const result: number[][] = [];
  let first = months[0] as number;
  for (let i = 0; i < count; i++) {
    const slack = (latest[i] as number) - first;
    const last =
      i === count - 1
        ? (latest[i] as number)
        : first + Math.min(slack, Math.floor((slack * lean) / (count - i)));
    const own = months.filter((month) => month >= first && month <= last);
    result.push(own);
    const end = own[own.length - 1] as number;
    first = months.find((month) => month >= end + spacing) ?? first;
  }
  return result;
}
