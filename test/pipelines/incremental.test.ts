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

const dayAt = (at: number): string => `2026-11-${String(at + 1).padStart(2, "0")}`;

/** One day's file `data/a.csv` of an incremental source, as `650201=old`. */
function put(said: readonly string[], at: number): Promise<unknown> {
  project.put(
    "data/a.csv",
    ["region_code,region_name", ...said.map((one) => one.replace("=", ","))].join("\n"),
  );
  return project.run(
    `  region: {entity: region, kind: csv, path: "data/*.csv", extract: incremental}`,
    dayAt(at),
  );
}

async function inForce(at: number): Promise<string[]> {
  await stage(project.warehouse, {
    sources: [source({ entity: "region" })],
    asOf: dayAt(at),
    knownAt: `${dayAt(at)}T12:00:00Z`,
    evaluationDays: [],
    timeZone: "Asia/Shanghai",
  });
  const rows = await project.warehouse.rows<{ said: string }>(
    "select region_code || '=' || region_name as said from staging.region order by said",
  );
  return rows.map((row) => row.said);
}

const rawRows = async (): Promise<number> => (await project.live("region", "raw_id")).length;

describe("an incremental file", () => {
  test("that goes back to an earlier text is believed, for that day and none before", async () => {
    await put(["650201=old", "650202=b"], 0);
    await put(["650201=new", "650202=b"], 1);
    await put(["650201=old", "650202=b"], 2);
    expect(await inForce(2)).toEqual(["650201=old", "650202=b"]);
    expect(await inForce(1)).toEqual(["650201=new", "650202=b"]);
    expect(await inForce(0)).toEqual(["650201=old", "650202=b"]);
    // Said once: read again with another row beside it, nothing but that row is new.
    const before = await rawRows();
    await put(["650203=c", "650201=old", "650202=b"], 3);
    expect(await rawRows()).toBe(before + 1);
  });

  test("that goes back while another line of the key is faulty or new is believed for what it says", async () => {
    await put(["650201=old"], 0);
    await put(["650201=new"], 1);
    // The faulty line, without a name, is rejected: what the file says else of the key counts.
    await put(["650201=old", "650201="], 2);
    expect(await inForce(2)).toEqual(["650201=old"]);
    // What was never said goes before what is said again, wherever it stands.
    await put(["650201=new"], 3);
    await put(["650201=newest", "650201=old"], 4);
    expect(await inForce(4)).toEqual(["650201=newest"]);
    // Of lines that all stay, none goes before another for having changed places.
    await put(["650201=old", "650201=newest"], 5);
    expect(await inForce(5)).toEqual(["650201=newest"]);
    for (const [at, name] of ["old", "new", "old", "new", "newest", "newest"].entries())
      expect(await inForce(at), dayAt(at)).toEqual([`650201=${name}`]);
  });

  test("keeps rows without a key once, whatever comes and goes around them", async () => {
    await put(["=a", "650201=x", "=b"], 0);
    const before = await rawRows();
    for (const [at, said] of [
      ["=b", "650201=x", "=a"],
      ["=c", "=b", "650201=x"],
      ["=b", "650201=x", "=a"],
    ].entries())
      await put(said, at + 1);
    expect(await rawRows()).toBe(before + 1);
  });

  test("of one line a key leaves the text of the last file that named it", async () => {
    const random = randomFrom(20261130);
    const pick = (below: number): number => Math.floor(random() * below);
    const days = 12;
    const last = new Map<string, string>();
    const expected: string[][] = [];
    let returned = 0;
    const seen = new Set<string>();
    for (let at = 0; at < days; at++) {
      const codes = Array.from({ length: 8 }, (_, place) => `6502${10 + place}`).filter(() => pick(3) > 0);
      const said = codes.map((code) => `${code}=${"abc"[pick(3)]}`).sort(() => random() - 0.5);
      for (const one of said) {
        if (seen.has(one) && last.get(one.slice(0, 6)) !== one) returned++;
        seen.add(one);
        last.set(one.slice(0, 6), one);
      }
      await put(said, at);
      expected.push([...last.values()].sort());
    }
    expect(returned).toBeGreaterThan(days);
    for (let at = 0; at < days; at++) expect(await inForce(at), dayAt(at)).toEqual(expected[at]);
  });
});
