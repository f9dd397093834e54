import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Compiles sources (paths from the package's root) with all that they import into `folder`, so that plain Node child processes,
 * which can be killed, may run them.
 */
export function compileInto(folder: string, ...sources: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, [
    join(root, "node_modules/typescript/bin/tsc"),
    ...[
      "--ignoreConfig",
      "--outDir",
      folder,
      "--rootDir",
      root,
      "--module",
      "nodenext",
      "--target",
      "es2022",
    ],
    ...["--types", "node", "--typeRoots", join(root, "node_modules/@types"), "--noCheck"],
    ...sources.map((source) => join(root, source)),
  ]);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}
