import { type Condition, toDisjuncts } from "./rule-condition.js";
import { isLowerWorse, isMoreWorse } from "./rule-direction.js";
import { levelLimits, limitsOf, pointRange, ruleKindOf } from "./rule-limits.js";
import {
  partsOf,
  type RuleDetermination,
  type RuleIndicator,
  type RulePack,
  type RulePart,
} from "./rule-pack.js";
import { emptyRuleRows, type RuleRow, type RuleRows } from "./rule-tables.js";

/** What a pack does not know about itself: its place among the editions, whether the city uses it, its file. */
export interface PackPlace {
  readonly effectiveTo: string | null;
  readonly isSelected: boolean;
  readonly sha256: string;
  readonly origin: "shipped" | "city";
}

function fullPoints(indicator: RuleIndicator, part: RulePart | undefined): number | null {
  if (ruleKindOf(indicator) === "none") return null;
  const range = pointRange(indicator);
  if (part?.aggregate === "product") return 1;
  return part?.aggregate === "deduct" || part?.aggregate === "worst" ? range.min : range.max;
}

function indicatorRow(indicator: RuleIndicator, position: number, pack: RulePack): RuleRow {
  const parts = partsOf(pack);
  const kind = ruleKindOf(indicator);
  const part = parts.find((one) => one.id === (indicator.part ?? (parts.length === 1 ? parts[0]?.id : "")));
  const range = pointRange(indicator);
  const reason = indicator.reason ?? indicator.title;
  return {
    indicator_id: indicator.id,
    part_id: kind === "none" ? null : (part?.id ?? null),
    position,
    title_zh: indicator.title.zh,
    title_en: indicator.title.en,
    reason_zh: reason.zh,
    reason_en: reason.en,
    unit: indicator.unit ?? null,
    clause: indicator.clause,
    basis: indicator.basis ?? pack.basis,
    rule_kind: kind,
    weight: indicator.weight ?? 1,
    points_per_unit: indicator.per_unit?.points ?? null,
    unit_size: indicator.per_unit ? (indicator.per_unit.unit ?? 1) : null,
    base_points: indicator.per_unit ? (indicator.per_unit.start ?? 0) : null,
    min_points: range.min,
    max_points: range.max,
    linear_value_from: indicator.linear?.from.value ?? null,
    linear_points_from: indicator.linear?.from.points ?? null,
    linear_value_to: indicator.linear?.to.value ?? null,
    linear_points_to: indicator.linear?.to.points ?? null,
    missing_status: indicator.missing?.as ?? "no_data",
    missing_points: indicator.missing?.points ?? null,
    is_required: indicator.required ?? false,
    is_entered: indicator.entered ?? false,
    full_points: fullPoints(indicator, part),
  };
}

function conditionRows(conditionId: string, condition: Condition): RuleRow[] {
  return toDisjuncts(condition).flatMap((literals, disjunct) =>
    literals.flatMap((literal, index) => {
      const values = literal.values.length > 0 ? literal.values : [null];
      return values.map((value) => ({
        condition_id: conditionId,
        disjunct: disjunct + 1,
        literal: index + 1,
        operand: literal.operand,
        operand_id: literal.operandId,
        operator: literal.operator,
        value_number: typeof value === "number" ? value : null,
        value_code: value === null || typeof value === "number" ? null : String(value),
      }));
    }),
  );
}

/** A level's gate as a determination: who fails it is no better than the next worse level. */
export function gatesOf(pack: RulePack): readonly RuleDetermination[] {
  const levels = pack.levels ?? [];
  return levels.flatMap((level, index) => {
    const worse = levels[index - 1];
    if (!level.gate || !worse) return [];
    return [
      {
        id: `gate_${level.level}`,
        kind: "at_least" as const,
        level: worse.level,
        title: {
          zh: `未达到“${level.title.zh}”的门槛`,
          en: `Does not pass the gate of “${level.title.en}”`,
        },
        clause: level.clause ?? pack.clause,
        when: { not: level.gate },
      },
    ];
  });
}

/** Determinations as written, then those that stand for the gates of levels. */
export function determinationsOf(pack: RulePack): readonly RuleDetermination[] {
  return [...(pack.determinations ?? []), ...gatesOf(pack)];
}

function measureRows(indicator: RuleIndicator, add: (table: keyof RuleRows, row: RuleRow) => void): void {
  const measure = indicator.measure;
  if (!measure) return;
  const indicator_id = indicator.id;
  add("measure", {
    indicator_id,
    stream: measure.stream,
    window_days: measure.window_days ?? null,
    window_years: measure.window_years ?? null,
    exposure_id: measure.exposure?.of ?? null,
    exposure_per: measure.exposure?.per ?? null,
    exposure_floor: measure.exposure?.floor ?? null,
    exposure_least: measure.exposure?.least ?? null,
  });
  for (const [code, weight] of Object.entries(measure.weights ?? { "*": 1 }))
    add("measure_weight", { indicator_id, code, weight });
  const decay = measure.decay ?? [{ age_from_days: 0, weight: 1 }];
  for (const [index, step] of decay.entries())
    add("measure_decay", {
      indicator_id,
      age_from_days: step.age_from_days,
      age_to_days: decay[index + 1]?.age_from_days ?? null,
      weight: step.weight,
    });
}

