import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { planInspections } from "../../../models/plan/plan.js";
import type { PlanEnterprise, PlanProblem } from "../../../models/plan/problem.js";
import { spacingMonths, thousandths } from "../../../models/plan/units.js";

const YEAR = Array.from({ length: 12 }, (_, i) => `2027-${String(i + 1).padStart(2, "0")}`);

function enterprise(enterpriseId: string, given: Partial<PlanEnterprise> = {}): PlanEnterprise {
  return {
    enterpriseId,
    departmentCode: "D1",
    minimumPerYear: 0,
    capPerYear: 2,
    spacingMonths: 3,
    visitKind: "full",
    effort: { full: "2", random: "1" },
    harm: [100, 50],
    inRandomPool: false,
    done: [],
    fixed: [],
    ...given,
  };
}

function problem(
  enterprises: readonly PlanEnterprise[],
  personDays: string,
  given: Partial<PlanProblem> = {},
): PlanProblem {
  return {
    months: YEAR,
    departments: [{ departmentCode: "D1", capacity: YEAR.map((month) => ({ month, personDays })) }],
    enterprises,
    random: { seed: "2027-seed" },
    ...given,
  };
}

describe("units", () => {
  test("what there is is cut, what is needed is raised", () => {
    expect(thousandths("34.5", "down")).toBe(34_500);
    expect(thousandths("1.333333", "down")).toBe(1_333);
    expect(thousandths("1.333333", "up")).toBe(1_334);
    expect(thousandths("1.500000", "up")).toBe(1_500);
    expect(thousandths("-1", "up")).toBeNull();
  });

  test("the least distance is half the interval in whole months", () => {
    expect([365, 182, 91, 30].map(spacingMonths)).toEqual([6, 3, 1, 1]);
  });
});

