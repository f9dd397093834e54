import type { AgreedVisit } from "./city.js";
import type { PlanProblem } from "./problem.js";
import { monthNumber, personDaysText, thousandths, yearOf } from "./units.js";

/**
 * What the agreed visits break, a line each, as `row n › enterprise › month: found, expected; what to do`: the cap of the
 * year, the distance to visits made and to rows before, the person-days of the month beside what is taken, or the
 * period. Empty where all can stand. Rows count from 1, in the order of the list.
 * @param problem the problem that `cityProblem` makes of the same list
 */
export function agreedFaults(problem: PlanProblem, agreed: readonly AgreedVisit[]): readonly string[] {
  const faults: string[] = [];
  const enterprises = new Map(problem.enterprises.map((each) => [each.enterpriseId, each]));
  const first = monthNumber(problem.months[0] as string) as number;
  const last = first + problem.months.length - 1;
  const left = new Map<string, number>();
  for (const { departmentCode, capacity } of problem.departments)
    for (const { month, personDays } of capacity)
      left.set(`${departmentCode}|${monthNumber(month)}`, thousandths(personDays, "down") ?? 0);
  const take = (key: string, size: number): number => {
    const rest = (left.get(key) ?? 0) - size;
    left.set(key, rest);
    return rest;
  };
  const standing = new Map<string, number[]>();
  for (const enterprise of problem.enterprises)
    for (const visit of enterprise.done) {
      const month = monthNumber(visit.month) as number;
      take(
        `${enterprise.departmentCode}|${month}`,
        thousandths(visit.personDays ?? enterprise.effort[visit.kind] ?? "0", "up") ?? 0,
      );
      standing.set(enterprise.enterpriseId, [...(standing.get(enterprise.enterpriseId) ?? []), month]);
    }
  agreed.forEach((row, index) => {
    const enterprise = enterprises.get(row.enterprise_id);
    const month = monthNumber(row.month.slice(0, 7));
    if (!enterprise || month === null) return;
    const where = `row ${index + 1} › ${row.enterprise_id} › ${row.month.slice(0, 7)}`;
    const others = standing.get(row.enterprise_id) ?? [];
    standing.set(row.enterprise_id, [...others, month]);
    if (month < first || month > last) {
      faults.push(
        `${where}: lies outside the period, expected a month from ${problem.months[0]?.slice(0, 7)} to ${problem.months.at(-1)?.slice(0, 7)}; move or remove it`,
      );
      return;
    }
    const inYear = others.filter((other) => yearOf(other) === yearOf(month)).length + 1;
    const cap = enterprise.capPerYear;
    if (cap !== null && inYear > cap)
      faults.push(
        `${where}: would be visit ${inYear} of ${yearOf(month)}, expected at most ${cap}, the cap of the enterprise; remove it`,
      );
    const nearest = others
      .map((other) => Math.abs(other - month))
      .reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
    if (nearest < enterprise.spacingMonths)
      faults.push(
        `${where}: lies ${nearest} month(s) from another visit, expected at least ${enterprise.spacingMonths}; move it`,
      );
    const size = thousandths(row.person_days ?? enterprise.effort[row.visit_kind] ?? "0", "up") ?? 0;
    const rest = take(`${enterprise.departmentCode}|${month}`, size);
    if (rest < 0)
      faults.push(
        `${where}: takes ${personDaysText(size)} person-days, expected at most ${personDaysText(Math.max(0, rest + size))}, what ${enterprise.departmentCode} has left in the month; move it or tell more person-days`,
      );
  });
  return faults;
}
