import type { EntityContract } from "../../models/contract.js";
import { Fault } from "../fault.js";
import { quoteName, type Warehouse } from "../warehouse/open.js";
import { guardConditions, type LiveOptions, matchCondition, translatedRows } from "./live-sql.js";
import type { StagedSource } from "./staged-source.js";

interface Matched {
  readonly matched: number;
  /** A row whose guard does not hold, and what it has instead. */
  readonly unguarded: { readonly file: string; readonly row: string; readonly held: string } | null;
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
    const guard = guardConditions(correction).join(" and ");
    const held = Object.keys(correction.guard)
      .map((column) => `'${column} = "' || coalesce(${quoteName(`raw ${column}`)}, '') || '"'`)
      .join(` || ', ' || `);
    return [
      `cast(count(*) filter (where ${match}) as integer) as matched_${index}`,
      guard === ""
        ? `cast(null as varchar) as unguarded_${index}`
        : `min(case when ${match} and not (${guard}) then to_json({file: "row file", row: cast("row number" as varchar), held: ${held}}) end) as unguarded_${index}`,
    ];
  });
  const [row] = await warehouse.rows<Record<string, unknown>>(
    `select ${columns.join(",\n    ")} from (${translatedRows(contract, [source], { ...options, withRaw: true })})`,
  );
  return source.corrections.map((_, index) => ({
    matched: Number(row?.[`matched_${index}`] ?? 0),
    unguarded: JSON.parse((row?.[`unguarded_${index}`] as string | null | undefined) ?? "null"),
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
            {
              zh: `${where}：没有一行是 ${shown(correction.match)}，应至少有一行；来源可能已改正，请删去此项`,
              en: `${where}: no row has ${shown(correction.match)}, expected at least one; the source may have been mended, remove the entry`,
            },
          ];
    if (!found.unguarded) return [];
    const { file, row, held } = found.unguarded;
    const expected = shown(correction.guard);
    return [
      {
        zh: `${where}：${file} 第 ${row} 行是 ${held}，而 guard 应为 ${expected}；来源可能已改正，请删去此项`,
        en: `${where}: ${file} row ${row} has ${held}, the guard expects ${expected}; the source may have been mended, remove the entry`,
      },
    ];
  });
  if (faults.length > 0) throw new Fault(faults);
}
