// Bundles the program with its libraries into dist/: a command then opens some ten files instead of eight hundred, each of
// which Node would resolve, read and compile by itself. Types are the type checker's affair; the database's own binary stays outside.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await build({
  absWorkingDir: root,
  // Each is started, or imported by a step of the build, by its name; what they share lies in dist/chunks.
  entryPoints: [
    "pipelines/cli.ts",
    "pipelines/compiled-packs.ts",
    "pipelines/bench/main.ts",
    "pipelines/threads/plan-thread.ts",
    "pipelines/threads/press-thread.ts",
  ],
  outbase: ".",
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  charset: "utf8",
  external: ["@duckdb/node-bindings"],
  // Libraries of CommonJS ask for Node's own modules by `require`, which a module does not have.
  banner: {
    js: 'import { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
  },
  logLevel: "warning",
});
