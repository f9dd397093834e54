import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planInspections } from "../../../models/plan/plan.js";
import type { PlanProblem } from "../../../models/plan/problem.js";
import type { Plan } from "../../../models/plan/result.js";
import { owedOf } from "./brute-force.js";
import { at, must, mustBeBest, mustBeLawful, planned } from "./plan-checks.js";
import { problems } from "./problem-arbitrary.js";

const CASES = 10_000;
const check = (property: fc.IProperty<unknown[]>, numRuns = CASES) =>
  fc.assert(property, { numRuns, seed: 20261123 });

/** Halves of a person-day that each month of each department gains. */
const increases = (slots: number) =>
  fc.array(fc.integer({ min: 0, max: 6 }), { minLength: slots, maxLength: slots });

function enlarged(problem: PlanProblem, extra: readonly number[], months = 4): PlanProblem {
  return {
    ...problem,
    departments: problem.departments.map((one, d) => ({
      ...one,
      capacity: one.capacity.map((row, m) => ({
        ...row,
        personDays: String(Number(row.personDays) + (extra[d * months + m] as number) / 2),
      })),
    })),
  };
}

describe("a plan, on any problem", () => {
  test("keeps every cap, distance and capacity", () => {
    check(fc.property(problems(), (problem) => mustBeLawful(problem, planInspections(problem))));
  });

  test("is served no worse by more capacity", () => {
    let compared = 0;
    check(
      fc.property(problems(8), increases(8), (problem, extra) => {
        const larger = enlarged(problem, extra);
        const before = planInspections(problem);
        const after = planInspections(larger);
        const drawsOf = (plan: Plan, code: string) =>
          plan.visits
            .filter((visit) => visit.basis === "random" && visit.departmentCode === code)
            .map((visit) => `${visit.enterpriseId} ${visit.month}`)
            .sort()
            .join();
        before.departments.forEach((small, i) => {
          const large = after.departments[i] as (typeof after.departments)[number];
          must(large.value.statutory >= small.value.statutory, "the first tier fell");
          must(large.bound.statutory >= small.bound.statutory, "the bound of the first tier fell");
          // The draw is by lot and grows with the share: harm is compared beside the same draw.
          const code = small.departmentCode;
          if (large.value.statutory > small.value.statutory || drawsOf(after, code) !== drawsOf(before, code))
            return;
          compared++;
          must(large.value.harm >= small.value.harm, "harm averted fell");
        });
      }),
    );
    // The condition must leave most cases to be compared.
    expect(compared).toBeGreaterThan(CASES / 2);
  });

  /** No tier falls: the first is larger, or it is as large and harm averted is no less. */
  function mustNotFall(before: Plan, after: Plan): void {
    before.departments.forEach((small, i) => {
      const large = after.departments[i] as (typeof after.departments)[number];
      must(large.departmentCode === small.departmentCode, "the departments changed");
      must(large.value.statutory >= small.value.statutory, "the first tier fell");
      must(
        large.value.statutory > small.value.statutory || large.value.harm >= small.value.harm,
        "harm averted fell",
      );
      must(large.value.statutory <= large.bound.statutory && large.value.harm <= large.bound.harm, "bound");
    });
  }

  test("planned with more capacity beside the plan that stands is never worth less, and keeps its draw", () => {
    check(
      fc.property(problems(8), increases(8), (problem, extra) => {
        const before = planInspections(problem);
        const larger = enlarged(problem, extra);
        const after = planInspections(larger, before);
        mustNotFall(before, after);
        mustBeLawful(larger, after);
        expect(after.draw.register).toEqual(before.draw.register);
      }),
    );
  });

  test("nor in departments too large to be proven best", () => {
    let unproven = 0;
    check(
      fc.property(problems(60, 9, 60), increases(18), (problem, extra) => {
        const before = planInspections(problem);
        const larger = enlarged(problem, extra, 9);
        const after = planInspections(larger, before);
        mustNotFall(before, after);
        mustBeLawful(larger, after);
        if (after.gap.harm !== "0") unproven++;
      }),
      20,
    );
    expect(unproven).toBeGreaterThan(10);
  });

  test("refuses to let a plan stand where there are fewer person-days", () => {
    const [problem] = fc.sample(problems(), { numRuns: 1, seed: 1 }) as [PlanProblem];
    const larger = enlarged(
      problem,
      Array.from({ length: 8 }, () => 1),
    );
    expect(() => planInspections(problem, planInspections(larger))).toThrow(
      /standing plan › D1 › 2027-01: made for .* person-days, the problem gives less; plan anew/,
    );
  });

  test("is the same for the same seed, whatever the order of the rows", () => {
    check(
      fc.property(problems(), (problem) => {
        const turned = {
          ...problem,
          enterprises: [...problem.enterprises].reverse(),
          departments: [...problem.departments].reverse(),
        };
        expect(planInspections(turned)).toEqual(planInspections(problem));
      }),
    );
  });

  test("stays within its bound, and what it says of its worth is the worth of its rows", () => {
    check(
      fc.property(problems(), (problem) => {
        const plan = planInspections(problem);
        expect(plan.value.statutory).toBeLessThanOrEqual(plan.bound.statutory);
        expect(plan.value.harm).toBeLessThanOrEqual(plan.bound.harm);
        const rows = planned(plan);
        expect(rows.reduce((sum, visit) => sum + (visit.harm as number), 0)).toBe(plan.value.harm);
        // A drawn enterprise owes nothing, so the statutory visits are the first of their year.
        const statutory = rows.filter((visit) => visit.basis === "statutory");
        expect(statutory.reduce((sum, visit) => sum + (visit.harm as number) + 1, 0)).toBe(
          plan.value.statutory,
        );
        const unserved = plan.shortages
          .flatMap((row) => row.unserved)
          .reduce((sum, one) => sum + one.visits, 0);
        const owed = problem.enterprises.reduce((sum, one) => sum + owedOf(problem, one), 0);
        expect(statutory.length + unserved).toBe(owed);
      }),
    );
  });

  test("is as good as the best that a brute-force planner finds, and its bound proves it", () => {
    check(
      fc.property(problems(4), (problem) => {
        mustBeBest(problem, planInspections(problem));
      }),
    );
  });

  test("planned again moves nothing that is done or fixed", () => {
    check(
      fc.property(problems(), fc.nat(), fc.nat(), (problem, pick, pickDone) => {
        const plan = planInspections(problem);
        const later = planned(plan).filter((visit) => at(visit.month) >= at("2027-02"));
        const earlier = planned(plan).filter((visit) => at(visit.month) < at("2027-02"));
        const fixed = later.filter((_, i) => (pick >> (i % 20)) & 1);
        const done = earlier
          .filter((_, i) => (pickDone >> (i % 20)) & 1)
          .map((visit) => ({
            enterpriseId: visit.enterpriseId,
            month: visit.month,
            kind: visit.visitKind,
            personDays: visit.personDays,
          }));
        const extended: PlanProblem = {
          ...problem,
          months: problem.months.slice(1),
          enterprises: problem.enterprises.map((one) => ({
            ...one,
            done: [...one.done, ...done.filter((visit) => visit.enterpriseId === one.enterpriseId)],
            fixed: [
              ...one.fixed.filter((visit) => at(visit.month) >= at("2027-02")),
              ...fixed
                .filter((visit) => visit.enterpriseId === one.enterpriseId)
                .map((visit) => ({
                  month: visit.month,
                  kind: visit.visitKind,
                  personDays: visit.personDays,
                })),
            ],
          })),
        };
        const again = planInspections(extended);
        const rows = new Set(
          again.visits.filter((visit) => visit.basis === "fixed").map((visit) => JSON.stringify(visit)),
        );
        for (const visit of fixed) {
          const row = JSON.stringify({ ...visit, basis: "fixed", rank: null, harm: null, isLate: false });
          must(rows.has(row), `moved: ${row}`);
        }
        must(
          planned(again).every((visit) => at(visit.month) >= at("2027-02")),
          "planned in the past",
        );
        mustBeLawful(extended, again);
      }),
    );
  });
});