describe("the plan", () => {
  test("serves the statutory minimum before any greater harm", () => {
    const plan = planInspections(
      problem(
        [enterprise("OWED", { minimumPerYear: 1, harm: [1] }), enterprise("RISKY", { harm: [9000, 8000] })],
        "2",
        {
          months: ["2027-12"],
        },
      ),
    );
    expect(plan.visits.map(({ enterpriseId, basis, rank }) => ({ enterpriseId, basis, rank }))).toEqual([
      { enterpriseId: "OWED", basis: "statutory", rank: 1 },
    ]);
    expect(plan.gap).toEqual({ statutory: "0", harm: "0" });
  });

  test("names what cannot be planned, why, and how many person-days it takes", () => {
    const plan = planInspections(
      problem(
        [
          enterprise("A", { minimumPerYear: 4, capPerYear: 2 }),
          enterprise("B", { minimumPerYear: 1, dueMonth: "2027-03", effort: { full: "40" } }),
          enterprise("C", {
            minimumPerYear: 1,
            spacingMonths: 6,
            done: [{ month: "2026-12", kind: "full" }],
          }),
        ],
        "3",
        { months: YEAR.slice(0, 3) },
      ),
    );
    expect(plan.shortages).toEqual([
      {
        departmentCode: "D1",
        month: "2027-03-01",
        personDaysNeeded: "40",
        personDaysAvailable: expect.any(String),
        enterprisesUnserved: 1,
        unserved: [{ enterpriseId: "B", visits: 1, reason: "capacity" }],
      },
    ]);
    const year = planInspections(problem([enterprise("A", { minimumPerYear: 4, capPerYear: 2 })], "3"));
    expect(year.shortages).toEqual([
      {
        departmentCode: "D1",
        month: "2027-12-01",
        // The cap forbids them: no person-day would help.
        personDaysNeeded: "0",
        personDaysAvailable: "3",
        enterprisesUnserved: 1,
        unserved: [{ enterpriseId: "A", visits: 2, reason: "cap" }],
      },
    ]);
  });

  test("a late statutory visit says so", () => {
    const plan = planInspections(
      problem([enterprise("A", { minimumPerYear: 1, dueMonth: "2027-01", harm: [5] })], "0", {
        departments: [{ departmentCode: "D1", capacity: [{ month: "2027-04", personDays: "2" }] }],
      }),
    );
    expect(plan.visits).toMatchObject([{ month: "2027-04-01", basis: "statutory", isLate: true }]);
  });

  test("counts done visits against cap, minimum and distance, and their person-days against the month", () => {
    const plan = planInspections(
      problem(
        [enterprise("A", { minimumPerYear: 1, harm: [9, 8, 7], done: [{ month: "2027-02", kind: "full" }] })],
        "2",
      ),
    );
    expect(plan.visits).toHaveLength(1);
    expect(plan.visits[0]).toMatchObject({ basis: "risk", harm: 8 });
    expect((plan.visits[0]?.month as string) >= "2027-05-01").toBe(true);
    expect(plan.capacity[1]).toMatchObject({ personDays: "2", taken: "2", free: "0" });
  });

  test("keeps caps by calendar year over two years", () => {
    const months = [...YEAR, ...YEAR.map((month) => month.replace("2027", "2028"))];
    const plan = planInspections(
      problem([enterprise("A", { minimumPerYear: 1, capPerYear: 1 })], "2", {
        months,
        departments: [
          { departmentCode: "D1", capacity: months.map((month) => ({ month, personDays: "2" })) },
        ],
      }),
    );
    expect(plan.visits.map((visit) => visit.month.slice(0, 4))).toEqual(["2027", "2028"]);
    expect(plan.visits.every((visit) => visit.harm === 100)).toBe(true);
  });

  test("refuses a problem with all its faults at once", () => {
    const wrong = problem([enterprise("A", { harm: [1, 2] }), enterprise("A", { effort: {} })], "x");
    expect(() => planInspections({ ...wrong, months: ["2027-01", "2027-03"] })).toThrow(
      /months\[1\]: 2027-03 does not follow 2027-01[\s\S]*x person-days found[\s\S]*harm\[1\]: 2 is above[\s\S]*given twice[\s\S]*effort\.full: nothing found/,
    );
  });
});

describe("the draw", () => {
  const pool = Array.from({ length: 40 }, (_, i) =>
    enterprise(`E${i}`, { inRandomPool: true, harm: [], capPerYear: 1 }),
  );

  test("is what anyone computes from the seed, and takes enterprises that avert nothing", () => {
    const hash = (id: string) => createHash("sha256").update(`2027-seed|${id}|2027-05`).digest("hex");
    const expected = pool.map((one) => one.enterpriseId).sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
    // 5 % of 60 person-days hold three visits of 1.
    const plan = planInspections(problem(pool, "60", { months: ["2027-05"] }));
    expect(plan.visits.map((visit) => visit.enterpriseId)).toEqual(expected.slice(0, 3));
    expect(plan.visits.every((visit) => visit.basis === "random" && visit.visitKind === "random")).toBe(true);
    expect(plan.draw.register.map((line) => line.enterpriseId)).toEqual(expected);
    expect(plan.draw.register.map((line) => line.isDrawn)).toEqual(expected.map((_, i) => i < 3));
  });

  test("another seed draws others", () => {
    const drawn = (seed: string) =>
      planInspections({ ...problem(pool, "60"), random: { seed } })
        .visits.map((visit) => visit.enterpriseId)
        .join();
    expect(drawn("one")).not.toBe(drawn("two"));
  });

  test("gives way to the statutory minimum", () => {
    const owed = enterprise("OWED", { minimumPerYear: 1, effort: { full: "20", random: "1" } });
    const plan = planInspections(problem([owed, ...pool], "20", { months: ["2027-12"] }));
    expect(plan.departments).toMatchObject([{ isDrawKept: false }]);
    expect(plan.visits.map((visit) => visit.basis)).toEqual(["statutory"]);
  });
});

