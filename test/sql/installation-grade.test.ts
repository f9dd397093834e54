import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { indicatorCatalogue } from "../../models/indicators.js";
import { ruleCoverage } from "../../models/rule-coverage.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { gradePlainly, type HeldChemical } from "../plain-grader.js";
import { examplesFolder } from "../rule-examples.js";
import { randomFrom } from "../seeded.js";
import { openSmallWarehouse, type SmallWarehouse } from "./small-warehouse.js";

// The SQL that grades installations in production, against worked examples, every row of the tables, and a clerk.

const { pack } = (await readRulePacks({ catalogue: indicatorCatalogue })).find(
  (one) => one.method === "gb18218",
)!;
const read = (file: string): unknown =>
  parse(readFileSync(join(examplesFolder, "gb18218/2019-03-01", file), "utf8"));

interface Example {
  readonly name: string;
  readonly people: number | null;
  readonly chemicals: readonly HeldChemical[];
  readonly expect: {
    readonly s: number | null;
    readonly r: number | null;
    readonly grade: string | null;
    readonly proven?: string;
  };
}
const { examples } = read("installations.yaml") as { examples: Example[] };
const { lookups } = read("tables.yaml") as { lookups: Record<string, Record<string, number>> };

interface Given {
  readonly id: string;
  readonly people: number | null;
  readonly chemicals: readonly HeldChemical[];
}
interface Graded {
  readonly s_ratio: string | null;
  readonly r_value: string | null;
  readonly is_major: boolean | null;
  readonly grade: string | null;
  readonly proven_grade: string | null;
  readonly possible_grade: string | null;
  readonly status: string;
}

let city: SmallWarehouse;
const graded = new Map<string, Graded>();
const looked = new Map<string, { threshold: number | null; beta: number | null; rows: (string | null)[] }>();

/** One chemical for each row of each table, as a source would write it. */
const rowGivens: (Given & { table: string; code: string; points: number })[] = Object.entries(
  lookups,
).flatMap(([table, rows]) =>
  Object.entries(rows).map(([code, points]) => {
    const under = pack
      .indicators!.find((one) => one.id === table)!
      .lookup!.find((one) => one.code === code)?.under;
    const isClass = table.startsWith("class_");
    // An unlisted number for classes and for rows of Table 1 that have none.
    const cas = isClass || under === "unlisted" ? "78-83-1" : (under ?? code);
    const chemicals = [{ cas, class: isClass || under ? code : null, q: 1 }];
    return { id: `${table} ${code}`, people: 0, chemicals, table, code, points };
  }),
);

function randomGivens(count: number): Given[] {
  const random = randomFrom(20_261_122);
  const pick = <One>(values: readonly One[]): One => values[Math.floor(random() * values.length)] as One;
  const codes = (id: string): string[] =>
    pack.indicators!.find((one) => one.id === id)!.lookup!.map((one) => one.code);
  const numbers = codes("threshold_t").filter((code) => /^\d/.test(code));
  const classes = codes("class_threshold_t");
  const written = [
    ...classes,
    ...codes("threshold_t").filter((code) => !/^\d/.test(code)),
    "7757-79-1",
    "易燃",
  ];
  const marks = [";", "；", "/", "、", ", ", " ;"];
  const symbols = (): string | null => {
    const draw = random();
    if (draw < 0.3) return null;
    if (draw < 0.6) return pick(classes);
    const first = draw < 0.8 ? pick(classes) : pick(written);
    return `${first}${pick(marks)}${random() < 0.7 ? pick(classes) : pick(written)}`;
  };
  return Array.from({ length: count }, (_, place) => {
    const held = new Map<string, HeldChemical>();
    for (let at = 0; at < 1 + Math.floor(random() * 3); at++) {
      const cas = random() < 0.6 ? pick(numbers) : pick(["78-83-1", "115-07-1", "9004-70-0", "6484-52-2"]);
      const q = pick([0.05, 0.3, 1, 5, 10, 50, 200, 1000, 12.5, 62.5, 33.333333, 4.999999]);
      held.set(cas, { cas, class: symbols(), q });
    }
    const people = random() < 0.2 ? null : pick([0, 1, 29, 30, 49, 50, 99, 100, 5000]);
    return { id: `random ${place}`, people, chemicals: random() < 0.02 ? [] : [...held.values()] };
  });
}
const randoms = randomGivens(3000);

