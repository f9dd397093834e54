import { at } from "./rule-fault.js";
import { lintBands } from "./rule-lint-cover.js";
import { ruleKindOf } from "./rule-limits.js";
import { partsOf, type RuleIndicator, type RulePack } from "./rule-pack.js";
import type { Text } from "./text.js";

/** Every id that stands twice in a list, as faults at `where`. */
export function duplicates(where: string, ids: readonly string[]): Text[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) =>
    at(
      `${where}.${id}`,
      "出现两次，应只有一次；请给后一个另取编号，或删去",
      "stands twice, expected one; give the second another id or take it out",
    ),
  );
}

/** Faults of how an indicator is measured: its streams, window, weights and decay. */
export function lintMeasure(
  indicator: RuleIndicator,
  streams: Readonly<Record<string, readonly string[]>>,
): Text[] {
  const measure = indicator.measure;
  if (!measure) return [];
  const where = `indicators.${indicator.id}.measure`;
  const faults: Text[] = [];
  const named = Object.keys(streams).join(", ");
  if (!streams[measure.stream])
    faults.push(
      at(
        `${where}.stream`,
        `没有 ${measure.stream} 这个事件流，应为 ${named} 之一`,
        `unknown stream ${measure.stream}, expected one of ${named}; use one of these`,
      ),
    );
  if (measure.exposure && !streams[measure.exposure.of])
    faults.push(
      at(
        `${where}.exposure.of`,
        `没有 ${measure.exposure.of} 这个事件流，应为 ${named} 之一`,
        `unknown stream ${measure.exposure.of}, expected one of ${named}; use one of these`,
      ),
    );
  if (measure.window_days !== undefined && measure.window_years !== undefined)
    faults.push(
      at(
        where,
        "同时写了 window_days 和 window_years，应只写一个；请删去另一个",
        "found window_days and window_years, expected one; take the other out",
      ),
    );
  const window = measure.window_days ?? (measure.window_years && measure.window_years * 366);
  const codes = streams[measure.stream] ?? [];
  for (const code of Object.keys(measure.weights ?? {}))
    if (code !== "*" && codes.length > 0 && !codes.includes(code))
      faults.push(
        at(
          `${where}.weights.${code}`,
          `在事件流 ${measure.stream} 中从不出现，应为 ${codes.join("、")} 或 *；请改正代码，或删去此行`,
          `never occurs in stream ${measure.stream}, expected ${codes.join(", ")} or *; correct the code or take the row out`,
        ),
      );
  for (const [index, step] of (measure.decay ?? []).entries()) {
    const before = measure.decay?.[index - 1];
    if (index === 0 && step.age_from_days !== 0)
      faults.push(
        at(
          `${where}.decay[0].age_from_days`,
          `从 ${step.age_from_days} 开始，应从 0 开始；请写明新发生事件的权重`,
          `begins at ${step.age_from_days}, expected 0; say what a fresh event weighs`,
        ),
      );
    if (before && step.age_from_days <= before.age_from_days)
      faults.push(
        at(
          `${where}.decay[${index}].age_from_days`,
          `${step.age_from_days} 不大于 ${before.age_from_days}；天数必须递增`,
          `${step.age_from_days} does not rise above ${before.age_from_days}; ages must rise`,
        ),
      );
    if (window !== undefined && step.age_from_days > window)
      faults.push(
        at(
          `${where}.decay[${index}].age_from_days`,
          `${step.age_from_days} 超出 ${window} 天的时间窗；此行无效，请删去`,
          `${step.age_from_days} lies beyond the window of ${window} days; the row is dead, take it out`,
        ),
      );
  }
  return faults;
}

/** Faults of how an indicator earns points. */
export function lintIndicator(pack: RulePack, indicator: RuleIndicator): Text[] {
  const where = `indicators.${indicator.id}`;
  const faults: Text[] = [];
  const kind = ruleKindOf(indicator);
  const parts = partsOf(pack);
  const ids = parts.map((part) => part.id);
  if (indicator.bands) faults.push(...lintBands(`${where}.bands`, indicator.bands, indicator.smallest ?? 0));
  for (const [index, row] of (indicator.lookup ?? []).entries())
    if (row.under !== undefined && row.under !== "unlisted")
      if (!indicator.lookup?.some((other) => other.code === row.under && other.under === undefined))
        faults.push(
          at(
            `${where}.lookup[${index}].under`,
            `读到 ${row.under}，应为本表的代码或 unlisted；请改正`,
            `found ${row.under}, expected a code of this table or unlisted; correct it`,
          ),
        );
  if (indicator.lookup)
    faults.push(
      ...duplicates(
        `${where}.lookup`,
        indicator.lookup.map((row) => row.code),
      ),
    );
  if (indicator.linear && indicator.linear.from.value >= indicator.linear.to.value)
    faults.push(
      at(
        `${where}.linear`,
        "两个锚点没有递增；请把较小的值写在 from",
        "the anchors do not rise; put the smaller value in from",
      ),
    );
  const held = indicator.per_unit ?? indicator.value;
  if (held?.min !== undefined && held.max !== undefined && held.min >= held.max)
    faults.push(
      at(
        where,
        `min ${held.min} 不小于 max ${held.max}；请改正其一`,
        `min ${held.min} is not below max ${held.max}; correct one of them`,
      ),
    );
  if (kind === "none" && indicator.reason)
    faults.push(
      at(
        `${where}.reason`,
        "写了，而此指标不计分，不会成为失分原因；请删去",
        "found one, but the indicator earns no points and is never named as a reason; take it out",
      ),
    );
  if (kind === "none") return faults;
  if (indicator.part === undefined && parts.length > 1)
    faults.push(
      at(
        `${where}.part`,
        `没有写，应为 ${ids.join("、")} 之一；请写明其分值归入哪个分项`,
        `found none, expected one of ${ids.join(", ")}; say where its points go`,
      ),
    );
  if (indicator.part !== undefined && !parts.some((part) => part.id === indicator.part))
    faults.push(
      at(
        `${where}.part`,
        `没有 ${indicator.part} 这个分项，应为 ${ids.join("、")} 之一；请改正`,
        `unknown part ${indicator.part}, expected one of ${ids.join(", ")}; correct it`,
      ),
    );
  if (indicator.missing === undefined && pack.total.kind !== "computed")
    faults.push(
      at(
        `${where}.missing`,
        "没有写，应写明缺值的含义；请写 as: no_data、not_applicable 或 needs_person，并给出分值",
        "found none, expected what a missing value means; write as: no_data, not_applicable or needs_person, with points",
      ),
    );
  const earns = indicator.missing?.as === "no_data" || indicator.missing?.as === "needs_person";
  if (earns && indicator.missing?.points === undefined && !indicator.required)
    faults.push(
      at(
        `${where}.missing.points`,
        "没有写，应写明缺值的分值；无数据不得默认为零",
        "found none, expected the points of a missing value; no data is never silently zero",
      ),
    );
  return faults;
}
