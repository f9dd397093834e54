import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { switchCurrent } from "../../../pipelines/publish/pointer.js";
import {
  listPublications,
  publicationBefore,
  prunePublications,
} from "../../../pipelines/publish/publication.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sise-prune-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Publications by run id, each with one file of that content; the last is the current one. */
async function publish(contents: Readonly<Record<string, string>>): Promise<void> {
  for (const [runId, sha256] of Object.entries(contents)) {
    mkdirSync(join(folder, runId));
    const manifest = { run_id: runId, files: [{ path: "index.html", bytes: 1, sha256 }] };
    writeFileSync(join(folder, runId, "manifest.json"), JSON.stringify(manifest));
    await switchCurrent(folder, runId);
  }
}

describe("publications beyond those to be kept", () => {
  it("go oldest first where all differ", async () => {
    await publish({ r1: "a", r2: "b", r3: "c", r4: "d" });
    expect(await prunePublications(folder, 2)).toEqual(["r1", "r2"]);
    expect(await listPublications(folder)).toEqual(["r3", "r4"]);
  });

  it("go first where a newer one has the same files, and the oldest only after those", async () => {
    await publish({ r1: "a", r2: "b", r3: "b", r4: "b", r5: "c" });
    expect(await prunePublications(folder, 4)).toEqual(["r2"]);
    expect(await prunePublications(folder, 3)).toEqual(["r3"]);
    expect(await prunePublications(folder, 2)).toEqual(["r1"]);
    expect(await listPublications(folder)).toEqual(["r4", "r5"]);
  });

  it("go in order of age also where content came back", async () => {
    await publish({ r1: "a", r2: "b", r3: "a", r4: "c" });
    expect(await prunePublications(folder, 2)).toEqual(["r1", "r2"]);
  });

  it("are never the current one, also after a rollback, and none where no more stand than are kept", async () => {
    await publish({ r1: "a", r2: "a", r3: "b" });
    expect(await prunePublications(folder, 3)).toEqual([]);
    await switchCurrent(folder, "r1");
    expect(await prunePublications(folder, 1)).toEqual(["r2", "r3"]);
    expect(await listPublications(folder)).toEqual(["r1"]);
  });
});

describe("the publication that a rollback without a word goes back to", () => {
  it("has other files than the current one, whatever stands between", async () => {
    await publish({ r1: "a", r2: "b", r3: "c", r4: "c", r5: "c" });
    expect(await publicationBefore(folder, "r5")).toBe("r2");
    expect(await publicationBefore(folder, "r2")).toBe("r1");
    expect(await publicationBefore(folder, "r1")).toBeNull();
  });

  it("is the one just before where all have the same files", async () => {
    await publish({ r1: "a", r2: "a", r3: "a" });
    expect(await publicationBefore(folder, "r3")).toBe("r2");
    expect(await publicationBefore(folder, "r1")).toBeNull();
  });
});
