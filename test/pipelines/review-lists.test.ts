import fc from "fast-check";
import { expect, test } from "vitest";
import { reviewLists } from "../../pipelines/what-if/levers.js";

test("of one measure, the heaviest reviews come first in one list, and those alike keep their order", () => {
  const points = [
    { id: "yellow 1", gains: [0.5] },
    { id: "red", gains: [1] },
    { id: "yellow 2", gains: [0.5] },
    { id: "ungraded", gains: [1] },
  ];
  expect(reviewLists(points)).toEqual([["red", "ungraded", "yellow 1", "yellow 2"]]);
  expect(reviewLists([])).toEqual([]);
});

test("points that two measures weigh the other way round stand in lists of their own", () => {
  const points = [
    { id: "a", gains: [2, 1] },
    { id: "b", gains: [1, 2] },
    { id: "c", gains: [1, 1] },
  ];
  expect(reviewLists(points)).toEqual([["a", "c"], ["b"]]);
});

test("the first few of a list take no less off any measure than any other few of it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 }), { maxLength: 12 }),
      (gains) => {
        const points = gains.map((each, at) => ({ id: String(at), gains: each }));
        const lists = reviewLists(points);
        expect(lists.flat().sort()).toEqual(points.map(({ id }) => id).sort());
        for (const list of lists)
          for (const measure of [0, 1]) {
            const taken = list.map((id) => gains[Number(id)]?.[measure] ?? 0);
            expect(taken).toEqual([...taken].sort((a, b) => b - a));
          }
      },
    ),
  );
});
