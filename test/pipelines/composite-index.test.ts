import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { indicatorCatalogue } from "../../models/indicators.js";
import { type LoadedPack, loadRules, readRulePacks } from "../../pipelines/rules.js";
import { type Given, roundTo, scorePlainly } from "../plain-scorer.js";
import { examplesFolder } from "../rule-examples.js";
import { scorePack } from "../rule-harness.js";
import { openSmallWarehouse } from "../sql/small-warehouse.js";

const realData = join(import.meta.dirname, "../../../shared/realdata");
const isAbsent = !existsSync(realData);
const note = isAbsent ? " (skipped: ../shared/realdata is absent)" : "";

const packs = await readRulePacks({
  shippedFolder: join(examplesFolder, "packs"),
  catalogue: indicatorCatalogue,
});

function packOf(method: string): LoadedPack {
  return packs.find((loaded) => loaded.method === method) ?? expect.fail(`no pack ${method}`);
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

const numberOf = (text: string | undefined): number | null =>
  text === undefined || text === "" || text === "NA" ? null : Number(text);

/** Ranks of values, 1 the highest, equals sharing the better one. */
const ranksOf = (values: readonly number[]): readonly number[] =>
  values.map((value) => 1 + values.filter((other) => other > value).length);

describe("composite indices as packs, scored by the SQL of the product", () => {
  it.skipIf(isAbsent)(
    `gives ASEM's published aggregates, scores and ranks of 51 countries${note}`,
    async () => {
      const loaded = packOf("asem-sustainable-connectivity");
      const rows = readCsv("asem_normalised.csv");
      expect(rows).toHaveLength(51);
      const columns = Object.keys(rows[0] ?? {});
      const given = (row: Record<string, string>): Given =>
        Object.fromEntries(
          (loaded.pack.indicators ?? []).map(({ id }) => [
            id,
            numberOf(row[columns.find((column) => column.toLowerCase() === id) ?? ""]),
          ]),
        );
      const scores = await scorePack(
        loaded,
        rows.map((row) => ({ id: row.UnitCode ?? "", given: given(row) })),
      );
      const [aggregated, published, ranks] = ["aggregated", "score", "rank"].map(
        (name) => new Map(readCsv(`asem_${name}.csv`).map((row) => [row.UnitCode ?? "", row])),
      );
      const nodes = [
        "Index",
        "Conn",
        "Sust",
        "Physical",
        "ConEcFin",
        "Political",
        "Instit",
        "P2P",
        "Environ",
        "Social",
        "SusEcFin",
      ];
      for (const node of nodes) {
        const found = rows.map((row) => {
          const score = scores.get(row.UnitCode ?? "");
          return (node === "Index" ? score?.score : score?.parts[node.toLowerCase()]?.points) ?? Number.NaN;
        });
        const rounded = found.map((value) => roundTo(value, 2));
        const ranked = ranksOf(rounded);
        for (const [at, row] of rows.entries()) {
          const code = row.UnitCode ?? "";
          const wanted = Number(aggregated?.get(code)?.[node]);
          // The index itself is rounded by its pack; parts are held to six places, and means of means to the last of them.
          if (node !== "Index")
            expect(Math.abs((found[at] ?? Number.NaN) - wanted), `${code} ${node}`).toBeLessThan(1.5e-6);
          expect(rounded[at], `${code} score of ${node}`).toBe(Number(published?.get(code)?.[node]));
          expect(ranked[at], `${code} rank of ${node}`).toBe(Number(ranks?.get(code)?.[node]));
        }
      }
      for (const row of rows) {
        const plain = scorePlainly(loaded.pack, given(row));
        expect(plain.score, row.UnitCode).toBe(scores.get(row.UnitCode ?? "")?.score);
      }
    },
  );

  it.skipIf(isAbsent)(`gives the HDI to 3 decimals in every year, and the ranks of 2022${note}`, async () => {
    const loaded = packOf("human-development-index");
    const rows = readCsv("hdi_2015_2022.csv").filter((row) => numberOf(row.hdi) !== null);
    const idOf = (row: Record<string, string>): string => `${row.iso3} ${row.year}`;
    const income = (row: Record<string, string>): number | null => {
      const value = numberOf(row.gnipc);
      return value === null ? null : Number(Math.log(value).toFixed(6));
    };
    const scores = await scorePack(
      loaded,
      rows.map((row) => ({
        id: idOf(row),
        given: {
          life_expectancy_years: numberOf(row.le),
          expected_schooling_years: numberOf(row.eys),
          mean_schooling_years: numberOf(row.mys),
          ln_income_per_head: income(row),
        },
      })),
    );
    const off = rows.filter((row) => scores.get(idOf(row))?.score !== Number(row.hdi));
    expect(off.map((row) => `${idOf(row)}: ${scores.get(idOf(row))?.score}, published ${row.hdi}`)).toEqual(
      [],
    );
    const published = new Map(
      readCsv("hdi_rank_2022.csv").map((row) => [row.iso3, numberOf(row.hdi_rank_2022)]),
    );
    const latest = rows.filter((row) => row.year === "2022" && (published.get(row.iso3) ?? null) !== null);
    const ranked = ranksOf(latest.map((row) => scores.get(idOf(row))?.score ?? Number.NaN));
    expect(rows.length).toBeGreaterThan(1500);
    expect(latest.length).toBeGreaterThan(190);
    expect(latest.flatMap((row, at) => (ranked[at] === published.get(row.iso3) ? [] : [idOf(row)]))).toEqual(
      [],
    );
  });
});

it("ranks a city's regions by an index of its own: figures entered, edition put in place of the shipped one", async () => {
  const city = await openSmallWarehouse();
  const shipped = (await readRulePacks({ catalogue: indicatorCatalogue })).filter(
    (loaded) => loaded.method !== "assessment-region",
  );
  await city.warehouse.run("drop schema rules cascade");
  await loadRules(city.warehouse, [...shipped, packOf("human-development-index")], { methods: {} });
  const codes = ["650301", "650302", "650303"];
  await city.put("staging.region", [
    { region_code: "650200", region_name: "市" },
    ...codes.map((code) => ({
      region_code: code,
      region_name: code,
      parent_region_code: "650200",
      peer_group: "区县",
    })),
  ]);
  const enter = (code: string, figures: Readonly<Record<string, number>>) =>
    city.put(
      "staging.assessment_input",
      Object.entries(figures).map(([indicator, value]) => ({
        subject_type: "region",
        subject_id: code,
        indicator_id: indicator,
        period_start: "2026-01-01",
        period_end: "2026-06-30",
        value,
      })),
    );
  const half = { life_expectancy_years: 52.5, expected_schooling_years: 9, mean_schooling_years: 7.5 };
  await enter("650301", { ...half, ln_income_per_head: 11.225243 });
  await enter("650302", { ...half, life_expectancy_years: 85, ln_income_per_head: 11.225243 });
  await enter("650303", half);
  await city.build("marts.assessment_ranking");
  const rows = await city.rows<{ subject_id: string; score: string | null; rank: number | null }>(
    "select subject_id, cast(score as varchar) as score, rank from marts.assessment_ranking order by subject_id",
  );
  // (0.5 * 0.5 * 1) ^ (1/3) = 0.630; (1 * 0.5 * 1) ^ (1/3) = 0.794; without income no index
  expect(rows).toEqual([
    { subject_id: "650301", score: "0.630000", rank: 2 },
    { subject_id: "650302", score: "0.794000", rank: 1 },
    { subject_id: "650303", score: null, rank: null },
  ]);
  city.close();
});
