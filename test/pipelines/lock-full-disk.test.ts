import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import type * as FileSystem from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { acquireLock } from "../../pipelines/warehouse/lock.js";

// A disk with room for a file's name and none for its content: the file is made, then the write fails.
const disk = vi.hoisted(() => ({ full: "" }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof FileSystem>();
  return {
    ...fs,
    writeFileSync: (path: string, text: string, options?: { flag?: string }) => {
      if (disk.full === "") return fs.writeFileSync(path, text, options);
      fs.writeFileSync(path, "", options);
      throw Object.assign(new Error(`${disk.full}: write`), { code: disk.full });
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sise-full-"));
});
afterEach(() => {
  disk.full = "";
  rmSync(folder, { recursive: true, force: true });
});

it.each(["ENOSPC", "EIO"])(
  "a lock that could not be written (%s) leaves none behind, so that the next run finds it free",
  (code) => {
    const owner = { host: "here", pid: process.pid, now: new Date("2026-11-23T02:00:00Z") };
    disk.full = code;
    expect(() => acquireLock(folder, owner)).toThrow(`warehouse.lock: cannot be written (${code})`);
    expect(readdirSync(folder)).toEqual([]);
    disk.full = "";
    acquireLock(folder, owner).release();
    expect(readdirSync(folder)).toEqual([]);
  },
);
