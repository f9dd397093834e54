import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computedTables } from "../../pipelines/computed/tables.js";
import type { Explanation } from "../../pipelines/explain/explanation.js";
import { explainSubject } from "../../pipelines/explain/subject.js";
import { readBuildNodes } from "../../pipelines/warehouse/build.js";
import type { Warehouse } from "../../pipelines/warehouse/open.js";
import { askWhatIf } from "../../pipelines/what-if/catalog.js";
import { publishedSmallCity, scratch, sise } from "./project.js";

const place = scratch("explain-requirement");
const city = join(place.folder, "city");
const asOf = "2026-11-20";
const method = "inspection-requirement";
let warehouse: Warehouse;
/** Enterprises with their least visits a year, and how many major hazards of each are not struck off. */
let owed: { id: string; minimum: number; majors: number; others: number }[];

beforeAll(async () => {
  warehouse = await publishedSmallCity(city, asOf);
  owed = await warehouse.rows(
    `select requirement.enterprise_id as id, requirement.min_per_year as minimum,
        cast((select count(*) from staging.hazard as hazard where hazard.enterprise_id = requirement.enterprise_id
            and level = 'major' and found_on <= date '${asOf}' and (verified_on is null or verified_on > date '${asOf}')) as integer) as majors,
        cast((select count(*) from scores.inspection_requirement_item as item where item.subject_id = requirement.enterprise_id
            and item.as_of = date '${asOf}' and part_id = 'extra' and points > 0 and indicator_id <> 'unclosed_major_hazard_count') as integer) as others
     from marts.inspection_requirement as requirement order by 1`,
  );
});
afterAll(() => {
  warehouse.close();
  place.remove();
});

async function explain(subjectId: string, day: string | null = null): Promise<Explanation> {
  const found = await explainSubject(warehouse, { subjectId, asOf: day, method, lang: "en" });
  if (!found) throw new Error(`${subjectId}: not explained`);
  return found;
}

/** Points of a part from those of its items, as the pack's aggregate says. */
function joined(points: readonly number[], aggregate: string): number {
  return aggregate === "worst" ? Math.max(...points) : points.reduce((sum, each) => sum + each, 0);
}

describe("sise explain --method inspection-requirement", () => {
  it("gives the least visits a year, to which items and parts recompute, each with clause and source rows", async () => {
    const lines = new Map<string, string[]>();
    const lineOf = (file: string, row: number): string => {
      const known = lines.get(file) ?? readFileSync(join(city, file), "utf8").split(/\r?\n/);
      lines.set(file, known);
      return known[row - 1] ?? "";
    };
    for (const { id, minimum } of owed.filter((each) => each.minimum > 0).slice(0, 30)) {
      const found = await explain(id, "2025-12-31");
      const now = await warehouse.rows<{ min: number }>(
        `select min_per_year as min from scores.inspection_requirement where as_of = date '2025-12-31' and enterprise_id = '${id}'`,
      );
      expect(found.score).toBe(now[0]?.min);
      expect(minimum).toBeGreaterThan(0);
      for (const part of found.parts ?? [])
        expect(
          joined(
            found.items.filter((item) => item.part === part.part_id).map((item) => item.points ?? 0),
            part.aggregate,
          ),
        ).toBe(part.points);
      expect((found.parts ?? []).reduce((sum, part) => sum + (part.points ?? 0), 0)).toBe(found.score);
      for (const item of found.items) {
        expect(item.clause).toBeTruthy();
        expect(item.rule_row).toMatch(/^indicators\./);
        if ((item.points ?? 0) > 0)
          expect(item.evidence.length, `${id} ${item.indicator_id}`).toBeGreaterThan(0);
        for (const row of item.evidence) expect(lineOf(row.file, row.row)).toContain(row.key);
      }
      expect(found.exceptions.map((each) => each.id.split(".")[0])).toEqual(
        expect.arrayContaining(["max_per_year", "visit_kind"]),
      );
    }
  });

  it("says what would lower the minimum, each recomputed, and nothing where nothing would", async () => {
    // A major hazard is all that asks one more visit of it: to have it accepted takes that visit away.
    const curable = owed.filter(({ majors, others }) => majors > 0 && others === 0).slice(0, 2);
    expect(curable.length).toBeGreaterThan(0);
    const nodes = await readBuildNodes(warehouse, computedTables);
    for (const { id, minimum } of curable) {
      const found = await explain(id);
      expect(found.way_out.length, id).toBeGreaterThan(0);
      const scenarios = found.way_out.map((way, scenarioId) => ({
        scenarioId,
        enterpriseId: id,
        closeHazards: way.close_hazards,
        reviewRiskPoints: way.review_risk_points,
      }));
      const told = await askWhatIf(warehouse, {
        origin: "build",
        asOf,
        nodes,
        total: "scores.inspection_requirement_total",
        scenarios,
      });
      expect(told.map((each) => Number(each.score))).toEqual(found.way_out.map((way) => way.score));
      for (const way of found.way_out) expect(way.score).toBeLessThan(minimum);
    }
    const free = owed.find((each) => each.minimum === 0);
    expect((await explain(free?.id ?? "")).way_out).toEqual([]);
  });

  it("answers for a day that the run did not compute, and seeks no way out there", async () => {
    const { id } = owed.find((each) => each.minimum > 0) as (typeof owed)[number];
    // A quarter's end has levels of the run, but no requirement; a year's end has both.
    for (const day of ["2026-08-15", "2026-09-30", "2025-12-31"]) {
      const found = await explain(id, day);
      expect(found).toMatchObject({ as_of: day, method, is_way_out_sought: false, way_out: [] });
      expect(found.items.length).toBeGreaterThan(0);
    }
    const turn = sise(
      "explain",
      id,
      "--project",
      city,
      "--method",
      method,
      "--as-of",
      "2025-12-31",
      "--lang",
      "en",
    );
    expect(turn.out).toContain("look at: listed for the day of the publication alone");
  });

  it("is printed in both languages and as the contract's JSON, and refused where nothing was asked", () => {
    const { id, minimum } = owed.find(({ majors }) => majors > 0) as (typeof owed)[number];
    const ask = (...more: string[]) => sise("explain", id, "--project", city, "--method", method, ...more);
    const zh = ask("--lang", "zh");
    expect([zh.status, zh.err]).toEqual([0, ""]);
    expect(zh.out).toContain(`每年至少检查次数 ${minimum}`);
    expect(zh.out).toContain("重点检查");
    expect(ask("--lang", "en").out).toContain(`least visits a year ${minimum}`);
    const told = JSON.parse(ask("--json").out);
    for (const key of [
      ...["subject_id", "subject_type", "as_of", "known_at", "method", "edition", "score", "level"],
      ...["determined_by", "direct_reason", "items", "exceptions", "history", "way_out"],
    ])
      expect(told).toHaveProperty(key);
    expect(told).toMatchObject({ subject_id: id, method, score: minimum, level: "key" });
    const early = ask("--as-of", "2014-01-01", "--lang", "en");
    expect([early.status, early.err]).toEqual([2, expect.stringContaining("asked nothing of")]);
    const other = sise("explain", id, "--project", city, "--method", "LEC-A", "--lang", "en");
    expect([other.status, other.err]).toEqual([2, expect.stringContaining("did not judge")]);
  });
});
