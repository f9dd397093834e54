import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { SourceFile } from "./source-file.js";

let copies = 0;

/** A new name in the scratch folder, which is made. */
export async function scratchPath(file: SourceFile, ending: string): Promise<string> {
  await mkdir(file.scratchFolder, { recursive: true });
  copies += 1;
  return join(file.scratchFolder, `${process.pid}-${copies}${ending}`);
}

/** Whether DuckDB may read the file where it lies, and takes its path as a name: it takes `* ? [` for a pattern. */
export function isReadableInPlace(file: SourceFile): boolean {
  return file.isInProject && !/[*?[\]{}]/.test(file.path);
}

/** A path under which DuckDB reads the file: its own, or that of a copy in the scratch folder. */
export async function readablePath(file: SourceFile): Promise<string> {
  if (isReadableInPlace(file)) return file.path.replaceAll("\\", "/");
  const copy = await scratchPath(file, ".copy");
  await copyFile(file.path, copy);
  return copy.replaceAll("\\", "/");
}
