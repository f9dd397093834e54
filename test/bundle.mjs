// Bundles the program with its libraries into dist/: a command then opens some twenty files instead of a thousand, each of
// which Node would resolve, read and compile by itself. Types are the type checker's affair; the database's own binary stays outside.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const common = {
  absWorkingDir: root,
  outbase: ".",
  outdir: "dist",
  format: "esm",
  charset: "utf8",
  logLevel: "warning",
};

await build({
  ...common,
  // Each is started, or imported by a step of the build, by its name; what they share lies in dist/chunks.
  entryPoints: [
    "pipelines/cli.ts",
    "pipelines/compiled-packs.ts",
    "pipelines/rules.ts",
    "pipelines/bench/main.ts",
    "pipelines/threads/plan-thread.ts",
    "pipelines/threads/press-thread.ts",
  ],
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  external: ["@duckdb/node-bindings"],
  // Libraries of CommonJS ask for Node's own modules by `require`, which a module does not have.
  banner: {
    js: 'import { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
  },
});

// What runs in a reader's browser stands inside a page as it is, so nothing may be imported into it.
await build({
  ...common,
  entryPoints: ["dashboards/client/level-list.ts"],
  target: "es2022",
});
