import type { Text } from "../text.js";
import { planInspections } from "./plan.js";
import type { PlanProblem } from "./problem.js";
import type { Plan } from "./result.js";
import { personDaysText, thousandths } from "./units.js";

/** What more person-days would buy, against the plan that stands; every difference is none or a gain, first tier first. */
export interface MorePlan {
  /** Added in each month to each department, and in all; decimal texts. */
  readonly personDays: string;
  readonly added: string;
  readonly plan: Plan;
  /** Visits planned, and visits of the minimum not planned, before and after. */
  readonly visits: readonly [number, number];
  readonly unserved: readonly [number, number];
  readonly harm: readonly [number, number];
}

/**
 * The plan with so many more person-days a month for each department, beside the one that stands: its draw stays, since it
 * is by lot and published, and it is worth no less.
 * @throws Error where `personDays` is no decimal above 0
 */
export function planWithMore(problem: PlanProblem, standing: Plan, personDays: string): MorePlan {
  const more = thousandths(personDays, "down");
  if (more === null || more === 0)
    throw new Error(`--more: ${personDays} found, person-days above 0 expected, such as 2.5`);
  const plan = planInspections(
    {
      ...problem,
      departments: problem.departments.map((one) => ({
        ...one,
        capacity: one.capacity.map((row) => ({
          ...row,
          personDays: personDaysText((thousandths(row.personDays, "down") ?? 0) + more),
        })),
      })),
    },
    standing,
  );
  const slots = problem.departments.reduce((sum, one) => sum + one.capacity.length, 0);
  const unserved = ({ shortages }: Plan): number =>
    shortages.flatMap((row) => row.unserved).reduce((sum, one) => sum + one.visits, 0);
  return {
    personDays: personDaysText(more),
    added: personDaysText(more * slots),
    plan,
    visits: [standing.visits.length, plan.visits.length],
    unserved: [unserved(standing), unserved(plan)],
    harm: [standing.value.harm, plan.value.harm],
  };
}

/** In one line. */
export function moreText({ personDays, added, visits, unserved, harm }: MorePlan): Text {
  const gain = harm[1] - harm[0];
  const signed = gain > 0 ? `+${gain}` : String(gain);
  return {
    zh: `每部门每月再增 ${personDays} 人日（共 ${added}）：检查 ${visits[0]} → ${visits[1]} 次，未排入的最低频次 ${unserved[0]} → ${unserved[1]} 次，预计避免的危害 ${signed}；抽取结果不变。`,
    en: `${personDays} more person-days a month for each department (${added} in all): ${visits[0]} → ${visits[1]} visits, ${unserved[0]} → ${unserved[1]} of the minimum not planned, expected harm averted ${signed}; the draw stays.`,
  };
}
