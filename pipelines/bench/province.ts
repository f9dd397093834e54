import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluationDays } from "../../models/calendar.js";
import { indicatorCatalogue } from "../../models/indicators.js";
import { computedTables } from "../computed/tables.js";
import { readConfig } from "../config.js";
import { generateCity } from "../demo/generate.js";
import { ingest } from "../ingest/ingest.js";
import { loadRules, readRulePacks } from "../rules.js";
import { stage } from "../staging/stage.js";
import { type BuildNode, buildTables, neededFor, readBuildNodes } from "../warehouse/build.js";
import { openWarehouse, quoteText, type Warehouse } from "../warehouse/open.js";
import type { Figure } from "./figure.js";

export interface ProvinceOptions {
  readonly enterprises: number;
  readonly seed: number;
  readonly folder: string;
  readonly memory: string;
  readonly threads: number;
}

const asOf = "2026-11-22";
const knownAt = "2026-11-23T02:00:00.000Z";

/** The marts of enterprise levels with everything that they need: what the budget of the province is about. */
const levelMarts = [
  "marts.risk_point_level",
  "marts.installation_grade",
  "marts.accident_grade",
  "marts.hazard_ledger",
  "marts.major_risk_register",
  "marts.enterprise_level",
  "marts.enterprise_level_item",
  "marts.level_change",
  "marts.data_quality",
];

/** Generated once and kept: the same folder serves the next call with the same size and seed. */
async function provideData(options: ProvinceOptions, say: (figure: Figure) => void): Promise<void> {
  const mark = join(options.folder, "generated.json");
  const wanted = JSON.stringify({ enterprises: options.enterprises, seed: options.seed });
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(options.folder, { recursive: true, force: true });
  const start = performance.now();
  const city = await generateCity({
    folder: options.folder,
    enterprises: options.enterprises,
    seed: options.seed,
    format: "parquet",
    asOf,
  });
  const rows = city.files.reduce((total, file) => total + file.rows, 0);
  say({
    what: "generating the province",
    figure: `${((performance.now() - start) / 1000).toFixed(1)} s, ${(rows / 1e6).toFixed(1)} M rows`,
    budget: "minutes",
  });
  writeFileSync(mark, wanted);
}

/** The statements that the framework runs, run by hand one after another on the same connection. */
async function runByHand(warehouse: Warehouse, nodes: readonly BuildNode[]): Promise<void> {
  for (const node of nodes) {
    if (node.statement === null)
      throw new Error(`${node.table}: not a statement, so it cannot be run by hand`);
    await warehouse.connection.run(node.statement);
  }
}

/** Stages the province into the build database in use, or finds it there from the last call with the same data. */
async function provideStaging(
  warehouse: Warehouse,
  options: ProvinceOptions,
  say: (figure: Figure) => void,
): Promise<void> {
  const file = join(options.folder, "bench.build.duckdb");
  const mark = join(options.folder, "staged.json");
  const path = quoteText(file.replaceAll("\\", "/"));
  if (existsSync(mark)) {
    await warehouse.run(`attach ${path} as build (recovery_mode no_wal_writes)`);
    await warehouse.run("use build");
    return;
  }
  rmSync(file, { force: true });
  const config = await readConfig(options.folder);
  let start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const report = await ingest(warehouse, { config, projectFolder: options.folder, runId: "bench", knownAt });
  const read = report.sources.reduce((total, source) => total + source.read, 0);
  say({ what: "ingest", figure: `${seconds()}, ${(read / 1e6).toFixed(1)} M rows`, budget: "" });
  await warehouse.run(`attach ${path} as build (recovery_mode no_wal_writes)`);
  await warehouse.run("use build");
  start = performance.now();
  await stage(warehouse, {
    sources: config.sources.map((source) => ({ ...source, foreignIds: source.foreign_ids, isStale: false })),
    asOf,
    knownAt,
    evaluationDays: evaluationDays(asOf, config.history.quarters),
    timeZone: config.city.time_zone,
  });
  say({ what: "stage", figure: seconds(), budget: "" });
  await warehouse.run("checkpoint build");
  writeFileSync(mark, "{}");
}

