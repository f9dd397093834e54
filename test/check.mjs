// The one test command: format, lint, types, build, then every test; each step reports, none hides another.
// Closes with a plain line `N passed, N failed, N skipped`: the tests, and one for each other step.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "sise-check-"));
const resultFile = join(scratch, "vitest.json");
const bin = (path) => join(root, "node_modules", ...path.split("/"));
const node = process.execPath;
const steps = [
  ["format and lint", node, [bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "."]],
  ["types", node, [bin("typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.json"]],
  ["build", node, [join(root, "test/build.mjs")]],
  [
    "tests",
    node,
    [
      bin("vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${resultFile}`,
    ],
  ],
];

let passed = 0;
let failed = 0;
let skipped = 0;
for (const [title, command, ...calls] of steps) {
  console.log(`\n== ${title}`);
  const start = Date.now();
  const status = calls
    .map(
      (words) =>
        spawnSync(command, words, { cwd: root, stdio: "inherit", env: { ...process.env, TZ: "UTC" } }).status,
    )
    .find((exit) => exit !== 0);
  const isGood = status === undefined;
  console.log(
    `== ${title}: ${isGood ? "passed" : "failed"} in ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
  if (title !== "tests") {
    if (isGood) passed += 1;
    else failed += 1;
    continue;
  }
  try {
    const result = JSON.parse(readFileSync(resultFile, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    skipped += result.numPendingTests + result.numTodoTests;
    // A file that does not even load has no failed test of its own.
    if (!isGood && result.numFailedTests === 0) failed += Math.max(1, result.numFailedTestSuites);
  } catch {
    console.log("tests: no result file; the runner did not finish");
    failed += 1;
  }
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
