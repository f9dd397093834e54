import type { Text } from "../text.js";
import type { AgreedVisit } from "./city.js";
import type { PlanProblem } from "./problem.js";
import { monthNumber, personDaysText, thousandths, yearOf } from "./units.js";

/**
 * What the agreed visits break, a line each, as `row n › enterprise › month: found, expected; what to do`: the cap of the
 * year, the distance to visits made and to rows before, the person-days of the month beside what is taken, or the
 * period. Empty where all can stand. Rows count from 1, in the order of the list.
 * @param problem the problem that `cityProblem` makes of the same list
 */
export function agreedFaults(problem: PlanProblem, agreed: readonly AgreedVisit[]): readonly Text[] {
  const faults: Text[] = [];
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
    const place = `${row.enterprise_id} › ${row.month.slice(0, 7)}`;
    const say = (zh: string, en: string): void => {
      faults.push({
        zh: `第 ${index + 1} 行 › ${place}：${zh}`,
        en: `row ${index + 1} › ${place}: ${en}`,
      });
    };
    const others = standing.get(row.enterprise_id) ?? [];
    standing.set(row.enterprise_id, [...others, month]);
    if (month < first || month > last) {
      const [from, to] = [problem.months[0]?.slice(0, 7), problem.months.at(-1)?.slice(0, 7)];
      say(
        `不在计划期内，应为 ${from} 到 ${to} 的月份；请移动或删去`,
        `lies outside the period, expected a month from ${from} to ${to}; move or remove it`,
      );
      return;
    }
    const inYear = others.filter((other) => yearOf(other) === yearOf(month)).length + 1;
    const cap = enterprise.capPerYear;
    if (cap !== null && inYear > cap)
      say(
        `将是 ${yearOf(month)} 年第 ${inYear} 次检查，应至多 ${cap} 次（该企业的上限）；请删去`,
        `would be visit ${inYear} of ${yearOf(month)}, expected at most ${cap}, the cap of the enterprise; remove it`,
      );
    const nearest = others
      .map((other) => Math.abs(other - month))
      .reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
    if (nearest < enterprise.spacingMonths)
      say(
        `与另一次检查相隔 ${nearest} 个月，应至少 ${enterprise.spacingMonths} 个月；请移动`,
        `lies ${nearest} month(s) from another visit, expected at least ${enterprise.spacingMonths}; move it`,
      );
    const size = thousandths(row.person_days ?? enterprise.effort[row.visit_kind] ?? "0", "up") ?? 0;
    const rest = take(`${enterprise.departmentCode}|${month}`, size);
    if (rest < 0) {
      const most = personDaysText(Math.max(0, rest + size));
      say(
        `需 ${personDaysText(size)} 人日，应至多 ${most} 人日（${enterprise.departmentCode} 该月所余）；请移动，或增报人日`,
        `takes ${personDaysText(size)} person-days, expected at most ${most}, what ${enterprise.departmentCode} has left in the month; move it or tell more person-days`,
      );
    }
  });
  return faults;
}
