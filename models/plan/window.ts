/** Months of the period as bits of a whole number: bit i is month i. */
export type Months = number;

/** The months nearer to a month than the least distance, itself among them. */
export function nearMask(month: number, spacing: number): Months {
  const low = Math.max(0, month - spacing + 1);
  const high = Math.min(30, month + spacing - 1);
  return (2 ** (high + 1) - 1) & ~((1 << low) - 1);
}

/**
 * The most visits that fit into months at the least distance. Earliest-first is best: it leaves most room
 * behind.
 */
export function mostVisits(months: Months, spacing: number): number {
  let count = 0;
  for (let month = 0, open = months; open !== 0 && month < 31; month++)
    if ((open & (1 << month)) !== 0) {
      count++;
      open &= ~((1 << Math.min(30, month + spacing)) - 1);
    }
  return count;
}

/** The last of some months, -1 where there is none. */
export const lastMonth = (months: Months): number => 31 - Math.clz32(months);
