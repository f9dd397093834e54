import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";
import type { Figure } from "./figure.js";

const cli = join(packageRoot, "dist", "pipelines", "cli.js");
const repeats = 7;

function medianSeconds(words: readonly string[]): number {
  const seconds = Array.from({ length: repeats }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, ...words], { encoding: "utf8" });
    if (status !== 0) throw new Error(`sise ${words.join(" ")}: ended with ${status}: ${stderr}`);
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
  return seconds[Math.floor(repeats / 2)] ?? 0;
}

/** How long `sise --help` takes, and a run of a small city in which nothing has changed. */
export async function measureStartUp(say: (figure: Figure) => void): Promise<void> {
  say({
    what: "sise --help",
    figure: `${(medianSeconds(["--help"]) * 1000).toFixed(0)} ms`,
    budget: "≤ 150 ms",
  });
  const folder = mkdtempSync(join(tmpdir(), "sise-bench-"));
  try {
    const project = join(folder, "city");
    for (const words of [
      ["generate", project, "--enterprises", "20", "--seed", "1"],
      ["run", "--project", project, "--as-of", "2026-11-22"],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [cli, ...words], { encoding: "utf8" });
      if (status !== 0) throw new Error(`sise ${words.join(" ")}: ended with ${status}: ${stderr}`);
    }
    const seconds = medianSeconds(["run", "--project", project, "--as-of", "2026-11-22"]);
    say({
      what: "a no-op run (20 enterprises, nothing changed)",
      figure: `${(seconds * 1000).toFixed(0)} ms`,
      budget: "≤ 700 ms",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
