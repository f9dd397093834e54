import { partsOf, type RulePack } from "./rule-pack.js";
import { ruleKindOf } from "./rule-limits.js";
import { determinationsOf } from "./rule-rows.js";

/**
 * The address of every row of a pack that can decide something: bands, look-ups, one for each other way to earn points,
 * bands of parts, matrix cells, levels, determinations. The same addresses stand in the rules tables as `rule_row`.
 */
export function ruleRowsOf(pack: RulePack): readonly string[] {
  const rows: string[] = [];
  const list = (where: string, length: number): void => {
    for (let index = 0; index < length; index += 1) rows.push(`${where}[${index}]`);
  };
  for (const indicator of pack.indicators ?? []) {
    const kind = ruleKindOf(indicator);
    const where = `indicators.${indicator.id}.${kind}`;
    if (kind === "bands" || kind === "lookup") list(where, indicator[kind]?.length ?? 0);
    else if (kind !== "none") rows.push(where);
  }
  for (const part of partsOf(pack)) list(`parts.${part.id}.bands`, part.bands?.length ?? 0);
  for (const [row, cells] of (pack.matrix?.cells ?? []).entries()) list(`matrix.cells[${row}]`, cells.length);
  // Under a matrix the cells decide; the levels only name.
  if (!pack.matrix) list("levels", pack.levels?.length ?? 0);
  for (const found of determinationsOf(pack)) rows.push(`determinations.${found.id}`);
  return rows;
}

export interface RuleCoverage {
  readonly method: string;
  readonly edition: string;
  readonly rows: number;
  /** Addresses that no worked example reaches. */
  readonly missed: readonly string[];
}

/**
 * Which rows of a pack its worked examples reach. `hits` are the addresses that scoring the examples has used; an
 * address that the pack does not have is thrown as an error, for then scorer and pack disagree.
 */
export function ruleCoverage(pack: RulePack, hits: ReadonlySet<string>): RuleCoverage {
  const rows = ruleRowsOf(pack);
  const known = new Set(rows);
  const unknown = [...hits].filter((hit) => !known.has(hit));
  if (unknown.length > 0)
    throw new Error(
      `${pack.method} ${pack.edition}: examples hit ${unknown.join(", ")}, which the pack does not have; the addresses of scorer and pack must agree`,
    );
  return {
    method: pack.method,
    edition: pack.edition,
    rows: rows.length,
    missed: rows.filter((row) => !hits.has(row)),
  };
}
