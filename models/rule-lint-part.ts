import { at } from "./rule-fault.js";
import { lintBands } from "./rule-lint-cover.js";
import { pointRange, ruleKindOf } from "./rule-limits.js";
import { partsOf, type RuleIndicator, type RulePack, type RulePart } from "./rule-pack.js";
import type { Text } from "./text.js";

/** Faults of a part that others join, that is joined, or that is a geometric mean. */
function lintJoin(pack: RulePack, part: RulePart, members: readonly RuleIndicator[]): Text[] {
  const where = `parts.${part.id}`;
  const faults: Text[] = [];
  const joined = partsOf(pack).filter((one) => one.parent === part.id);
  if (part.parent !== undefined && !partsOf(pack).some((one) => one.id === part.parent))
    faults.push(
      at(
        `${where}.parent`,
        `没有 ${part.parent} 这个分项，应为所列分项之一；请改正编号`,
        `unknown part ${part.parent}, expected one of the parts; correct the id`,
      ),
    );
  if (joined.length > 0) {
    if (members.length > 0)
      faults.push(
        at(
          where,
          `既合并 ${joined.map((one) => one.id).join("、")}，又有自己的指标，应只居其一；请给这些指标单独的分项`,
          `joins ${joined.map((one) => one.id).join(", ")} and has indicators too, expected one of both; give the indicators a part of their own`,
        ),
      );
    if (part.parent !== undefined)
      faults.push(
        at(
          `${where}.parent`,
          `读到 ${part.parent}，应不写，因它自己合并其他分项；分项只有两层`,
          `found ${part.parent}, expected none, for it joins other parts itself; two levels of parts are all there are`,
        ),
      );
    if (part.aggregate === "deduct" || part.aggregate === "product")
      faults.push(
        at(
          `${where}.aggregate`,
          `读到 ${part.aggregate}，应为 sum、weighted、geometric、worst 或 least；分项只能这样合并`,
          `found ${part.aggregate}, expected sum, weighted, geometric, worst or least; parts are joined by these`,
        ),
      );
  }
  if (part.aggregate === "geometric")
    for (const member of members)
      if ((pointRange(member).min ?? -1) < 0 || (member.missing?.points ?? 0) < 0)
        faults.push(
          at(
            `indicators.${member.id}`,
            `在几何平均 ${part.id} 中可能得负分，而负数没有几何平均；请设 min: 0`,
            `may earn less than 0 in the geometric mean ${part.id}, which has no such mean; set min: 0`,
          ),
        );
  return faults;
}

/** Faults of all parts of a pack. */
export function lintParts(pack: RulePack): Text[] {
  const indicators = pack.indicators ?? [];
  const faults: Text[] = [];
  for (const part of partsOf(pack)) {
    const where = `parts.${part.id}`;
    const members = indicators.filter(
      (indicator) =>
        ruleKindOf(indicator) !== "none" && (indicator.part === part.id || partsOf(pack).length === 1),
    );
    const joins = partsOf(pack).some((one) => one.parent === part.id);
    faults.push(...lintJoin(pack, part, members));
    if (members.length === 0 && !joins && pack.parts)
      faults.push(
        at(
          where,
          "没有指标在其中计分；此分项无效，请删去",
          "no indicator earns points in it; the part is dead, take it out",
        ),
      );
    if (part.aggregate === "product" && members.length > 6 && pack.total.kind !== "computed")
      faults.push(
        at(
          where,
          `由 ${members.length} 个因子相乘，应至多六个；请合并因子，再多无人能权衡`,
          `a product of ${members.length} factors, expected at most six; merge factors, nobody can weigh more`,
        ),
      );
    if (part.bands)
      faults.push(
        ...lintBands(
          `${where}.bands`,
          part.bands.map((band) => ({ ...band, points: band.band })),
          part.floor ?? null,
        ),
      );
  }
  return faults;
}
