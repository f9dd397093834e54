import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

function findRoot(): string {
  let folder = here;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("package root: no package.json above the program; reinstall sise");
    folder = parent;
  }
  return folder;
}

/** The folder of this package: sql/, models/rules/ and fixtures/ are read from here, also when running from dist/. */
export const packageRoot: string = findRoot();

/** Where the program itself lies: `dist/` when bundled, else the package's root; `pipelines/cli.js` and the threads are below it. */
export const programRoot: string = here.startsWith(join(packageRoot, "dist") + sep)
  ? join(packageRoot, "dist")
  : packageRoot;
