import { describe, expect, test } from "vitest";
import {
  type CityEnterprise,
  type CityPlanInputs,
  cityProblem,
  monthsBetween,
  nextDay,
} from "../../../models/plan/city.js";
import { effortOf, harmOf, planRules, type ParameterRow } from "../../../models/plan/city-rules.js";
import { UNASSIGNED } from "../../../models/plan/department-name.js";
import { planInspections } from "../../../models/plan/plan.js";
import { planSheet, poolsOf, sheetHeadings } from "../../../models/plan/sheet.js";
import { planText } from "../../../models/plan/plan-text.js";

const number = (parameter_id: string, value: number): ParameterRow => ({
  parameter_id,
  value_number: value.toFixed(6),
  value_code: null,
});
const code = (parameter_id: string, value_code: string): ParameterRow => ({
  parameter_id,
  value_number: null,
  value_code,
});
const parameters: readonly ParameterRow[] = [
  ...(["full", "special", "random", "follow_up", "complaint"] as const).map((kind, at) =>
    number(`effort_days.${kind}`, at === 0 ? 2 : 1),
  ),
  number("effort_days.desk", 0.5),
  number("effort_factor.sector.chemical", 1.5),
  number("effort_factor.staff_from.100", 1.5),
  number("effort_factor.staff_from.1000", 2),
  number("qualifies.full", 1),
  number("qualifies.special", 1),
  ...Object.entries({ red: 1000, orange: 500, yellow: 200, blue: 50, insufficient_data: 100 }).map(
    ([level, harm]) => number(`harm.${level}`, harm),
  ),
  number("harm_next_visit_fraction", 0.5),
  number("random_share", 0.05),
  number("draw_share_max", 0.15),
  number("draw_fraction_min.blue", 0.5),
  number("draw_fraction_min.non_reporting", 0.1),
  number("draw_fraction_min.insufficient_data", 0.1),
  number("non_reporting_days", 90),
  code("draw_seed", "seed"),
];
const rules = planRules(parameters);

const enterprise = (id: string, more: Partial<CityEnterprise> = {}): CityEnterprise => ({
  enterprise_id: id,
  department_code: "D1",
  region_code: "650203",
  level: "yellow",
  min_per_year: 1,
  max_per_year: 2,
  interval_days: 365,
  visit_kind: "special",
  due_on: null,
  inherent_points: "25.000000",
  conduct_points: "50.000000",
  regulated_sector: "other",
  employee_count: 10,
  ...more,
});
const inputs = (more: Partial<CityPlanInputs> = {}): CityPlanInputs => ({
  rules,
  enterprises: [enterprise("E1")],
  departments: [
    { department_code: "CITY", region_code: "650200" },
    { department_code: "D1", region_code: "650203" },
  ],
  capacity: monthsBetween("2026-01-01", "2026-12-31").flatMap((month) => [
    { department_code: "D1", month, person_days: "30.000000" },
    { department_code: "CITY", month, person_days: "10.000000" },
  ]),
  visits: [],
  from: "2026-01-01",
  to: "2026-12-31",
  ...more,
});
const capacityOf = (given: CityPlanInputs, month: string) =>
  cityProblem(given)
    .problem.departments.find((each) => each.departmentCode === "D1")
    ?.capacity.find((row) => row.month === month)?.personDays;

describe("effort and harm", () => {
  test.each([
    ["full", "other", 10, 2000],
    ["full", "chemical", 99, 3000],
    ["full", "chemical", 100, 4500],
    ["special", "other", 999, 1500],
    ["special", "other", 1000, 2000],
    ["desk", "chemical", null, 750],
    ["random", "chemical", 5000, 1000],
  ] as const)(
    "a %s visit in %s with %s staff takes %i thousandths",
    (kind, regulated_sector, employee_count, size) => {
      expect(effortOf(rules, kind, { regulated_sector, employee_count })).toBe(size);
    },
  );

  test("harm is the level's, times 1 to 3 by the points missing, halved for each further visit", () => {
    const harm = (inherent_points: string | null, conduct_points: string | null) =>
      harmOf(rules, { level: "red", inherent_points, conduct_points, max_per_year: 3 });
    expect(harm("50", "50")).toEqual([1000, 500, 250]);
    expect(harm("0", "0")).toEqual([3000, 1500, 750]);
    expect(harm(null, null)).toEqual([2000, 1000, 500]);
    expect(harm("49.99", "50")[0]).toBe(1000);
  });

  test("parameters that are missing are named, all at once", () => {
    expect(() => planRules([])).toThrow(/effort_days\.full[\s\S]*harm_next_visit_fraction[\s\S]*draw_seed/);
  });
});

