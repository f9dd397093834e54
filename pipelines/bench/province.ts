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
async function runByHand(warehouse: Warehouse, nodes: readonly BuildNode[]): Promise<number> {
  const start = performance.now();
  for (const node of nodes) {
    if (node.statement === null)
      throw new Error(`${node.table}: not a statement, so it cannot be run by hand`);
    await warehouse.connection.run(node.statement);
  }
  return (performance.now() - start) / 1000;
}

async function runByFramework(warehouse: Warehouse, nodes: readonly BuildNode[]): Promise<number> {
  const start = performance.now();
  const ordered = await readBuildNodes(warehouse, computedTables);
  await buildTables(warehouse, { nodes: ordered, only: levelMarts });
  if (nodes.length === 0) throw new Error("no statement to run");
  return (performance.now() - start) / 1000;
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

/** The days on which levels are computed, as staged. */
async function dayCount(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.rows<{ days: number }>(
    "select cast(count(*) as integer) as days from staging.evaluation",
  );
  return row?.days ?? 0;
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
    for (const schema of ["facts", "scores", "marts"])
      await warehouse.run(`create schema if not exists ${schema}`);
    const nodes = neededFor(await readBuildNodes(warehouse, computedTables), levelMarts);
    const days = await dayCount(warehouse);
    const rounds = options.enterprises <= 50_000 ? 3 : 1;
    const framework: number[] = [];
    const hand: number[] = [];
    // By hand first and last in turn, so that neither always finds the warmer cache.
    for (let round = 0; round < rounds; round++) {
      if (round % 2 === 0) hand.push(await runByHand(warehouse, nodes));
      framework.push(await runByFramework(warehouse, nodes));
      if (round % 2 === 1) hand.push(await runByHand(warehouse, nodes));
    }
    const middle = (list: readonly number[]): number =>
      [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    say({
      what: `build and score, ${days} evaluation day(s)`,
      figure: `${middle(framework).toFixed(2)} s`,
      budget: "≤ 60 s (a million)",
    });
    say({ what: "the same SQL by hand", figure: `${middle(hand).toFixed(2)} s`, budget: "" });
    say({ what: "ratio", figure: (middle(framework) / middle(hand)).toFixed(3), budget: "≤ 1.3" });
    say({
      what: `overhead of the framework a table (${nodes.length} tables)`,
      figure: `${(((middle(framework) - middle(hand)) / nodes.length) * 1000).toFixed(1)} ms`,
      budget: "≤ 5 ms",
    });
  } finally {
    warehouse.close();
  }
}
