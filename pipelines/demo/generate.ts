import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";
import { Fault } from "../fault.js";
import { openWarehouse, quoteText, type Warehouse } from "../warehouse/open.js";
import { demoConfig } from "./config.js";
import type { DirtOutcome } from "./dirt.js";
import { districtOutlines } from "./outlines.js";
import { countDirt, fileSelect } from "./rows.js";
import {
  blockSize,
  type DemoTable,
  demoTables,
  fileEnding,
  fileKind,
  groundwork,
  prefectureCount,
} from "./tables.js";
import { writeFile } from "./write.js";

export interface CityOptions {
  /** The project folder; made if absent. Files of data/ are written over, sise.yaml is kept. */
  readonly folder: string;
  readonly enterprises: number;
  readonly seed: number;
  readonly format: "csv" | "parquet";
  /** Last day of the data, `2026-11-22` unless told. */
  readonly asOf?: string;
  /** Invented prefectures of eight counties each; by default none up to 20,000 enterprises, then one for every 60,000. */
  readonly prefectures?: number;
  /** Also writes latent.parquet: the hidden traits, for a test of what a back-test finds. */
  readonly withLatent?: boolean;
  readonly memory?: string;
  readonly threads?: number;
  readonly onFile?: (file: GeneratedFile) => void;
}

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

export interface GeneratedCity {
  readonly folder: string;
  readonly asOf: string;
  readonly files: readonly GeneratedFile[];
  readonly dirt: readonly DirtCount[];
}

/** Rows reported long after they were found come in a file of their own: the case that known_at is for. */
const isLate = "below('late', sort_no, 0, 1000) < 5 and found_at < cast(as_of() - 45 as timestamp)";

async function makeTable(warehouse: Warehouse, name: string): Promise<void> {
  const path = `sql/demo/${name}.sql`;
  try {
    await warehouse.run(
      `create or replace table demo.${name} as\n${readFileSync(join(packageRoot, path), "utf8")}`,
    );
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function setBlock(warehouse: Warehouse, from: number, to: number): Promise<void> {
  await warehouse.run(`create or replace macro chunk_from() as ${from};
    create or replace macro chunk_to() as ${to};`);
}

async function prepare(warehouse: Warehouse, options: CityOptions, asOf: string): Promise<void> {
  await warehouse.run(`create schema demo;
    create macro seed() as cast(${options.seed} as bigint);
    create macro as_of() as cast(${quoteText(asOf)} as date);
    create macro enterprises() as ${options.enterprises};
    create macro prefectures() as ${options.prefectures ?? prefectureCount(options.enterprises)};
    create macro tasks_per_measure() as 2;`);
  await warehouse.run(readFileSync(join(packageRoot, "sql/demo/macros.sql"), "utf8"));
  for (const name of groundwork) await makeTable(warehouse, name);
}

function checkOptions(options: CityOptions, asOf: string): void {
  const faults: string[] = [];
  if (!Number.isInteger(options.enterprises) || options.enterprises < 1 || options.enterprises > 5_000_000)
    faults.push(
      `--enterprises: found ${options.enterprises}, expected a whole number from 1 to 5000000; give another`,
    );
  if (!Number.isSafeInteger(options.seed))
    faults.push(`--seed: found ${options.seed}, expected a whole number; give another`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    faults.push(`--as-of: found ${asOf}, expected a day such as 2026-11-22; give another`);
  if (faults.length) throw new Fault(faults, "usage");
}

/**
 * Writes a synthetic city (or, above 20,000 enterprises, a synthetic province) as a project folder: sise.yaml if absent, regions.geojson and data/.
 * The same options give the same bytes, whatever the number of threads. Dirt is counted by file and kind. Throws Fault on wrong options.
 */
export async function generateCity(options: CityOptions): Promise<GeneratedCity> {
  const asOf = options.asOf ?? "2026-11-22";
  checkOptions(options, asOf);
  mkdirSync(join(options.folder, "data"), { recursive: true });
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [options.folder],
    memory: options.memory ?? "6GiB",
    threads: options.threads ?? 2,
  });
  const files: GeneratedFile[] = [];
  const dirt: DirtCount[] = [];
  const emit = async (table: DemoTable, name: string, where: string): Promise<void> => {
    const start = performance.now();
    const kind = fileKind(table, options.format);
    const path = `data/${name}.${fileEnding(kind)}`;
    const full = join(options.folder, path);
    const isText = kind !== "parquet";
    await writeFile(warehouse, fileSelect(table, isText, where), table.entity, kind, full);
    const counted = await countDirt(warehouse, table, isText, where);
    for (const { rule, rows } of counted)
      if (rows > 0)
        dirt.push({
          file: path,
          entity: table.entity,
          kind: rule.kind,
          outcome: rule.outcome,
          code: rule.code,
          rows,
        });
    const [clean] = await warehouse.rows<{ n: string }>(
      `select count(*) as n from demo.${table.entity} where ${where}`,
    );
    const extra = counted.reduce((sum, one) => sum + (one.rule.isExtra ? one.rows : 0), 0);
    const file = {
      path,
      entity: table.entity,
      rows: Number(clean?.n ?? 0) + extra,
      bytes: statSync(full).size,
      seconds: (performance.now() - start) / 1000,
    };
    files.push(file);
    options.onFile?.(file);
  };
  try {
    await prepare(warehouse, options, asOf);
    for (const table of demoTables.filter((one) => !one.isBlocked)) {
      await makeTable(warehouse, table.entity);
      await emit(table, table.entity, "true");
    }
    const blocks = Math.ceil(options.enterprises / blockSize);
    for (let block = 0; block < blocks; block++) {
      await setBlock(warehouse, block * blockSize, (block + 1) * blockSize);
      const part = blocks > 1 ? `-${String(block + 1).padStart(3, "0")}` : "";
      for (const table of demoTables.filter((one) => one.isBlocked)) {
        await makeTable(warehouse, table.entity);
        if (table.entity === "hazard") {
          await emit(table, `hazard${part}`, `not (${isLate})`);
          await emit(table, `hazard-late${part}`, isLate);
        } else await emit(table, `${table.entity}${part}`, "true");
      }
    }
    const places = await warehouse.rows<{
      region_code: string;
      region_name: string;
      longitude: string;
      latitude: string;
    }>("select region_code, region_name, longitude, latitude from demo.county order by region_code");
    writeFileSync(join(options.folder, "regions.geojson"), districtOutlines(places));
    if (options.withLatent)
      await warehouse.run(
        `copy (select enterprise_id, latent_hazard, latent_conduct from demo.enterprise order by enterprise_no)
        to ${quoteText(join(options.folder, "latent.parquet"))} (format parquet, compression zstd)`,
      );
  } finally {
    warehouse.close();
  }
  const config = join(options.folder, "sise.yaml");
  if (!existsSync(config)) writeFileSync(config, demoConfig(options));
  return { folder: options.folder, asOf, files, dirt };
}
