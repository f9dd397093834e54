import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planInspections } from "../../../models/plan/plan.js";
import type { PlanEnterprise, PlanProblem } from "../../../models/plan/problem.js";
import type { Plan } from "../../../models/plan/result.js";
import { mustBeBest, mustBeLawful } from "./plan-checks.js";
import { problems } from "./problem-arbitrary.js";

/** A planner that answers another question than it was asked. */
const misled =
  (change: (enterprise: PlanEnterprise) => Partial<PlanEnterprise>) =>
  (problem: PlanProblem): Plan =>
    planInspections({
      ...problem,
      enterprises: problem.enterprises.map((enterprise) => ({ ...enterprise, ...change(enterprise) })),
    });

const nothing = { statutory: 0, harm: 0 };

/** What a planner must not do; each does it and states its worth and bound as if all were well. */
const badPlanners: Readonly<Record<string, (problem: PlanProblem) => Plan>> = {
  "places nothing": (problem) => {
    const plan = planInspections(problem);
    return {
      ...plan,
      visits: [],
      value: nothing,
      bound: nothing,
      departments: plan.departments.map((one) => ({ ...one, value: nothing, bound: nothing })),
    };
  },
  "states no department": (problem) => ({
    ...planInspections(problem),
    visits: [],
    departments: [],
    capacity: [],
  }),
  "leaves out its last visit": (problem) => {
    const plan = planInspections(problem);
    return { ...plan, visits: plan.visits.slice(0, -1) };
  },
  "puts the statutory minimum behind harm": misled(() => ({ minimumPerYear: 0, dueMonth: null })),
  "ignores the distance between visits": misled(() => ({ spacingMonths: 1 })),
  "exceeds the cap by one": misled(({ capPerYear }) => ({
    capPerYear: capPerYear === null ? null : capPerYear + 1,
  })),
  "takes half a day less than a visit needs": misled(({ effort }) => ({
    effort: Object.fromEntries(
      Object.entries(effort).map(([kind, days]) => [kind, String(Math.max(0.5, Number(days) - 0.5))]),
    ),
  })),
};

/** Problems tried: far fewer than the property has, so that each fault is a common one there. */
const CASES = 300;

describe("the checks of a plan refuse a planner that", () => {
  test.each(Object.entries(badPlanners))("%s", (_, planner) => {
    const refused = fc.sample(problems(4), { numRuns: CASES, seed: 20261123 }).filter((problem) => {
      try {
        const plan = planner(problem);
        mustBeLawful(problem, plan);
        mustBeBest(problem, plan);
        return false;
      } catch {
        return true;
      }
    });
    expect(refused.length).toBeGreaterThan(CASES / 20);
  });

  test("and not the planner", () => {
    for (const problem of fc.sample(problems(4), { numRuns: CASES, seed: 20261123 })) {
      mustBeLawful(problem, planInspections(problem));
      mustBeBest(problem, planInspections(problem));
    }
  });
});
