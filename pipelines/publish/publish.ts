import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Config } from "../../models/config.js";
import { marts } from "../../models/marts.js";
import { writePlanExports } from "../plan/export.js";
import type { SourceCount } from "../staging/stage.js";
import { openPress, type Press } from "../threads/press.js";
import { type BuildNode, hashSql } from "../warehouse/build.js";
import { runInLanes } from "../warehouse/lanes.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";
import { findWaysOut } from "../what-if/way-out.js";
import {
  dataFile,
  type PublishedMart,
  readStorageVersion,
  writeDataFiles,
  writeSnapshot,
} from "./data-files.js";
import { readWorkbook } from "./excel.js";
import type { KnownHashes } from "./hashed-file.js";
import { writePages } from "./pages.js";
import { writeRenewalCsv } from "./premium-renewal.js";
import { hashFile, listFiles, type Manifest } from "./publication.js";
import { writeRegionMap } from "./region-map-data.js";

export interface PublicationInputs {
  readonly config: Config;
  readonly asOf: string;
  readonly knownAt: string;
  /** The city's boundaries as GeoJSON text; null when it gave none. */
  readonly regionsGeojson: string | null;
  readonly nodes: readonly BuildNode[];
  /** How many statements may run side by side on the build. */
  readonly lanes: number;
}

/** Lanes of a publication: one asks the database for pages, the other writes files from it. */
const mostLanes = 2;

type WaysOut = Awaited<ReturnType<typeof findWaysOut>> | null;

/** The plan has a workbook in the columns of a published check plan instead of its mart's. */
const ownWorkbook = "inspection_plan";

/**
 * Writes everything of a publication but its manifest into `folder`, from the build in use; computes nothing but ways out.
 * Comes back with the hashes of the files that were hashed as they were written or while others were, by their paths in `folder`.
 */
export async function writePublication(
  warehouse: Warehouse,
  folder: string,
  inputs: PublicationInputs,
): Promise<KnownHashes> {
  const published = marts.filter((mart) => inputs.nodes.some((node) => node.table === `marts.${mart.name}`));
  const press = openPress();
  let isSnapshotWritten = false;
  const files = async (lane: Warehouse): Promise<void> => {
    await mkdir(join(folder, "export"), { recursive: true });
    for (const mart of published)
      if (mart.name !== ownWorkbook)
        await press.print({ kind: "workbook", job: await readWorkbook(lane, folder, mart) });
    await writeRenewalCsv(lane, folder);
    await writeRegionMap(lane, folder, inputs.regionsGeojson);
    await writePlanExports(lane, folder, inputs.asOf, inputs.knownAt);
    // Beside other work DuckDB now and then refuses to end the file while another transaction is open.
    isSnapshotWritten = await writeSnapshot(lane, folder).then(
      () => true,
      () => false,
    );
  };
  try {
    let wayOut: WaysOut = null;
    let drawn: KnownHashes = new Map();
    // Each task of a failed publication ends before it is given up: a connection must not be closed under a statement.
    await runInLanes(warehouse, Math.min(inputs.lanes, mostLanes), [
      {
        name: "ways out",
        after: [],
        work: async (lane) => {
          wayOut = await findWaysOutOf(lane, inputs);
        },
      },
      { name: "data", after: [], work: (lane) => writeDataFiles(lane, folder, published, inputs.asOf) },
      {
        name: "pages",
        // Some pages are drawn from the marts' files.
        after: ["ways out", "data"],
        work: async (lane) => {
          drawn = await drawPages(lane, folder, inputs, press, wayOut);
        },
      },
      { name: "files", after: ["data"], work: files },
    ]);
    // Alone it succeeds, or tells its reason.
    if (!isSnapshotWritten) await writeSnapshot(warehouse, folder);
    // The thread is at its last pages: meanwhile this one reads what the database wrote.
    const [printed, hashed] = await Promise.allSettled([
      press.finish(),
      hashDatabaseFiles(folder, published),
    ]);
    if (printed.status === "rejected") throw printed.reason;
    if (hashed.status === "rejected") throw hashed.reason;
    return withinFolder(folder, drawn, printed.value, hashed.value);
  } finally {
    await press.close();
  }
}