describe("planned again", () => {
  const enterprises = Array.from({ length: 12 }, (_, i) =>
    enterprise(`E${i}`, { minimumPerYear: i % 3, harm: [90 - i, 40 - i] }),
  );
  const first = planInspections(problem(enterprises, "3"));

  test("what was not made is owed again, what is fixed stays", () => {
    const [made, ...missed] = first.visits.filter((visit) => visit.month < "2027-04-01");
    const fixed = first.visits.filter((visit) => visit.month === "2027-09-01");
    expect(missed.length).toBeGreaterThan(0);
    const done = [
      { enterpriseId: made?.enterpriseId as string, month: made?.month as string, kind: "full" as const },
    ];
    const again = planInspections({
      ...problem(
        enterprises.map((one) => ({
          ...one,
          done: done.filter((visit) => visit.enterpriseId === one.enterpriseId),
          fixed: fixed
            .filter((visit) => visit.enterpriseId === one.enterpriseId)
            .map((visit) => ({ month: visit.month, kind: visit.visitKind, personDays: visit.personDays })),
        })),
        "3",
      ),
      months: YEAR.slice(3),
    });
    expect(
      again.visits.filter((visit) => visit.basis === "fixed").map((visit) => visit.enterpriseId),
    ).toEqual(fixed.map((visit) => visit.enterpriseId));
    const again1 = new Set(again.visits.map((visit) => visit.enterpriseId));
    for (const visit of missed.filter((one) => one.basis === "statutory"))
      expect(again1.has(visit.enterpriseId)).toBe(true);
    expect(again.visits.every((visit) => visit.month >= "2027-04-01")).toBe(true);
  });
});

test("10,000 enterprises, 100 inspectors, 12 months: within 1 % of the bound", () => {
  // A fixed sequence, so that the figures are the same each time.
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const departments = Array.from({ length: 5 }, (_, d) => ({
    departmentCode: `D${d}`,
    // 20 inspectors with 10 days each a month, half in February.
    capacity: YEAR.map((month, m) => ({
      month,
      personDays: m === 1 ? "100" : String(190 + Math.floor(next() * 20)),
    })),
  }));
  const enterprises = Array.from({ length: 10_000 }, (_, i): PlanEnterprise => {
    const draw = next();
    const level = draw < 0.02 ? 0 : draw < 0.1 ? 1 : draw < 0.35 ? 2 : 3;
    const cap = [6, 4, 2, 1][level] as number;
    const size = ["1", "1.5", "2", "3"][Math.floor(next() * 4)] as string;
    const harm = Math.floor(([20, 8, 3, 1][level] as number) * 100_000 * Math.exp(3 * next()));
    return {
      enterpriseId: `E${String(i).padStart(5, "0")}`,
      departmentCode: `D${i % 5}`,
      minimumPerYear: [4, 2, 1, 0][level] as number,
      capPerYear: cap,
      spacingMonths: spacingMonths([91, 182, 365, 365][level] as number),
      visitKind: "special",
      effort: { special: size, random: "1" },
      harm: Array.from({ length: cap }, (_, k) => Math.floor(harm * 0.6 ** k)),
      dueMonth: level < 3 && next() < 0.5 ? (YEAR[Math.floor(next() * 12)] as string) : null,
      inRandomPool: next() < 0.7,
      done:
        next() < 0.2
          ? [
              {
                month: `2026-${String(7 + Math.floor(next() * 6)).padStart(2, "0")}`,
                kind: "full",
                personDays: "1",
              },
            ]
          : [],
      fixed: [],
    };
  });
  const plan = planInspections({ months: YEAR, departments, enterprises, random: { seed: "2027" } });
  expect(Number(plan.gap.harm)).toBeLessThanOrEqual(0.01);
  expect(Number(plan.gap.statutory)).toBeLessThanOrEqual(0.01);
  expect(plan.visits.length).toBeGreaterThan(4_000);
});
