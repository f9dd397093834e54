/** A visit or two that two months might hold between them: its size, and its worth in the first, the second, or both. */
export interface PairItem {
  readonly size: number;
  /** Worth in either month, in both; 0: it may not be there. */
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

// Tables are used again from call to call: making them anew would cost more than filling them.
let best = new Float64Array(0);
let chosen = new Uint8Array(0);

/**
 * The best choice for two months that hold `rooms` units: for each item 0 (in neither), 1 (first), 2 (second)
 * or 3 (both). Exact, by dynamic programming over what is left of both months. Returns the choice and its worth.
 */
export function bestPair(
  items: readonly PairItem[],
  rooms: readonly [number, number],
): { readonly choice: Uint8Array; readonly worth: number } {
  let sizes = 0;
  for (const { size } of items) sizes += size;
  const roomA = Math.min(rooms[0], sizes);
  const roomB = Math.min(rooms[1], sizes);
  const width = roomB + 1;
  const states = (roomA + 1) * width;
  if (best.length < states) best = new Float64Array(states * 2);
  if (chosen.length < states * items.length) chosen = new Uint8Array(states * items.length * 2);
  best.fill(0, 0, states);
  chosen.fill(0, 0, states * items.length);
  items.forEach((item, i) => {
    fillTable(best, chosen, i * states, item, roomA, roomB);
  });
  const choice = new Uint8Array(items.length);
  let a = roomA;
  let b = roomB;
  for (let i = items.length - 1; i >= 0; i--) {
    const how = chosen[i * states + a * width + b] as number;
    const { size } = items[i] as PairItem;
    choice[i] = how;
    if ((how & 1) !== 0) a -= size;
    if ((how & 2) !== 0) b -= size;
  }
  return { choice, worth: best[states - 1] as number };
}

/** Adds an item to the table, from the largest rooms down, so that it is taken once at most. */
function fillTable(
  worths: Float64Array,
  hows: Uint8Array,
  offset: number,
  { size, first, second, both }: PairItem,
  roomA: number,
  roomB: number,
): void {
  const width = roomB + 1;
  const down = size * width;
  for (let a = roomA; a >= 0; a--) {
    const row = a * width;
    const isInA = a >= size;
    const intoA = isInA ? first : 0;
    const intoBoth = isInA ? both : 0;
    for (let b = roomB; b >= 0; b--) {
      const here = row + b;
      let most = worths[here] as number;
      let how = 0;
      if (intoA > 0) {
        const worth = (worths[here - down] as number) + intoA;
        if (worth > most) {
          most = worth;
          how = 1;
        }
      }
      if (b >= size) {
        if (second > 0) {
          const worth = (worths[here - size] as number) + second;
          if (worth > most) {
            most = worth;
            how = 2;
          }
        }
        if (intoBoth > 0) {
          const worth = (worths[here - down - size] as number) + intoBoth;
          if (worth > most) {
            most = worth;
            how = 3;
          }
        }
      }
      if (how !== 0) {
        worths[here] = most;
        hows[offset + here] = how;
      }
    }
  }
}
