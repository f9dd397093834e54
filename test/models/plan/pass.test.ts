import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillMonths } from "../../../models/plan/pass.js";

const MONTHS = 4;
const situation = fc.record({
  items: fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 5 }), months: fc.integer({ min: 0, max: 15 }) }),
    { maxLength: 10 },
  ),
  capacities: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: MONTHS, maxLength: MONTHS }),
  extra: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: MONTHS, maxLength: MONTHS }),
  turns: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: MONTHS, maxLength: MONTHS }),
  left: fc.nat(),
});

function itemsOf(items: readonly { size: number; months: number }[]) {
  return {
    sizes: Int32Array.from(items, (item) => item.size),
    months: Int32Array.from(items, (item) => item.months),
  };
}

/** A different order for each month, none of which looks at a capacity. */
function ordersOf(count: number, turns: readonly number[]): Int32Array[] {
  return turns.map((turn) => Int32Array.from({ length: count }, (_, i) => (i + turn) % count));
}

describe("filling the months", () => {
  test("takes in order until the first misfit, which closes the month", () => {
    const items = itemsOf([
      { size: 2, months: 0b01 },
      { size: 3, months: 0b11 },
      { size: 1, months: 0b11 },
    ]);
    const order = Int32Array.of(0, 1, 2);
    expect([...fillMonths(items, () => order, [4, 3])]).toEqual([0, 1, -1]);
    expect([...fillMonths(items, () => order, [5, 3])]).toEqual([0, 0, 1]);
  });

  test("more capacity and fewer items never un-place an item (10,000 cases)", () => {
    fc.assert(
      fc.property(situation, ({ items, capacities, extra, turns, left }) => {
        const orders = ordersOf(items.length, turns);
        const small = fillMonths(itemsOf(items), (month) => orders[month] as Int32Array, capacities);
        const absent = items.length === 0 ? -1 : left % (items.length + 1);
        const fewer = items.map((item, i) => (i === absent ? { ...item, months: 0 } : item));
        const more = capacities.map((capacity, m) => capacity + (extra[m] as number));
        const large = fillMonths(itemsOf(fewer), (month) => orders[month] as Int32Array, more);
        small.forEach((month, i) => {
          if (month !== -1 && i !== absent && large[i] === -1) throw new Error(`item ${i} lost`);
        });
      }),
      { numRuns: 10_000, seed: 20261123 },
    );
  });

  test("never exceeds a month nor leaves an item's window (10,000 cases)", () => {
    fc.assert(
      fc.property(situation, ({ items, capacities, turns }) => {
        const orders = ordersOf(items.length, turns);
        const placed = fillMonths(itemsOf(items), (month) => orders[month] as Int32Array, capacities);
        const used = capacities.map(() => 0);
        placed.forEach((month, i) => {
          const item = items[i] as (typeof items)[number];
          if (month === -1) return;
          if ((item.months & (1 << month)) === 0) throw new Error(`item ${i} outside its window`);
          used[month] = (used[month] as number) + item.size;
        });
        capacities.forEach((capacity, month) => {
          if ((used[month] as number) > capacity) throw new Error(`month ${month} exceeded`);
        });
      }),
      { numRuns: 10_000, seed: 20261123 },
    );
  });
});
