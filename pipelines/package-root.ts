import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("package root: no package.json above the program; reinstall sise");
    folder = parent;
  }
  return folder;
}

/** The folder of this package: sql/, models/rules/ and fixtures/ are read from here, also when running from dist/. */
export const packageRoot: string = findRoot();
