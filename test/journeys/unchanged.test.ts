import { appendFileSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestOf, publishedHashes, scratch, sise, smallCity } from "./project.js";

// A run in which nothing changed publishes the files that stand once more; whatever changed, it makes them anew.

const place = scratch("unchanged");
const city = join(place.folder, "city");
const day = "2026-11-20";

interface Told {
  readonly run_id: string;
  readonly known_at: string;
  readonly same_as: string | null;
  readonly warnings: readonly string[];
}

function run(...words: readonly string[]): Told {
  const called = sise("run", "--project", city, "--as-of", day, "--accept-diff", "--json", ...words);
  expect(called.status, called.err).toBe(0);
  const told = JSON.parse(called.out.trim().split("\n").at(-1) ?? "") as Told;
  expect(manifestOf(city).run_id).toBe(told.run_id);
  return told;
}

let first: Told;

beforeAll(() => {
  smallCity(city, 20, 5);
  first = run();
}, 120_000);
afterAll(() => place.remove());

describe("a run in which nothing changed", () => {
  it("publishes the same files under its own name, as known when they were made, and says the same", () => {
    const before = publishedHashes(city);
    const again = run();
    expect(first.same_as).toBeNull();
    expect(again.same_as).toBe(first.run_id);
    expect(again.run_id).not.toBe(first.run_id);
    expect(again.known_at).toBe(first.known_at);
    expect(again.warnings).toEqual(first.warnings);
    expect(publishedHashes(city)).toEqual(before);
    const [older, newer] = [manifestOf(city, first.run_id), manifestOf(city, again.run_id)];
    expect({ ...newer, run_id: "", created_at: "" }).toEqual({ ...older, run_id: "", created_at: "" });
    const runs = JSON.parse(sise("runs", "--project", city, "--json").out) as {
      runs: { run_id: string; state: string; sql_sha256: string }[];
    };
    expect(runs.runs.map((each) => each.state)).toEqual(["published", "published"]);
    expect(runs.runs[0]?.sql_sha256).toBe(runs.runs[1]?.sql_sha256);
    const third = run();
    expect(third.same_as).toBe(again.run_id);
    // A run's id is its start in the city's time.
    const [, date, time] = /^(\d{8})-(\d{4})/.exec(third.run_id) ?? [];
    const [line = ""] = sise("runs", "--project", city, "--lang", "en").out.split("\n");
    const [, shown = "", took] = /^\* \S+ {2}published {2}\S+ {2}(\S+ \S+) {2}(\d+\.\d) s$/.exec(line) ?? [];
    expect(shown.replace(/\D/g, ""), line).toBe(`${date}${time}`);
    expect(Number(took)).toBeGreaterThan(0);
    const replay = sise("replay", third.run_id, "--project", city, "--json");
    expect(JSON.parse(replay.out)).toMatchObject({ is_identical: true, altered: [], differing: [] });
  }, 120_000);

  it("says so in both languages", () => {
    const at = ["run", "--project", city, "--as-of", day];
    expect(sise(...at, "--lang", "en").out).toMatch(
      /^nothing changed since \d{8}-\d{6}: its files are published again$/m,
    );
    expect(sise(...at, "--lang", "zh").out).toMatch(/^自 \d{8}-\d{6} 以来没有变化：原有文件再次发布$/m);
  }, 120_000);

  it.each<[what: string, change: () => readonly string[]]>([
    ["another day", () => ["--as-of", "2026-11-19"]],
    ["an instant to look from", () => ["--known-at", "2030-01-01T00:00:00Z"]],
    [
      "a line of sise.yaml",
      () => {
        appendFileSync(join(city, "sise.yaml"), "\nkeep: 9\n");
        return [];
      },
    ],
    [
      "a file with other bytes",
      () => {
        appendFileSync(join(city, "data", "region.csv"), "\n");
        return [];
      },
    ],
    [
      "a published page that somebody altered",
      () => {
        const page = join(city, "published", "current", "levels.html");
        writeFileSync(page, readFileSync(page, "utf8").replace("蓝色", "红色"));
        return [];
      },
    ],
    [
      "a published page that somebody replaced by another of its size and age",
      () => {
        const page = join(city, "published", "current", "levels.html");
        const { mtime } = statSync(page);
        writeFileSync(`${page}.other`, readFileSync(page, "utf8").replace("蓝色", "红色"));
        utimesSync(`${page}.other`, mtime, mtime);
        renameSync(`${page}.other`, page);
        return [];
      },
    ],
    [
      "a manifest that somebody altered",
      () => {
        const file = join(city, "published", "current", "manifest.json");
        writeFileSync(
          file,
          readFileSync(file, "utf8").replace(/"duckdb_version": ".*"/, '"duckdb_version": "v0"'),
        );
        return [];
      },
    ],
  ])(
    "makes everything anew after %s",
    (_, change) => {
      expect(run(...change()).same_as).toBeNull();
    },
    120_000,
  );

  it("makes everything anew when a source that could not be read can be read again", () => {
    const file = join(city, "data", "penalty.csv");
    renameSync(file, `${file}.away`);
    const without = sise("run", "--project", city, "--as-of", day, "--json");
    expect(without.out).toContain('"state":"missing"');
    renameSync(`${file}.away`, file);
    expect(run().same_as).toBeNull();
    expect(run().same_as).not.toBeNull();
  }, 120_000);

  it("makes everything anew after a rollback behind what was learnt since", () => {
    const before = manifestOf(city).run_id;
    appendFileSync(join(city, "data", "region.csv"), "\n");
    expect(run().same_as).toBeNull();
    expect(sise("rollback", before, "--project", city).status).toBe(0);
    expect(run().same_as).toBeNull();
  }, 120_000);

  it("is no step of a rollback", () => {
    const before = manifestOf(city).run_id;
    appendFileSync(join(city, "data", "region.csv"), "\n");
    expect(run().same_as).toBeNull();
    expect(run().same_as).not.toBeNull();
    expect(sise("rollback", "--project", city).status).toBe(0);
    expect(manifestOf(city).run_id).toBe(before);
  }, 120_000);

  it("is not taken for one while the last stamp lies ahead of the clock and a source can be read again", () => {
    const file = join(city, "data", "penalty.csv");
    renameSync(file, `${file}.away`);
    expect(run("--known-at", "2040-01-01T00:00:00Z").same_as).toBeNull();
    expect(run().same_as).not.toBeNull();
    renameSync(`${file}.away`, file);
    expect(run().same_as).toBeNull();
    expect(run().same_as).not.toBeNull();
  }, 120_000);
});
