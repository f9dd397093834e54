import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  type IndexScheme,
  indexSchemeSchema,
  rankUnits,
  roundAs,
  scoreUnit,
} from "../../../models/assessment/index-scheme.js";

const schemes = join(import.meta.dirname, "../../../fixtures/index-schemes");
const realData = join(import.meta.dirname, "../../../../shared/realdata");

function readScheme(name: string): IndexScheme {
  return indexSchemeSchema.parse(parse(readFileSync(join(schemes, name), "utf8")));
}

/** Rows of a CSV file by heading; quoted cells may hold commas. */
function readCsv(name: string): Record<string, string>[] {
  const lines = readFileSync(join(realData, name), "utf8").trim().split(/\r?\n/);
  const cells = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? "");
  const heads = cells(lines[0] ?? "");
  return lines
    .slice(1)
    .map((line) => Object.fromEntries(cells(line).map((cell, at) => [heads[at] ?? "", cell])));
}

/** Runs where the real data lie; elsewhere says in one line what was not tried. */
function onRealData(name: string, work: () => void): void {
  if (existsSync(realData)) it(name, work);
  else it(`${name}: not tried, ../shared/realdata is absent`, () => {});
}

const numberOf = (text: string | undefined): number | null =>
  text === undefined || text === "" || text === "NA" ? null : Number(text);

describe("the ASEM index as a configured scheme", () => {
  const scheme = readScheme("asem-2018.yaml");

  onRealData("gives every aggregate, score and rank of the published index", () => {
    const normalised = readCsv("asem_normalised.csv");
    const aggregated = new Map(readCsv("asem_aggregated.csv").map((row) => [row.UnitCode, row]));
    const published = new Map(readCsv("asem_score.csv").map((row) => [row.UnitCode, row]));
    const ranks = new Map(readCsv("asem_rank.csv").map((row) => [row.UnitCode, row]));
    const units = normalised.map((row) => ({
      code: row.UnitCode ?? "",
      found: scoreUnit(
        scheme,
        Object.fromEntries(scheme.leaves.map((leaf) => [leaf.id, numberOf(row[leaf.id])])),
      ),
    }));
    expect(units).toHaveLength(51);
    for (const node of scheme.nodes) {
      const ranked = rankUnits(
        scheme,
        units.map((unit) => unit.found.get(node.id) ?? null),
      );
      for (const [at, { code, found }] of units.entries()) {
        const value = found.get(node.id) ?? Number.NaN;
        expect(value, `${code} ${node.id}`).toBeCloseTo(Number(aggregated.get(code)?.[node.id]), 10);
        expect(roundAs(scheme, value), `${code} ${node.id}`).toBe(Number(published.get(code)?.[node.id]));
        expect(ranked[at], `${code} rank of ${node.id}`).toBe(Number(ranks.get(code)?.[node.id]));
      }
    }
  });
});

describe("the HDI as a configured scheme", () => {
  const scheme = readScheme("hdi-2014.yaml");

  it("is the geometric mean of three dimensions: (0.5 * 0.5 * 1) ^ (1/3)", () => {
    const found = scoreUnit(scheme, { le: 52.5, eys: 9, mys: 7.5, gnipc: 90_000 });
    expect(found.get("income")).toBe(1);
    expect(found.get("hdi")).toBeCloseTo((0.5 * 0.5 * 1) ** (1 / 3), 12);
  });

  it("has no value where a component is missing", () => {
    expect(scoreUnit(scheme, { le: 52.5, eys: 9, mys: null, gnipc: 90_000 }).get("hdi")).toBeNull();
  });

  onRealData("gives every published value to 3 decimals and the ranks of 2022", () => {
    const rows = readCsv("hdi_2015_2022.csv").filter((row) => numberOf(row.hdi) !== null);
    const found = rows.map(
      (row) =>
        scoreUnit(
          scheme,
          Object.fromEntries(scheme.leaves.map((leaf) => [leaf.id, numberOf(row[leaf.id])])),
        ).get("hdi") ?? Number.NaN,
    );
    const off = rows.filter((row, at) => roundAs(scheme, found[at] ?? Number.NaN) !== Number(row.hdi));
    expect(off.map((row) => `${row.iso3} ${row.year}`)).toEqual([]);
    const ranks = new Map(readCsv("hdi_rank_2022.csv").map((row) => [row.iso3, numberOf(row.hdi_rank_2022)]));
    const latest = rows.flatMap((row, at) =>
      row.year === "2022" && ranks.get(row.iso3) !== null && ranks.has(row.iso3)
        ? [{ iso3: row.iso3, value: found[at] ?? Number.NaN }]
        : [],
    );
    const ranked = rankUnits(
      scheme,
      latest.map((one) => one.value),
    );
    expect(latest.length).toBeGreaterThan(190);
    expect(
      latest.flatMap((one, at) =>
        ranked[at] === ranks.get(one.iso3) ? [] : [`${one.iso3} ${ranked[at]} ${ranks.get(one.iso3)}`],
      ),
    ).toEqual([]);
  });
});

describe("a scheme", () => {
  it("is refused with every fault named: a circle, an unknown parent, an empty node", () => {
    const parsed = indexSchemeSchema.safeParse({
      scheme: "broken",
      edition: "2026-01-01",
      title: { zh: "坏", en: "broken" },
      source: "invented",
      scale: { from: 0, to: 1 },
      missing: "rest",
      round_digits: 2,
      rank_by: "exact",
      nodes: [
        { id: "top", mean: "arithmetic" },
        { id: "a", parent: "b", mean: "arithmetic" },
        { id: "b", parent: "a", mean: "arithmetic" },
      ],
      leaves: [{ id: "leaf", parent: "nowhere" }],
    });
    const said = parsed.error?.issues.map((issue) => issue.message).join("\n") ?? "";
    expect(said).toContain("lies below itself");
    expect(said).toContain("unknown nowhere");
    expect(said).toContain("top: has no member");
  });
});