describe("the city's problem", () => {
  test("a month that the period ends in keeps the part that its days until then are", () => {
    const whole = Number(capacityOf(inputs({ from: "2026-12-01", to: "2026-12-31" }), "2026-12-01"));
    const part = (from: string, to: string) => Number(capacityOf(inputs({ from, to }), "2026-12-01"));
    expect(part("2026-12-01", "2026-12-30")).toBeCloseTo((whole * 30) / 31, 2);
    expect(part("2026-12-15", "2026-12-16")).toBeCloseTo((whole * 2) / 31, 2);
    expect(part("2026-11-15", "2026-12-31")).toBe(whole);
  });

  test("a month that has begun keeps the part that its remaining days are, beside what was done in it", () => {
    const from = "2026-11-16"; // 15 of 30 days are left
    expect(capacityOf(inputs({ from }), "2026-11-01")).toBe("15");
    const visits = [
      {
        inspection_id: "I1",
        enterprise_id: "E1",
        inspected_on: "2026-11-03",
        kind: "full" as const,
        is_planned: null,
      },
    ];
    expect(capacityOf(inputs({ from, visits }), "2026-11-01")).toBe("17");
    expect(capacityOf(inputs({ from: "2026-11-01" }), "2026-11-01")).toBe("30");
  });

  test("months without told capacity take the same month of the latest earlier year, and say so", () => {
    const given = inputs({ from: "2027-02-01", to: "2028-03-31" });
    expect(capacityOf(given, "2028-02-01")).toBe("30");
    const { assumed, problem } = cityProblem(given);
    expect(assumed.size).toBe(14 * 2);
    expect(problem.random.seed).toBe("seed-2027");
  });

  test("an enterprise without a department goes to its region's, else to a team that has nobody", () => {
    const { stoodIn } = cityProblem(
      inputs({
        enterprises: [
          enterprise("E1"),
          enterprise("E2", { department_code: null }),
          enterprise("E3", { department_code: null, region_code: "650204" }),
          enterprise("E4", { department_code: null, region_code: "110101" }),
        ],
      }),
    );
    expect([...stoodIn]).toEqual([
      ["E2", "D1"],
      ["E3", "CITY"],
      ["E4", UNASSIGNED],
    ]);
  });

  test("the draw takes share, limit and groups from the edition, and months where it names some", () => {
    const random = {
      seed: "seed-2026",
      share: "0.05",
      most: "0.15",
      strata: [
        { stratum: "insufficient_data", fraction: "0.1" },
        { stratum: "non_reporting", fraction: "0.1" },
        { stratum: "blue", fraction: "0.5" },
      ],
    };
    expect(cityProblem(inputs()).problem.random).toEqual(random);
    const some = { ...rules, drawMonths: [2, 11] };
    expect(cityProblem(inputs({ rules: some })).problem.random).toEqual({
      ...random,
      months: ["2026-02-01", "2026-11-01"],
    });
  });

  test.each([
    ["blue", "2025-10-03", "blue"],
    ["blue", "2025-10-02", "non_reporting"],
    ["yellow", null, "non_reporting"],
    ["insufficient_data", null, "insufficient_data"],
    ["blue", undefined, "blue"],
  ] as const)("of level %s and last report %s it belongs to the group %s", (level, reported_on, stratum) => {
    // Ninety days before 1 January 2026 is 3 October 2025.
    const one = enterprise("E1", { level, ...(reported_on === undefined ? {} : { reported_on }) });
    expect(cityProblem(inputs({ enterprises: [one] })).problem.enterprises[0]?.stratum).toBe(stratum);
  });

  test("agreed visits stay where they are and use up capacity", () => {
    const agreed = [{ enterprise_id: "E1", month: "2026-07", visit_kind: "full" as const, person_days: "4" }];
    const plan = planInspections(
      cityProblem(inputs({ agreed, enterprises: [enterprise("E1", { max_per_year: 1 })] })).problem,
    );
    expect(plan.visits.filter((visit) => visit.enterpriseId === "E1")).toEqual([
      expect.objectContaining({ month: "2026-07-01", basis: "fixed", personDays: "4" }),
    ]);
    expect(
      plan.capacity.find((row) => row.departmentCode === "D1" && row.month === "2026-07-01")?.taken,
    ).toBe("4");
  });

  test("days roll over month and year", () => {
    expect([nextDay("2026-12-31"), nextDay("2028-02-28")]).toEqual(["2027-01-01", "2028-02-29"]);
  });
});