/** Everything that a pack puts into the rules tables; expects a pack that the lint has passed. */
export function packRows(pack: RulePack, place: PackPlace): RuleRows {
  const rows = emptyRuleRows();
  const add = (table: keyof RuleRows, row: RuleRow): void => {
    rows[table].push({ method: pack.method, edition: pack.edition, ...row });
  };
  add("edition", {
    effective_from: pack.edition,
    effective_to: place.effectiveTo,
    purpose: pack.purpose,
    subject_type: pack.subject,
    family: pack.family ?? null,
    variant: pack.variant ?? null,
    is_selected: place.isSelected,
    basis: pack.basis,
    title_zh: pack.title.zh,
    title_en: pack.title.en,
    issuer: pack.issued.by,
    document_number: pack.issued.number ?? null,
    issued_on: pack.issued.on ?? null,
    url: pack.issued.url ?? null,
    confirmed_on: pack.confirmed_on,
    review_by: pack.review_by,
    sha256: place.sha256,
    origin: place.origin,
    applies_condition_id: pack.applies ? "applies" : null,
    total_kind: pack.total.kind,
    base_points: pack.total.base ?? 0,
    floor_points: pack.total.floor ?? null,
    cap_points: pack.total.cap ?? null,
    round_digits: pack.total.round_digits ?? 6,
    max_missing_fraction: pack.sufficiency?.max_missing_fraction ?? null,
    is_lower_worse: isLowerWorse(pack),
    clause: pack.clause,
    note_zh: pack.note?.zh ?? null,
    note_en: pack.note?.en ?? null,
  });
  if (pack.applies) for (const row of conditionRows("applies", pack.applies)) add("condition_literal", row);
  for (const [index, part] of partsOf(pack).entries()) {
    add("part", {
      part_id: part.id,
      position: index + 1,
      title_zh: part.title.zh,
      title_en: part.title.en,
      aggregate: part.aggregate,
      base_points: part.base ?? 0,
      floor_points: part.floor ?? null,
      cap_points: part.cap ?? null,
      weight: part.weight ?? 1,
      parent_part_id: part.parent ?? null,
      is_more_worse: isMoreWorse(pack, part),
    });
    const limits = limitsOf(part.bands ?? []);
    for (const [at, band] of (part.bands ?? []).entries())
      add("part_band", {
        part_id: part.id,
        rule_row: `parts.${part.id}.bands[${at}]`,
        ...limits[at],
        band: band.band,
      });
  }
  for (const [index, indicator] of (pack.indicators ?? []).entries()) {
    const indicator_id = indicator.id;
    add("indicator", indicatorRow(indicator, index + 1, pack));
    const limits = limitsOf(indicator.bands ?? []);
    for (const [at, band] of (indicator.bands ?? []).entries())
      add("band", {
        indicator_id,
        rule_row: `indicators.${indicator_id}.bands[${at}]`,
        ...limits[at],
        points: band.points,
        clause: band.clause ?? indicator.clause,
      });
    for (const [at, row] of (indicator.lookup ?? []).entries())
      add("lookup", {
        indicator_id,
        rule_row: `indicators.${indicator_id}.lookup[${at}]`,
        code: row.code,
        under_code: row.under ?? null,
        points: row.points,
        clause: row.clause ?? indicator.clause,
        title_zh: row.title?.zh ?? null,
        title_en: row.title?.en ?? null,
      });
    measureRows(indicator, add);
  }
  const matrix = pack.matrix;
  if (matrix)
    for (const [row, cells] of matrix.cells.entries())
      for (const [column, level] of cells.entries())
        add("matrix", {
          row_part_id: matrix.rows,
          column_part_id: matrix.columns,
          row_band: row + 1,
          column_band: column + 1,
          level,
          rule_row: `matrix.cells[${row}][${column}]`,
          clause: matrix.clause ?? pack.clause,
        });
  const limits = levelLimits(pack.levels ?? []);
  for (const [index, level] of (pack.levels ?? []).entries())
    add("level", {
      level: level.level,
      position: index + 1,
      ...limits[index],
      rule_row: `levels[${index}]`,
      title_zh: level.title.zh,
      title_en: level.title.en,
      clause: level.clause ?? pack.clause,
    });
  for (const [index, found] of determinationsOf(pack).entries()) {
    add("determination", {
      determination_id: found.id,
      position: index + 1,
      kind: found.kind,
      level: found.level ?? null,
      title_zh: found.title.zh,
      title_en: found.title.en,
      clause: found.clause,
      basis: found.basis ?? pack.basis,
      condition_id: found.id,
    });
    for (const row of conditionRows(found.id, found.when)) add("condition_literal", row);
  }
  for (const [index, parameter] of (pack.parameters ?? []).entries())
    add("parameter", {
      parameter_id: parameter.id,
      position: index + 1,
      value_number: typeof parameter.value === "number" ? parameter.value : null,
      value_code: typeof parameter.value === "string" ? parameter.value : null,
      unit: parameter.unit,
      clause: parameter.clause,
      basis: parameter.basis ?? pack.basis,
      title_zh: parameter.title?.zh ?? null,
      title_en: parameter.title?.en ?? null,
    });
  return rows;
}