/** By full path. */
async function hashDatabaseFiles(folder: string, published: readonly PublishedMart[]): Promise<KnownHashes> {
  const hashes = new Map<string, string>();
  for (const path of [
    join(folder, "snapshot.duckdb"),
    ...published.map((mart) => dataFile(folder, mart.name)),
  ])
    hashes.set(path, await hashFile(path));
  return hashes;
}

/** Hashes by full path as hashes by the path within `folder`, with `/` on every system. */
function withinFolder(folder: string, ...found: readonly KnownHashes[]): KnownHashes {
  const hashes = new Map<string, string>();
  for (const [path, hash] of found.flatMap((each) => [...each]))
    hashes.set(relative(folder, path).replaceAll("\\", "/"), hash);
  return hashes;
}

/** Null where there are more enterprises than get a scorecard: nobody looked for them. */
async function findWaysOutOf(warehouse: Warehouse, inputs: PublicationInputs): Promise<WaysOut> {
  const [count] = await warehouse.rows<{ enterprises: number }>(
    "select cast(count(*) as integer) as enterprises from marts.enterprise_level",
  );
  if ((count?.enterprises ?? 0) > inputs.config.scorecards.at_most) return null;
  return findWaysOut(warehouse, {
    origin: "build",
    asOf: inputs.asOf,
    nodes: inputs.nodes,
    // One lane is at the data files meanwhile.
    lanes: Math.max(1, inputs.lanes - 1),
  });
}

async function drawPages(
  warehouse: Warehouse,
  folder: string,
  inputs: PublicationInputs,
  press: Press,
  wayOut: WaysOut,
): Promise<KnownHashes> {
  const { hashes } = await writePages(warehouse, {
    folder,
    items: `read_parquet(${quoteText(dataFile(folder, "enterprise_level_item"))})`,
    city: inputs.config.city,
    asOf: inputs.asOf,
    knownAt: inputs.knownAt,
    wayOut,
    regionsGeojson: inputs.regionsGeojson,
    scorecardLimit: inputs.config.scorecards.at_most,
    press,
  });
  return hashes;
}

/** The manifest of what stands in `folder`: its files with their hashes, and what they were made from. */
export async function describePublication(
  warehouse: Warehouse,
  folder: string,
  options: {
    readonly runId: string;
    readonly createdAt: string;
    readonly inputs: PublicationInputs;
    readonly sources: readonly SourceCount[];
    readonly hashes: KnownHashes;
  },
): Promise<Manifest> {
  const editions = await warehouse.rows<{ method: string; edition: string; sha256: string }>(
    `select method, cast(edition as varchar) as edition, sha256 from rules.edition
     where effective_from <= $1::date and (effective_to is null or $1::date < effective_to)
     order by method, edition`,
    [options.inputs.asOf],
  );
  const [version] = await warehouse.rows<{ version: string }>("select version() as version");
  const { city } = options.inputs.config;
  return {
    run_id: options.runId,
    as_of: options.inputs.asOf,
    known_at: options.inputs.knownAt,
    created_at: options.createdAt,
    city: { name: city.name, region_code: city.region_code },
    editions,
    sql_sha256: hashSql(options.inputs.nodes),
    duckdb_version: version?.version ?? "",
    storage_version: await readStorageVersion(warehouse, join(folder, "snapshot.duckdb")),
    sources: options.sources.map((source) => ({
      source: source.source,
      entity: source.entity,
      read: source.read,
      accepted: source.accepted,
      rejected: source.rejected,
      superseded: source.superseded,
      withdrawn: source.withdrawn,
    })),
    files: await listFiles(folder, options.hashes),
  };
}