/** A large city: enterprises of every level over `departments` teams of ten inspectors. */
function largeCity(enterprises: number, departments: number): CityPlanInputs {
  const colours = ["red", "orange", "yellow", "blue", "blue", "insufficient_data"];
  const needs: Record<string, readonly [number, number, number | null]> = {
    red: [4, 6, 91],
    orange: [2, 3, 182],
    yellow: [1, 2, 365],
    blue: [0, 1, null],
    insufficient_data: [0, 2, null],
  };
  return inputs({
    enterprises: Array.from({ length: enterprises }, (_, i) => {
      const level = colours[(i * 7919) % colours.length] as string;
      const [min_per_year, max_per_year, interval_days] = needs[level] as [number, number, number | null];
      return enterprise(`E${String(i).padStart(5, "0")}`, {
        department_code: `D${i % departments}`,
        level,
        min_per_year,
        max_per_year,
        interval_days,
        visit_kind: min_per_year > 1 ? "full" : "special",
        due_on: min_per_year > 0 ? `2026-${String(1 + ((i * 31) % 12)).padStart(2, "0")}-15` : null,
        inherent_points: String((i * 13) % 50),
        conduct_points: String((i * 17) % 50),
        regulated_sector: i % 4 === 0 ? "chemical" : "other",
        employee_count: (i * 37) % 2000,
      });
    }),
    capacity: Array.from({ length: departments }, (_, d) =>
      monthsBetween("2026-01-01", "2026-12-31").map((month) => ({
        department_code: `D${d}`,
        month,
        person_days: String(Math.floor(1700 / departments)),
      })),
    ).flat(),
  });
}

test.each([5, 10, 25, 50, 100])(
  "10,000 enterprises, 100 inspectors in %i teams, 12 months: gap at most 1 %%",
  (teams) => {
    const { problem } = cityProblem(largeCity(10_000, teams));
    const plan = planInspections(problem);
    expect(Number(plan.gap.statutory)).toBeLessThanOrEqual(0.01);
    expect(Number(plan.gap.harm)).toBeLessThanOrEqual(0.01);
  },
);

describe("the same seed", () => {
  const given = largeCity(600, 3);
  const made = planInspections(cityProblem(given).problem);

  test("gives the same plan whatever the order of the rows, another seed another draw", () => {
    const turned = {
      ...given,
      enterprises: [...given.enterprises].reverse(),
      capacity: [...given.capacity].reverse(),
    };
    expect(planInspections(cityProblem(turned).problem)).toEqual(made);
    const other = planInspections(cityProblem({ ...given, seed: "other" }).problem);
    const drawn = (plan: typeof made) =>
      plan.draw.register.filter((line) => line.isDrawn).map((line) => line.enterpriseId);
    expect(drawn(made).length).toBeGreaterThan(0);
    expect(drawn(other)).not.toEqual(drawn(made));
  });

  test("draws blue and insufficient-data enterprises", () => {
    const levels = new Map(given.enterprises.map((each) => [each.enterprise_id, each.level]));
    const drawn = new Set(
      made.draw.register.filter((line) => line.isDrawn).map((line) => levels.get(line.enterpriseId)),
    );
    expect([...drawn].sort()).toEqual(["blue", "insufficient_data"]);
  });

  test("fills the eleven columns of a published plan, with the draw's pool and share", () => {
    const rows = planSheet(made.visits, {
      enterprises: new Map(),
      departmentNames: new Map([["D0", "甲局"]]),
      pools: poolsOf(made.draw.register),
      seed: made.draw.seed,
      rule: "inspection-requirement 2021-03-30",
    });
    expect(rows.length).toBe(made.visits.length);
    expect(rows.every((row) => row.length === sheetHeadings.length)).toBe(true);
    const drawn = rows.find((row) => row[5] === "双随机抽查");
    expect(drawn?.[3]).toMatch(/抽查对象 \d+ 家，抽取 \d+ 家，\d+\.\d%$/);
    expect(drawn?.[2]).toContain("种子 seed-2026");
  });

  test("names who has no department in words", () => {
    const [visit] = made.visits;
    if (!visit) throw new Error("nothing planned");
    const known = {
      enterprises: new Map(),
      departmentNames: new Map(),
      pools: new Map(),
      seed: "",
      rule: "",
    };
    expect(planSheet([{ ...visit, departmentCode: UNASSIGNED }], known)[0]?.[8]).toBe("无承办机构");
  });

  test("is told in both languages, shortage first", () => {
    const about = {
      asOf: "2025-12-31",
      from: "2026-01-01",
      to: "2026-12-31",
      assumed: 0,
      departmentNames: new Map(),
    };
    expect(planText(made, about, "zh")[1]).toMatch(/缺口/);
    expect(planText(made, about, "en")[1]).toMatch(/shortage/i);
  });
});
