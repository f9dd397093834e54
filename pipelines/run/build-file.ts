import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Databases that a build may be made in, files of the project folder; each is thrown away after its command. */
const buildNames = ["warehouse.build", "warehouse.replay", "warehouse.rejects"] as const;
export type BuildName = (typeof buildNames)[number];

/** The file of a build database. */
export function buildFile(projectFolder: string, name: BuildName): string {
  return join(projectFolder, `${name}.duckdb`);
}

/** Removes the file of a build database with its log. */
export async function removeBuild(file: string): Promise<void> {
  await rm(file, { force: true });
  await rm(`${file}.wal`, { force: true });
}

/** Removes what a kill left of builds: it may be what fills the disk. Call it with the lock held. */
export async function removeBuilds(projectFolder: string): Promise<void> {
  for (const name of buildNames) await removeBuild(buildFile(projectFolder, name));
}
