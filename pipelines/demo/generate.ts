import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";
import type { Text } from "../../models/text.js";
import { checkOwnFolder } from "./own-folder.js";
import { Fault } from "../fault.js";
import { type LaneTask, runInLanes } from "../warehouse/lanes.js";
import { openWarehouse, quoteText, type Warehouse } from "../warehouse/open.js";
import { demoConfig } from "./config.js";
import { districtOutlines } from "./outlines.js";
import {
  type DirtCount,
  type GeneratedFile,
  type Output,
  outputsOf,
  type Written,
  writeOutput,
} from "./output.js";
import {
  blockSize,
  type CityFormat,
  type DemoTable,
  demoTables,
  groundwork,
  isCity,
  prefectureCount,
} from "./tables.js";

export interface CityOptions {
  /** The project folder; made if absent. Of an earlier synthetic city the files of data/ are written over, and sise.yaml is kept. */
  readonly folder: string;
  readonly enterprises: number;
  readonly seed: number;
  readonly format: CityFormat;
  /** Last day of the data, `2026-11-22` unless told. */
  readonly asOf?: string;
  /** Invented prefectures of eight counties each; by default none up to 20,000 enterprises, then one for every 60,000. */
  readonly prefectures?: number;
  /** Also writes latent.parquet: the hidden traits, for a test of what a back-test finds. */
  readonly withLatent?: boolean;
  readonly memory?: string;
  /** Cores to keep busy; two unless told. */
  readonly threads?: number;
  readonly onFile?: (file: GeneratedFile) => void;
}

export interface GeneratedCity {
  readonly folder: string;
  readonly asOf: string;
  readonly files: readonly GeneratedFile[];
  readonly dirt: readonly DirtCount[];
}

/** Tables that take as long as all others together: a lane that is free takes them up as soon as they can be made. */
const longest: ReadonlySet<string> = new Set(["enterprise", "risk_point", "hazard"]);

/** The making of a demo table, which waits for the tables that its SQL reads. */
function making(name: string): LaneTask {
  const path = `sql/demo/${name}.sql`;
  const sql = readFileSync(join(packageRoot, path), "utf8");
  return {
    name,
    after: [...sql.matchAll(/\bdemo\.(\w+)/g)].map((match) => match[1] ?? ""),
    work: async (lane) => {
      try {
        await lane.run(`create or replace table demo.${name} as\n${sql}`);
      } catch (error) {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
      }
    },
  };
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
}

function checkOptions(options: CityOptions, asOf: string): void {
  const faults: Text[] = [];
  if (!Number.isInteger(options.enterprises) || options.enterprises < 1 || options.enterprises > 5_000_000)
    faults.push({
      zh: `--enterprises：读到 ${options.enterprises}，应为 1 到 5000000 的整数；请另给一个`,
      en: `--enterprises: found ${options.enterprises}, expected a whole number from 1 to 5000000; give another`,
    });
  if (!Number.isSafeInteger(options.seed))
    faults.push({
      zh: `--seed：读到 ${options.seed}，应为整数；请另给一个`,
      en: `--seed: found ${options.seed}, expected a whole number; give another`,
    });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    faults.push({
      zh: `--as-of：读到 ${asOf}，应为日期，如 2026-11-22；请另给一个`,
      en: `--as-of: found ${asOf}, expected a day such as 2026-11-22; give another`,
    });
  if (faults.length) throw new Fault(faults, "usage");
}

/**
 * Writes a synthetic city (or, above 20,000 enterprises, a synthetic province) as a project folder: sise.yaml if absent, regions.geojson and data/.
 * The same options give the same bytes, whatever the number of threads. Dirt is counted by file and kind. Throws Fault on wrong options, and where a project of somebody else stands.
 */
export async function generateCity(options: CityOptions): Promise<GeneratedCity> {
  const asOf = options.asOf ?? "2026-11-22";
  checkOptions(options, asOf);
  checkOwnFolder(options.folder);
  mkdirSync(join(options.folder, "data"), { recursive: true });
  // First: it says whose the files are, also after a kill in their midst.
  const config = join(options.folder, "sise.yaml");
  if (!existsSync(config)) writeFileSync(config, demoConfig(options));
  const cores = options.threads ?? 2;
  // As in shareCores: a city's tables are too small to be split, a province's would not fit beside one another.
  const more = options.threads === undefined ? 1 : 0;
  const [threads, lanes] = isCity(options.enterprises) ? [1, cores + more] : [cores, 1];
  const warehouse = await openWarehouse(":memory:", {
    allowedFolders: [options.folder],
    memory: options.memory ?? "6GiB",
    threads,
  });
  const written: Written[] = [];
  /** Makes tables and writes their files; each file is written beside the making of the next table. */
  const make = async (
    helpers: readonly string[],
    tables: readonly DemoTable[],
    part: string,
  ): Promise<void> => {
    const results = new Map<Output, Written>();
    const files = tables.map((table) => outputsOf(table, options.format, table.isBlocked ? part : ""));
    const writing = (output: Output): LaneTask => ({
      name: output.path,
      after: [output.table.entity],
      work: async (lane) => {
        const result = await writeOutput(lane, options.folder, output);
        results.set(output, result);
        options.onFile?.(result.file);
      },
    });
    const tasksOf = (isWanted: (table: DemoTable) => boolean): LaneTask[] =>
      tables.flatMap((table, place) =>
        isWanted(table) ? [making(table.entity), ...(files[place] ?? []).map(writing)] : [],
      );
    const isLong = (table: DemoTable): boolean => longest.has(table.entity);
    await runInLanes(warehouse, lanes, [
      ...tasksOf(isLong),
      ...helpers.map(making),
      ...tasksOf((table) => !isLong(table)),
    ]);
    written.push(...files.flat().flatMap((output) => results.get(output) ?? []));
  };
  try {
    await prepare(warehouse, options, asOf);
    const blocks = Math.ceil(options.enterprises / blockSize);
    const blocked = demoTables.filter((one) => one.isBlocked);
    for (let block = 0; block < blocks; block++) {
      await setBlock(warehouse, block * blockSize, (block + 1) * blockSize);
      const part = blocks > 1 ? `-${String(block + 1).padStart(3, "0")}` : "";
      if (block === 0) await make(groundwork, demoTables, part);
      else await make([], blocked, part);
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
  return {
    folder: options.folder,
    asOf,
    files: written.map((one) => one.file),
    dirt: written.flatMap((one) => one.dirt),
  };
}
