import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleCoverage } from "../../models/rule-coverage.js";
import { readRulePacks } from "../../pipelines/rules.js";
import { catalogueStandIn } from "../catalogue.js";
import { scorePlainly } from "../plain-scorer.js";
import { examplesFolder, readExamples, type RuleExample } from "../rule-examples.js";

const packs = [
  ...(await readRulePacks({ catalogue: catalogueStandIn })),
  ...(await readRulePacks({ shippedFolder: join(examplesFolder, "packs"), catalogue: catalogueStandIn })),
];
/** Packs whose total SQL of their own computes, or that hold parameters alone, have their own tests. */
const scorable = packs.filter((loaded) => loaded.pack.total.kind !== "computed" && loaded.pack.indicators);

function check(example: RuleExample, score: ReturnType<typeof scorePlainly>): void {
  const { expect: expected } = example;
  if (expected.applies !== undefined)
    expect(score.applies, `${example.path}: applies`).toBe(expected.applies);
  for (const [id, points] of Object.entries(expected.points ?? {}))
    expect(score.items.find((item) => item.id === id)?.points, `${example.path}: ${id}`).toBeCloseTo(
      points,
      6,
    );
  for (const [id, points] of Object.entries(expected.parts ?? {}))
    expect(score.parts[id]?.points, `${example.path}: part ${id}`).toBeCloseTo(points, 6);
  if (expected.score !== undefined)
    expect(score.score, `${example.path}: score`).toBeCloseTo(expected.score, 6);
  for (const [name, found] of [
    ["level", score.level],
    ["determined_by", score.determinedBy],
  ] as const)
    if (expected[name] !== undefined) expect(found, `${example.path}: ${name}`).toBe(expected[name]);
  if (expected.determinations)
    expect([...score.determinations].sort(), `${example.path}: determinations`).toEqual(
      [...expected.determinations].sort(),
    );
}

describe.each(scorable.map((loaded) => [`${loaded.method} ${loaded.edition}`, loaded] as const))(
  "%s",
  (_, loaded) => {
    const examples = readExamples(loaded.method, loaded.edition);

    it("gives what its worked examples say", () => {
      for (const example of examples) check(example, scorePlainly(loaded.pack, example.given));
    });

    it("has every row hit by at least one worked example", () => {
      const hits = new Set(examples.flatMap((example) => [...scorePlainly(loaded.pack, example.given).hits]));
      expect(ruleCoverage(loaded.pack, hits).missed).toEqual([]);
    });
  },
);

it("every folder of worked examples belongs to a pack that is read", () => {
  const known = new Set(packs.map((loaded) => `${loaded.method}/${loaded.edition}`));
  const found = readdirSync(examplesFolder)
    .filter((method) => method !== "packs")
    .flatMap((method) => readdirSync(join(examplesFolder, method)).map((edition) => `${method}/${edition}`));
  expect(found.filter((one) => !known.has(one))).toEqual([]);
  const bare = packs.filter(
    (one) => one.pack.indicators && !existsSync(join(examplesFolder, one.method, one.edition)),
  );
  expect(bare.map((one) => one.path)).toEqual([]);
});
