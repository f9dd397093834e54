import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestOf, publishedHashes, scratch, sise, smallCity } from "./project.js";

const place = scratch("run");
const city = join(place.folder, "city");
const first = ["--as-of", "2026-11-20", "--known-at", "2026-11-21T02:00:00Z"];
const later = ["--as-of", "2026-11-20", "--known-at", "2026-11-22T02:00:00Z"];

interface Explained {
  readonly method: string;
  readonly score: number | null;
  readonly level: string;
  readonly items: readonly {
    readonly points: number | null;
    readonly evidence: readonly { file: string; row: number; key: string }[];
    readonly indicator_id: string;
  }[];
  readonly way_out: readonly { readonly level: string; readonly close_hazards: readonly string[] }[];
}

beforeAll(() => smallCity(city));
afterAll(() => place.remove());

let firstRun = "";
let firstHashes: Record<string, string> = {};

describe("the whole path on a small city", () => {
  it("publishes, and every file of the manifest is there with its hash", () => {
    const run = sise("run", "--project", city, ...first, "--json");
    expect(run.err.includes("Error")).toBe(false);
    expect(run.status).toBe(0);
    const manifest = manifestOf(city);
    firstRun = manifest.run_id;
    firstHashes = publishedHashes(city);
    expect(manifest.as_of).toBe("2026-11-20");
    expect(manifest.known_at).toBe("2026-11-21T02:00:00.000Z");
    const listed = Object.fromEntries(
      manifest.files
        .filter((file) => file.path !== "snapshot.duckdb")
        .map((file) => [file.path, file.sha256]),
    );
    expect(listed).toEqual(firstHashes);
    for (const source of manifest.sources)
      expect(source.read, source.source).toBe(source.accepted + source.rejected + source.superseded);
    for (const mart of ["enterprise_level", "risk_point_level", "hazard_ledger", "data_quality"])
      expect(firstHashes[`data/${mart}.parquet`]).toBeDefined();
    for (const page of ["index.html", "levels.html", "methods.html", "quality.html", "en/index.html"])
      expect(firstHashes[page]).toBeDefined();
  });

  it("lists the rows that were superseded, as many of each source as it counts, with those that stand", () => {
    const listed = JSON.parse(sise("rejects", "--superseded", "--project", city, "--json").out) as {
      superseded: {
        source: string;
        file: string;
        row_number: number;
        kept_file: string;
        kept_row_number: number;
      }[];
    };
    const counted = manifestOf(city).sources.filter((each) => each.superseded > 0);
    expect(counted.length).toBeGreaterThan(1);
    for (const { source, superseded } of counted)
      expect(
        listed.superseded.filter((row) => row.source === source),
        source,
      ).toHaveLength(superseded);
    const [row] = listed.superseded;
    const lines = sise("rejects", "--superseded", "--project", city, "--lang", "en").out.trim().split("\n");
    expect(lines[0]).toBe(
      `${row?.file}, row ${row?.row_number}: superseded by ${row?.kept_file}, row ${row?.kept_row_number}`,
    );
    expect(lines.at(-1)).toMatch(new RegExp(`: ${listed.superseded.length} superseded row\\(s\\)\\.$`));
  });

  it("gives the same bytes for the same inputs, day and instant", () => {
    expect(sise("run", "--project", city, ...first).status).toBe(0);
    expect(manifestOf(city).run_id).not.toBe(firstRun);
    expect(publishedHashes(city)).toEqual(firstHashes);
  });

  it("lets a late row change a later known-at and never an earlier one, and replays the earlier run", () => {
    const enterprise = JSON.parse(
      sise("explain", "--project", city, "--json", firstEnterprise()).out,
    ) as Explained;
    const late = `hazard_id,enterprise_id,description,level,source,found_at\nLATE-1,${firstEnterprise()},late major hazard,major,inspection,2026-01-05 08:00\n`;
    writeFileSync(join(city, "data", "late.csv"), late);
    const yaml = readFileSync(join(city, "sise.yaml"), "utf8");
    writeFileSync(
      join(city, "sise.yaml"),
      yaml.replace(/^sources:\n/m, "sources:\n  late: {entity: hazard, kind: csv, path: data/late.csv}\n"),
    );
    expect(sise("run", "--project", city, ...later, "--accept-diff").status).toBe(0);
    const now = JSON.parse(sise("explain", "--project", city, "--json", firstEnterprise()).out) as Explained;
    expect(now.level).toBe("red");
    expect(enterprise.level).not.toBe("red");
    const counted = now.items.find((item) => item.indicator_id === "overdue_major_hazard_count");
    expect(counted?.evidence).toContainEqual({
      source: "late",
      file: "data/late.csv",
      row: 2,
      key: "LATE-1",
    });
    expect(now.way_out.map((way) => way.close_hazards)).toContainEqual(expect.arrayContaining(["LATE-1"]));

    expect(sise("run", "--project", city, ...first, "--accept-diff").status).toBe(0);
    const again = publishedHashes(city);
    // The configuration has one more source since, which the quality page and the data_quality mart name.
    const mayDiffer = /quality|methods/;
    for (const path of Object.keys(firstHashes).filter((each) => !mayDiffer.test(each)))
      expect(again[path], path).toBe(firstHashes[path]);

    const replay = sise("replay", firstRun, "--project", city, "--json");
    expect(JSON.parse(replay.out)).toMatchObject({ is_identical: true, differing: [], isSameSql: true });
    expect(replay.status).toBe(0);
  });

  it("finds files that were altered since they were published, though the replay itself agrees", () => {
    const page = join(city, "published", firstRun, "levels.html");
    const written = readFileSync(page, "utf8");
    writeFileSync(page, written.replace("蓝色", "红色"));
    const replay = sise("replay", firstRun, "--project", city, "--json");
    expect(JSON.parse(replay.out)).toMatchObject({
      is_identical: false,
      differing: [],
      altered: [{ path: "levels.html", recorded: firstHashes["levels.html"] }],
    });
    expect(replay.status).toBe(1);
    writeFileSync(page, written);
  });

  it("says what to do when the last publication can no longer be compared with", () => {
    const levels = join(city, "published", manifestOf(city).run_id, "data", "enterprise_level.parquet");
    const written = readFileSync(levels);
    writeFileSync(levels, "no parquet");
    const stopped = sise("run", "--project", city, ...first, "--no-publish");
    expect([stopped.status, stopped.err]).toEqual([
      3,
      expect.stringMatching(
        /published\/\S+\/data\/enterprise_level\.parquet: found a file that cannot be read .* expected the levels of the last publication; run again with --accept-diff/,
      ),
    ]);
    expect(sise("run", "--project", city, ...first, "--no-publish", "--accept-diff").status).toBe(0);
    writeFileSync(levels, written);
  });

  it("says in its items what sums to the score", () => {
    const explained = JSON.parse(
      sise("explain", "--project", city, "--json", firstEnterprise()).out,
    ) as Explained;
    const sum = explained.items.reduce((total, item) => total + (item.points ?? 0), 0);
    expect(explained.score).not.toBeNull();
    expect(Math.abs(sum - (explained.score ?? 0))).toBeLessThan(0.01);
  });

  it("stops with 3 when the levels move too much, and leaves the last publication standing", () => {
    const before = manifestOf(city).run_id;
    const hazards = Array.from(
      { length: 60 },
      (_, index) => `MASS-${index},${enterprises()[index]},mass,major,inspection,2026-01-05 08:00`,
    );
    writeFileSync(
      join(city, "data", "late.csv"),
      `hazard_id,enterprise_id,description,level,source,found_at\n${hazards.join("\n")}\n`,
    );
    const stopped = sise(
      "run",
      "--project",
      city,
      "--as-of",
      "2026-11-20",
      "--known-at",
      "2026-11-23T00:00:00Z",
    );
    expect(stopped.status).toBe(3);
    expect(stopped.err).toMatch(/level diff: found \d+ of \d+ enterprises .* expected at most 5\.0 %/);
    expect(manifestOf(city).run_id).toBe(before);
    const runs = JSON.parse(sise("runs", "--project", city, "--json").out) as {
      runs: { state: string }[];
      current: string;
    };
    expect(runs.runs[0]?.state).toBe("stopped");
    expect(runs.current).toBe(before);
  });

  it("points back and forth, and tells what changed", () => {
    const before = manifestOf(city).run_id;
    expect(sise("rollback", firstRun, "--project", city).status).toBe(0);
    expect(manifestOf(city).run_id).toBe(firstRun);
    expect(sise("rollback", before, "--project", city).status).toBe(0);
    const diff = JSON.parse(sise("diff", firstRun, before, "--project", city, "--json").out) as {
      levels: { changed: number };
    };
    expect(diff.levels.changed).toBe(0);
  });

  it("explains an enterprise by its whole name, and lists those whose name holds a part", () => {
    const told = sise("explain", "有限", "--project", city);
    expect(told.status).toBe(1);
    const [head = "", ...lines] = told.err.trim().split("\n");
    expect(head).toMatch(
      /^有限: found neither as an id nor as the whole name of just one enterprise; \d+ name\(s\) hold it, expected an id \(the first 10 of them\)$/,
    );
    expect(lines).toHaveLength(10);
    const [id = "", name = ""] = lines[0]?.trim().split(" ") ?? [];
    const byName = sise("explain", name, "--project", city, "--json");
    expect(byName.status, byName.err).toBe(0);
    expect(JSON.parse(byName.out)).toMatchObject({ subject_id: id });
    expect(sise("explain", " ", "--project", city).err).toContain("found in no table");
  });

  it("answers what is wrong in words, with status 2 for wrong usage and 1 for the rest", () => {
    expect(sise("explode").status).toBe(2);
    const day = sise("run", "--project", city, "--as-of", "2026-02-30");
    expect([day.status, day.err]).toEqual([
      2,
      expect.stringContaining('found "2026-02-30", expected a day such as'),
    ]);
    expect(sise("run", "--project", city, "--known-at", "yesterday", "--lang", "zh").err).toContain(
      "应为时间，如 2026-11-23T10:00（城市时间）或 2026-11-23T02:00:00Z",
    );
    const early = sise("run", "--project", city, "--known-at", "2020-01-01T00:00:00Z", "--lang", "en");
    expect(early.status).toBe(1);
    expect(early.err).toContain(
      "--known-at: found 2020-01-01T00:00:00.000Z, when no file had been read yet, expected 2026-11-21T02:00:00.000Z or later",
    );
    const unknown = sise("explain", "NOBODY", "--project", city);
    expect([unknown.status, unknown.err]).toEqual([1, expect.stringContaining("NOBODY: found in no table")]);
    const nowhere = sise("run", "--project", join(place.folder, "nowhere"));
    expect(nowhere.status).toBe(2);
    expect(existsSync(join(place.folder, "nowhere"))).toBe(false);
  });
});

/** Enterprises of the city by the ids on its level list. */
function enterprises(): string[] {
  const page = readFileSync(join(city, "published", firstRun, "levels.html"), "utf8");
  return [...new Set(page.match(/91650[0-9A-Z]{13}/g) ?? [])].sort();
}

let chosen: string | null = null;

/** One enterprise that the general pack graded mildly at first: the one that gets the late hazard. */
function firstEnterprise(): string {
  chosen ??=
    enterprises().find((id) => {
      const explained = JSON.parse(sise("explain", "--project", city, "--json", id).out) as Explained;
      return explained.method === "enterprise-level-general" && ["blue", "yellow"].includes(explained.level);
    }) ?? "";
  return chosen;
}
