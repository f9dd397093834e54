import { operandsOf } from "./rule-condition.js";
import { lintConditions } from "./rule-lint-condition.js";
import { lintBands, lintLevels, lintMatrix } from "./rule-lint-cover.js";
import { partsOf, type RuleIndicator, type RulePack, type RulePart } from "./rule-pack.js";
import { eventStreams, ownIndicators } from "./rule-purpose.js";
import { pointRange, ruleKindOf } from "./rule-limits.js";

/** What the lint needs to know of an indicator that the facts supply. */
export interface KnownIndicator {
  readonly id: string;
  readonly purpose: string;
  readonly kind: "number" | "code";
}

/** Every id that stands twice in a list, as faults at `where`. */
function duplicates(where: string, ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `${where}.${id}: stands twice, expected one; give the second another id or take it out`,
  );
}

function lintMeasure(
  indicator: RuleIndicator,
  streams: Readonly<Record<string, readonly string[]>>,
): string[] {
  const measure = indicator.measure;
  if (!measure) return [];
  const where = `indicators.${indicator.id}.measure`;
  const faults: string[] = [];
  const named = Object.keys(streams).join(", ");
  if (!streams[measure.stream])
    faults.push(
      `${where}.stream: unknown stream ${measure.stream}, expected one of ${named}; use one of these`,
    );
  if (measure.exposure && !streams[measure.exposure.of])
    faults.push(
      `${where}.exposure.of: unknown stream ${measure.exposure.of}, expected one of ${named}; use one of these`,
    );
  if (measure.window_days !== undefined && measure.window_years !== undefined)
    faults.push(`${where}: found window_days and window_years, expected one; take the other out`);
  const window = measure.window_days ?? (measure.window_years && measure.window_years * 366);
  const codes = streams[measure.stream] ?? [];
  for (const code of Object.keys(measure.weights ?? {}))
    if (code !== "*" && codes.length > 0 && !codes.includes(code))
      faults.push(
        `${where}.weights.${code}: never occurs in stream ${measure.stream}, expected ${codes.join(", ")} or *; correct the code or take the row out`,
      );
  for (const [index, step] of (measure.decay ?? []).entries()) {
    const before = measure.decay?.[index - 1];
    if (index === 0 && step.age_from_days !== 0)
      faults.push(
        `${where}.decay[0].age_from_days: begins at ${step.age_from_days}, expected 0; say what a fresh event weighs`,
      );
    if (before && step.age_from_days <= before.age_from_days)
      faults.push(
        `${where}.decay[${index}].age_from_days: ${step.age_from_days} does not rise above ${before.age_from_days}; ages must rise`,
      );
    if (window !== undefined && step.age_from_days > window)
      faults.push(
        `${where}.decay[${index}].age_from_days: ${step.age_from_days} lies beyond the window of ${window} days; the row is dead, take it out`,
      );
  }
  return faults;
}

function lintIndicator(pack: RulePack, indicator: RuleIndicator): string[] {
  const where = `indicators.${indicator.id}`;
  const faults: string[] = [];
  const kind = ruleKindOf(indicator);
  const parts = partsOf(pack);
  if (indicator.bands) faults.push(...lintBands(`${where}.bands`, indicator.bands, indicator.smallest ?? 0));
  for (const [index, row] of (indicator.lookup ?? []).entries())
    if (row.under !== undefined && row.under !== "unlisted")
      if (!indicator.lookup?.some((other) => other.code === row.under && other.under === undefined))
        faults.push(
          `${where}.lookup[${index}].under: found ${row.under}, expected a code of this table or unlisted; correct it`,
        );
  if (indicator.lookup)
    faults.push(
      ...duplicates(
        `${where}.lookup`,
        indicator.lookup.map((row) => row.code),
      ),
    );
  if (indicator.linear && indicator.linear.from.value >= indicator.linear.to.value)
    faults.push(`${where}.linear: the anchors do not rise; put the smaller value in from`);
  const held = indicator.per_unit ?? indicator.value;
  if (held?.min !== undefined && held.max !== undefined && held.min >= held.max)
    faults.push(`${where}: min ${held.min} is not below max ${held.max}; correct one of them`);
  if (kind === "none") return faults;
  if (indicator.part === undefined && parts.length > 1)
    faults.push(
      `${where}.part: found none, expected one of ${parts.map((part) => part.id).join(", ")}; say where its points go`,
    );
  if (indicator.part !== undefined && !parts.some((part) => part.id === indicator.part))
    faults.push(
      `${where}.part: unknown part ${indicator.part}, expected one of ${parts.map((part) => part.id).join(", ")}; correct it`,
    );
  if (indicator.missing === undefined && pack.total.kind !== "computed")
    faults.push(
      `${where}.missing: found none, expected what a missing value means; write as: no_data, not_applicable or needs_person, with points`,
    );
  const earns = indicator.missing?.as === "no_data" || indicator.missing?.as === "needs_person";
  if (earns && indicator.missing?.points === undefined && !indicator.required)
    faults.push(
      `${where}.missing.points: found none, expected the points of a missing value; no data is never silently zero`,
    );
  return faults;
}

