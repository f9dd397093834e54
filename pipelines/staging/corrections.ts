import type { EntityContract } from "../../models/contract.js";
import { Fault } from "../fault.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { cellIs, type LiveOptions, matchCondition, translatedRows } from "./live-sql.js";
import type { StagedSource } from "./staged-source.js";

interface Matched {
  readonly matched: number;
  readonly unguarded: string | null;
}

function shown(cells: Readonly<Record<string, string>>): string {
  return Object.entries(cells)
    .map(([column, value]) => `${column} = "${value}"`)
    .join(", ");
}

async function countMatches(
  warehouse: Warehouse,
  contract: EntityContract,
  source: StagedSource,
  options: LiveOptions,
): Promise<Matched[]> {
  const columns = source.corrections.flatMap((correction, index) => {
    const match = `(${matchCondition(correction)})`;
    const guard = Object.entries(correction.guard)
      .map(([column, value]) => cellIs(column, value))
      .join(" and ");
    const held = Object.keys(correction.guard)
      .map((column) => `'${column} = "' || coalesce(${quoteName(`raw ${column}`)}, '') || '"'`)
      .join(` || ', ' || `);
    return [
      `cast(count(*) filter (where ${match}) as integer) as matched_${index}`,
      guard === ""
        ? `cast(null as varchar) as unguarded_${index}`
        : `min(case when ${match} and not (${guard}) then "row file" || ' row ' || "row number" || ' has ' || ${held} end) as unguarded_${index}`,
    ];
  });
  const [row] = await warehouse.rows<Record<string, unknown>>(
    `select ${columns.join(",\n    ")} from (${translatedRows(contract, [source], { ...options, withRaw: true })})`,
  );
  return source.corrections.map((_, index) => ({
    matched: Number(row?.[`matched_${index}`] ?? 0),
    unguarded: (row?.[`unguarded_${index}`] as string | null | undefined) ?? null,
  }));
}

/**
 * Stops with a Fault when a correction of the source matches no live row, or its guard no longer holds: the source may
 * have been mended. A look back to a time before the row was known is no fault; nor is a source without any live row.
 */
export async function checkCorrections(
  warehouse: Warehouse,
  contract: EntityContract,
  source: StagedSource,
  options: LiveOptions,
): Promise<void> {
  if (source.corrections.length === 0) return;
  const live = await countMatches(warehouse, contract, source, options);
  const later = live.some((one) => one.matched === 0)
    ? await countMatches(warehouse, contract, source, { ...options, isLater: true })
    : [];
  const faults = source.corrections.flatMap((correction, index) => {
    const where = `sise.yaml › sources.${source.name}.corrections[${index}]`;
    const found = live[index];
    if (!found?.matched)
      return later[index]?.matched
        ? []
        : [
            `${where}: no row has ${shown(correction.match)}, expected at least one; the source may have been mended, remove the entry`,
          ];
    if (found.unguarded)
      return [
        `${where}: ${found.unguarded}, the guard expects ${shown(correction.guard)}; the source may have been mended, remove the entry`,
      ];
    return [];
  });
  if (faults.length > 0) throw new Fault(faults);
}
