import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Manifest } from "../../../pipelines/publish/publication.js";
import { takeFiles } from "../../../pipelines/run/unchanged.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sise-take-"));
  mkdirSync(join(folder, "r1", "data"), { recursive: true });
  writeFileSync(join(folder, "r1", "index.html"), "a");
  writeFileSync(join(folder, "r1", "data", "level.parquet"), "b");
  mkdirSync(join(folder, "r2"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = (...paths: readonly string[]): Promise<void> =>
  takeFiles(join(folder, "r1"), join(folder, "r2"), {
    files: paths.map((path) => ({ path, bytes: 1, sha256: path })),
  } as unknown as Manifest);

it("puts every file of the manifest into the other folder", async () => {
  await take("data/level.parquet", "index.html");
  expect(readFileSync(join(folder, "r2", "index.html"), "utf8")).toBe("a");
  expect(readFileSync(join(folder, "r2", "data", "level.parquet"), "utf8")).toBe("b");
});

it("leaves nothing half done behind", async () => {
  await expect(take("index.html", "absent.html")).rejects.toThrow(/ENOENT/);
  expect(existsSync(join(folder, "r2"))).toBe(false);
  expect(existsSync(join(folder, "r1", "index.html"))).toBe(true);
});
