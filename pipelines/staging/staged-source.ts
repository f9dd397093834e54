import { columnNamed, entityContract } from "../../models/entities.js";
import type { Text } from "../../models/text.js";
import { Fault } from "../fault.js";

/** A known fault of a source and how to mend it. Columns are named as in the contracts, values as the source or the contract writes them. */
export interface Correction {
  /** The rows meant: every column has this value. */
  readonly match: Readonly<Record<string, string>>;
  /** What the columns are to hold instead; null or an empty text empties the cell. */
  readonly set: Readonly<Record<string, string | null>>;
  readonly reason: string;
  /** What the matched rows are expected to hold before mending; when they no longer do, the source may have been mended. */
  readonly guard: Readonly<Record<string, string>>;
}

/** A source of sise.yaml, as staging needs it. */
export interface StagedSource {
  readonly name: string;
  readonly entity: string;
  /** Its place in sise.yaml (see SourceConfig). Absent in runs from before it was kept, in which the path of the file alone decided. */
  readonly position?: number;
  readonly extract: "full" | "incremental";
  /** Column → word of the source → word of the contract; the word "" stands for an empty cell, on either side. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Column → the text every row has, for columns that the source lacks. */
  readonly set: Readonly<Record<string, string>>;
  readonly corrections: readonly Correction[];
  /** Lifts the check of the unified social credit code. */
  readonly foreignIds: boolean;
  /** The latest extract could not be read; earlier rows stand. */
  readonly isStale: boolean;
}

/** What became of the live rows of a source; counted bucket by bucket, so that `read = accepted + rejected + superseded` can fail. */
export interface SourceCount {
  readonly source: string;
  readonly entity: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly superseded: number;
  /** Keys that vanished from a full extract and are not back. */
  readonly withdrawn: number;
  /** Rows that stand in an earlier version, since the newer one was rejected; in none of the counts before. */
  readonly carriedOver: number;
  /** Newest `known_at` of the live rows, UTC; null without any. */
  readonly newestRowAt: string | null;
  readonly isStale: boolean;
}

function named<Value>(
  source: StagedSource,
  where: string,
  given: Readonly<Record<string, Value>>,
  faults: Text[],
): Record<string, Value> {
  const contract = entityContract(source.entity);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const column = columnNamed(contract, name);
      if (!column)
        faults.push({
          zh: `sise.yaml › sources.${source.name}.${where}.${name}：没有这一列，应为 ${source.entity} 的列；请看其模板`,
          en: `sise.yaml › sources.${source.name}.${where}.${name}: no such column, expected a column of ${source.entity}; see its template`,
        });
      return [column?.name ?? name, value];
    }),
  );
}

/** The sources with every column under its name in the tables. Throws a Fault naming each column that the entity lacks. */
export function withTableNames(sources: readonly StagedSource[]): readonly StagedSource[] {
  const faults: Text[] = [];
  const renamed = sources.map((source) => ({
    ...source,
    values: named(source, "values", source.values, faults),
    set: named(source, "set", source.set, faults),
    corrections: source.corrections.map((correction, index) => ({
      ...correction,
      match: named(source, `corrections[${index}].match`, correction.match, faults),
      set: named(source, `corrections[${index}].set`, correction.set, faults),
      guard: named(source, `corrections[${index}].guard`, correction.guard, faults),
    })),
  }));
  if (faults.length > 0) throw new Fault(faults);
  return renamed;
}
