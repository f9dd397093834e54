import { statSync } from "node:fs";
import { join } from "node:path";
import type { Warehouse } from "../warehouse/open.js";
import type { DirtOutcome } from "./dirt.js";
import { countDirt, fileSelect } from "./rows.js";
import { type CityFormat, type DemoTable, fileEnding, fileKind } from "./tables.js";
import { writeFile } from "./write.js";

/** A file of the city, and how long it took. */
export interface GeneratedFile {
  /** Relative to the project folder. */
  readonly path: string;
  readonly entity: string;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** How many rows of a file bear one kind of dirt, and what staging must make of them; `code` as in staging.reject. */
export interface DirtCount {
  readonly file: string;
  readonly entity: string;
  readonly kind: string;
  readonly outcome: DirtOutcome;
  readonly code: string | null;
  readonly rows: number;
}

/** Rows reported long after they were found come in a file of their own: the case that known_at is for. */
const isLate = "below('late', sort_no, 0, 1000) < 5 and found_at < cast(as_of() - 45 as timestamp)";

/** A file that is to be written: some rows of a table. */
export interface Output {
  readonly table: DemoTable;
  /** Relative to the project folder. */
  readonly path: string;
  readonly format: CityFormat;
  readonly where: string;
}

/** The files that hold a table's rows; `part` tells those of one block of enterprises from those of another. */
export function outputsOf(table: DemoTable, format: CityFormat, part: string): Output[] {
  const ending = fileEnding(fileKind(table, format));
  const output = (name: string, where: string): Output => ({
    table,
    path: `data/${name}${part}.${ending}`,
    format,
    where,
  });
  return table.entity === "hazard"
    ? [output("hazard", `not (${isLate})`), output("hazard-late", isLate)]
    : [output(table.entity, "true")];
}

/** A file that was written, and the dirt in it. */
export interface Written {
  readonly file: GeneratedFile;
  readonly dirt: readonly DirtCount[];
}

/** Writes a file and counts its dirt. */
export async function writeOutput(warehouse: Warehouse, folder: string, output: Output): Promise<Written> {
  const start = performance.now();
  const { table, path, where } = output;
  const { entity } = table;
  const kind = fileKind(table, output.format);
  const full = join(folder, path);
  const isText = kind !== "parquet";
  const rows = await writeFile(warehouse, fileSelect(table, isText, where), entity, kind, full);
  const counted = await countDirt(warehouse, table, isText, where);
  return {
    file: {
      path,
      entity,
      rows,
      bytes: statSync(full).size,
      seconds: (performance.now() - start) / 1000,
    },
    dirt: counted
      .filter((one) => one.rows > 0)
      .map(({ rule, rows: dirty }) => ({
        file: path,
        entity,
        kind: rule.kind,
        outcome: rule.outcome,
        code: rule.code,
        rows: dirty,
      })),
  };
}
