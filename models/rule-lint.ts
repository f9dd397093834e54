import { operandsOf } from "./rule-condition.js";
import { at } from "./rule-fault.js";
import { isWrittenNumber, lintComparedCodes, lintLookedUpCodes, type Values } from "./rule-lint-code.js";
import { lintConditions } from "./rule-lint-condition.js";
import { lintLevels, lintMatrix } from "./rule-lint-cover.js";
import { lintComparedFractions, lintFractionLimits } from "./rule-lint-fraction.js";
import { duplicates, lintIndicator, lintMeasure } from "./rule-lint-indicator.js";
import { lintInstallationGrades } from "./rule-lint-installation.js";
import { lintParts } from "./rule-lint-part.js";
import { partsOf, type RulePack } from "./rule-pack.js";
import { eventStreams, ownIndicators } from "./rule-purpose.js";
import type { Text } from "./text.js";

/** What the lint needs to know of an indicator that the facts supply. */
export interface KnownIndicator extends Values {
  readonly id: string;
  readonly purpose: string;
  readonly unit?: string | null | undefined;
}

function lintKnown(pack: RulePack, catalogue: readonly KnownIndicator[]): Text[] {
  const own = ownIndicators[pack.purpose];
  const known = new Map(
    catalogue.filter((entry) => entry.purpose === pack.purpose).map((entry) => [entry.id, entry]),
  );
  const declared = new Map((pack.indicators ?? []).map((indicator) => [indicator.id, indicator]));
  const isFed = (id: string): boolean =>
    own ? own.includes(id) : known.has(id) || Boolean(declared.get(id)?.entered || declared.get(id)?.measure);
  /** What is counted or typed in is a number, also where a look-up writes it as one; only words of the pack's own are not. */
  const valuesOf = (id: string): Values | undefined => {
    const indicator = declared.get(id);
    const hasWords = indicator?.lookup?.some(({ code }) => !isWrittenNumber(code));
    const isNumber = indicator?.measure || (indicator?.entered && !hasWords);
    return known.get(id) ?? (isNumber ? { kind: "number" } : undefined);
  };
  /** Measures weigh and divide as their pack says, so that theirs may exceed the whole. */
  const isFraction = (id: string): boolean =>
    known.get(id)?.unit === "fraction" && !declared.get(id)?.measure;
  const faults: Text[] = [];
  for (const id of declared.keys())
    if (!isFed(id))
      faults.push(
        at(
          `indicators.${id}`,
          `用途 ${pack.purpose} 没有这个指标：目录中没有，也不是人工填报或计量；请改正编号，或写 entered: true`,
          `unknown to purpose ${pack.purpose}, neither in the catalogue nor entered nor a measure; correct the id or write entered: true`,
        ),
      );
  for (const indicator of declared.values()) {
    faults.push(...lintLookedUpCodes(indicator, valuesOf(indicator.id)));
    if (isFraction(indicator.id)) faults.push(...lintFractionLimits(indicator));
  }
  for (const [where, condition] of conditionsOf(pack)) {
    faults.push(...lintComparedCodes(where, condition, valuesOf));
    faults.push(...lintComparedFractions(where, condition, isFraction));
    for (const literal of operandsOf(condition)) {
      if (literal.operand === "part" && !partsOf(pack).some((part) => part.id === literal.operandId))
        faults.push(
          at(
            where,
            `引用了不存在的分项 ${literal.operandId}；请改正编号`,
            `reads unknown part ${literal.operandId}; correct the id`,
          ),
        );
      if (literal.operand !== "indicator") continue;
      if (!isFed(literal.operandId)) {
        if (!declared.has(literal.operandId))
          faults.push(
            at(
              where,
              `引用了不存在的指标 ${literal.operandId}；请改正编号，或在 indicators 下以 entered: true 声明`,
              `reads unknown indicator ${literal.operandId}; correct the id, or declare it below indicators with entered: true`,
            ),
          );
        continue;
      }
      const kind = valuesOf(literal.operandId)?.kind;
      const found = literal.values.filter((value) => (typeof value === "number") !== (kind === "number"));
      if (kind && found.length > 0) {
        const given = found.map((value) => JSON.stringify(value));
        const codes = found.map((value) => `"${value}"`);
        faults.push(
          at(
            where,
            `把 ${literal.operandId} 与 ${given.join("、")} 比较，而它是${kind === "code" ? "代码" : "数值"}；请写${kind === "code" ? ` ${codes.join("、")}` : "数字"}`,
            `compares ${literal.operandId} with ${given.join(", ")}, but it is a ${kind}; write ${kind === "code" ? codes.join(", ") : "a number"}`,
          ),
        );
      }
    }
  }
  return faults;
}

/** Every condition of a pack with its address. */
export function conditionsOf(
  pack: RulePack,
): readonly (readonly [string, Parameters<typeof operandsOf>[0]])[] {
  return [
    ...(pack.applies ? [["applies", pack.applies] as const] : []),
    ...(pack.levels ?? []).flatMap((level, index) =>
      level.gate ? [[`levels[${index}].gate`, level.gate] as const] : [],
    ),
    ...(pack.determinations ?? []).map((found) => [`determinations.${found.id}`, found.when] as const),
  ];
}

function lintDates(pack: RulePack): Text[] {
  const faults: Text[] = [];
  if (pack.review_by <= pack.confirmed_on)
    faults.push(
      at(
        "review_by",
        `${pack.review_by} 不晚于 confirmed_on ${pack.confirmed_on}；请写明核实到何时为止可信`,
        `${pack.review_by} is not after confirmed_on ${pack.confirmed_on}; say until when the confirmation is trusted`,
      ),
    );
  if (pack.issued.on !== undefined && pack.issued.on > pack.confirmed_on)
    faults.push(
      at(
        "confirmed_on",
        `${pack.confirmed_on} 早于发布日 ${pack.issued.on}；请改正其一`,
        `${pack.confirmed_on} lies before the issue on ${pack.issued.on}; correct one`,
      ),
    );
  return faults;
}

/**
 * Everything wrong with one pack that its shape does not show, each as `address: what was found; what to do`.
 * `catalogue` lists the indicators that the facts supply. An empty list means that the pack may be loaded.
 */
export function lintPack(pack: RulePack, catalogue: readonly KnownIndicator[]): readonly Text[] {
  const indicators = pack.indicators ?? [];
  return [
    ...lintDates(pack),
    ...duplicates(
      "indicators",
      indicators.map((indicator) => indicator.id),
    ),
    ...duplicates(
      "parts",
      (pack.parts ?? []).map((part) => part.id),
    ),
    ...duplicates(
      "determinations",
      (pack.determinations ?? []).map((found) => found.id),
    ),
    ...duplicates(
      "parameters",
      (pack.parameters ?? []).map((parameter) => parameter.id),
    ),
    ...lintParts(pack),
    ...indicators.flatMap((indicator) => lintIndicator(pack, indicator)),
    ...indicators.flatMap((indicator) => lintMeasure(indicator, eventStreams)),
    ...lintLevels(pack),
    ...lintMatrix(pack),
    ...lintConditions(pack, conditionsOf(pack)),
    ...lintKnown(pack, catalogue),
    ...lintInstallationGrades(pack),
  ];
}
