/**
 * Visits that might be planned, by position: what each takes, and the months it may be in (bit i = month i
 * of the period).
 */
export interface PassItems {
  readonly sizes: Int32Array;
  readonly months: Int32Array;
}

/**
 * Fills the months one after the other: of the items not yet placed that may be in the month, in the order
 * given for it, takes one after the other until the first that does not fit; that one closes the month.
 * Returns the month of each item, or -1.
 *
 * **More capacity never loses an item.** Let C ≤ C' month by month, and let U, U' be the sets still
 * unplaced. Claim: U' ⊆ U before every month. It holds at the start (U' = U). In month m let x be the item
 * that closes the month under C (or the end of the order): everything available in U before x was taken and
 * sums to at most C_m. Under C' the items available in U' before x are among those, so they sum to at most
 * C_m ≤ C'_m and are all taken. What stays unplaced under C' is thus, among the available, in U' from x on,
 * hence also unplaced under C; the unavailable do not change. So U' ⊆ U after the month. The same argument
 * allows U' to start smaller than U: **leaving out an item never un-places another**. It needs an order
 * that does not look at the capacities, and the stop at the first misfit: skipping ahead would place more
 * and lose the property.
 */
export function fillMonths(
  { sizes, months }: PassItems,
  orderOf: (month: number) => Int32Array,
  capacities: readonly number[],
): Int8Array {
  const placed = new Int8Array(sizes.length).fill(-1);
  let order: Int32Array | null = null;
  let left = new Int32Array(0);
  let leftCount = 0;
  for (let month = 0; month < capacities.length; month++) {
    const asked = orderOf(month);
    // Months mostly share an order: then only what is left of it is walked again.
    if (asked !== order) {
      order = asked;
      left = asked.slice();
      leftCount = 0;
      for (const index of asked) if (placed[index] === -1) left[leftCount++] = index;
    }
    const bit = 1 << month;
    let free = capacities[month] as number;
    let kept = 0;
    let at = 0;
    for (; at < leftCount; at++) {
      const index = left[at] as number;
      if (((months[index] as number) & bit) === 0) {
        left[kept++] = index;
        continue;
      }
      const size = sizes[index] as number;
      if (size > free) break;
      free -= size;
      placed[index] = month;
    }
    left.copyWithin(kept, at, leftCount);
    leftCount += kept - at;
  }
  return placed;
}