/** Seconds of one way of running: on the clock, and of both processors' work, which says more on a machine that others use. */
interface Seconds {
  readonly wall: number;
  readonly work: number;
}

async function timed(work: () => Promise<void>): Promise<Seconds> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - start) / 1000, work: (user + system) / 1e6 };
}

const shown = ({ wall, work }: Seconds): string => `${wall.toFixed(1)} s (${work.toFixed(0)} s of work)`;

/** Build and score for the newest `days` of the evaluation days, by framework and by hand. */
async function measureDays(
  warehouse: Warehouse,
  days: number,
  options: ProvinceOptions,
  say: (figure: Figure) => void,
): Promise<void> {
  await warehouse.run(
    `create or replace table staging.evaluation as select * from main.all_days order by as_of desc limit ${days}`,
  );
  const all = await readBuildNodes(warehouse, computedTables);
  const nodes = neededFor(all, levelMarts);
  const rounds = options.enterprises <= 50_000 ? 3 : 1;
  const framework: Seconds[] = [];
  const hand: Seconds[] = [];
  const byHand = async (): Promise<number> => hand.push(await timed(() => runByHand(warehouse, nodes)));
  // By hand first and last in turn, so that neither always finds the warmer cache.
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) await byHand();
    framework.push(
      await timed(async () => {
        await buildTables(warehouse, { nodes: all, only: levelMarts });
      }),
    );
    if (round % 2 === 1) await byHand();
  }
  const middle = (list: readonly Seconds[]): Seconds =>
    [...list].sort((a, b) => a.wall - b.wall)[Math.floor(list.length / 2)] ?? { wall: 0, work: 0 };
  const what = days === 1 ? "one evaluation day" : `${days} evaluation days`;
  const [ours, theirs] = [middle(framework), middle(hand)];
  say({
    what: `build and score, ${what}`,
    figure: shown(ours),
    budget: days === 1 ? "≤ 60 s (a million)" : "",
  });
  say({ what: "  the same SQL by hand", figure: shown(theirs), budget: "" });
  say({ what: "  ratio", figure: (ours.wall / theirs.wall).toFixed(3), budget: "≤ 1.3" });
}

/**
 * Build and score of a province, against the same SQL by hand in the same process; ingest and staging beside them.
 * What was generated and staged stays in the folder for the next call.
 */
export async function measureProvince(
  options: ProvinceOptions,
  say: (figure: Figure) => void,
): Promise<void> {
  await provideData(options, say);
  const config = await readConfig(options.folder);
  const packs = await readRulePacks({
    cityFolder: join(options.folder, "rules"),
    catalogue: indicatorCatalogue,
  });
  // The catalog takes its name from the file; everything that ingests says `warehouse`.
  const file = join(options.folder, "warehouse.duckdb");
  if (!existsSync(join(options.folder, "staged.json")))
    for (const ending of ["", ".wal", ".tmp"]) rmSync(`${file}${ending}`, { recursive: true, force: true });
  const warehouse = await openWarehouse(file, {
    allowedFolders: [options.folder],
    memory: options.memory,
    threads: options.threads,
  });
  try {
    await provideStaging(warehouse, options, say);
    await loadRules(warehouse, packs, { methods: config.methods });
    // What an earlier call made may have had another shape.
    for (const schema of ["facts", "scores", "marts"])
      await warehouse.run(`drop schema if exists ${schema} cascade; create schema ${schema}`);
    // Kept in the file: a call that was broken off may have left fewer days.
    await warehouse.run("create table if not exists main.all_days as select * from staging.evaluation");
    const [found] = await warehouse.rows<{ days: number }>(
      "select cast(count(*) as integer) as days from main.all_days",
    );
    for (const days of [...new Set([1, found?.days ?? 1])]) await measureDays(warehouse, days, options, say);
  } finally {
    warehouse.close();
  }
}
