import { lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { currentRunId, settlePointer, switchCurrent } from "../../pipelines/publish/pointer.js";
import { beginPublication, finishPublication, type Manifest } from "../../pipelines/publish/publication.js";

let published: string;

beforeEach(() => {
  published = join(mkdtempSync(join(tmpdir(), "sise-pointer-")), "published");
  for (const runId of ["r1", "r2"]) {
    mkdirSync(join(published, runId), { recursive: true });
    writeFileSync(join(published, runId, "manifest.json"), "{}");
  }
});
afterEach(() => rmSync(join(published, ".."), { recursive: true, force: true }));

it("points at one publication after the other, and nothing is left beside", async () => {
  expect(await currentRunId(published)).toBeNull();
  await switchCurrent(published, "r1");
  expect(await currentRunId(published)).toBe("r1");
  await switchCurrent(published, "r2");
  expect(await currentRunId(published)).toBe("r2");
  expect(readdirSync(published).sort()).toEqual(["current", "r1", "r2"]);
});

it("replaces a pointer over which the system does not rename, as Windows does not over a junction", async () => {
  // What a copy without links leaves, and what refuses the rename on every system.
  mkdirSync(join(published, "current"));
  writeFileSync(join(published, "current", "index.html"), "old");
  await switchCurrent(published, "r2");
  expect(await currentRunId(published)).toBe("r2");
  expect(lstatSync(join(published, "current")).isDirectory()).toBe(false);
  expect(readdirSync(published).sort()).toEqual(["current", "r1", "r2"]);
});

it("finds the new pointer between the two renames of such a switch, and a later opening finishes it", async () => {
  await switchCurrent(published, "r1");
  const made = join(published, "made");
  mkdirSync(join(made, "r2"), { recursive: true });
  await switchCurrent(made, "r2");
  // Killed there: the old pointer is out of the way, the new one not yet in place.
  renameSync(join(published, "current"), join(published, ".replaced-r2"));
  renameSync(join(made, "current"), join(published, ".current-r2"));
  rmSync(made, { recursive: true });
  expect(await currentRunId(published)).toBe("r2");
  await settlePointer(published);
  expect(await currentRunId(published)).toBe("r2");
  expect(readdirSync(published).sort()).toEqual(["current", "r1", "r2"]);
});

it("drops a new pointer that a killed switch left beside the old one", async () => {
  await switchCurrent(published, "r1");
  writeFileSync(join(published, ".current-r2"), "r2\n");
  expect(await currentRunId(published)).toBe("r1");
  await settlePointer(published);
  expect(await currentRunId(published)).toBe("r1");
  expect(readdirSync(published).sort()).toEqual(["current", "r1", "r2"]);
});

it("reads a pointer that is a text file, where a file system has no links", async () => {
  writeFileSync(join(published, "current"), "r1\n");
  expect(await currentRunId(published)).toBe("r1");
  await switchCurrent(published, "r2");
  expect(await currentRunId(published)).toBe("r2");
});

it("takes a copy that followed the link for the pointer it was, where the publication stands beside", async () => {
  mkdirSync(join(published, "current"));
  writeFileSync(join(published, "current", "manifest.json"), '{"run_id":"r1"}');
  expect(await currentRunId(published)).toBe("r1");
  writeFileSync(join(published, "current", "manifest.json"), '{"run_id":"gone"}');
  expect(await currentRunId(published)).toBeNull();
});

it("leaves no publication of a switch that failed: a rollback would go back to what no reader saw", async () => {
  await switchCurrent(published, "r1");
  const unfinished = await beginPublication(published, "r3");
  // The folder may bear so long a name, the pointer in the making, `.current-…`, may not.
  const run_id = "x".repeat(250);
  await expect(finishPublication(published, unfinished, { run_id } as Manifest)).rejects.toThrow(
    "ENAMETOOLONG",
  );
  expect(await currentRunId(published)).toBe("r1");
  expect(readdirSync(published).sort()).toEqual(["current", "r1", "r2"]);
});