beforeAll(async () => {
  city = await openSmallWarehouse();
  const givens: Given[] = [
    ...examples.map((one) => ({ id: one.name, people: one.people, chemicals: one.chemicals })),
    ...rowGivens,
    ...randoms,
  ];
  await city.put(
    "staging.installation",
    givens.map(({ id, people }) => ({
      installation_id: id,
      enterprise_id: "E1",
      installation_name: id,
      exposed_population_500m: people,
    })),
  );
  await city.put(
    "staging.installation_chemical",
    givens.flatMap(({ id, chemicals }) =>
      chemicals.map(({ cas, class: written, q }) => ({
        installation_id: id,
        cas_no: cas,
        hazard_class: written ?? null,
        quantity_t: q,
      })),
    ),
  );
  await city.build("scores.installation_grade");
  for (const { id, ...row } of await city.rows<Graded & { id: string }>(
    `select installation_id as id, cast(s_ratio as varchar) as s_ratio, cast(r_value as varchar) as r_value,
       is_major_hazard_installation as is_major, grade, proven_grade, possible_grade, status from scores.installation_grade`,
  ))
    graded.set(id, row);
  for (const row of await city.rows<{
    id: string;
    threshold: string | null;
    beta: string | null;
    row: string | null;
    beta_row: string | null;
  }>(
    `select concat(installation_id, ' ', cas_no) as id, cast(threshold_t as varchar) as threshold, cast(beta as varchar) as beta,
       threshold_rule_row as row, beta_rule_row as beta_row from scores.installation_chemical`,
  ))
    looked.set(row.id, {
      threshold: row.threshold === null ? null : Number(row.threshold),
      beta: row.beta === null ? null : Number(row.beta),
      rows: [row.row, row.beta_row],
    });
}, 120_000);
afterAll(() => city.close());

const six = (value: number | null): string | null =>
  value === null ? null : (Math.round(value * 1e6 + 1e-7) / 1e6).toFixed(6);

describe("scores.installation_grade", () => {
  it.each(examples.map((one) => [one.name, one] as const))("grades as the example says: %s", (name, one) => {
    const found = graded.get(name)!;
    const { s, r, grade, proven } = one.expect;
    expect({ s: found.s_ratio, r: found.r_value }).toEqual({ s: six(s), r: six(r) });
    expect(found.grade).toBe(grade === "unknown" ? null : grade);
    expect(found.status === "scored").toBe(grade !== "unknown");
    if (proven !== undefined) expect(found.proven_grade).toBe(proven);
    // No grade and yet scored: it is proven not to be a major hazard installation.
    if (grade === null) expect(found.is_major).toBe(false);
    else if (grade !== "unknown") expect(found.is_major).toBe(true);
  });

  it("reads every row of every table, and gives what the second transcription says", () => {
    const missed = rowGivens.filter(({ id, table, code, points, chemicals }) => {
      const found = looked.get(`${id} ${chemicals[0]!.cas}`)!;
      const place = pack
        .indicators!.find((one) => one.id === table)!
        .lookup!.findIndex((one) => one.code === code);
      const isQ = table.endsWith("threshold_t");
      const value = isQ ? found.threshold : found.beta;
      return value !== points || !found.rows.includes(`indicators.${table}.lookup[${place}]`);
    });
    expect(missed.map((one) => one.id)).toEqual([]);
  });

  it("agrees with a clerk on thousands of installations", () => {
    const hits = new Set<string>();
    const differences: string[] = [];
    const seen = new Map<string, number>();
    for (const one of [
      ...examples.map((example) => ({ ...example, id: example.name })),
      ...rowGivens,
      ...randoms,
    ]) {
      const plain = gradePlainly(pack, one.people, one.chemicals);
      for (const hit of plain.hits) hits.add(hit);
      const sql = graded.get(one.id)!;
      const hand = {
        is_major: plain.isMajor,
        grade: plain.grade,
        proven_grade: plain.proven,
        possible_grade: plain.possible,
        status: plain.status,
      };
      const { s_ratio, r_value, ...rest } = sql;
      if (JSON.stringify(rest) !== JSON.stringify(hand))
        differences.push(
          `${one.id}: ${JSON.stringify(rest)} by SQL, ${JSON.stringify(hand)} by hand; ${JSON.stringify(one)}`,
        );
      for (const [name, by, other] of [
        ["S", s_ratio, plain.s],
        ["R", r_value, plain.r],
      ] as const)
        if ((by === null) !== (other === null) || (by !== null && Math.abs(Number(by) - other!) > 1e-6))
          differences.push(`${one.id}: ${name} is ${by} by SQL, ${other} by hand; ${JSON.stringify(one)}`);
      for (const [at, { cas }] of one.chemicals.entries()) {
        const { threshold, beta } = looked.get(`${one.id} ${cas}`)!;
        if (threshold !== plain.chemicals[at]!.threshold || beta !== plain.chemicals[at]!.beta)
          differences.push(
            `${one.id} ${cas}: Q ${threshold}, β ${beta} by SQL; ${JSON.stringify(plain.chemicals[at])}`,
          );
      }
      const kind = `${plain.status} ${plain.grade} ${plain.proven}`;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    expect(differences.slice(0, 5)).toEqual([]);
    expect(ruleCoverage(pack, hits).missed).toEqual([]);
    // Every outcome that there is has been tried, and not once only.
    expect([...seen.values()].filter((count) => count > 2).length).toBeGreaterThan(10);
  });

  it("is one row an installation and one a chemical, also on a limit and with classes written in many ways", async () => {
    const givens = [...examples, ...rowGivens, ...randoms];
    const [count] = await city.rows(
      `select (select count(*) from scores.installation_grade) as installations, (select count(*) from scores.installation_chemical) as chemicals`,
    );
    expect(count).toEqual({
      installations: String(givens.length),
      chemicals: String(givens.reduce((total, one) => total + one.chemicals.length, 0)),
    });
  });
});
