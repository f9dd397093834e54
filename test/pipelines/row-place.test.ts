import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stage } from "../../pipelines/staging/stage.js";
import { randomFrom } from "../seeded.js";
import { type TestProject, testProject } from "./ingest-project.js";
import { source } from "./staging-city.js";

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
  await project.warehouse.run("attach ':memory:' as build; use build");
});
afterEach(() => project.close());

interface Line {
  readonly code: string;
  name: string;
  population: string;
}

const heading = "region_code,region_name,population";
const sourcesAs = (extract: string): string =>
  `  region: {entity: region, kind: csv, path: "data/*.csv", extract: ${extract}}`;

/** Every row on its line: `region 650201 · data/a.csv 2`, faulty ones with `bad`, in order. */
function placesIn(files: ReadonlyMap<string, readonly Line[]>): string[] {
  return [...files]
    .flatMap(([file, lines]) =>
      lines.map(
        (line, at) => `${line.code} · ${file} ${at + 2}${line.population === "many" ? " · bad" : ""}`,
      ),
    )
    .sort();
}

/** The same as staged at the end of a day, without rows that are carried over. */
async function staged(day: string): Promise<string[]> {
  await stage(project.warehouse, {
    sources: [source({ entity: "region" })],
    asOf: day,
    knownAt: `${day}T12:00:00Z`,
    evaluationDays: [],
    timeZone: "Asia/Shanghai",
  });
  const rows = await project.warehouse.rows<{ place: string }>(
    `select region_code || ' · ' || file || ' ' || row_number as place from staging.region as stands
     where not exists (select 1 from staging.carried_over as carried where carried.file = stands.file and carried.row_number = stands.row_number)
     union all
     select (raw_row->>'region_code') || ' · ' || file || ' ' || row_number || ' · bad' from staging.reject
     order by place`,
  );
  return rows.map((row) => row.place);
}

async function put(
  files: ReadonlyMap<string, readonly Line[]>,
  day: string,
  extract = "full",
): Promise<void> {
  for (const [file, lines] of files)
    project.put(
      file,
      [heading, ...lines.map((line) => `${line.code},${line.name},${line.population}`)].join("\n"),
    );
  await project.run(sourcesAs(extract), day);
}

const dayAt = (at: number): string => `2026-11-${String(at + 1).padStart(2, "0")}`;

