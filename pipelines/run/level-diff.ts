import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Fault } from "../fault.js";
import { quoteText, type Warehouse } from "../warehouse/open.js";

/** How one build differs from a publication, in enterprises. */
export interface LevelDiff {
  readonly compared: number;
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  /** Changes by pair of levels, largest first. */
  readonly pairs: readonly {
    readonly from_level: string;
    readonly to_level: string;
    readonly enterprises: number;
  }[];
}

function parquetOf(folder: string): string {
  return quoteText(join(folder, "data", "enterprise_level.parquet").replaceAll("\\", "/"));
}

/** Compares `newer` (a table or a parquet scan) with the enterprise levels of a publication's folder. */
async function compare(warehouse: Warehouse, olderFolder: string, newer: string): Promise<LevelDiff> {
  const pairs = await warehouse.rows<{
    from_level: string | null;
    to_level: string | null;
    enterprises: number;
  }>(
    `select older.level as from_level, newer.level as to_level, cast(count(*) as integer) as enterprises
     from read_parquet(${parquetOf(olderFolder)}) as older
     full join ${newer} as newer on older.enterprise_id = newer.enterprise_id
     group by older.level, newer.level
     order by enterprises desc, from_level, to_level`,
  );
  const count = (keep: (pair: (typeof pairs)[number]) => boolean): number =>
    pairs.filter(keep).reduce((total, pair) => total + pair.enterprises, 0);
  return {
    compared: count((pair) => pair.from_level !== null && pair.to_level !== null),
    changed: count(
      (pair) => pair.from_level !== null && pair.to_level !== null && pair.from_level !== pair.to_level,
    ),
    added: count((pair) => pair.from_level === null),
    removed: count((pair) => pair.to_level === null),
    pairs: pairs.filter(
      (pair) => pair.from_level !== null && pair.to_level !== null && pair.from_level !== pair.to_level,
    ) as LevelDiff["pairs"],
  };
}

/**
 * The build in use against a publication's folder; null when that publication has no enterprise levels. Throws a Fault of kind
 * `stopped` when its file cannot be read.
 */
export async function diffBuild(warehouse: Warehouse, olderFolder: string): Promise<LevelDiff | null> {
  const file = join(olderFolder, "data", "enterprise_level.parquet");
  if (!existsSync(file)) return null;
  try {
    return await compare(warehouse, olderFolder, "marts.enterprise_level");
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    const file = `published/${basename(olderFolder)}/data/enterprise_level.parquet`;
    throw new Fault(
      {
        zh: `${file}：无法读取（${reason}），应为上一次发布的等级；请以 --accept-diff 再运行，不作比较而发布，或用 sise rollback 退回到完整的发布`,
        en: `${file}: found a file that cannot be read (${reason}), expected the levels of the last publication; run again with --accept-diff to publish without the comparison, or sise rollback to a whole publication`,
      },
      "stopped",
    );
  }
}

/** Two publications' folders, older first. */
export async function diffFolders(
  warehouse: Warehouse,
  olderFolder: string,
  newerFolder: string,
): Promise<LevelDiff> {
  return compare(warehouse, olderFolder, `read_parquet(${parquetOf(newerFolder)})`);
}

/** Each enterprise whose level differs between two publications, by id. */
export async function changedEnterprises(
  warehouse: Warehouse,
  olderFolder: string,
  newerFolder: string,
  atMost: number,
): Promise<
  { enterprise_id: string; enterprise_name: string; from_level: string | null; to_level: string | null }[]
> {
  return warehouse.rows(
    `select coalesce(newer.enterprise_id, older.enterprise_id) as enterprise_id,
        coalesce(newer.enterprise_name, older.enterprise_name) as enterprise_name,
        older.level as from_level, newer.level as to_level
     from read_parquet(${parquetOf(olderFolder)}) as older
     full join read_parquet(${parquetOf(newerFolder)}) as newer on older.enterprise_id = newer.enterprise_id
     where older.level is distinct from newer.level
     order by enterprise_id limit ${atMost}`,
  );
}
