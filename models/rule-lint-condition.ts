import { type Condition, toDisjuncts, TooManyDisjuncts } from "./rule-condition.js";
import { at } from "./rule-fault.js";
import type { RuleDetermination, RulePack } from "./rule-pack.js";
import { deadAlternatives, isCoveredBy } from "./rule-reach.js";
import type { Text } from "./text.js";

/** Whether the first of two determinations already does all that the second would do where both hold. */
function doesAtLeast(
  first: RuleDetermination,
  second: RuleDetermination,
  positionOf: (level: string | undefined) => number,
): boolean {
  if (first.kind === "exclude") return true;
  if (first.kind !== second.kind) return false;
  if (first.kind === "at_least") return positionOf(first.level) <= positionOf(second.level);
  if (first.kind === "at_most") return positionOf(first.level) >= positionOf(second.level);
  return first.level === second.level;
}

/**
 * Faults of the conditions: alternatives that contradict themselves, determinations that another one shadows or that
 * name an unknown level, expansions too large to read.
 */
export function lintConditions(
  pack: RulePack,
  conditions: readonly (readonly [string, Condition])[],
): Text[] {
  const faults: Text[] = [];
  const sound = new Set<string>();
  for (const [where, condition] of conditions) {
    try {
      const dead = deadAlternatives(condition);
      const count = toDisjuncts(condition).length;
      if (dead.length === count)
        faults.push(
          at(
            where,
            "永远不会成立，各比较互相矛盾；请改正或删去",
            "can never hold, its comparisons contradict each other; correct or remove it",
          ),
        );
      else if (dead.length > 0)
        faults.push(
          at(
            where,
            `${count} 种情形中的第 ${dead.join("、")} 种永远不会成立，各比较互相矛盾；请改正或删去`,
            `alternative ${dead.join(", ")} of ${count} can never hold, its comparisons contradict each other; correct or remove it`,
          ),
        );
      sound.add(where);
    } catch (error) {
      if (!(error instanceof TooManyDisjuncts)) throw error;
      faults.push(at(where, error.text.zh, error.text.en));
    }
  }
  const determinations = pack.determinations ?? [];
  const levels = (pack.levels ?? []).map((level) => level.level);
  const positionOf = (level: string | undefined): number => levels.indexOf(level ?? "");
  for (const [index, found] of determinations.entries()) {
    const where = `determinations.${found.id}`;
    if (found.level !== undefined && !levels.includes(found.level))
      faults.push(
        at(
          `${where}.level`,
          `没有 ${found.level} 这个等级，应为 ${levels.join("、") || "（未列等级）"} 之一；请改正`,
          `unknown level ${found.level}, expected one of ${levels.join(", ") || "(none listed)"}; correct it`,
        ),
      );
    if (!sound.has(where)) continue;
    for (const [place, other] of determinations.entries()) {
      if (place === index || !sound.has(`determinations.${other.id}`)) continue;
      if (!doesAtLeast(other, found, positionOf) || !isCoveredBy(found.when, other.when)) continue;
      // Two that say exactly the same would each name the other; the later one is the one to remove.
      if (place > index && isCoveredBy(other.when, found.when) && doesAtLeast(found, other, positionOf))
        continue;
      faults.push(
        at(
          where,
          `从不起作用，凡它成立时 determinations.${other.id} 都成立；此条无效，请改正或删去`,
          `never decides, determinations.${other.id} holds whenever it does; the row is dead, correct or remove it`,
        ),
      );
    }
  }
  return faults;
}
