import { byText } from "./draw.js";
import { planInspections } from "./plan.js";
import type { KnownVisit, PlanProblem } from "./problem.js";
import type { Plan } from "./result.js";
import { monthNumber } from "./units.js";

/** A visit of an enterprise, made or agreed. */
export interface EnterpriseVisit extends KnownVisit {
  readonly enterpriseId: string;
}

/** Names a visit of the standing plan that must stay where it is. */
export interface FixedVisit {
  readonly enterpriseId: string;
  readonly month: string;
}

/**
 * Plans again from `fromMonth` to the end of the period. What is done is taken from `done` (made since
 * `problem` was put together; one made in `fromMonth` uses up its capacity); what is named in `fixed` stays
 * in its month with its kind and person-days; every other visit of the standing plan from `fromMonth` on is
 * open again, and those before it that were not made are owed again. The seed stays, so the draw of a month
 * stays the same list without those who have had their visit.
 * @throws Error where a fixed visit is not in the plan, lies before `fromMonth`, or an enterprise is not in the problem; a line each
 */
export function replan(
  problem: PlanProblem,
  plan: Plan,
  fromMonth: string,
  done: readonly EnterpriseVisit[],
  fixed: readonly FixedVisit[],
): Plan {
  const from = monthNumber(fromMonth);
  if (from === null) throw new Error(`fromMonth: ${fromMonth} found, a month like 2026-11 expected`);
  const faults: string[] = [];
  const ids = new Set(problem.enterprises.map((enterprise) => enterprise.enterpriseId));
  for (const visit of done)
    if (!ids.has(visit.enterpriseId))
      faults.push(`done › ${visit.enterpriseId}: not in the problem; add the enterprise first`);

  const madeBy = new Map<string, EnterpriseVisit[]>();
  for (const visit of done)
    madeBy.set(visit.enterpriseId, [...(madeBy.get(visit.enterpriseId) ?? []), visit]);
  const planned = new Map(
    plan.visits.map((visit) => [`${visit.enterpriseId}|${monthNumber(visit.month)}`, visit]),
  );
  const kept = new Map<string, KnownVisit[]>();
  const stand = new Set<string>();
  for (const { enterpriseId, month } of [...fixed].sort(
    (a, b) => byText(a.enterpriseId, b.enterpriseId) || byText(a.month, b.month),
  )) {
    const at = monthNumber(month);
    const key = `${enterpriseId}|${at}`;
    if (stand.has(key)) continue;
    stand.add(key);
    const visit = planned.get(key);
    if (visit === undefined)
      faults.push(`fixed › ${enterpriseId} › ${month}: not in the plan; name a planned visit`);
    else if ((at as number) < from)
      faults.push(`fixed › ${enterpriseId} › ${month}: before ${fromMonth}; enter it as done`);
    else {
      const own = kept.get(enterpriseId) ?? [];
      own.push({ month: visit.month, kind: visit.visitKind, personDays: visit.personDays });
      kept.set(enterpriseId, own);
    }
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));

  return planInspections({
    ...problem,
    months: problem.months.filter((month) => (monthNumber(month) as number) >= from),
    enterprises: problem.enterprises.map((enterprise) => {
      const made = madeBy.get(enterprise.enterpriseId) ?? [];
      const earlier = kept.get(enterprise.enterpriseId) ?? [];
      // What the first problem already had as fixed stays fixed; a fixed visit of the past that was made is in `done`.
      const before = enterprise.fixed.filter(
        (visit) =>
          (monthNumber(visit.month) as number) >= from &&
          ![...earlier, ...made].some((one) => monthNumber(one.month) === monthNumber(visit.month)),
      );
      const served = made.some((visit) => visit.qualifies ?? visit.kind !== "random");
      return {
        ...enterprise,
        dueMonth: served ? null : enterprise.dueMonth,
        done: [...enterprise.done, ...made],
        fixed: [
          ...before,
          ...earlier.filter(
            (visit) => !made.some((one) => monthNumber(one.month) === monthNumber(visit.month)),
          ),
        ],
      };
    }),
  });
}