/** Faults of a part that others join, that is joined, or that is a geometric mean. */
function lintJoin(pack: RulePack, part: RulePart, members: readonly RuleIndicator[]): string[] {
  const where = `parts.${part.id}`;
  const faults: string[] = [];
  const joined = partsOf(pack).filter((one) => one.parent === part.id);
  if (part.parent !== undefined && !partsOf(pack).some((one) => one.id === part.parent))
    faults.push(`${where}.parent: unknown part ${part.parent}, expected one of the parts; correct the id`);
  if (joined.length > 0) {
    if (members.length > 0)
      faults.push(
        `${where}: joins ${joined.map((one) => one.id).join(", ")} and has indicators too, expected one of both; give the indicators a part of their own`,
      );
    if (part.parent !== undefined)
      faults.push(
        `${where}.parent: found ${part.parent}, expected none, for it joins other parts itself; two levels of parts are all there are`,
      );
    if (part.aggregate === "deduct" || part.aggregate === "product")
      faults.push(
        `${where}.aggregate: found ${part.aggregate}, expected sum, weighted, geometric, worst or least; parts are joined by these`,
      );
  }
  if (part.aggregate === "geometric")
    for (const member of members)
      if ((pointRange(member).min ?? -1) < 0 || (member.missing?.points ?? 0) < 0)
        faults.push(
          `indicators.${member.id}: may earn less than 0 in the geometric mean ${part.id}, which has no such mean; set min: 0`,
        );
  return faults;
}

function lintParts(pack: RulePack): string[] {
  const indicators = pack.indicators ?? [];
  const faults: string[] = [];
  for (const part of partsOf(pack)) {
    const where = `parts.${part.id}`;
    const members = indicators.filter(
      (indicator) =>
        ruleKindOf(indicator) !== "none" && (indicator.part === part.id || partsOf(pack).length === 1),
    );
    const joins = partsOf(pack).some((one) => one.parent === part.id);
    faults.push(...lintJoin(pack, part, members));
    if (members.length === 0 && !joins && pack.parts)
      faults.push(`${where}: no indicator earns points in it; the part is dead, take it out`);
    if (part.aggregate === "product" && members.length > 6 && pack.total.kind !== "computed")
      faults.push(
        `${where}: a product of ${members.length} factors, expected at most six; merge factors, nobody can weigh more`,
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

function lintKnown(pack: RulePack, catalogue: readonly KnownIndicator[]): string[] {
  const own = ownIndicators[pack.purpose];
  const known = new Map(
    catalogue.filter((entry) => entry.purpose === pack.purpose).map((entry) => [entry.id, entry.kind]),
  );
  const declared = new Map((pack.indicators ?? []).map((indicator) => [indicator.id, indicator]));
  const isFed = (id: string): boolean =>
    own ? own.includes(id) : known.has(id) || Boolean(declared.get(id)?.entered || declared.get(id)?.measure);
  const faults: string[] = [];
  for (const id of declared.keys())
    if (!isFed(id))
      faults.push(
        `indicators.${id}: unknown to purpose ${pack.purpose}, neither in the catalogue nor entered nor a measure; correct the id or write entered: true`,
      );
  for (const [where, condition] of conditionsOf(pack))
    for (const literal of operandsOf(condition)) {
      if (literal.operand === "part" && !partsOf(pack).some((part) => part.id === literal.operandId))
        faults.push(`${where}: reads unknown part ${literal.operandId}; correct the id`);
      if (literal.operand !== "indicator") continue;
      if (!isFed(literal.operandId)) {
        if (!declared.has(literal.operandId))
          faults.push(
            `${where}: reads unknown indicator ${literal.operandId}; correct the id, or declare it below indicators with entered: true`,
          );
        continue;
      }
      const kind = known.get(literal.operandId);
      const found = literal.values.find((value) => (typeof value === "number") !== (kind === "number"));
      if (kind && found !== undefined)
        faults.push(
          `${where}: compares ${literal.operandId} with ${JSON.stringify(found)}, but it is a ${kind}; write ${kind === "code" ? `"${found}"` : "a number"}`,
        );
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

function lintDates(pack: RulePack): string[] {
  const faults: string[] = [];
  if (pack.review_by <= pack.confirmed_on)
    faults.push(
      `review_by: ${pack.review_by} is not after confirmed_on ${pack.confirmed_on}; say until when the confirmation is trusted`,
    );
  if (pack.issued.on !== undefined && pack.issued.on > pack.confirmed_on)
    faults.push(`confirmed_on: ${pack.confirmed_on} lies before the issue on ${pack.issued.on}; correct one`);
  return faults;
}

/**
 * Everything wrong with one pack that its shape does not show, each as `address: what was found; what to do`.
 * `catalogue` lists the indicators that the facts supply. An empty list means that the pack may be loaded.
 */
export function lintPack(pack: RulePack, catalogue: readonly KnownIndicator[]): readonly string[] {
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
  ];
}
