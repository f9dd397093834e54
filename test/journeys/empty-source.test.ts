import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { manifestOf, publishedHashes, scratch, sise, smallCity } from "./project.js";

const place = scratch("empty-source");
afterAll(() => place.remove());

it("a list that was empty at first stays an empty list of that day when its first rows have come", () => {
  const city = join(place.folder, "city");
  smallCity(city, 40);
  const file = join(city, "data", "penalty.csv");
  const full = readFileSync(file, "utf8");
  const [heading = ""] = full.split("\n");
  expect(full.trim().split("\n").length).toBeGreaterThan(1);
  const first = ["run", "--project", city, "--as-of", "2026-11-20", "--known-at", "2026-11-21T02:00:00Z"];
  writeFileSync(file, `${heading}\n`);
  expect(sise(...first).status).toBe(0);
  const { run_id: runId } = manifestOf(city);
  const hashes = publishedHashes(city);
  writeFileSync(file, full);
  const later = ["run", "--project", city, "--as-of", "2026-11-21", "--known-at", "2026-11-22T02:00:00Z"];
  expect(sise(...later, "--accept-diff").status).toBe(0);
  const replay = sise("replay", runId, "--project", city, "--json");
  expect(JSON.parse(replay.out)).toMatchObject({ is_identical: true, differing: [] });
  expect(sise(...first, "--accept-diff").status).toBe(0);
  expect(publishedHashes(city)).toEqual(hashes);
});
