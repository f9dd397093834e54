import { describe, expect, test } from "vitest";
import { moreText, planWithMore } from "../../../models/plan/more.js";
import { planInspections } from "../../../models/plan/plan.js";
import type { PlanEnterprise, PlanProblem } from "../../../models/plan/problem.js";

const enterprise = (id: string, more: Partial<PlanEnterprise> = {}): PlanEnterprise => ({
  enterpriseId: id,
  departmentCode: "D1",
  minimumPerYear: 12,
  capPerYear: 12,
  spacingMonths: 1,
  visitKind: "full",
  effort: { full: "2", random: "1" },
  harm: [8],
  inRandomPool: false,
  done: [],
  fixed: [],
  ...more,
});
const problem: PlanProblem = {
  months: ["2027-01", "2027-02"],
  departments: [
    {
      departmentCode: "D1",
      capacity: [
        { month: "2027-01", personDays: "1" },
        { month: "2027-02", personDays: "1.5" },
      ],
    },
  ],
  enterprises: [enterprise("A"), enterprise("B", { minimumPerYear: 0, harm: [5] })],
  random: { seed: "s" },
};

describe("what more person-days would buy", () => {
  test("is told beside the plan that stands", () => {
    const standing = planInspections(problem);
    expect(standing.visits).toEqual([]);
    // 1 + 0.5 and 1.5 + 0.5 hold one visit of 2: the one that A owes.
    const half = planWithMore(problem, standing, "0.5");
    expect(half).toMatchObject({ added: "1", visits: [0, 1], unserved: [2, 1], harm: [0, 8] });
    expect(moreText(half).en).toBe(
      "0.5 more person-days a month for each department (1 in all): 0 → 1 visits, 2 → 1 of the minimum not planned, expected harm averted +8; the draw stays.",
    );
    // 1 + 3 and 1.5 + 3 hold two visits each: both of A and, harm averted, one of B.
    expect(planWithMore(problem, standing, "3")).toMatchObject({ unserved: [2, 0], harm: [0, 13] });
    expect(moreText(half).zh).toContain("未排入的最低频次 2 → 1 次");
  });

  test.each(["0", "-1", "two"])("%s is no number of person-days to add", (more) => {
    expect(() => planWithMore(problem, planInspections(problem), more)).toThrow(
      `--more: ${more} found, person-days above 0 expected, such as 2.5`,
    );
  });
});
