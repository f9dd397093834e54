import type { Offer, Packing } from "./packing.js";

/**
 * Moves statutory visits that come after the month in which they are due into an earlier one: where there is room, else
 * in place of a visit of the same size that may come later. The worth of the plan stays what it is.
 * @param due month by claim by which its first visit is due; null: none
 */
export function punctual(packing: Packing, due: readonly (number | null)[]): void {
  const { offers } = packing.department;
  const firstOf = (at: number): number =>
    31 - Math.clz32((packing.placed[at] as number) & -(packing.placed[at] as number));
  const limitOf = (at: number): number => due[(offers[at] as Offer).claim] ?? Number.POSITIVE_INFINITY;
  for (let at = 0; at < offers.length; at++) {
    if (packing.placed[at] === 0 || firstOf(at) <= limitOf(at)) continue;
    const { size } = offers[at] as Offer;
    const from = firstOf(at);
    for (let month = limitOf(at); month >= 0; month--) {
      if (!packing.keepsDistance(at, month, 1 << from)) continue;
      if ((packing.left[month] as number) < size) {
        const other = offers.findIndex(
          (offer, one) =>
            offer.size === size &&
            ((packing.placed[one] as number) & (1 << month)) !== 0 &&
            ((packing.placed[one] as number) & (1 << from)) === 0 &&
            (firstOf(one) !== month || from <= limitOf(one)) &&
            packing.keepsDistance(one, from, 1 << month),
        );
        if (other < 0) continue;
        packing.take(other, month);
        packing.put(other, from);
      }
      packing.take(at, from);
      packing.put(at, month);
      break;
    }
  }
}
