import { rankRobustly } from "../../models/assessment/robustness.js";
import { seededRandom } from "../../models/assessment/seeded-random.js";
import { planInspections } from "../../models/plan/plan.js";
import type { PlanEnterprise, PlanProblem } from "../../models/plan/problem.js";
import type { Figure } from "./figure.js";

const months = Array.from({ length: 12 }, (_, index) => `2027-${String(index + 1).padStart(2, "0")}`);

/** What the level of an invented enterprise asks for: visits a year, cap, months between two visits, harm of the first. */
const needs = [
  { minimum: 4, cap: 6, spacing: 2, harm: 2_000_000 },
  { minimum: 2, cap: 4, spacing: 3, harm: 800_000 },
  { minimum: 1, cap: 2, spacing: 6, harm: 300_000 },
  { minimum: 0, cap: 1, spacing: 6, harm: 100_000 },
] as const;

/** 10,000 invented enterprises of `teams` departments with 100 inspectors between them, ten days a month each. */
function largePlan(teams: number): PlanProblem {
  const random = seededRandom(`plan of ${teams} teams`);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const capacity = months.map((month) => ({ month, personDays: String(Math.floor(1000 / teams)) }));
  const enterprises = Array.from({ length: 10_000 }, (_, index): PlanEnterprise => {
    const draw = random();
    const need = needs[draw < 0.02 ? 0 : draw < 0.1 ? 1 : draw < 0.35 ? 2 : 3];
    const harm = need.harm * Math.exp(3 * random());
    return {
      enterpriseId: `E${String(index).padStart(5, "0")}`,
      departmentCode: `D${index % teams}`,
      minimumPerYear: need.minimum,
      capPerYear: need.cap,
      spacingMonths: need.spacing,
      visitKind: "special",
      effort: { special: pick(["1", "1.5", "2", "3"]), random: "1" },
      harm: Array.from({ length: need.cap }, (_, visit) => Math.floor(harm * 0.6 ** visit)),
      dueMonth: need.minimum > 0 && random() < 0.5 ? pick(months) : null,
      inRandomPool: need.minimum === 0,
      done: [],
      fixed: [],
    };
  });
  return {
    months,
    departments: Array.from({ length: teams }, (_, index) => ({ departmentCode: `D${index}`, capacity })),
    enterprises,
    random: { seed: "2027" },
  };
}

function timed<Result>(work: () => Result): { readonly result: Result; readonly seconds: string } {
  const start = performance.now();
  const result = work();
  return { result, seconds: ((performance.now() - start) / 1000).toFixed(2) };
}

/** The two decisions that SQL cannot make, at the size of the design's budgets: a year's plan, and a ranking with its draws. */
export function measureDecisions(say: (figure: Figure) => void): void {
  for (const teams of [5, 25, 100]) {
    const { result, seconds } = timed(() => planInspections(largePlan(teams)));
    say({
      what: `plan: 10,000 enterprises, 100 inspectors in ${teams} teams, 12 months`,
      figure: `${seconds} s, gap ${(Number(result.gap.statutory) * 100).toFixed(3)} % / ${(Number(result.gap.harm) * 100).toFixed(3)} %`,
      budget: "≤ 10 s, ≤ 1 %",
    });
  }
  const random = seededRandom("ranking");
  const subjects = 200;
  const indicators = Array.from({ length: 40 }, () => ({ min: 0, max: 2.5 }));
  const { seconds } = timed(() =>
    rankRobustly(
      {
        subjectIds: Array.from({ length: subjects }, (_, index) => `S${index}`),
        points: Float64Array.from(
          { length: subjects * indicators.length },
          () => Math.round(random() * 250) / 100,
        ),
        indicators,
      },
      { draws: 10_000, weightVariation: 0.25, certainty: 0.9, seed: "2027" },
    ),
  );
  say({
    what: "ranking: 200 subjects, 40 indicators, 10,000 draws",
    figure: `${seconds} s`,
    budget: "≤ 5 s",
  });
}