describe("the line on which a row stands", () => {
  const line = (code: string, population = "5"): Line => ({ code, name: `region ${code}`, population });

  test("follows the file: rows that stay unchanged move with what is put in or taken out above them", async () => {
    const first = [line("650201"), line("650202", "many"), line("650203"), line("650204")];
    await put(new Map([["data/a.csv", first]]), dayAt(0));
    await put(new Map([["data/a.csv", [line("650299"), ...first]]]), dayAt(1));
    await put(new Map([["data/a.csv", [line("650299"), ...first.slice(2)]]]), dayAt(2));
    expect(await staged(dayAt(0))).toEqual([
      "650201 · data/a.csv 2",
      "650202 · data/a.csv 3 · bad",
      "650203 · data/a.csv 4",
      "650204 · data/a.csv 5",
    ]);
    expect(await staged(dayAt(1))).toEqual([
      "650201 · data/a.csv 3",
      "650202 · data/a.csv 4 · bad",
      "650203 · data/a.csv 5",
      "650204 · data/a.csv 6",
      "650299 · data/a.csv 2",
    ]);
    expect(await staged(dayAt(2))).toEqual([
      "650203 · data/a.csv 3",
      "650204 · data/a.csv 4",
      "650299 · data/a.csv 2",
    ]);
    // One stretch a move, however many rows moved; what moved back leaves a line that says so.
    await put(new Map([["data/a.csv", first.slice(2)]]), dayAt(3));
    await put(new Map([["data/a.csv", [line("650298"), line("650297"), ...first.slice(2)]]]), dayAt(4));
    expect(await staged(dayAt(4))).toEqual([
      "650203 · data/a.csv 4",
      "650204 · data/a.csv 5",
      "650297 · data/a.csv 3",
      "650298 · data/a.csv 2",
    ]);
    expect(
      await project.warehouse.rows(
        "select from_raw_id, to_raw_id, row_shift, known_at from warehouse.raw.moved order by known_at",
      ),
    ).toEqual([
      { from_raw_id: "2", to_raw_id: "5", row_shift: "1", known_at: `${dayAt(1)} 00:00:00` },
      { from_raw_id: "4", to_raw_id: "5", row_shift: "-1", known_at: `${dayAt(2)} 00:00:00` },
      { from_raw_id: "4", to_raw_id: "5", row_shift: "-2", known_at: `${dayAt(3)} 00:00:00` },
      { from_raw_id: null, to_raw_id: null, row_shift: null, known_at: `${dayAt(4)} 00:00:00` },
    ]);
  });

  test("is told once where two runs read at one instant", async () => {
    const first = [line("650201"), line("650202")];
    await put(new Map([["data/a.csv", first]]), dayAt(0));
    await put(new Map([["data/a.csv", [line("650203"), ...first]]]), dayAt(1));
    await put(new Map([["data/a.csv", [line("650204"), line("650203"), ...first]]]), dayAt(2));
    await project.warehouse.run(
      `update warehouse.raw.moved set known_at = timestamp '${dayAt(1)} 00:00:00' where set_number = 2`,
    );
    await project.warehouse.run(
      `update warehouse.raw.region set known_at = timestamp '${dayAt(1)} 00:00:00' where region_code = '650204'`,
    );
    expect(await staged(dayAt(1))).toEqual([
      "650201 · data/a.csv 4",
      "650202 · data/a.csv 5",
      "650203 · data/a.csv 3",
      "650204 · data/a.csv 2",
    ]);
  });

  test("of rows that an incremental file no longer has is the one on which they came", async () => {
    await put(new Map([["data/a.csv", [line("650201"), line("650202")]]]), dayAt(0), "incremental");
    await put(new Map([["data/a.csv", [line("650203"), line("650202")]]]), dayAt(1), "incremental");
    await put(new Map([["data/a.csv", [line("650204"), line("650203")]]]), dayAt(2), "incremental");
    expect(await staged(dayAt(2))).toEqual([
      "650201 · data/a.csv 2",
      "650202 · data/a.csv 3",
      "650203 · data/a.csv 3",
      "650204 · data/a.csv 2",
    ]);
  });

  test("of a row that an incremental file no longer has is not moved by those around it, nor does it go before one that is there", async () => {
    const first = [line("650201"), line("650202"), line("650203")];
    await put(new Map([["data/a.csv", first]]), dayAt(0), "incremental");
    const second = [line("650209"), line("650201"), line("650208"), line("650203")];
    await put(new Map([["data/a.csv", second]]), dayAt(1), "incremental");
    expect(await staged(dayAt(1))).toEqual([
      "650201 · data/a.csv 3",
      "650202 · data/a.csv 3",
      "650203 · data/a.csv 5",
      "650208 · data/a.csv 4",
      "650209 · data/a.csv 2",
    ]);
    // Of two copies the one that goes is told from the one that stays.
    const copies = [line("650230"), line("650231"), line("650231"), line("650232")];
    await put(new Map([["data/c.csv", copies]]), dayAt(1), "incremental");
    await put(new Map([["data/c.csv", copies.toSpliced(2, 1)]]), dayAt(2), "incremental");
    expect((await staged(dayAt(2))).filter((place) => place.includes("data/c.csv"))).toEqual([
      "650230 · data/c.csv 2",
      "650231 · data/c.csv 3",
      "650232 · data/c.csv 4",
    ]);
    // Twice under one key, and the file then begins anew with the second of them.
    const twice = [line("650210"), { ...line("650220"), name: "old" }, { ...line("650220"), name: "new" }];
    await put(new Map([["data/b.csv", twice]]), dayAt(3), "incremental");
    await put(new Map([["data/b.csv", twice.slice(2)]]), dayAt(4), "incremental");
    await staged(dayAt(4));
    expect(
      await project.warehouse.rows(
        "select region_name, row_number from staging.region where region_code = '650220'",
      ),
    ).toEqual([{ region_name: "new", row_number: "2" }]);
  });

  test("agrees with the files of every day, whatever was put in, taken out, changed, swapped or repeated", async () => {
    const random = randomFrom(20261129);
    const pick = (below: number): number => Math.floor(random() * below);
    const lines = new Map<string, Line[]>([
      ["data/a.csv", []],
      ["data/b.csv", []],
    ]);
    let next = 650001;
    const fresh = (): Line => ({ ...line(String(next++)), population: random() < 0.2 ? "many" : "5" });
    for (let row = 0; row < 30; row++) for (const of of lines.values()) of.push(fresh());
    const days = 9;
    const expected: string[][] = [];
    let moves = 0;
    for (let at = 0; at < days; at++) {
      for (const of of at === 0 ? [] : lines.values())
        for (let edit = pick(5); edit > 0; edit--) {
          const [from, to] = [pick(of.length), pick(of.length)];
          const kind = pick(5);
          if (kind === 0) of.splice(from, 0, fresh());
          else if (kind === 1 && of.length > 5) of.splice(from, 1);
          else if (kind === 2) of.splice(to, 0, ...of.splice(from, 1));
          else if (kind === 3) of[from] = { ...(of[from] as Line), name: `changed on day ${at}` };
          else {
            // To the other file of the source.
            const other = [...lines.values()].find((each) => each !== of);
            other?.splice(pick(other.length), 0, ...of.splice(from, 1));
          }
        }
      await put(lines, dayAt(at));
      expected.push(placesIn(lines));
      const [kept] = await project.warehouse.rows<{ n: number }>(
        "select cast(count(*) as integer) as n from warehouse.raw.moved",
      );
      moves = kept?.n ?? 0;
    }
    for (let at = 0; at < days; at++) expect(await staged(dayAt(at)), dayAt(at)).toEqual(expected[at]);
    expect(moves).toBeGreaterThan(days);
  });
});
