import fc from "fast-check";
import type { PlanEnterprise, PlanProblem, VisitKind } from "../../../models/plan/problem.js";

const DEPARTMENTS = ["D1", "D2"] as const;
const EFFORTS = ["0.5", "1", "1.5", "2", "3"] as const;

const known = fc.record({
  month: fc.constantFrom("2026-10", "2026-12", "2027-01", "2027-02", "2027-03"),
  kind: fc.constantFrom<VisitKind>("full", "random"),
});

function enterprise(id: number): fc.Arbitrary<PlanEnterprise> {
  return fc.record({
    enterpriseId: fc.constant(`E${id}`),
    departmentCode: fc.constantFrom(...DEPARTMENTS),
    minimumPerYear: fc.constantFrom(0, 0, 1, 2, 4),
    capPerYear: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
    spacingMonths: fc.constantFrom(1, 2, 3),
    visitKind: fc.constantFrom<VisitKind>("full", "special"),
    effort: fc
      .tuple(fc.constantFrom(...EFFORTS), fc.constantFrom("0.5", "1"))
      .map(([visit, random]) => ({ full: visit, special: visit, random })),
    harm: fc
      .array(fc.integer({ min: 0, max: 50 }), { maxLength: 4 })
      .map((steps) => [...steps].sort((a, b) => b - a)),
    dueMonth: fc.option(fc.constantFrom("2026-12", "2027-01", "2027-03", "2027-12"), { nil: null }),
    inRandomPool: fc.boolean(),
    stratum: fc.constantFrom("blue", "insufficient_data", null),
    done: fc.array(known, { maxLength: 1 }),
    fixed: fc.array(
      known.map((visit) => ({ ...visit, month: visit.month.replace("2026", "2027") })),
      { maxLength: 1 },
    ),
  });
}

/**
 * Small problems in which every rule can bite: `least` to `most` enterprises, the first months of 2027, scarce
 * person-days.
 */
export function problems(most = 5, monthCount = 4, least = 0): fc.Arbitrary<PlanProblem> {
  const months = Array.from({ length: monthCount }, (_, i) => `2027-0${i + 1}`);
  const capacity = fc
    .array(fc.integer({ min: 0, max: 14 }), { minLength: monthCount, maxLength: monthCount })
    .map((halves) => halves.map((half, i) => ({ month: months[i] as string, personDays: String(half / 2) })));
  return fc.record({
    months: fc.constant(months),
    departments: fc
      .tuple(capacity, capacity)
      .map((both) => both.map((own, i) => ({ departmentCode: DEPARTMENTS[i] as string, capacity: own }))),
    enterprises: fc
      .integer({ min: least, max: most })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => enterprise(i)))),
    random: fc.record({
      seed: fc.constantFrom("a", "b", "c"),
      share: fc.constantFrom("0", "0.05", "0.2", "0.5"),
      most: fc.constantFrom("0.15", "0.5", "1"),
      strata: fc.constantFrom([], [{ stratum: "insufficient_data", fraction: "0.5" }]),
    }),
  });
}
